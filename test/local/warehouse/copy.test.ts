import { strict as assert } from "node:assert";
import { gzipSync } from "node:zlib";
import { type LocalRedshift, localRedshift, unique } from "./local-redshift";

describe("COPY", function () {
  let redshift: LocalRedshift;
  before(async function () {
    this.timeout(60_000);
    redshift = await localRedshift();
  });

  describe("of CSV", () => {
    it("keeps NULL, empty texts, quotes and line ends apart", async () => {
      const name = await redshift.table("a VARCHAR(20), b INTEGER, c VARCHAR(20)");
      const uri = await redshift.put(unique("csv"), 'a,b,c\n"x ""y"", z",1,\\N\n,,"two\nlines"\r\n"","2","\\N"\n');
      const { ResultRows, Error: error } = await redshift.copy(name, uri, "FORMAT AS CSV IGNOREHEADER 1");
      assert.equal(ResultRows, 3, error);
      assert.deepEqual(await redshift.rows(`SELECT * FROM ${name}`), [
        ['x "y", z', 1, null],
        ["", null, "two\nlines"],
        ["", 2, "\\N"],
      ]);
    });

    it("takes delimiter, NULL AS, EMPTYASNULL, TRUNCATECOLUMNS and GZIP", async () => {
      const name = await redshift.table("a VARCHAR(3), b VARCHAR(3)");
      const uri = await redshift.put(unique("csv"), gzipSync("äöü|none\n|x\n"));
      await redshift.copy(name, uri, "CSV GZIP DELIMITER '|' NULL AS 'none' EMPTYASNULL TRUNCATECOLUMNS");
      assert.deepEqual(await redshift.rows(`SELECT * FROM ${name}`), [
        ["ä", null],
        [null, "x"],
      ]);
    });

    it("loads all gzip files below a prefix into a temporary table, in the transaction of a batch", async () => {
      const name = await redshift.table("bucket VARCHAR(10), size BIGINT, at TIMESTAMP");
      const prefix = `${unique("files")}/`;
      await redshift.put(`${prefix}part-0.csv.gz`, gzipSync("a,1,2024-01-01 00:00:00.5\n"));
      await redshift.put(`${prefix}part-1.csv.gz`, gzipSync('"b ""x""",2,\nc,3,2024-01-02\n'));
      const { Error: error, SubStatements } = await redshift.batch(
        `CREATE TEMP TABLE listed (LIKE ${name})`,
        `COPY listed FROM 's3://${redshift.bucket}/${prefix}' IAM_ROLE '${redshift.copyRole}' FORMAT AS CSV GZIP`,
        `INSERT INTO ${name} SELECT * FROM listed`,
      );
      assert.equal(error, undefined);
      assert.deepEqual([SubStatements![1].ResultRows, SubStatements![1].HasResultSet], [3, false]);
      assert.deepEqual(await redshift.rows(`SELECT * FROM ${name} ORDER BY size`), [
        ["a", 1, "2024-01-01 00:00:00.5"],
        ['b "x"', 2, null],
        ["c", 3, "2024-01-02 00:00:00"],
      ]);
    });

    const wrong: [string, string, string, number, string][] = [
      ["a letter in a number", "x,1\ny,z\n", "b", 1207, "Invalid digit, Value 'z', Pos 0, Type: Integer"],
      ["too many bytes", "x,1\näöü,2\n", "a", 1204, "String length exceeds DDL length"],
      ["a column too many", "x,1\ny,2,3\n", "", 1202, "Extra column(s) found"],
      ["a column too few", "x,1\ny\n", "", 1214, "Delimiter not found"],
    ];
    for (const [what, text, column, code, reason] of wrong) {
      it(`names file, line and value of ${what} in the load errors`, async () => {
        const name = await redshift.table("a VARCHAR(4), b INTEGER");
        const uri = await redshift.put(unique("csv"), text);
        const { Error: error } = await redshift.copy(name, uri, "FORMAT AS CSV");
        assert.equal(
          error,
          `ERROR: Load into table '${name}' failed.  Check 'sys_load_error_detail' system table for details.`,
        );
        const found = await redshift.rows(
          "SELECT line_number, column_name, error_code, error_message FROM sys_load_error_detail WHERE file_name = :file",
          [{ name: "file", value: uri }],
        );
        assert.deepEqual(found, [[2, column, code, reason]]);
        assert.deepEqual(await redshift.rows(`SELECT count(*) FROM ${name}`), [[0]]);
      });
    }
  });

  it("loads JSON by name, with all digits and nested values", async () => {
    const name = await redshift.table("id BIGINT, name VARCHAR(10), tags SUPER, gone VARCHAR(5)");
    const uri = await redshift.put(
      unique("json"),
      '{"id": 9007199254740993, "name": "a\\u00e4", "tags": {"b": [1]}, "other": 1}\n{"name": null, "id": 2}',
    );
    assert.equal((await redshift.copy(name, uri, "FORMAT AS JSON 'auto'")).ResultRows, 2);
    assert.deepEqual(await redshift.rows(`SELECT id::varchar, name, tags, gone FROM ${name} ORDER BY id DESC`), [
      ["9007199254740993", "aä", '{"b":[1]}', null],
      ["2", null, null, null],
    ]);
  });

  const refused: [string, string, RegExp][] = [
    ["an option that it does not know", "FORMAT AS PARQUET NONSENSE", /syntax error at or near "NONSENSE"/],
    ["MAXERROR", "FORMAT AS CSV MAXERROR 5", /not emulated.*MAXERROR/],
    [
      "REGION with Parquet",
      "FORMAT AS PARQUET REGION 'us-east-1'",
      /REGION argument is not supported for PARQUET based COPY/,
    ],
    ["GZIP with Parquet", "FORMAT AS PARQUET GZIP", /GZIP argument is not supported for PARQUET based COPY/],
    ["delimited text", "DELIMITER '|'", /not emulated.*delimited text/],
  ];
  for (const [what, options, message] of refused) {
    it(`refuses ${what}`, async () =>
      assert.match((await redshift.copy("nowhere", "s3://bucket/key", options)).Error!, message));
  }

  describe("as a role", () => {
    it("that the namespace does not have, that does not trust Redshift, or that is none", async () => {
      const name = await redshift.table("a INTEGER");
      const load = async (role: string) =>
        (await redshift.execute(`COPY ${name} FROM 's3://b/k' IAM_ROLE ${role} FORMAT AS CSV`)).Error!;
      assert.match(
        await load("'arn:aws:iam::123456789012:role/other'"),
        /The requested role arn:aws:iam::123456789012:role\/other is not associated to cluster/,
      );
      assert.match(await load("default"), /default IAM role is not set/);
      assert.match((await redshift.execute(`COPY ${name} FROM 's3://b/k' FORMAT AS CSV`)).Error!, /credentials/);
    });
  });
});
