import {
  BatchExecuteStatementCommand,
  ExecuteStatementCommand,
  type RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import { strict as assert } from "node:assert";
import { databaseUser } from "../../../local/warehouse/home/identity";
import { type LocalRedshift, localRedshift, unique } from "./local-redshift";

describe("The database user of an IAM identity", function () {
  let redshift: LocalRedshift;
  let data: RedshiftDataClient;
  const roleName = unique("Loader");
  const user = `IAMR:${roleName}`;

  before(async function () {
    this.timeout(60_000);
    redshift = await localRedshift();
    data = await redshift.dataAs(await redshift.role(roleName, "glue.amazonaws.com"));
    await redshift.execute("CREATE SCHEMA IF NOT EXISTS private");
    await redshift.execute("CREATE TABLE private.secrets (n INTEGER)");
  });

  async function asRole(...Sqls: string[]) {
    const target = { WorkgroupName: redshift.workgroup.workgroupName, Database: "dev" };
    const command =
      Sqls.length > 1
        ? new BatchExecuteStatementCommand({ ...target, Sqls })
        : new ExecuteStatementCommand({ ...target, Sql: Sqls[0] });
    const { Id } = await data.send(command as ExecuteStatementCommand);
    return redshift.ended(Id!, data);
  }

  it("is made at its first connection, without privileges", async () => {
    const { Status, DbUser } = await asRole("SELECT current_user");
    assert.deepEqual([Status, DbUser], ["FINISHED", user]);
    assert.equal(
      (await asRole("SELECT * FROM private.secrets")).Error,
      "ERROR: permission denied for schema private\n  Position: 15",
    );
    assert.match((await asRole("CREATE SCHEMA mine")).Error!, /permission denied for database/);
    assert.match((await asRole("CREATE USER other PASSWORD DISABLE")).Error!, /permission denied/);
  });

  it("gets its privileges from the admin's procedure, which also works before it ever connected", async () => {
    for (const name of [user, "IAMR:NeverSeen"]) {
      const procedure = `CREATE OR REPLACE PROCEDURE public.allow() LANGUAGE plpgsql AS $$
        BEGIN
          IF NOT EXISTS (SELECT 1 FROM pg_user WHERE usename = '${name}') THEN
            EXECUTE 'CREATE USER "${name}" PASSWORD DISABLE';
          END IF;
          EXECUTE 'GRANT CREATE, TEMP ON DATABASE dev TO "${name}"';
        END; $$`;
      const { Error: error } = await redshift.batch(procedure, "CALL public.allow()");
      assert.equal(error, undefined);
    }
    const schema = unique("own").replace("-", "_");
    const own = await asRole(
      `CREATE SCHEMA ${schema}`,
      `CREATE TABLE ${schema}.t (n INTEGER)`,
      "CREATE TEMP TABLE s (n INTEGER)",
      `INSERT INTO ${schema}.t VALUES (1)`,
    );
    assert.equal(own.Error, undefined);
    assert.deepEqual(await redshift.rows(`SELECT n FROM ${schema}.t`), [[1]], "the admin sees what its users own");
  });

  it("reads what is granted, and no more", async () => {
    await redshift.batch(`GRANT USAGE ON SCHEMA private TO "${user}"`);
    assert.match(
      (await asRole("SELECT * FROM private.secrets")).Error!,
      /^ERROR: permission denied for relation secrets/,
    );
    await redshift.batch(`GRANT SELECT ON private.secrets TO "${user}"`);
    assert.equal((await asRole("SELECT * FROM private.secrets")).Status, "FINISHED");
    assert.match((await asRole("DELETE FROM private.secrets")).Error!, /permission denied for relation secrets/);
  });

  it("cannot become another", async () => {
    for (const sql of ["SET SESSION AUTHORIZATION admin", "SET ROLE postgres"])
      assert.equal((await asRole(sql)).Status, "FAILED");
    assert.deepEqual(
      (
        await asRole(
          "RESET SESSION AUTHORIZATION",
          "SELECT 1 / CASE WHEN current_user = session_user THEN 1 ELSE 0 END",
        )
      ).Status,
      "FINISHED",
    );
  });

  const names: [string, string][] = [
    ["arn:aws:sts::123456789012:assumed-role/Loader/session", "IAMR:Loader"],
    ["arn:aws:iam::123456789012:user/team/ann", "IAM:ann"],
    ["arn:aws:iam::123456789012:root", "IAM:RootIdentity"],
  ];
  for (const [arn, name] of names) it(`of ${arn} is ${name}`, () => assert.equal(databaseUser(arn), name));
});
