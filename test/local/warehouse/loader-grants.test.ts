import type { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { strict as assert } from "node:assert";
import { ExistingWarehouse, LoaderGrants, type LoaderGrantsArgs } from "../../../components";
import { deploy } from "../../support/harness";
import { type LocalRedshift, localRedshift, unique } from "./local-redshift";

/** The SQL of LoaderGrants, run as it is deployed. */
describe("What LoaderGrants lets whom do", function () {
  let redshift: LocalRedshift;
  let loader: RedshiftDataClient;
  let reader: RedshiftDataClient;
  let member: RedshiftDataClient;
  const [loaderRole, readerRole, memberRole] = [unique("Loader"), unique("Reader"), unique("Member")];
  const [own, others, group] = [unique("own"), unique("others"), unique("analysts")].map((it) => it.replace("-", "_"));
  const analyst = unique("analyst").replace("-", "_");
  // A role that has a group's name is still another thing.
  const role = group;
  const readers = [{ iamRole: readerRole }, { group }, { role }];

  before(async function () {
    this.timeout(60_000);
    redshift = await localRedshift();
    loader = await redshift.dataAs(await redshift.role(loaderRole, "glue.amazonaws.com"));
    reader = await redshift.dataAs(await redshift.role(readerRole, "glue.amazonaws.com"));
    member = await redshift.dataAs(await redshift.role(memberRole, "glue.amazonaws.com"));
    await succeeds(`CREATE SCHEMA ${others}`);
  });

  async function grant(changed: Partial<LoaderGrantsArgs>): Promise<void> {
    const { one } = await deploy(() => {
      const { workgroupName, adminSecretArn } = redshift.workgroup;
      const target = new ExistingWarehouse({ workgroupName, database: "dev", adminSecretArn });
      return new LoaderGrants("shop", { target, roleName: loaderRole, ...changed });
    });
    for (const name of ["shop-procedure", "shop-call"]) {
      await succeeds(one("aws:redshiftdata/statement:Statement", name).inputs.sql);
    }
  }

  const succeeds = async (sql: string) => assert.equal((await redshift.execute(sql)).Error, undefined, sql);
  const runs = async (as: RedshiftDataClient, sql: string) =>
    (await redshift.ended((await redshift.submitAs(as, sql)).Id!, as)).Error;
  const may = async (as: RedshiftDataClient, ...sqls: string[]) => {
    for (const sql of sqls) assert.equal(await runs(as, sql), undefined, sql);
  };
  const mayNot = async (as: RedshiftDataClient, ...sqls: string[]) => {
    for (const sql of sqls) assert.match((await runs(as, sql)) ?? "it ran", /permission denied|must be owner/, sql);
  };

  it("the loader makes schemas of its own, and temporary tables, and may be admitted again", async () => {
    await mayNot(loader, `CREATE SCHEMA ${own}_too`);
    for (let times = 0; times < 2; times++) await grant({});
    await may(loader, `CREATE SCHEMA ${own}_too`, "CREATE TEMP TABLE t (n INTEGER)");
    await mayNot(loader, `CREATE TABLE ${others}.orders (n INTEGER)`);
  });

  it("schemas that are made for it are its own, those of others take its tables", async () => {
    for (let times = 0; times < 2; times++) await grant({ schemas: [own, others] });
    const owners = await redshift.rows(
      `SELECT usename FROM pg_namespace JOIN pg_user ON usesysid = nspowner WHERE nspname = '${own}'`,
    );
    assert.deepEqual(owners, [[`IAMR:${loaderRole}`]]);
    await may(loader, `CREATE TABLE ${own}.orders (n INTEGER)`, `CREATE TABLE ${others}.orders (n INTEGER)`);
    await mayNot(reader, `SELECT n FROM ${own}.orders`);
  });

  it("readers read what is there and what comes, and change nothing", async () => {
    for (let times = 0; times < 2; times++) await grant({ schemas: [own, others], readers });
    await may(loader, `CREATE TABLE ${own}.later (n INTEGER)`, `INSERT INTO ${own}.later VALUES (7)`);
    await may(reader, `SELECT n FROM ${own}.orders`, `SELECT n FROM ${others}.orders`, `SELECT n FROM ${own}.later`);
    await mayNot(
      reader,
      `INSERT INTO ${own}.later VALUES (8)`,
      `CREATE TABLE ${own}.mine (n INTEGER)`,
      `DROP TABLE ${own}.later`,
      "CREATE SCHEMA mine",
    );
    const [[reads, writes]] = await redshift.rows(
      `SELECT has_table_privilege('${group}', '${own}.later', 'SELECT'), has_table_privilege('${group}', '${own}.later', 'DELETE')`,
    );
    assert.deepEqual([reads, writes], [true, false]);
  });

  it("users who are granted a role read by it, also what comes later, and others do not", async () => {
    await mayNot(member, `SELECT n FROM ${own}.later`, `SELECT n FROM ${own}.orders`);
    await succeeds(`GRANT ROLE ${role} TO "IAMR:${memberRole}"`);
    await may(loader, `CREATE TABLE ${own}.latest (n INTEGER)`, `INSERT INTO ${own}.latest VALUES (7)`);
    await may(member, `SELECT n FROM ${own}.orders`, `SELECT n FROM ${others}.orders`, `SELECT n FROM ${own}.latest`);
    await mayNot(member, `INSERT INTO ${own}.latest VALUES (8)`, `DROP TABLE ${own}.latest`);
    await grant({ schemas: [own, others], readers });
    await may(member, `SELECT n FROM ${own}.latest`);
    await succeeds(`REVOKE ROLE ${role} FROM "IAMR:${memberRole}"`);
    await mayNot(member, `SELECT n FROM ${own}.latest`);
  });

  it("members of a group read by it", async () => {
    await succeeds(`CREATE USER ${analyst} PASSWORD DISABLE IN GROUP ${group}`);
    assert.deepEqual(await redshift.rows(`SELECT has_table_privilege('${analyst}', '${own}.later', 'SELECT')`), [
      [true],
    ]);
  });
});
