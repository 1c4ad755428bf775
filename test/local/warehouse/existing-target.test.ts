import { BatchExecuteStatementCommand, type RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../../../scripts/setup/paths";
import { type LocalRedshift, localRedshift, unique } from "./local-redshift";

const page = fs.readFileSync(path.join(root, "docs", "configuration.md"), "utf8");

/** Statements of the page, about another schema and user. */
const statements = (pattern: RegExp, schema: string, user: string) =>
  [...page.matchAll(pattern)].map(([sql]) =>
    sql.replaceAll("shop-dev-load-job", user).replace(/\bshop(?=\.| TO)/g, schema),
  );

describe("A target that somebody else owns", function () {
  let redshift: LocalRedshift;
  let loader: RedshiftDataClient;
  const roleName = unique("loader");
  const schema = unique("shop").replace("-", "_");

  before(async function () {
    this.timeout(60_000);
    redshift = await localRedshift();
    loader = await redshift.dataAs(await redshift.role(roleName, "glue.amazonaws.com"));
    const { Error: error } = await redshift.batch(
      `CREATE USER "IAMR:${roleName}" PASSWORD DISABLE`,
      `GRANT CREATE, TEMP ON DATABASE dev TO "IAMR:${roleName}"`,
      `CREATE SCHEMA ${schema}`,
      `CREATE TABLE ${schema}.orders (order_id BIGINT, amount INTEGER)`,
      `INSERT INTO ${schema}.orders VALUES (1, 10), (2, 20)`,
    );
    assert.equal(error, undefined);
  });

  async function asLoader(...Sqls: string[]) {
    const { workgroupName: WorkgroupName } = redshift.workgroup;
    const { Id } = await loader.send(new BatchExecuteStatementCommand({ WorkgroupName, Database: "dev", Sqls }));
    return redshift.ended(Id!, loader);
  }

  /** What loads do to a target, as jobs/s3_to_redshift has it. */
  const load = [
    `SELECT 1 / CASE WHEN count(*) = 2 THEN 1 ELSE 0 END FROM svv_columns WHERE table_schema = '${schema}' AND table_name = 'orders'`,
    `CREATE SCHEMA IF NOT EXISTS ${schema}`,
    `CREATE TABLE IF NOT EXISTS ${schema}.orders (order_id BIGINT, amount INTEGER)`,
    `CREATE TEMP TABLE stage (LIKE ${schema}.orders)`,
    "INSERT INTO stage VALUES (2, 21), (3, 30)",
    `DELETE FROM ${schema}.orders USING stage WHERE orders.order_id = stage.order_id`,
    `INSERT INTO ${schema}.orders SELECT * FROM stage`,
    `MERGE INTO ${schema}.orders USING stage ON orders.order_id = stage.order_id WHEN MATCHED THEN UPDATE SET amount = stage.amount WHEN NOT MATCHED THEN INSERT VALUES (stage.order_id, stage.amount)`,
  ];

  it("takes no load before the loader has the privileges that docs/configuration.md names", async () => {
    assert.match((await asLoader(...load)).Error!, /division by zero|permission denied/i);
    assert.match((await asLoader(...load.slice(1))).Error!, /permission denied/);
  });

  it("takes loads with them, each of which is needed", async () => {
    const grants = statements(/^GRANT .*$/gm, schema, roleName);
    assert.equal(grants.length, 2);
    for (const grant of grants) {
      assert.equal((await redshift.execute(grant)).Error, undefined);
    }
    assert.equal((await asLoader(...load)).Error, undefined);
    assert.deepEqual(await redshift.rows(`SELECT order_id, amount FROM ${schema}.orders ORDER BY 1`), [
      [1, 10],
      [2, 21],
      [3, 30],
    ]);
    for (const privilege of ["SELECT", "INSERT", "UPDATE", "DELETE"]) {
      await redshift.execute(`REVOKE ${privilege} ON ${schema}.orders FROM "IAMR:${roleName}"`);
      assert.match((await asLoader(...load)).Error ?? "", /permission denied|division by zero/i, privilege);
      await redshift.execute(`GRANT ${privilege} ON ${schema}.orders TO "IAMR:${roleName}"`);
    }
  });

  it("is altered once the loader owns it, as the page says", async () => {
    const alter = `ALTER TABLE ${schema}.orders ADD COLUMN note VARCHAR(10)`;
    assert.match((await asLoader(alter, "SELECT 1")).Error!, /must be owner/);
    const [owner] = statements(/ALTER TABLE .* OWNER TO "[^"]*"/g, schema, roleName);
    assert.equal((await redshift.execute(owner)).Error, undefined);
    assert.equal((await asLoader(alter, "SELECT 1")).Error, undefined);
  });
});
