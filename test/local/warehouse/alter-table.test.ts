import { strict as assert } from "node:assert";
import { type LocalRedshift, localRedshift, unique } from "./local-redshift";

describe("ALTER TABLE of the local Redshift", function () {
  let redshift: LocalRedshift;
  before(async function () {
    this.timeout(60_000);
    redshift = await localRedshift();
  });
  const table = async (columns: string, attributes = "") => {
    const name = unique("alter").replace("-", "_");
    await done(`CREATE TABLE ${name} (${columns}) ${attributes}`);
    return name;
  };
  const done = async (...sqls: string[]) => {
    const { Status, Error: error } = await (sqls.length === 1 ? redshift.execute(sqls[0]) : redshift.batch(...sqls));
    assert.equal(Status, "FINISHED", error);
  };
  const columnsOf = (name: string) =>
    redshift.rows(
      `SELECT column_name, data_type, character_maximum_length FROM svv_columns WHERE table_name = '${name}' ORDER BY ordinal_position`,
    );

  it("adds, renames and drops columns, alone and in the transaction of a batch", async () => {
    const name = await table("a INTEGER, gone DATE");
    await done(`INSERT INTO ${name} VALUES (1, NULL)`);
    await done(
      `ALTER TABLE ${name} ADD COLUMN b VARCHAR(3) ENCODE zstd`,
      `ALTER TABLE ${name} DROP COLUMN gone`,
      `ALTER TABLE ${name} RENAME COLUMN a TO id`,
      `INSERT INTO ${name} (id, b) VALUES (2, 'x')`,
    );
    await done(`ALTER TABLE ${name} ADD COLUMN c DOUBLE PRECISION DEFAULT 1.5 NOT NULL`);
    assert.deepEqual(await redshift.rows(`SELECT * FROM ${name} ORDER BY id`), [
      [1, null, 1.5],
      [2, "x", 1.5],
    ]);
    const failed = await redshift.batch(`ALTER TABLE ${name} ADD COLUMN never INTEGER`, "SELECT 1 / 0");
    assert.equal(failed.Status, "FAILED");
    assert.deepEqual(
      (await columnsOf(name)).map(([column]) => column),
      ["id", "b", "c"],
    );
  });

  it("changes the length of a VARCHAR outside of a transaction block", async () => {
    const name = await table("a VARCHAR(3), b VARBYTE(2)");
    const change = `ALTER TABLE ${name} ALTER COLUMN a TYPE VARCHAR(9)`;
    assert.match(
      (await redshift.batch(change)).Error!,
      /^Query #1 failed with ERROR: ALTER TABLE ALTER COLUMN cannot run inside a transaction block/,
    );
    await done(change);
    await done(`ALTER TABLE ${name} ALTER COLUMN b TYPE VARBYTE(4)`);
    assert.deepEqual(await columnsOf(name), [
      ["a", "character varying", 9],
      ["b", "binary varying", 4],
    ]);
  });

  const refused: [string, RegExp][] = [
    ["ALTER COLUMN n TYPE BIGINT", /cannot alter column "n" of relation "\w+", only the length of VARCHAR/],
    ["ALTER COLUMN n TYPE VARCHAR(20)", /only the length of VARCHAR/],
    ["ALTER COLUMN v TYPE INTEGER", /only the length of VARCHAR/],
    ["ALTER COLUMN v TYPE VARCHAR(5)", /target column size should be different/],
    ["ALTER COLUMN v TYPE VARCHAR(2)", /value too long for type character varying\(2\)/],
    ["ALTER COLUMN d TYPE VARCHAR(2)", /cannot decrease a VARCHAR column size with default value/],
    ["ALTER COLUMN e TYPE VARCHAR(9)", /encoding text255 does not support it/],
    ["ALTER COLUMN v TYPE VARCHAR(9) USING v", /ALTER COLUMN does not support USING expression/],
    ["ALTER COLUMN v SET DEFAULT 'x'", /SET\/DROP DEFAULT is not supported/],
    ["ALTER COLUMN v DROP NOT NULL", /syntax error at or near "DROP"/],
    ["DROP COLUMN k", /cannot drop distkey column "k"/],
    ["DROP COLUMN s", /cannot drop sortkey column "s"/],
    ["DROP COLUMN v, DROP COLUMN d", /syntax error at or near ","/],
    ["DROP COLUMN IF EXISTS v", /syntax error at or near "EXISTS"/],
    ["ADD COLUMN x INTEGER NOT NULL", /NOT NULL must have a non-null default expression/],
    ["ADD COLUMN x INTEGER PRIMARY KEY", /does not support columns defined with UNIQUE or PRIMARY KEY/],
    ["ADD COLUMN x INTEGER, ADD COLUMN y INTEGER", /syntax error at or near ","/],
  ];
  describe("refuses", () => {
    let name: string;
    before(async () => {
      name = await table(
        "k INTEGER, s DATE, n INTEGER, v VARCHAR(5), d VARCHAR(5) DEFAULT '', e VARCHAR(5) ENCODE text255",
        "DISTKEY (k) SORTKEY (s, n)",
      );
      await done(`INSERT INTO ${name} (v) VALUES ('abc')`);
    });
    for (const [change, message] of refused) {
      it(change, async () => {
        const { Status, Error: error } = await redshift.execute(`ALTER TABLE ${name} ${change}`);
        assert.equal(Status, "FAILED");
        assert.match(error!, message);
      });
    }
  });

  it("drops a key once it is none any more, whatever its name", async () => {
    const name = await table("a INTEGER DISTKEY, b INTEGER SORTKEY");
    await done(`ALTER TABLE ${name} RENAME COLUMN a TO c`);
    assert.match(
      (await redshift.execute(`ALTER TABLE ${name} DROP COLUMN c`)).Error!,
      /cannot drop distkey column "c"/,
    );
    await done(`ALTER TABLE ${name} ADD COLUMN d INTEGER`);
    await done(`ALTER TABLE ${name} ALTER DISTSTYLE EVEN`);
    await done(`ALTER TABLE ${name} ALTER SORTKEY NONE`);
    await done(`ALTER TABLE ${name} DROP COLUMN c`, `ALTER TABLE ${name} DROP COLUMN b`);
    assert.deepEqual(await columnsOf(name), [["d", "integer", null]]);
  });
});
