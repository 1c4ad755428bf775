import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateAliasCommand, CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { strict as assert } from "node:assert";
import { allow, keyThroughLogs, policyDocument, type Statement } from "../../../components/access/documents";
import { keyStatements } from "../../../components/encryption/key-policy";
import type { LocalAws } from "../../../local/aws";
import { place } from "../../support/decisions/names";
import { clientConfig, clientsOf, localAws, uniqueName } from "../../support/local-aws";
import { roleOf, sessionConfig } from "../../support/role-session";

const ALL_OF_LOGS = allow("Logs", ["logs:*"], ["*"]);

describe("a log group that a KMS key encrypts", function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let kms: KMSClient;
  let logs: CloudWatchLogsClient;
  /** Its policy lets CloudWatch Logs use it for groups below `/keys/`. */
  let keyArn: string;
  let otherKeyArn: string;

  before(async () => {
    aws = await localAws();
    kms = new KMSClient(clientConfig(aws));
    logs = clientsOf(aws).logs;
    const Policy = policyDocument(keyStatements(place, ["/keys/*"], []));
    [keyArn, otherKeyArn] = [await makeKey(Policy), await makeKey(Policy)];
  });

  const makeKey = async (Policy?: string) => (await kms.send(new CreateKeyCommand({ Policy }))).KeyMetadata!.Arn!;
  async function as(...statements: Statement[]): Promise<CloudWatchLogsClient> {
    const { Arn } = await roleOf(clientsOf(aws).iam, { statements: [ALL_OF_LOGS, ...statements] });
    return new CloudWatchLogsClient(await sessionConfig(aws, Arn));
  }
  async function makeGroup(kmsKeyId?: string, prefix = "/keys/"): Promise<string> {
    const logGroupName = prefix + uniqueName("group");
    await logs.send(new CreateLogGroupCommand({ logGroupName, kmsKeyId }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "a" }));
    return logGroupName;
  }
  const associate = (client: CloudWatchLogsClient, logGroupName: string, kmsKeyId = keyArn) =>
    client.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId }));
  async function keyOf(logGroupNamePrefix: string): Promise<string | undefined> {
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
    return logGroups![0].kmsKeyId;
  }
  const write = (client: CloudWatchLogsClient, logGroupName: string) =>
    client.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName: "a",
        logEvents: [{ timestamp: Date.now(), message: "m" }],
      }),
    );
  const read = (client: CloudWatchLogsClient, logGroupName: string) =>
    client.send(new FilterLogEventsCommand({ logGroupName }));
  const only = (...actions: string[]) => keyThroughLogs(place, keyArn).map((it) => ({ ...it, Action: actions }));
  const refused = (action: string) => ({
    name: "AccessDeniedException",
    message: new RegExp(`is not authorized to perform: ${action} on resource: ${keyArn} because no identity-based`),
  });

  it("shows the key it was made with, another that it is given, and none once that is taken or it is made anew", async () => {
    const group = await makeGroup(keyArn);
    assert.equal(await keyOf(group), keyArn);
    await associate(logs, group, otherKeyArn);
    assert.equal(await keyOf(group), otherKeyArn);
    await associate(logs, group, otherKeyArn);
    await logs.send(new DisassociateKmsKeyCommand({ logGroupName: group }));
    assert.equal(await keyOf(group), undefined);
    await associate(logs, group);
    await logs.send(new DeleteLogGroupCommand({ logGroupName: group }));
    await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
    assert.equal(await keyOf(group), undefined);
  });

  it("must be there, and made once", async () => {
    const group = await makeGroup(keyArn);
    await assert.rejects(associate(logs, `${group}-none`), { name: "ResourceNotFoundException" });
    const again = new CreateLogGroupCommand({ logGroupName: group, kmsKeyId: keyArn });
    await assert.rejects(logs.send(again), { name: "ResourceAlreadyExistsException" });
  });

  it("gets a key only whose policy lets CloudWatch Logs use it for this group", async () => {
    const message = (group: string) =>
      `The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:us-east-1:123456789012:log-group:${group}'`;
    const group = await makeGroup();
    const elsewhere = await makeGroup(undefined, "/elsewhere/");
    for (const [name, key] of [
      [group, await makeKey()],
      [elsewhere, keyArn],
      [group, keyArn.replace(/[^/]+$/, "none")],
    ]) {
      const error = { name: "AccessDeniedException", message: message(name) };
      await assert.rejects(associate(logs, name, key), error);
    }
    const made = new CreateLogGroupCommand({ logGroupName: "/elsewhere/made", kmsKeyId: keyArn });
    await assert.rejects(logs.send(made), { name: "AccessDeniedException", message: message("/elsewhere/made") });
    // At once after the key's policy is another.
    const Policy = policyDocument(keyStatements(place, ["/keys/*", "/elsewhere/*"], []));
    const changed = await makeKey();
    await assert.rejects(associate(logs, elsewhere, changed), /not allowed to be used/);
    await kms.send(new PutKeyPolicyCommand({ KeyId: changed, PolicyName: "default", Policy }));
    await associate(logs, elsewhere, changed);
  });

  it("gets it from who may see and use the key through CloudWatch Logs", async () => {
    const group = await makeGroup();
    await assert.rejects(associate(await as(), group), refused("kms:DescribeKey"));
    await assert.rejects(associate(await as(...only("kms:DescribeKey")), group), refused("kms:Encrypt"));
    const [statement] = only("kms:DescribeKey", "kms:Encrypt");
    const throughS3 = { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } };
    await assert.rejects(
      associate(await as({ ...statement, Condition: throughS3 }), group),
      refused("kms:DescribeKey"),
    );
    const client = await as(statement);
    await associate(client, group);
    const made = `/keys/${uniqueName("made")}`;
    await client.send(new CreateLogGroupCommand({ logGroupName: made, kmsKeyId: keyArn }));
    const without = new CreateLogGroupCommand({ logGroupName: `${made}-2`, kmsKeyId: keyArn });
    await assert.rejects((await as()).send(without), refused("kms:DescribeKey"));
  });

  it("is written and read by who may use the key for it", async () => {
    const group = await makeGroup(keyArn);
    await assert.rejects(write(await as(), group), refused("kms:GenerateDataKey"));
    await assert.rejects(write(await as(...only("kms:GenerateDataKey")), group), refused("kms:Decrypt"));
    await assert.rejects(read(await as(), group), refused("kms:Decrypt"));
    const client = await as(...keyThroughLogs(place, keyArn));
    await write(client, group);
    assert.equal((await read(client, group)).events!.length, 1);
    const [statement] = only("kms:Decrypt");
    const ofAnother = { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:*:*:log-group:${group}-2` } };
    await assert.rejects(read(await as({ ...statement, Condition: ofAnother }), group), refused("kms:Decrypt"));
    const plain = await makeGroup();
    await write(await as(), plain);
  });

  it("is the same where an alias names the key", async () => {
    const AliasName = `alias/${uniqueName("key")}`;
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: keyArn }));
    const aliasArn = keyArn.replace(/key\/.*/, AliasName);
    const group = await makeGroup();
    await assert.rejects(associate(await as(), group, aliasArn), refused("kms:DescribeKey"));
    await associate(await as(...keyThroughLogs(place, aliasArn)), group, aliasArn);
    await assert.rejects(write(await as(), group), refused("kms:GenerateDataKey"));
  });
});
