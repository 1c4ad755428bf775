import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  DeleteGroupPolicyCommand,
  DetachGroupPolicyCommand,
  type IAMClient,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
} from "@aws-sdk/client-iam";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { strict as assert } from "node:assert";
import type { LocalAws } from "../../../local/aws";
import { clientConfig, clientsOf, localAws, makeBucket, uniqueName } from "../../support/local-aws";
import { documentOf } from "../../support/role-session";

describe("a user's groups", function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let iam: IAMClient;
  let bucket: string;

  before(async () => {
    aws = await localAws();
    const { s3, ...clients } = clientsOf(aws);
    ({ iam } = clients);
    bucket = await makeBucket(s3, { "in/a": "a", "out/b": "b" });
  });

  /** A new user, and S3 with a key of his. */
  async function makeUser() {
    const UserName = uniqueName("user");
    const { User } = await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const credentials = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
    const s3 = new S3Client({ ...clientConfig(aws), credentials, forcePathStyle: true });
    return { UserName, arn: User!.Arn!, s3 };
  }
  /** A new group that the user is in. */
  async function groupOf(UserName: string) {
    const GroupName = uniqueName("group");
    await iam.send(new CreateGroupCommand({ GroupName }));
    await iam.send(new AddUserToGroupCommand({ GroupName, UserName }));
    return { GroupName, PolicyName: "access" };
  }
  const object = (key: string) => `arn:aws:s3:::${bucket}/${key}`;
  const reading = (Effect: "Allow" | "Deny", key: string) =>
    documentOf({ Effect, Action: "s3:GetObject", Resource: object(key) });
  const read = (s3: S3Client, Key: string) => s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
  const refused = (
    arn: string,
    key: string,
    why = "because no identity-based policy allows the s3:GetObject action",
  ) => ({
    name: "AccessDenied",
    message: `User: ${arn} is not authorized to perform: s3:GetObject on resource: "${object(key)}" ${why}`,
  });

  it("allow what their inline policies say, until that is changed", async () => {
    const { UserName, arn, s3 } = await makeUser();
    await assert.rejects(read(s3, "in/a"), refused(arn, "in/a"));
    const group = await groupOf(UserName);
    await iam.send(new PutGroupPolicyCommand({ ...group, PolicyDocument: reading("Allow", "in/*") }));
    await read(s3, "in/a");
    await assert.rejects(read(s3, "out/b"), refused(arn, "out/b"));
    await iam.send(new PutGroupPolicyCommand({ ...group, PolicyDocument: reading("Allow", "out/*") }));
    await read(s3, "out/b");
    await assert.rejects(read(s3, "in/a"), refused(arn, "in/a"));
    await iam.send(new DeleteGroupPolicyCommand(group));
    await assert.rejects(read(s3, "out/b"), refused(arn, "out/b"));
  });

  it("allow what their attached policies say, until these are changed or detached", async () => {
    const { UserName, arn, s3 } = await makeUser();
    const { GroupName } = await groupOf(UserName);
    const PolicyDocument = reading("Allow", "in/*");
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: uniqueName("policy"), PolicyDocument }));
    const attached = { GroupName, PolicyArn: Policy!.Arn! };
    await iam.send(new AttachGroupPolicyCommand(attached));
    await read(s3, "in/a");
    const version = { PolicyArn: attached.PolicyArn, PolicyDocument: reading("Allow", "out/*"), SetAsDefault: true };
    await iam.send(new CreatePolicyVersionCommand(version));
    await read(s3, "out/b");
    await assert.rejects(read(s3, "in/a"), refused(arn, "in/a"));
    await iam.send(new DetachGroupPolicyCommand(attached));
    await assert.rejects(read(s3, "out/b"), refused(arn, "out/b"));
  });

  it("allow it to their users alone: not to others, nor to who was taken out", async () => {
    const { UserName, arn, s3 } = await makeUser();
    const other = await makeUser();
    const [first, second] = [await groupOf(UserName), await groupOf(UserName)];
    await iam.send(new PutGroupPolicyCommand({ ...first, PolicyDocument: reading("Allow", "in/*") }));
    await iam.send(new PutGroupPolicyCommand({ ...second, PolicyDocument: reading("Allow", "out/*") }));
    for (const key of ["in/a", "out/b"]) await read(s3, key);
    await assert.rejects(read(other.s3, "in/a"), refused(other.arn, "in/a"));
    await iam.send(new RemoveUserFromGroupCommand({ GroupName: first.GroupName, UserName }));
    await assert.rejects(read(s3, "in/a"), refused(arn, "in/a"));
    await read(s3, "out/b");
  });

  it("deny what the user's own policy allows", async () => {
    const { UserName, arn, s3 } = await makeUser();
    const own = { UserName, PolicyName: "own", PolicyDocument: reading("Allow", "*") };
    await iam.send(new PutUserPolicyCommand(own));
    await read(s3, "in/a");
    const group = await groupOf(UserName);
    await iam.send(new PutGroupPolicyCommand({ ...group, PolicyDocument: reading("Deny", "in/*") }));
    await assert.rejects(read(s3, "in/a"), refused(arn, "in/a", "with an explicit deny in an identity-based policy"));
    await read(s3, "out/b");
  });
});
