import { DuckDBInstance } from "@duckdb/node-api";
import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { type LocalRedshift, localRedshift, unique } from "./local-redshift";

describe("COPY of Parquet", function () {
  let redshift: LocalRedshift;
  before(async function () {
    this.timeout(60_000);
    redshift = await localRedshift();
  });

  /** Puts the rows of a query as Parquet. */
  async function parquet(
    query: string,
    key = `${unique("copy")}/part-0.parquet`,
  ): Promise<{ uri: string; size: number; key: string }> {
    const file = path.join(redshift.folder, `${unique("file")}.parquet`);
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run(`COPY (${query}) TO '${file}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    const body = fs.readFileSync(file);
    return { uri: await redshift.put(key, body), size: body.length, key };
  }

  async function manifest(...entries: object[]): Promise<string> {
    return redshift.put(`${unique("manifest")}.json`, JSON.stringify({ entries }));
  }

  it("loads every type by position, NULL apart from the empty text", async () => {
    const name = await redshift.table(
      `b BOOLEAN, s SMALLINT, i INTEGER, l BIGINT, r REAL, d DOUBLE PRECISION, n DECIMAL(10,2), v VARCHAR(20), e VARCHAR(20), u VARCHAR(20),
       t DATE, ts TIMESTAMP, tz TIMESTAMP, x VARBYTE(4)`,
    );
    const row = `true, 1::smallint, 2, 3::bigint, 1.5::float, 2.5::double, 3.10::decimal(10,2), 'ä"\\.,' || chr(10) || 'b', '', NULL::varchar,
       date '2024-02-03', timestamp '2024-02-03 04:05:06.789', timestamptz '2024-02-03 04:05:06+02', '\\xAB\\x00'::blob`;
    const { uri } = await parquet(`SELECT ${row}`);
    const { Status, ResultRows, HasResultSet, Error: error } = await redshift.copy(name, uri, "FORMAT AS PARQUET");
    assert.deepEqual([Status, ResultRows, HasResultSet], ["FINISHED", 1, false], error);
    assert.deepEqual(await redshift.rows(`SELECT * FROM ${name}`), [
      [
        true,
        1,
        2,
        3,
        1.5,
        2.5,
        "3.10",
        'ä"\\.,\nb',
        "",
        null,
        "2024-02-03",
        "2024-02-03 04:05:06.789",
        "2024-02-03 02:05:06",
        new Uint8Array([0xab, 0]),
      ],
    ]);
  });

  it("loads NaN, the infinities and moments with a zone", async () => {
    const name = await redshift.table("d DOUBLE PRECISION, r REAL, tz TIMESTAMPTZ, local TIMESTAMPTZ");
    const { uri } = await parquet(
      `SELECT d::double, d::float, timestamptz '2024-02-03 04:05:06.789012+02', timestamp '2024-02-03 04:05:06'
       FROM (VALUES ('nan'), ('inf'), ('-inf'), ('1e308'), (NULL)) AS t(d) WHERE d IS NULL OR d <> '1e308'`,
    );
    const { ResultRows, Error: error } = await redshift.copy(name, uri, "FORMAT AS PARQUET");
    assert.equal(ResultRows, 4, error);
    const moments = ["2024-02-03 02:05:06.789012+00", "2024-02-03 04:05:06+00"];
    assert.deepEqual(await redshift.rows(`SELECT * FROM ${name} ORDER BY d`), [
      ["-Infinity", "-Infinity", ...moments],
      ["Infinity", "Infinity", ...moments],
      ["NaN", "NaN", ...moments],
      [null, null, ...moments],
    ]);
  });

  it("loads the files of a manifest into the listed columns", async () => {
    const name = await redshift.table("a INTEGER, b VARCHAR(5), c INTEGER DEFAULT 7");
    const [one, two] = [await parquet("SELECT 'x' AS q, 1 AS p"), await parquet("SELECT 'y' AS other, 2 AS names")];
    const entries = [one, two].map(({ uri, size }) => ({
      url: uri,
      mandatory: true,
      meta: { content_length: size },
    }));
    const { ResultRows } = await redshift.copy(
      `${name} (b, a)`,
      await manifest(...entries),
      "FORMAT AS PARQUET MANIFEST",
    );
    assert.equal(ResultRows, 2);
    assert.deepEqual(await redshift.rows(`SELECT * FROM ${name} ORDER BY a`), [
      [1, "x", 7],
      [2, "y", 7],
    ]);
  });

  it("takes nested columns into SUPER with SERIALIZETOJSON only", async () => {
    const name = await redshift.table("s SUPER");
    const { uri } = await parquet("SELECT {'a': [1, 2], 'b': 'x'} AS s");
    assert.match((await redshift.copy(name, uri, "FORMAT AS PARQUET")).Error!, /Unreachable - Invalid type: 4000/);
    assert.equal((await redshift.copy(name, uri, "FORMAT AS PARQUET SERIALIZETOJSON")).Status, "FINISHED");
    assert.deepEqual(await redshift.rows(`SELECT s FROM ${name}`), [['{"a":[1,2],"b":"x"}']]);
  });

  const wrong: [string, string, string, RegExp][] = [
    [
      "another number of columns",
      "a INTEGER",
      "SELECT 1 AS a, 2 AS b",
      /code: +15007[\s\S]*Unmatched number of columns.*Table columns: 1, Data columns: 2/,
    ],
    [
      "a narrower integer",
      "a BIGINT",
      "SELECT 1 AS a",
      /code: +15007[\s\S]*incompatible Parquet schema for column '.*\.a'\. Column type: BIGINT, Parquet schema: optional int32 a/,
    ],
    [
      "text for a number",
      "a INTEGER",
      "SELECT 'x' AS a",
      /Column type: INTEGER, Parquet schema: optional byte_array a \(UTF8\)/,
    ],
    ["another scale", "a DECIMAL(10,2)", "SELECT 1.5::decimal(10,1) AS a", /Column type: DECIMAL\(10, 2\)/],
    [
      "too many bytes",
      "a VARCHAR(3)",
      "SELECT 'äöü' AS a",
      /code: +15001[\s\S]*length of the data column a is longer.*Table: 3, Data: 6/,
    ],
    [
      "NULL for NOT NULL",
      "a INTEGER NOT NULL",
      "SELECT NULL::integer AS a",
      /Cannot insert a NULL value into column a/,
    ],
  ];
  for (const [what, columns, query, message] of wrong) {
    it(`fails for ${what}`, async () => {
      const name = await redshift.table(columns);
      const { Status, Error: error } = await redshift.copy(name, (await parquet(query)).uri, "FORMAT AS PARQUET");
      assert.equal(Status, "FAILED");
      assert.match(error!, message);
    });
  }

  it("rolls the rows back with the batch that fails later", async () => {
    const name = await redshift.table("a INTEGER");
    const { uri } = await parquet("SELECT 1 AS a");
    const { Error: error } = await redshift.batch(
      `COPY ${name} FROM '${uri}' IAM_ROLE '${redshift.copyRole}' FORMAT AS PARQUET`,
      "SELECT 1 / 0",
    );
    assert.match(error!, /^Query #2 failed with ERROR: division by zero/);
    assert.deepEqual(await redshift.rows(`SELECT count(*) FROM ${name}`), [[0]]);
  });

  it("fails for what a manifest promises and S3 does not hold", async () => {
    const name = await redshift.table("a INTEGER");
    const { uri, size } = await parquet("SELECT 1 AS a");
    const load = async (...entries: object[]) =>
      (await redshift.copy(name, await manifest(...entries), "FORMAT AS PARQUET MANIFEST")).Error!;
    assert.match(
      await load({ url: `${uri}.gone`, mandatory: true, meta: { content_length: 1 } }),
      /mandatory file .*gone.* does not exist/,
    );
    assert.match(await load({ url: uri, mandatory: true }), /entries\[0\]\.meta\.content_length is required/);
    assert.match(await load({ url: uri, mandatory: true, meta: { content_length: size + 1 } }), /content_length says/);
    assert.match(
      await load({ url: `${uri}.gone`, mandatory: false, meta: { content_length: 1 } }),
      /none of its files exists/,
    );
  });

  it("fails for a prefix without objects, passing over hidden ones", async () => {
    const name = await redshift.table("a INTEGER");
    await redshift.put("hidden/_SUCCESS", "x");
    assert.match(
      (await redshift.copy(name, `s3://${redshift.bucket}/hidden/`, "FORMAT AS PARQUET")).Error!,
      /^ERROR: The specified S3 prefix 'hidden\/' does not exist/,
    );
  });

  it("leaves no temporary file", () => {
    assert.deepEqual(
      fs.readdirSync(redshift.folder).filter((file) => file.startsWith("copy-")),
      [],
    );
  });
});
