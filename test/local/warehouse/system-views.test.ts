import { strict as assert } from "node:assert";
import { type LocalRedshift, localRedshift, unique } from "./local-redshift";

describe("System views of the local Redshift", function () {
  let redshift: LocalRedshift;
  before(async function () {
    this.timeout(60_000);
    redshift = await localRedshift();
    const { Error: error } = await redshift.execute(`CREATE SCHEMA ${schema}`);
    assert.equal(error, undefined);
  });
  const schema = unique("views").replace("-", "_");
  const done = async (...sqls: string[]) => {
    const { Status, Error: error } = await redshift.batch(...sqls);
    assert.equal(Status, "FINISHED", error);
  };

  it("show types, lengths and digits in SVV_COLUMNS", async () => {
    await done(
      `CREATE TABLE ${schema}.types (a SUPER, b VARCHAR(7) NOT NULL, c VARBYTE(5), d DECIMAL(10,2), e TIMESTAMPTZ, f TIMESTAMP, g INTEGER DEFAULT 7,
         h BIGINT, i SMALLINT, j REAL, k DOUBLE PRECISION, l BOOLEAN, m DATE, n CHAR(2))`,
    );
    const columns = `SELECT column_name, ordinal_position, is_nullable, data_type, character_maximum_length, numeric_precision, numeric_scale, column_default
      FROM svv_columns WHERE table_schema = '${schema}' AND table_name = 'types' ORDER BY ordinal_position`;
    assert.deepEqual(await redshift.rows(columns), [
      ["a", 1, "YES", "super", null, null, null, null],
      ["b", 2, "NO", "character varying", 7, null, null, null],
      ["c", 3, "YES", "binary varying", 5, null, null, null],
      ["d", 4, "YES", "numeric", null, 10, 2, null],
      ["e", 5, "YES", "timestamp with time zone", null, null, null, null],
      ["f", 6, "YES", "timestamp without time zone", null, null, null, null],
      ["g", 7, "YES", "integer", null, 32, 0, "7"],
      ["h", 8, "YES", "bigint", null, 64, 0, null],
      ["i", 9, "YES", "smallint", null, 16, 0, null],
      ["j", 10, "YES", "real", null, 24, null, null],
      ["k", 11, "YES", "double precision", null, 53, null, null],
      ["l", 12, "YES", "boolean", null, null, null, null],
      ["m", 13, "YES", "date", null, null, null, null],
      ["n", 14, "YES", "character", 2, null, null, null],
    ]);
  });

  it("show keys and encodings as declared, at the columns or behind them", async () => {
    await done(
      `CREATE TABLE ${schema}.keys (id INTEGER NOT NULL, name VARCHAR(7) ENCODE zstd, x VARBYTE(3), at DATE) DISTKEY (id) COMPOUND SORTKEY (at, id)`,
      `CREATE TABLE ${schema}.inline (id INTEGER DISTKEY SORTKEY, v SUPER)`,
      `CREATE TABLE IF NOT EXISTS ${schema}.keys (id INTEGER) DISTSTYLE ALL`,
    );
    const shown = (table: string) =>
      redshift.rows(
        `SELECT column_name, data_type, is_nullable, encoding, distkey, sortkey FROM svv_redshift_columns
         WHERE schema_name = '${schema}' AND table_name = '${table}' ORDER BY ordinal_position`,
      );
    const keys = [
      ["id", "integer", "NO", "none", true, 2],
      ["name", "character varying(7)", "YES", "zstd", false, 0],
      ["x", "binary varying(3)", "YES", "lzo", false, 0],
      ["at", "date", "YES", "none", false, 1],
    ];
    assert.deepEqual(await shown("keys"), keys);
    assert.deepEqual(await shown("inline"), [
      ["id", "integer", "YES", "none", true, 1],
      ["v", "super", "YES", "zstd", false, 0],
    ]);
    await done(`CREATE TABLE ${schema}.same (LIKE ${schema}.keys, more BIGINT)`);
    assert.deepEqual(await shown("same"), [...keys, ["more", "bigint", "YES", "az64", false, 0]]);
  });

  it("show in PG_TABLE_DEF what the search path holds", async () => {
    await done(`CREATE TABLE ${schema}.found (a INTEGER SORTKEY)`);
    const query = `SELECT schemaname, "column", type, encoding, distkey, sortkey, "notnull" FROM pg_table_def WHERE tablename = 'found'`;
    assert.deepEqual(await redshift.rows(query), []);
    const { Id, Error: error } = await redshift.batch(`SET search_path TO ${schema}`, query);
    assert.equal(error, undefined);
    assert.deepEqual(await redshift.pages(`${Id}:2`), [[schema, "a", "integer", "none", false, 1, false]]);
  });

  it("show distribution and sort key of tables with rows in SVV_TABLE_INFO", async () => {
    await done(
      `CREATE TABLE ${schema}.full_one (a INTEGER) DISTKEY (a) SORTKEY (a)`,
      `CREATE TABLE ${schema}.plain (a INTEGER)`,
      `CREATE TABLE ${schema}.empty (a INTEGER)`,
      `INSERT INTO ${schema}.full_one VALUES (1)`,
      `INSERT INTO ${schema}.plain VALUES (1)`,
    );
    assert.deepEqual(
      await redshift.rows(
        `SELECT "table", diststyle, sortkey1 FROM svv_table_info WHERE schema = '${schema}' ORDER BY "table"`,
      ),
      [
        ["full_one", "KEY(a)", "a"],
        ["plain", "AUTO(EVEN)", "AUTO(SORTKEY)"],
      ],
    );
  });

  it("shows a user only what it may use", async () => {
    const role = await redshift.role(unique("viewer"), "glue.amazonaws.com");
    const data = await redshift.dataAs(role);
    await done(`CREATE TABLE ${schema}.hidden (a INTEGER)`);
    const { Id } = await redshift.submitAs(
      data,
      `SELECT count(*) FROM svv_redshift_columns WHERE schema_name = '${schema}'`,
    );
    await redshift.ended(Id!, data);
    assert.deepEqual(await redshift.pages(Id!, data), [[0]]);
  });
});
