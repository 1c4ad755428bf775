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

  it("merges in a batch with expressions over the source, the target under its own name", async () => {
    const target = await table("id INTEGER, v SUPER, n INTEGER");
    const { Error: error, SubStatements } = await redshift.batch(
      `INSERT INTO ${target} VALUES (1, JSON_PARSE('{"a":1}'), 1)`,
      "CREATE TEMP TABLE staged (id INTEGER, v VARCHAR(100), n INTEGER)",
      `INSERT INTO staged VALUES (1, '{"a":2}', 5), (2, '[3]', 6)`,
      `MERGE INTO public.${target} USING staged s ON ${target}.id = s.id
         WHEN MATCHED THEN UPDATE SET v = JSON_PARSE(s.v), n = ${target}.n + s.n
         WHEN NOT MATCHED THEN INSERT (id, v, n) VALUES (s.id, JSON_PARSE(s.v), s.n)`,
    );
    assert.equal(error, undefined);
    assert.equal(SubStatements![3].ResultRows, 2);
    assert.deepEqual(await redshift.rows(`SELECT id, v, n FROM ${target} ORDER BY id`), [
      [1, '{"a":2}', 6],
      [2, "[3]", 6],
    ]);
    const twice = await redshift.batch(
      "CREATE TEMP TABLE staged (id INTEGER)",
      "INSERT INTO staged VALUES (1), (1)",
      `MERGE INTO ${target} USING staged ON ${target}.id = staged.id WHEN MATCHED THEN UPDATE SET n = 0 WHEN NOT MATCHED THEN INSERT (id) VALUES (staged.id)`,
    );
    assert.equal(twice.Error, "Query #3 failed with ERROR: Found multiple matches to update the same tuple.");
  });

  it("has what a load asks of windows, temporary tables, locks and moments", async () => {
    const target = await table("id INTEGER, at TIMESTAMP, v SUPER");
    const { Id, Error: error } = await redshift.batch(
      `LOCK TABLE ${target}`,
      `CREATE TEMP TABLE staged (LIKE ${target}, file VARCHAR(20), place BIGINT)`,
      `INSERT INTO staged VALUES (1, '2024-01-01', JSON_PARSE('{"b": [1]}'), 'x/a', 1), (1, '2024-01-05 12:00:00', NULL, 'x/b', 2), (2, NULL, NULL, 'y', 3)`,
      "CREATE TEMP TABLE ranked AS SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY at DESC, place DESC) AS number FROM staged",
      "DELETE FROM staged USING ranked WHERE staged.place = ranked.place AND ranked.number > 1",
      `SELECT id, LAG(at) OVER (PARTITION BY id ORDER BY at), LEAD(at) OVER (PARTITION BY id ORDER BY at), SPLIT_PART(file, '/', 2),
              NVL(JSON_SERIALIZE(v), 'none'), DATEADD(microsecond, -1, at), DATEDIFF(second, at, DATEADD(day, 1, at)), GETDATE() IS NULL, SYSDATE IS NULL
       FROM ranked ORDER BY place`,
      "SELECT place FROM staged ORDER BY place",
    );
    assert.equal(error, undefined);
    assert.deepEqual(await redshift.pages(`${Id}:6`), [
      [1, null, "2024-01-05 12:00:00", "a", '{"b":[1]}', "2023-12-31 23:59:59.999999", 86400, false, false],
      [1, "2024-01-01 00:00:00", null, "b", "none", "2024-01-05 11:59:59.999999", 86400, false, false],
      [2, null, null, "", "none", null, null, false, false],
    ]);
    assert.deepEqual(await redshift.pages(`${Id}:7`), [[2], [3]]);
  });

  it("runs maintenance alone, and refuses in a batch what Redshift would commit", async () => {
    const name = await table("a INTEGER");
    for (const sql of [`VACUUM FULL ${name}`, `ANALYZE ${name}`, `TRUNCATE ${name}`])
      assert.equal((await redshift.execute(sql)).Status, "FINISHED", sql);
    assert.match((await redshift.batch(`VACUUM ${name}`)).Error!, /VACUUM cannot run inside a transaction block/);
    assert.match((await redshift.batch(`TRUNCATE ${name}`)).Error!, /not emulated.*TRUNCATE in a batch/);
    assert.match((await redshift.batch("SELECT 1", "COMMIT")).Error!, /not emulated.*COMMIT in a batch/);
  });

  it("shows its tables in the system views", async () => {
    const name = await table("a SUPER, b VARCHAR(7)");
    assert.deepEqual(
      await redshift.rows(`SELECT table_schema, table_type FROM svv_tables WHERE table_name = '${name}'`),
      [["public", "BASE TABLE"]],
    );
  });

  it("keeps dropped temporary tables out of other sessions", async () => {
    await redshift.batch("CREATE TEMP TABLE gone (a INTEGER)", "INSERT INTO gone VALUES (1)");
    assert.match(await errorOf("SELECT * FROM gone"), /relation "gone" does not exist/);
  });
});
