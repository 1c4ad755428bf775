import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { ExistingWarehouse, LoaderGrants, type LoaderGrantsArgs, type RedshiftTarget } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const adminSecretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:admin";
const target = (): RedshiftTarget => ({
  workgroupName: pulumi.output("shop-dev"),
  database: pulumi.output("dev"),
  adminSecretArn: pulumi.output(adminSecretArn),
});
const make = (changed: Partial<LoaderGrantsArgs> = {}, opts?: pulumi.ComponentResourceOptions) =>
  new LoaderGrants("shop", { target: target(), roleName: "shop-dev-load-job", ...changed }, opts);
const statement = "aws:redshiftdata/statement:Statement";

const deployed = (changed: Partial<LoaderGrantsArgs> = {}) => deploy(() => make(changed));

/** The statements of the procedure's body. */
async function body(changed: Partial<LoaderGrantsArgs>): Promise<string[]> {
  const { sql } = (await deployed(changed)).one(statement, "shop-procedure").inputs;
  return /BEGIN\n([\s\S]*)\nEND;/
    .exec(sql)![1]
    .split("\n")
    .map((line: string) => line.trim());
}

describe("LoaderGrants", () => {
  itIsAComponent({
    make: (opts) => make({}, opts),
    type: "s3-to-redshift:warehouse:LoaderGrants",
    children: [
      [statement, "shop-call"],
      [statement, "shop-procedure"],
    ],
    outputs: ({ userName }) => ({ userName }),
  });

  it("runs as the administrator, by the secret that AWS manages", async () => {
    const { resources } = await deployed();
    for (const { inputs } of resources.filter(({ type }) => type === statement)) {
      const { workgroupName, clusterIdentifier, database, secretArn, dbUser } = inputs;
      assert.deepEqual([workgroupName, clusterIdentifier], ["shop-dev", undefined]);
      assert.deepEqual([database, secretArn, dbUser], ["dev", adminSecretArn, undefined]);
    }
  });

  it("runs on a cluster, too, and without a secret as who deploys", async () => {
    const { resources } = await deploy(() =>
      make({ target: new ExistingWarehouse({ clusterIdentifier: "shop", database: "dev" }) }),
    );
    for (const { inputs } of resources.filter(({ type }) => type === statement)) {
      const { workgroupName, clusterIdentifier, secretArn, dbUser } = inputs;
      assert.deepEqual(
        [workgroupName, clusterIdentifier, secretArn, dbUser],
        [undefined, "shop", undefined, undefined],
      );
    }
  });

  it("defines a procedure of the loader's own, then calls it", async () => {
    const { one } = await deployed();
    const { sql } = one(statement, "shop-procedure").inputs;
    const [, procedure] = /^CREATE OR REPLACE PROCEDURE (public\.s3_to_redshift_admit_[0-9a-f]{16})\(\)\n/.exec(sql)!;
    const call = one(statement, "shop-call");
    assert.equal(call.inputs.sql, `CALL ${procedure}()`);
    assert.ok(call.dependencies.some((urn) => urn.endsWith("::shop-procedure")));
    const other = (await deployed({ roleName: "toys-load-job" })).one(statement, "shop-call");
    assert.notEqual(other.inputs.sql, call.inputs.sql);
  });

  it("may be repeated, makes a user without password, and grants no more than schemas and temporary tables", async () => {
    assert.deepEqual(await body({}), [
      `IF NOT EXISTS (SELECT 1 FROM pg_user WHERE usename = 'IAMR:shop-dev-load-job') THEN CREATE USER "IAMR:shop-dev-load-job" PASSWORD DISABLE; END IF;`,
      `GRANT CREATE, TEMP ON DATABASE "dev" TO "IAMR:shop-dev-load-job";`,
    ]);
  });

  it("makes schemas that belong to the loader, and lets it work in those that are another's", async () => {
    const loader = `"IAMR:shop-dev-load-job"`;
    assert.deepEqual((await body({ schemas: ["sales", "order"] })).slice(2), [
      `CREATE SCHEMA IF NOT EXISTS "sales" AUTHORIZATION ${loader};`,
      `CREATE SCHEMA IF NOT EXISTS "order" AUTHORIZATION ${loader};`,
      `GRANT USAGE, CREATE ON SCHEMA "sales", "order" TO ${loader};`,
    ]);
  });

  it("lets readers read what is there and what the loader will make", async () => {
    const readers = [{ iamRole: "Dashboards" }, { group: "analysts" }, { role: "auditor" }];
    const [, user, group, role, ...rest] = await body({ schemas: ["sales"], readers });
    assert.equal(
      user,
      `IF NOT EXISTS (SELECT 1 FROM pg_user WHERE usename = 'IAMR:Dashboards') THEN CREATE USER "IAMR:Dashboards" PASSWORD DISABLE; END IF;`,
    );
    assert.equal(
      group,
      `IF NOT EXISTS (SELECT 1 FROM pg_group WHERE groname = 'analysts') THEN CREATE GROUP "analysts"; END IF;`,
    );
    assert.equal(
      role,
      `IF NOT EXISTS (SELECT 1 FROM svv_roles WHERE role_name = 'auditor') THEN CREATE ROLE "auditor"; END IF;`,
    );
    const all = `"IAMR:Dashboards", GROUP "analysts", ROLE "auditor"`;
    assert.deepEqual(rest.slice(-3), [
      `GRANT USAGE ON SCHEMA "sales" TO ${all};`,
      `GRANT SELECT ON ALL TABLES IN SCHEMA "sales" TO ${all};`,
      `ALTER DEFAULT PRIVILEGES FOR USER "IAMR:shop-dev-load-job" IN SCHEMA "sales" GRANT SELECT ON TABLES TO ${all};`,
    ]);
  });

  it("calls a changed procedure again: the call's name holds the procedure's hash", async () => {
    const nameOf = async (changed: Partial<LoaderGrantsArgs>) =>
      (await deployed(changed)).one(statement, "shop-call").inputs.statementName;
    const name = await nameOf({ schemas: ["sales"] });
    assert.match(name, /^admit-loader-[0-9a-f]{16}$/);
    assert.equal(await nameOf({ schemas: ["sales"] }), name);
    assert.notEqual(await nameOf({ schemas: ["sales"], readers: [{ group: "analysts" }] }), name);
  });

  itRefuses([
    [
      "a name that would end the text",
      () => make({ roleName: "it's" }),
      /^roleName: expected 1 to 64 letters.*, got "it's"$/,
    ],
    [
      "a schema that needs quotes",
      () => make({ schemas: ["sales", 'a"b'] }),
      /^schemas\[1\]: expected 1 to 127 lower-case letters.*, got "a\\"b"$/,
    ],
    [
      "readers of nothing",
      () => make({ readers: [{ group: "analysts" }] }),
      /^schemas: expected at least one that the readers are to read, got nothing$/,
    ],
    [
      "a reader of no kind",
      () => make({ schemas: ["sales"], readers: [{}] }),
      /^readers\[0\]: expected exactly one of iamRole, group and role, got \{\}$/,
    ],
    [
      "a reader of two kinds",
      () => make({ schemas: ["sales"], readers: [{ group: "analysts", role: "auditor" }] }),
      /^readers\[0\]: expected exactly one of iamRole, group and role, got /,
    ],
    [
      "a group that would end the statement",
      () => make({ schemas: ["sales"], readers: [{ group: "a; DROP USER admin" }] }),
      /^readers\[0\]\.group: expected 1 to 127 lower-case letters/,
    ],
  ]);
});
