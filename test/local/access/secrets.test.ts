import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { ExecuteStatementCommand, RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import {
  CreateNamespaceCommand,
  CreateWorkgroupCommand,
  RedshiftServerlessClient,
} from "@aws-sdk/client-redshift-serverless";
import {
  CreateSecretCommand,
  DeleteResourcePolicyCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { strict as assert } from "node:assert";
import type { LocalAws } from "../../../local/aws";
import { clientConfig, clientsOf, eventually, localAws, uniqueName } from "../../support/local-aws";
import { documentOf, roleOf, sessionConfig } from "../../support/role-session";

const GET = "secretsmanager:GetSecretValue";

describe("a secret with a policy of its own", function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let own: SecretsManagerClient;

  before(async () => {
    aws = await localAws();
    own = new SecretsManagerClient(clientConfig(aws));
  });

  async function makeSecret(more: { KmsKeyId?: string } = {}) {
    const Name = uniqueName("secret");
    const { ARN } = await own.send(new CreateSecretCommand({ Name, SecretString: "s", ...more }));
    return { Name, ARN: ARN! };
  }
  /** A session of a new role with these statements. */
  async function session(...statements: object[]) {
    const { Arn, RoleName } = await roleOf(clientsOf(aws).iam, { statements });
    const config = await sessionConfig(aws, Arn);
    const user = `arn:aws:sts::123456789012:assumed-role/${RoleName}/test`;
    return { Arn, config, user, client: new SecretsManagerClient(config) };
  }
  const allow = (Action: string | string[], Resource: string, more: object = {}) => ({
    ...{ Effect: "Allow", Action, Resource },
    ...more,
  });
  const put = (SecretId: string, Effect: "Allow" | "Deny", Principal: object | string, Action = GET) =>
    own.send(
      new PutResourcePolicyCommand({
        SecretId,
        ResourcePolicy: documentOf({ Effect, Principal, Action, Resource: "*" }),
      }),
    );
  const get = (client: SecretsManagerClient, SecretId: string) => client.send(new GetSecretValueCommand({ SecretId }));
  const describeIt = (client: SecretsManagerClient, SecretId: string) =>
    client.send(new DescribeSecretCommand({ SecretId }));
  const refused = (user: string, action: string, arn: string, why: string) => ({
    name: "AccessDeniedException",
    message: `User: ${user} is not authorized to perform: ${action} on resource: ${arn} ${why}`,
  });
  const notAllowed = `because no identity-based policy allows the ${GET} action`;
  const denied = "with an explicit deny in a resource-based policy";
  const partial = (arn: string) => arn.replace(/-\w{6}$/, "");

  it("is read by a role whom that alone allows, by name and by ARN", async () => {
    const { Name, ARN } = await makeSecret();
    const { Arn, client, user } = await session();
    const ids = [Name, ARN, partial(ARN)];
    for (const id of ids) await assert.rejects(get(client, id), refused(user, GET, ARN, notAllowed));
    await put(ARN, "Allow", { AWS: Arn });
    for (const id of ids) assert.equal((await get(client, id)).SecretString, "s");
    // Only what it allows.
    await assert.rejects(describeIt(client, Name), /no identity-based policy allows the secretsmanager:DescribeSecret/);
  });

  it("is closed to a role that may read every secret, and open again, at once", async () => {
    const { Name, ARN } = await makeSecret();
    const { Arn, client, user } = await session(allow("secretsmanager:*", "*"));
    await get(client, Name);
    await put(Name, "Deny", { AWS: Arn });
    for (const id of [Name, ARN, partial(ARN)]) {
      await assert.rejects(get(client, id), refused(user, GET, ARN, denied));
    }
    await describeIt(client, Name);
    const describing = "secretsmanager:DescribeSecret";
    await put(Name, "Deny", "*", describing);
    await get(client, Name);
    await assert.rejects(describeIt(client, ARN), refused(user, describing, ARN, denied));
    await own.send(new DeleteResourcePolicyCommand({ SecretId: ARN }));
    await describeIt(client, ARN);
  });

  it("leaves others as they are: an account named in it must itself allow, and so must the role of another secret", async () => {
    const { Name } = await makeSecret();
    const other = await makeSecret();
    const { Arn, client, user } = await session();
    await put(Name, "Allow", { AWS: "arn:aws:iam::123456789012:root" });
    await assert.rejects(get(client, Name), /no identity-based policy allows/);
    await put(Name, "Allow", { AWS: Arn });
    await get(client, Name);
    await assert.rejects(get(client, other.Name), refused(user, GET, other.ARN, notAllowed));
  });

  it("is another one when it is made anew under its name", async () => {
    const { Name, ARN } = await makeSecret();
    const { client, user } = await session(allow(GET, ARN));
    await get(client, Name);
    await own.send(new DeleteSecretCommand({ SecretId: Name, ForceDeleteWithoutRecovery: true }));
    await assert.rejects(get(client, Name), refused(user, GET, `${partial(ARN)}-??????`, notAllowed));
    const again = await own.send(new CreateSecretCommand({ Name, SecretString: "new" }));
    await assert.rejects(get(client, Name), refused(user, GET, again.ARN!, notAllowed));
  });

  it("is recorded by its ARN when it is asked for by its name", async () => {
    const { Name, ARN } = await makeSecret();
    const { client, user } = await session(allow(GET, ARN, { Sid: "Read" }));
    await get(client, Name);
    const call = await eventually("the record", async () =>
      aws.calls.recent().find(({ caller, action }) => caller === user && action === "GetSecretValue"),
    );
    assert.deepEqual(call.checked, [{ action: GET, resource: ARN, allowed: true, sid: "Read" }]);
  });

  it("guards the login of the Data API", async () => {
    const serverless = new RedshiftServerlessClient(clientConfig(aws));
    const name = uniqueName("secrets");
    await serverless.send(new CreateNamespaceCommand({ namespaceName: name, manageAdminPassword: true }));
    await serverless.send(new CreateWorkgroupCommand({ workgroupName: name, namespaceName: name }));
    const { ARN } = await describeIt(own, `redshift!${name}-admin`);
    const { Arn, config, user } = await session(allow("redshift-data:ExecuteStatement", "*"));
    const run = () =>
      new RedshiftDataClient(config).send(
        new ExecuteStatementCommand({ WorkgroupName: name, Database: "dev", SecretArn: ARN, Sql: "select 1" }),
      );
    await assert.rejects(run(), refused(user, GET, ARN!, notAllowed));
    await put(ARN!, "Allow", { AWS: Arn });
    await run();
  });

  describe("and a key of the customer's", () => {
    let keyArn: string;
    let alias: string;

    before(async () => {
      const kms = new KMSClient(clientConfig(aws));
      keyArn = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
      alias = `alias/${uniqueName("key")}`;
      await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: keyArn }));
    });

    const decrypt = (service: string) =>
      allow("kms:Decrypt", keyArn, {
        Condition: { StringEquals: { "kms:ViaService": `${service}.us-east-1.amazonaws.com` } },
      });
    const keyRefused = (user: string) =>
      refused(user, "kms:Decrypt", keyArn, "because no identity-based policy allows the kms:Decrypt action");

    it("is read with the key, through Secrets Manager, and described without", async () => {
      for (const KmsKeyId of [keyArn, keyArn.split("/")[1], alias]) {
        const { Name } = await makeSecret({ KmsKeyId });
        const all = allow("secretsmanager:*", "*");
        const without = await session(all, decrypt("s3"));
        await describeIt(without.client, Name);
        await assert.rejects(get(without.client, Name), keyRefused(without.user));
        await get((await session(all, decrypt("secretsmanager"))).client, Name);
      }
    });

    it("is read where the key is allowed for that secret alone", async () => {
      const [{ Name, ARN }, other] = [await makeSecret({ KmsKeyId: keyArn }), await makeSecret({ KmsKeyId: keyArn })];
      const Condition = { StringEquals: { "kms:EncryptionContext:SecretARN": ARN } };
      const { client, user } = await session(allow(GET, "*"), allow("kms:Decrypt", keyArn, { Condition }));
      await get(client, Name);
      await assert.rejects(get(client, other.Name), keyRefused(user));
    });

    it("is read without where the key is Secrets Manager's own", async () => {
      const { Name } = await makeSecret({ KmsKeyId: "alias/aws/secretsmanager" });
      await get((await session(allow(GET, "*"))).client, Name);
    });
  });
});
