import { ExecuteStatementCommand } from "@aws-sdk/client-redshift-data";
import {
  CreateNamespaceCommand,
  CreateWorkgroupCommand,
  DeleteNamespaceCommand,
  DeleteWorkgroupCommand,
  GetCredentialsCommand,
  GetNamespaceCommand,
  GetWorkgroupCommand,
  ListNamespacesCommand,
  ListTagsForResourceCommand,
  ListWorkgroupsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateNamespaceCommand,
  UpdateWorkgroupCommand,
} from "@aws-sdk/client-redshift-serverless";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { strict as assert } from "node:assert";
import { Client } from "pg";
import { type LocalRedshift, localRedshift, unique } from "./local-redshift";

describe("Redshift Serverless", function () {
  let redshift: LocalRedshift;
  before(async function () {
    this.timeout(60_000);
    redshift = await localRedshift();
  });

  const named = () => ({ namespaceName: unique("namespace"), workgroupName: unique("workgroup") });

  it("makes, shows, changes and deletes a namespace and its workgroup", async () => {
    const { namespaceName, workgroupName } = named();
    const { serverless } = redshift;
    const role = redshift.copyRole;
    const tags = [{ key: "team", value: "shop" }];
    await serverless.send(
      new CreateNamespaceCommand({
        namespaceName,
        iamRoles: [role],
        defaultIamRoleArn: role,
        logExports: ["userlog"],
        tags,
      }),
    );
    const { namespace } = await serverless.send(new GetNamespaceCommand({ namespaceName }));
    assert.equal(namespace!.status, "AVAILABLE");
    assert.deepEqual(
      [namespace!.dbName, namespace!.adminUsername, namespace!.kmsKeyId, namespace!.logExports],
      ["dev", "admin", "AWS_OWNED_KMS_KEY", ["userlog"]],
    );
    assert.deepEqual(namespace!.iamRoles, [`IamRole(applyStatus=in-sync, iamRoleArn=${role})`]);
    assert.ok(Math.abs(namespace!.creationDate!.getTime() - Date.now()) < 60_000);

    const { workgroup: created } = await serverless.send(
      new CreateWorkgroupCommand({ namespaceName, workgroupName, baseCapacity: 8, tags }),
    );
    assert.equal(created!.status, "CREATING");
    const { workgroup } = await serverless.send(new GetWorkgroupCommand({ workgroupName }));
    assert.deepEqual(
      [workgroup!.status, workgroup!.baseCapacity, workgroup!.enhancedVpcRouting],
      ["AVAILABLE", 8, false],
    );
    assert.deepEqual(
      [workgroup!.endpoint!.address, workgroup!.endpoint!.port],
      [redshift.warehouse.host, redshift.warehouse.port],
    );
    assert.ok(
      workgroup!.configParameters!.some(
        ({ parameterKey, parameterValue }) => parameterKey === "require_ssl" && parameterValue === "true",
      ),
    );

    await serverless.send(new UpdateWorkgroupCommand({ workgroupName, baseCapacity: 16, maxCapacity: 32 }));
    await serverless.send(new UpdateNamespaceCommand({ namespaceName, iamRoles: [], defaultIamRoleArn: "" }));
    const after = await serverless.send(new GetWorkgroupCommand({ workgroupName }));
    assert.deepEqual([after.workgroup!.baseCapacity, after.workgroup!.maxCapacity], [16, 32]);
    const changed = await serverless.send(new GetNamespaceCommand({ namespaceName }));
    assert.deepEqual([changed.namespace!.iamRoles, changed.namespace!.defaultIamRoleArn], [[], undefined]);

    assert.ok(
      (await serverless.send(new ListNamespacesCommand({}))).namespaces!.some(
        (one) => one.namespaceName === namespaceName,
      ),
    );
    assert.ok(
      (await serverless.send(new ListWorkgroupsCommand({}))).workgroups!.some(
        (one) => one.workgroupName === workgroupName,
      ),
    );

    await assert.rejects(serverless.send(new DeleteNamespaceCommand({ namespaceName })), { name: "ConflictException" });
    await serverless.send(new DeleteWorkgroupCommand({ workgroupName }));
    await serverless.send(new DeleteNamespaceCommand({ namespaceName }));
    await assert.rejects(serverless.send(new GetWorkgroupCommand({ workgroupName })), {
      name: "ResourceNotFoundException",
    });
    await assert.rejects(serverless.send(new GetNamespaceCommand({ namespaceName })), {
      name: "ResourceNotFoundException",
    });
  });

  it("keeps tags", async () => {
    const { namespaceName } = named();
    const { namespace } = await redshift.serverless.send(
      new CreateNamespaceCommand({ namespaceName, tags: [{ key: "a", value: "1" }] }),
    );
    const resourceArn = namespace!.namespaceArn!;
    await redshift.serverless.send(new TagResourceCommand({ resourceArn, tags: [{ key: "b", value: "2" }] }));
    await redshift.serverless.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));
    assert.deepEqual((await redshift.serverless.send(new ListTagsForResourceCommand({ resourceArn }))).tags, [
      { key: "b", value: "2" },
    ]);
    await redshift.serverless.send(new DeleteNamespaceCommand({ namespaceName }));
  });

  it("keeps the admin's password in Secrets Manager until the namespace goes", async () => {
    const { namespaceName } = named();
    const { namespace } = await redshift.serverless.send(
      new CreateNamespaceCommand({ namespaceName, adminUsername: "boss", manageAdminPassword: true }),
    );
    const SecretId = namespace!.adminPasswordSecretArn!;
    const { SecretString, Name } = await redshift.secrets.send(new GetSecretValueCommand({ SecretId }));
    assert.equal(Name, `redshift!${namespaceName}-boss`);
    const { username, password } = JSON.parse(SecretString!) as Record<string, string>;
    assert.equal(username, "boss");
    assert.match(password, /^[!-~]{8,64}$/);
    await redshift.serverless.send(new DeleteNamespaceCommand({ namespaceName }));
    await assert.rejects(redshift.secrets.send(new GetSecretValueCommand({ SecretId })), {
      name: "ResourceNotFoundException",
    });
  });

  it("gives psql a login that works, as the caller's database user", async () => {
    const { dbUser, dbPassword, expiration } = await redshift.serverless.send(
      new GetCredentialsCommand({ workgroupName: redshift.workgroup.workgroupName, dbName: "dev" }),
    );
    assert.ok(expiration!.getTime() > Date.now());
    const { host, port } = redshift.warehouse;
    const client = new Client({ host, port, user: dbUser, password: dbPassword, database: "dev" });
    await client.connect();
    assert.deepEqual((await client.query("SELECT current_user AS name")).rows, [{ name: dbUser }]);
    await client.end();
  });

  it("shows one namespace nothing of another", async () => {
    const other = await redshift.makeWorkgroup();
    const target = { WorkgroupName: other.workgroupName, Database: "dev", SecretArn: other.adminSecretArn };
    const run = async (Sql: string) =>
      redshift.ended((await redshift.data.send(new ExecuteStatementCommand({ ...target, Sql }))).Id!);
    assert.equal((await run("CREATE TABLE only_here (n INTEGER)")).Status, "FINISHED");
    assert.match((await redshift.execute("SELECT * FROM only_here")).Error!, /relation "only_here" does not exist/);
    await redshift.serverless.send(new DeleteWorkgroupCommand({ workgroupName: other.workgroupName }));
    await redshift.serverless.send(new DeleteNamespaceCommand({ namespaceName: other.namespaceName }));
    await assert.rejects(run("SELECT 1"), /endpoint doesn't exist/);
  });

  const wrong: [string, object, string][] = [
    ["a name with capitals", { namespaceName: "Vega" }, "ValidationException"],
    ["a weak password", { adminUsername: "boss", adminUserPassword: "weak" }, "ValidationException"],
    ["two kinds of password", { adminUserPassword: "Strong123", manageAdminPassword: true }, "ValidationException"],
    [
      "a default role that is none of the roles",
      { defaultIamRoleArn: "arn:aws:iam::123456789012:role/x" },
      "ValidationException",
    ],
    ["an unknown log", { logExports: ["everything"] }, "ValidationException"],
  ];
  for (const [what, input, name] of wrong) {
    it(`refuses a namespace with ${what}`, async () => {
      const command = new CreateNamespaceCommand({ namespaceName: unique("namespace"), ...input });
      await assert.rejects(redshift.serverless.send(command), { name });
    });
  }

  it("refuses a workgroup without its namespace, a second one, and settings that it cannot keep", async () => {
    const { workgroupName } = named();
    const { namespaceName } = redshift.workgroup;
    const create = (input: object) =>
      redshift.serverless.send(new CreateWorkgroupCommand({ workgroupName, namespaceName, ...input }));
    await assert.rejects(create({ namespaceName: "nowhere" }), { name: "ResourceNotFoundException" });
    await assert.rejects(create({}), { name: "ConflictException" });
    const update = (input: object) =>
      redshift.serverless.send(
        new UpdateWorkgroupCommand({ workgroupName: redshift.workgroup.workgroupName, ...input }),
      );
    await assert.rejects(update({ port: 1 }), /listens on/);
    await assert.rejects(update({ baseCapacity: 7 }), /baseCapacity is 7/);
    await assert.rejects(
      update({ configParameters: [{ parameterKey: "enable_case_sensitive_identifier", parameterValue: "true" }] }),
      /not emulated/,
    );
    await assert.rejects(
      update({ configParameters: [{ parameterKey: "nonsense", parameterValue: "true" }] }),
      /nonsense is unknown/,
    );
  });
});
