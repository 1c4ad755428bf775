import { GetTableCommand, GlueClient } from "@aws-sdk/client-glue";
import {
  CreatePolicyCommand,
  DeleteRolePolicyCommand,
  type IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { strict as assert } from "node:assert";
import type { LocalAws } from "../../../local/aws";
import { clientConfig, clientsOf, localAws, makeBucket, uniqueName } from "../../support/local-aws";
import { documentOf, roleOf, sessionConfig } from "../../support/role-session";

describe("the local AWS's door", function () {
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

  const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
    ...{ Effect: "Allow", Action, Resource },
    ...more,
  });
  const arn = (key: string) => `arn:aws:s3:::${bucket}${key}`;

  /** A session of a new role with these statements. */
  async function session(...statements: object[]) {
    const role = await roleOf(iam, { statements });
    const config = await sessionConfig(aws, role.Arn);
    const policy = { RoleName: role.RoleName, PolicyName: "access" };
    return { policy, role, config, s3: new S3Client({ ...config, forcePathStyle: true }) };
  }
  const read = (s3: S3Client, Key: string) => s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
  const refusal = (name: string, message: RegExp) => (error: Error) =>
    error.name === name && message.test(error.message);

  it("refuses in AWS's words what no policy allows", async () => {
    const { s3, role, config } = await session();
    const who = `User: arn:aws:sts::123456789012:assumed-role/${role.RoleName}/test is not authorized to perform: `;
    await assert.rejects(read(s3, "in/a"), {
      name: "AccessDenied",
      message: `${who}s3:GetObject on resource: "${arn("/in/a")}" because no identity-based policy allows the s3:GetObject action`,
    });
    await assert.rejects(new GlueClient(config).send(new GetTableCommand({ DatabaseName: "d", Name: "t" })), {
      name: "AccessDeniedException",
      message:
        `${who}glue:GetTable on resource: arn:aws:glue:us-east-1:123456789012:catalog ` +
        "because no identity-based policy allows the glue:GetTable action",
    });
  });

  it("hears of a changed policy at once", async () => {
    const { s3, policy } = await session(allow("s3:GetObject", arn("/in/*")));
    await read(s3, "in/a");
    await assert.rejects(read(s3, "out/b"), refusal("AccessDenied", /out\/b/));
    await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: documentOf(allow("s3:*", "*")) }));
    await read(s3, "out/b");
    await iam.send(new DeleteRolePolicyCommand(policy));
    await assert.rejects(read(s3, "out/b"), refusal("AccessDenied", /no identity-based policy/));
  });

  it("says that an object is not there only to who may list it", async () => {
    const reading = allow("s3:GetObject", arn("/*"));
    const listing = allow("s3:ListBucket", arn(""), { Condition: { StringLike: { "s3:prefix": "in/*" } } });
    const { s3 } = await session(reading, listing);
    const status = (Key: string) =>
      s3.send(new HeadObjectCommand({ Bucket: bucket, Key })).then(
        () => 200,
        (error: { $metadata: { httpStatusCode: number } }) => error.$metadata.httpStatusCode,
      );
    assert.deepEqual([await status("in/none"), await status("out/none"), await status("out/b")], [404, 403, 200]);
    await assert.rejects(read(s3, "out/none"), refusal("AccessDenied", /s3:ListBucket/));
  });

  it("asks for each object that is deleted with others, and deletes none where one is refused", async () => {
    const { s3 } = await session(allow(["s3:DeleteObject", "s3:PutObject", "s3:GetObject"], arn("/tmp/*")));
    for (const Key of ["tmp/1", "tmp/<&>"]) await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "x" }));
    const remove = (...keys: string[]) =>
      s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: keys.map((Key) => ({ Key })) } }));
    await assert.rejects(remove("tmp/1", "in/a"), refusal("AccessDenied", /in\/a/));
    await read(s3, "tmp/1");
    await remove("tmp/1", "tmp/<&>");
  });

  it("keeps to permission boundaries", async () => {
    const { s3, role } = await session(allow("s3:*", "*"));
    await read(s3, "in/a");
    const PolicyName = uniqueName("boundary");
    const PolicyDocument = documentOf(allow("s3:GetObject", arn("/out/*")));
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
    const PermissionsBoundary = Policy!.Arn!;
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: role.RoleName, PermissionsBoundary }));
    await read(s3, "out/b");
    await assert.rejects(read(s3, "in/a"), refusal("AccessDenied", /no permissions boundary allows the s3:GetObject/));
  });

  it("keeps to bucket policies, for the account too", async () => {
    const { s3: own } = clientsOf(aws);
    const Bucket = await makeBucket(own, { "open/a": "a", "shut/b": "b" });
    const { s3 } = await session();
    const statement = (Effect: string, Resource: string) => ({
      Effect,
      Principal: "*",
      Action: "s3:GetObject",
      Resource,
    });
    const Policy = documentOf(
      statement("Allow", `arn:aws:s3:::${Bucket}/*`),
      statement("Deny", `arn:aws:s3:::${Bucket}/shut/*`),
    );
    await own.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const get = (client: S3Client, Key: string) => client.send(new GetObjectCommand({ Bucket, Key }));
    await get(s3, "open/a");
    await get(own, "open/a");
    for (const client of [s3, own]) {
      await assert.rejects(get(client, "shut/b"), refusal("AccessDenied", /explicit deny in a resource-based policy/));
    }
    const unsigned = await fetch(`${aws.endpoint}/${Bucket}/open/a`);
    assert.equal(await unsigned.text(), "a");
    assert.equal((await fetch(`${aws.endpoint}/${Bucket}/shut/b`)).status, 403);
  });

  it("knows its keys", async () => {
    const credentials = { accessKeyId: "AKIANOBODY", secretAccessKey: "x" };
    const config = { ...clientConfig(aws), credentials };
    const named = (name: string) => (error: Error) => error.name === name;
    const s3 = new S3Client({ ...config, forcePathStyle: true });
    await assert.rejects(read(s3, "in/a"), named("InvalidAccessKeyId"));
    const sts = new STSClient(config);
    await assert.rejects(sts.send(new GetCallerIdentityCommand({})), named("InvalidClientTokenId"));
  });

  it("lets everybody ask who he is", async () => {
    const { config, role } = await session();
    const { Arn } = await new STSClient(config).send(new GetCallerIdentityCommand({}));
    assert.match(Arn!, new RegExp(`assumed-role/${role.RoleName}/test$`));
  });

  it("lets a role assume another only where that one trusts it", async () => {
    const Action = "sts:AssumeRole";
    const { RoleName, Arn } = await roleOf(iam, {});
    const { role, config } = await session(allow(Action, Arn));
    const sts = new STSClient(config);
    const assume = () => sts.send(new AssumeRoleCommand({ RoleArn: Arn, RoleSessionName: "other" }));
    await assert.rejects(assume(), refusal("AccessDenied", /no role trust policy allows the sts:AssumeRole action/));
    const PolicyDocument = documentOf({ Effect: "Allow", Action, Principal: { AWS: role.Arn } });
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    await assume();
  });

  it("refuses a session policy, which nothing here would keep to", async () => {
    const { Arn } = await roleOf(iam, {});
    const sts = new STSClient(clientConfig(aws));
    const Policy = documentOf(allow("s3:GetObject", "*"));
    await assert.rejects(
      sts.send(new AssumeRoleCommand({ RoleArn: Arn, RoleSessionName: "test", Policy })),
      refusal("UnknownOperationException", /session policy is not emulated/),
    );
  });

  it("refuses to a role a call whose permissions it does not know, and says so", async () => {
    const { config } = await session(allow("*", "*"));
    const sts = new STSClient(config);
    await assert.rejects(
      sts.send(new GetSessionTokenCommand({})),
      refusal("AccessDenied", /does not know which permissions sts:GetSessionToken needs/),
    );
  });
});
