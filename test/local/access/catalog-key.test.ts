import {
  BatchCreatePartitionCommand,
  CreateDatabaseCommand,
  CreateTableCommand,
  type EncryptionAtRest,
  GetDatabasesCommand,
  GetPartitionsCommand,
  GetTableCommand,
  GetTablesCommand,
  GlueClient,
  PutDataCatalogEncryptionSettingsCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-glue";
import { CreateAliasCommand, CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { strict as assert } from "node:assert";
import { allow, keyThroughGlue, type Statement } from "../../../components/access/documents";
import type { LocalAws } from "../../../local/aws";
import { place } from "../../support/decisions/names";
import { clientConfig, clientsOf, localAws, uniqueName } from "../../support/local-aws";
import { documentOf, roleOf, sessionConfig } from "../../support/role-session";

const ALL_OF_GLUE = allow("Glue", ["glue:*"], ["*"]);

describe("a Data Catalog that a KMS key encrypts", function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let kms: KMSClient;
  let glue: GlueClient;
  let keyArn: string;
  const DatabaseName = uniqueName("catalog").replace("-", "_");

  before(async () => {
    aws = await localAws();
    kms = new KMSClient(clientConfig(aws));
    glue = clientsOf(aws).glue;
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: DatabaseName } }));
    await glue.send(new CreateTableCommand({ DatabaseName, TableInput: { Name: "t" } }));
    keyArn = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
  });
  beforeEach(() => encryptWith({ CatalogEncryptionMode: "SSE-KMS", SseAwsKmsKeyId: keyArn }));
  // All other tests have the same catalog.
  after(() => encryptWith({ CatalogEncryptionMode: "DISABLED" }));

  const encryptWith = async (EncryptionAtRest: EncryptionAtRest, client = glue) => {
    const DataCatalogEncryptionSettings = { EncryptionAtRest };
    await client.send(new PutDataCatalogEncryptionSettingsCommand({ DataCatalogEncryptionSettings }));
  };
  /** Glue as a new role that may do all with the catalog, and with the key what is given. */
  async function as(...statements: Statement[]): Promise<GlueClient> {
    const { Arn } = await roleOf(clientsOf(aws).iam, { statements: [ALL_OF_GLUE, ...statements] });
    return new GlueClient(await sessionConfig(aws, Arn));
  }
  const read = (client: GlueClient) => client.send(new GetTableCommand({ DatabaseName, Name: "t" }));
  const write = (client: GlueClient) =>
    client.send(new CreateTableCommand({ DatabaseName, TableInput: { Name: uniqueName("t") } }));
  const only = (...actions: string[]) =>
    keyThroughGlue(place, keyArn, "write").map((statement) => ({ ...statement, Action: actions }));
  const refused = (action: string, why = "identity") => ({
    name: "GlueEncryptionException",
    message: new RegExp(`is not authorized to perform: ${action} on resource: ${keyArn} because no ${why}-based`),
  });

  it("is read only with the key, by whatever call", async () => {
    const client = await as();
    for (const command of [
      new GetDatabasesCommand({}),
      new GetTableCommand({ DatabaseName, Name: "t" }),
      new GetTablesCommand({ DatabaseName }),
      new GetPartitionsCommand({ DatabaseName, TableName: "t" }),
    ]) {
      await assert.rejects(client.send(command as GetTableCommand), refused("kms:Decrypt"), command.constructor.name);
    }
    await read(await as(...keyThroughGlue(place, keyArn, "read")));
  });

  it("is written only with the key, by whatever call", async () => {
    const reading = await as(...keyThroughGlue(place, keyArn, "read"));
    for (const command of [
      new CreateDatabaseCommand({ DatabaseInput: { Name: "other" } }),
      new CreateTableCommand({ DatabaseName, TableInput: { Name: "other" } }),
      new UpdateTableCommand({ DatabaseName, TableInput: { Name: "t" } }),
      new BatchCreatePartitionCommand({ DatabaseName, TableName: "t", PartitionInputList: [{ Values: ["1"] }] }),
    ]) {
      const sent = reading.send(command as CreateTableCommand);
      await assert.rejects(sent, refused("kms:GenerateDataKey"), command.constructor.name);
    }
    await assert.rejects(write(await as(...only("kms:GenerateDataKey"))), refused("kms:Encrypt"));
    await write(await as(...keyThroughGlue(place, keyArn, "write")));
  });

  it("asks first whether the call itself is allowed", async () => {
    const { Arn } = await roleOf(clientsOf(aws).iam, { statements: only("kms:Decrypt") });
    const client = new GlueClient(await sessionConfig(aws, Arn));
    await assert.rejects(read(client), { name: "AccessDeniedException", message: /to perform: glue:GetTable on/ });
  });

  it("is not opened where the key is allowed through another service, or for another catalog", async () => {
    const [statement] = only("kms:Decrypt");
    const allowed = (Condition: Statement["Condition"]) => as({ ...statement, Condition });
    const service = (name: string) => ({ "kms:ViaService": `${name}.us-east-1.amazonaws.com` });
    await assert.rejects(read(await allowed({ StringEquals: service("s3") })), refused("kms:Decrypt"));
    const catalog = (id: string) => ({ "kms:EncryptionContext:glue_catalog_id": id });
    const another = { StringEquals: { ...service("glue"), ...catalog("210987654321") } };
    await assert.rejects(read(await allowed(another)), refused("kms:Decrypt"));
    await read(await allowed({ StringEquals: { ...service("glue"), ...catalog("123456789012") } }));
  });

  it("is the same where an alias names the key, in the settings and in the document", async () => {
    const AliasName = `alias/${uniqueName("key")}`;
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: keyArn }));
    const aliasArn = keyArn.replace(/key\/.*/, AliasName);
    for (const SseAwsKmsKeyId of [keyArn, AliasName, aliasArn, keyArn.split("/")[1]]) {
      await encryptWith({ CatalogEncryptionMode: "SSE-KMS", SseAwsKmsKeyId });
      await assert.rejects(read(await as()), refused("kms:Decrypt"));
      await read(await as(...keyThroughGlue(place, aliasArn, "read")));
    }
  });

  it("asks for no key where it is Glue's own or none, from the call on that says so", async () => {
    const client = await as();
    await assert.rejects(read(client), refused("kms:Decrypt"));
    for (const settings of [{ SseAwsKmsKeyId: "alias/aws/glue" }, {}] as const) {
      await encryptWith({ CatalogEncryptionMode: "SSE-KMS", ...settings });
      await read(client);
    }
    await encryptWith({ CatalogEncryptionMode: "DISABLED" });
    await read(client);
    await write(client);
  });

  it("is not opened without the key's own policy, whatever the role may do", async () => {
    const SseAwsKmsKeyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
    await encryptWith({ CatalogEncryptionMode: "SSE-KMS", SseAwsKmsKeyId });
    const client = await as(...keyThroughGlue(place, SseAwsKmsKeyId, "read"));
    await read(client);
    const Principal = { AWS: "arn:aws:iam::123456789012:role/somebody" };
    const Policy = documentOf({ Effect: "Allow", Principal, Action: "kms:*", Resource: "*" });
    await kms.send(new PutKeyPolicyCommand({ KeyId: SseAwsKmsKeyId, PolicyName: "default", Policy }));
    const message = /no resource-based policy allows the kms:Decrypt action/;
    await assert.rejects(read(client), { name: "GlueEncryptionException", message });
  });

  describe("with a role of Glue's own for it", () => {
    const delegate = (CatalogEncryptionServiceRole: string, SseAwsKmsKeyId: string | undefined = keyArn) =>
      encryptWith({ CatalogEncryptionMode: "SSE-KMS-WITH-SERVICE-ROLE", SseAwsKmsKeyId, CatalogEncryptionServiceRole });
    const serviceRole = async (statements: Statement[], service?: string) =>
      (await roleOf(clientsOf(aws).iam, { statements, service })).Arn;

    it("asks callers for nothing, and that role instead of them", async () => {
      const client = await as();
      const role = await serviceRole(keyThroughGlue(place, keyArn, "read"));
      await delegate(role);
      await read(client);
      const session = `${role.split("/")[1]}/V_00_GLUE_KMS_123456789012`;
      await assert.rejects(write(client), {
        name: "GlueEncryptionException",
        message: new RegExp(`assumed-role/${session} is not authorized to perform: kms:GenerateDataKey on`),
      });
      await delegate(await serviceRole(keyThroughGlue(place, keyArn, "write")));
      await write(client);
    });

    it("takes a role that Glue may assume, and a key of the customer's", async () => {
      const client = await as();
      const role = await serviceRole(keyThroughGlue(place, keyArn, "read"), "lambda.amazonaws.com");
      await delegate(role);
      const name = "GlueEncryptionException";
      await assert.rejects(read(client), {
        name,
        message: new RegExp(`unable to assume role ${role}\\. Please verify`),
      });
      await delegate(role, "alias/aws/glue");
      await assert.rejects(read(client), { name, message: /takes a key of the customer's/ });
    });

    it("is named by who may pass it", async () => {
      const role = await serviceRole(keyThroughGlue(place, keyArn, "write"));
      const settings = { CatalogEncryptionMode: "SSE-KMS-WITH-SERVICE-ROLE", SseAwsKmsKeyId: keyArn } as const;
      const naming = { ...settings, CatalogEncryptionServiceRole: role };
      await assert.rejects(encryptWith(naming, await as()), /not authorized to perform: iam:PassRole on resource/);
      await encryptWith(naming, await as(allow("Pass", ["iam:PassRole"], [role])));
      await read(await as());
    });
  });
});
