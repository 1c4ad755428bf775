import { strict as assert } from "node:assert";
import { type LocalRedshift, localRedshift, unique } from "./local-redshift";

describe("SQL of the local Redshift", function () {
  let redshift: LocalRedshift;
  before(async function () {
    this.timeout(60_000);
    redshift = await localRedshift();
  });
  const table = async (columns: string) => {
    const name = unique("sql").replace("-", "_");
    const { Error: error } = await redshift.execute(`CREATE TABLE ${name} (${columns})`);
    assert.equal(error, undefined);
    return name;
  };
  const errorOf = async (sql: string) => (await redshift.execute(sql)).Error!;

  it("counts the bytes of a VARCHAR, in copies of the table too", async () => {
    const name = await table("a VARCHAR(3), b CHAR(2)");
    assert.equal((await redshift.execute(`INSERT INTO ${name} VALUES ('abc', 'x')`)).Status, "FINISHED");
    assert.equal(
      await errorOf(`INSERT INTO ${name} (a) VALUES ('äö')`),
      "ERROR: value too long for type character varying(3)",
    );
    assert.equal(
      await errorOf(`INSERT INTO ${name} (a) VALUES ('abcd')`),
      "ERROR: value too long for type character varying(3)",
    );
    assert.match(
      (await redshift.batch(`CREATE TEMP TABLE copied (LIKE ${name})`, "INSERT INTO copied (a) VALUES ('äö')")).Error!,
      /value too long for type character varying\(3\)/,
    );
    assert.equal((await redshift.execute(`ALTER TABLE ${name} ALTER COLUMN a TYPE VARCHAR(4)`)).Status, "FINISHED");
    assert.equal((await redshift.execute(`INSERT INTO ${name} (a) VALUES ('äö')`)).Status, "FINISHED");
  });

  it("does not enforce keys", async () => {
    const name = await table("a INTEGER PRIMARY KEY, b INTEGER UNIQUE");
    assert.equal((await redshift.execute(`INSERT INTO ${name} VALUES (1, 1), (1, 1)`)).ResultRows, 2);
    assert.match(
      await errorOf(`INSERT INTO ${name} VALUES (NULL, 1)`),
      /^ERROR: Cannot insert a NULL value into column a/,
    );
  });

  it("has Redshift's functions", async () => {
    const [row] = await redshift.rows(
      `SELECT DATEADD(month, 1, '2024-01-31'), DATEDIFF(hour, '2024-01-01 00:59', '2024-01-01 01:01'), DATEDIFF(year, '2023-12-31', '2024-01-01'),
              NVL(NULL, 'x'), LEN('äb'), JSON_EXTRACT_PATH_TEXT('{"a":{"b":1}}', 'a', 'b'), JSON_SERIALIZE(JSON_PARSE('[1, "b c"]')), CHARINDEX('b', 'abc'),
              CONVERT_TIMEZONE('Europe/Berlin', '2024-07-01 00:00:00'), GETDATE() <= SYSDATE, 'it\\'s'`,
    );
    assert.deepEqual(row, [
      "2024-02-29 00:00:00",
      1,
      1,
      "x",
      2,
      "1",
      '[1,"b c"]',
      2,
      "2024-07-01 02:00:00",
      true,
      "it's",
    ]);
  });

  it("merges, and replaces with REMOVE DUPLICATES", async () => {
    const [target, source] = [await table("id INTEGER, v VARCHAR(5)"), await table("id INTEGER, v VARCHAR(5)")];
    await redshift.batch(
      `INSERT INTO ${target} VALUES (1, 'old'), (2, 'old')`,
      `INSERT INTO ${source} VALUES (2, 'new'), (3, 'new')`,
    );
    const merge = `MERGE INTO ${target} USING ${source} AS s ON ${target}.id = s.id`;
    await redshift.execute(
      `${merge} WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.v)`,
    );
    assert.deepEqual(await redshift.rows(`SELECT * FROM ${target} ORDER BY id`), [
      [1, "old"],
      [2, "new"],
      [3, "new"],
    ]);
    await redshift.batch(`INSERT INTO ${source} VALUES (3, 'new')`, `UPDATE ${target} SET v = 'x'`);
    await redshift.execute(`MERGE INTO ${target} USING ${source} ON ${target}.id = ${source}.id REMOVE DUPLICATES`);
    assert.deepEqual(await redshift.rows(`SELECT * FROM ${target} ORDER BY id`), [
      [1, "x"],
      [2, "new"],
      [3, "new"],
    ]);
  });

  it("runs maintenance alone, and refuses in a batch what Redshift would commit", async () => {
    const name = await table("a INTEGER");
    for (const sql of [`VACUUM FULL ${name}`, `ANALYZE ${name}`, `TRUNCATE ${name}`])
      assert.equal((await redshift.execute(sql)).Status, "FINISHED", sql);
    assert.match((await redshift.batch(`VACUUM ${name}`)).Error!, /VACUUM cannot run inside a transaction block/);
    assert.match((await redshift.batch(`TRUNCATE ${name}`)).Error!, /not emulated.*TRUNCATE in a batch/);
    assert.match((await redshift.batch("SELECT 1", "COMMIT")).Error!, /not emulated.*COMMIT in a batch/);
  });

  it("shows its tables and columns in the system views", async () => {
    const name = await table("a SUPER, b VARCHAR(7)");
    assert.deepEqual(
      await redshift.rows(`SELECT table_schema, table_type FROM svv_tables WHERE table_name = '${name}'`),
      [["public", "BASE TABLE"]],
    );
    const columns = `SELECT column_name, data_type, character_maximum_length FROM svv_columns WHERE table_name = '${name}' ORDER BY ordinal_position`;
    assert.deepEqual(await redshift.rows(columns), [
      ["a", "super", null],
      ["b", "character varying", 7],
    ]);
  });

  it("keeps dropped temporary tables out of other sessions", async () => {
    await redshift.batch("CREATE TEMP TABLE gone (a INTEGER)", "INSERT INTO gone VALUES (1)");
    assert.match(await errorOf("SELECT * FROM gone"), /relation "gone" does not exist/);
  });
});
