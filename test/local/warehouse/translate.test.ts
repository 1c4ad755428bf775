import { strict as assert } from "node:assert";
import { parseCopy } from "../../../local/warehouse/copy/parse";
import { RedshiftError } from "../../../local/warehouse/sql/error";
import { code, tokenise } from "../../../local/warehouse/sql/tokens";
import { type Translated, translate } from "../../../local/warehouse/sql/translate";

const place = { dbName: "dev", database: "dev-shop", rolePrefix: "role:7:" };
const translated = (statement: string) => translate(statement, place) as Translated;
const sqlOf = (statement: string) => translated(statement).sql;

describe("Redshift's SQL for PostgreSQL", () => {
  const translations: [string, string][] = [
    ["SELECT 1;", "SELECT 1"],
    ["SELECT 'DISTKEY; NVL(a)' -- NVL(\n, NVL(a, 0)", "SELECT 'DISTKEY; NVL(a)' -- NVL(\n, COALESCE(a, 0)"],
    [`SELECT "MyCol" FROM "T"`, `SELECT "mycol" FROM "t"`],
    [`GRANT SELECT ON "T" TO "IAMR:Role"`, `GRANT SELECT ON "t" TO "IAMR:Role"`],
    [`GRANT ROLE reader TO ROLE writer`, `GRANT  "role:7:reader" TO "role:7:writer"`],
    [`GRANT ROLE "Reader", ROLE b TO c`, `GRANT  "role:7:Reader",  "role:7:b" TO c`],
    [`REVOKE ADMIN OPTION FOR ROLE a FROM b, "C"`, `REVOKE ADMIN OPTION FOR  "role:7:a" FROM b, "C"`],
    [`GRANT SELECT ON s.t TO ROLE a, GROUP "b", "C"`, `GRANT SELECT ON s.t TO "role:7:a", GROUP "b", "C"`],
    [`REVOKE ALL ON "T" FROM ROLE a RESTRICT`, `REVOKE ALL ON "t" FROM "role:7:a" RESTRICT`],
    [`GRANT TEMP ON DATABASE "Dev", other TO c`, `GRANT TEMP ON DATABASE "dev-shop", other TO c`],
    [
      `ALTER DEFAULT PRIVILEGES FOR USER "IAMR:L" IN SCHEMA "S" GRANT SELECT ON TABLES TO "IAMR:R", ROLE a`,
      `ALTER DEFAULT PRIVILEGES FOR USER "IAMR:L" IN SCHEMA "s" GRANT SELECT ON TABLES TO "IAMR:R", "role:7:a"`,
    ],
    ["CREATE ROLE Analysts", `CREATE ROLE "role:7:analysts"`],
    ["DROP ROLE analysts FORCE", `DROP ROLE "role:7:analysts"`],
    ["SELECT $$CREATE ROLE a$$", "SELECT $$CREATE ROLE a$$"],
    [
      "CREATE PROCEDURE p() AS $$ BEGIN IF true THEN CREATE ROLE a; END IF; DROP ROLE a FORCE; GRANT SELECT ON t TO ROLE a; GRANT b ON c TO d; END $$ LANGUAGE plpgsql",
      `CREATE PROCEDURE p() AS $$ BEGIN IF true THEN PERFORM pg_catalog.redshift_check_new_role('a'); CREATE ROLE "role:7:a"; END IF; ` +
        `DROP ROLE "role:7:a"; GRANT SELECT ON t TO "role:7:a"; GRANT b ON c TO d; END $$ LANGUAGE plpgsql`,
    ],
    [
      `CREATE PROCEDURE p() AS $$ BEGIN EXECUTE 'GRANT ROLE "A" TO b'; EXECUTE 'SELECT 1'; RAISE INFO 'TO ROLE %', 1; END $$ LANGUAGE plpgsql`,
      `CREATE PROCEDURE p() AS $$ BEGIN PERFORM pg_catalog.redshift_check_user('b'); EXECUTE 'GRANT  "role:7:A" TO b'; EXECUTE 'SELECT 1'; RAISE INFO 'TO ROLE %', 1; END $$ LANGUAGE plpgsql`,
    ],
    [`CREATE USER "IAMR:Role" PASSWORD DISABLE`, `CREATE USER "IAMR:Role" PASSWORD NULL`],
    ["SELECT SYSDATE, GETDATE(), LEN(a)", "SELECT sysdate(), GETDATE(), LENGTH(a)"],
    ["SELECT DATEADD(day, 1, d), DATEDIFF('hour', a, b)", "SELECT DATEADD('day', 1, d), DATEDIFF('hour', a, b)"],
    [
      "SELECT a::super, CAST(b AS VARCHAR(MAX)), c::varbyte(10)",
      "SELECT a::jsonb, CAST(b AS VARCHAR(65535)), c::bytea",
    ],
    ["SELECT TOP 5 a FROM t", "SELECT   a FROM t LIMIT 5"],
    ["SELECT * FROM #Temp", `SELECT * FROM "#temp"`],
    ["CREATE TABLE #t (a INT)", `CREATE TEMPORARY TABLE "#t" ("a" integer)`],
    [
      `CREATE TABLE IF NOT EXISTS s."T" (id INT PRIMARY KEY DISTKEY, "Name" VARCHAR(MAX) ENCODE zstd DEFAULT 'a,b' NOT NULL, UNIQUE (id)) DISTSTYLE KEY COMPOUND SORTKEY (id, name)`,
      `CREATE TABLE IF NOT EXISTS "s"."t" ("id" integer NOT NULL, "name" pg_catalog."varchar(65535)" DEFAULT 'a,b' NOT NULL)`,
    ],
    [
      "CREATE TABLE t (a INT IDENTITY(1, 2), b TEXT, c SUPER, d VARBYTE, e DECIMAL, f CHAR)",
      `CREATE TABLE "t" ("a" integer GENERATED ALWAYS AS IDENTITY (START WITH 1 INCREMENT BY 2), "b" pg_catalog."varchar(256)", "c" jsonb, ` +
        `"d" pg_catalog."varbyte(64000)", "e" numeric(18,0), "f" pg_catalog."char(1)")`,
    ],
    ["CREATE TABLE t (a INT REFERENCES u (b), FOREIGN KEY (a) REFERENCES u (b))", `CREATE TABLE "t" ("a" integer)`],
    [`CREATE TEMP TABLE x (LIKE "S"."Y", b INT)`, `CREATE TEMPORARY TABLE "x" (LIKE "s" . "y", "b" integer)`],
    ["ALTER TABLE t ADD COLUMN a VARCHAR(3) ENCODE lzo", `ALTER TABLE "t" ADD COLUMN "a" pg_catalog."varchar(3)"`],
    ["ALTER TABLE t ADD PRIMARY KEY (a)", `ALTER TABLE "t" RESET (autovacuum_enabled)`],
    ["ALTER TABLE t RENAME TO u", "ALTER TABLE t RENAME TO u"],
    ["VACUUM DELETE ONLY t TO 99 PERCENT", "VACUUM t"],
    ["SET query_group TO 'etl'", "SET redshift.query_group TO 'etl'"],
    [
      "MERGE INTO t USING s ON t.id = s.id REMOVE DUPLICATES",
      "WITH replaced AS (DELETE FROM t USING s WHERE t . id = s . id) INSERT INTO t SELECT DISTINCT * FROM s",
    ],
    [
      "CREATE PROCEDURE p(a SUPER) AS $$ BEGIN EXECUTE 'CREATE USER x PASSWORD DISABLE'; END $$ LANGUAGE plpgsql",
      "CREATE PROCEDURE p(a jsonb) AS $$ BEGIN PERFORM pg_catalog.redshift_check_new_user('x'); EXECUTE 'CREATE USER x PASSWORD NULL'; END $$ LANGUAGE plpgsql",
    ],
  ];
  for (const [redshift, postgres] of translations)
    it(redshift.replaceAll("\n", " ").slice(0, 90), () => assert.equal(sqlOf(redshift), postgres));

  it("tells the domains that a table needs", () => {
    const { limits } = translated("CREATE TABLE t (a VARCHAR(3), b INT, c CHAR(2))");
    assert.deepEqual(
      limits.map(({ name, bytes }) => [name, bytes]),
      [
        ["varchar(3)", 3],
        ["char(2)", 2],
      ],
    );
  });

  const refused: [string, RegExp][] = [
    ["INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING", /^syntax error at or near "CONFLICT"$/],
    ["INSERT INTO t VALUES (1) RETURNING a", /^syntax error at or near "RETURNING"$/],
    ["CREATE INDEX i ON t (a)", /^syntax error at or near "INDEX"$/],
    ["CREATE UNIQUE INDEX i ON t (a)", /^syntax error at or near "INDEX"$/],
    ["SELECT a ->> 'b' FROM t", /^operator does not exist: ->>$/],
    ["SELECT DISTINCT ON (a) b FROM t", /^syntax error at or near "ON"$/],
    ["CREATE TABLE t (a jsonb)", /^type "jsonb" does not exist$/],
    ["CREATE TABLE t (a uuid)", /^type "uuid" does not exist$/],
    ["CREATE TABLE t (a INT CHECK (a > 0))", /^syntax error at or near "CHECK"$/],
    ["CREATE TABLE t (a INT) PARTITION BY HASH (a)", /^syntax error at or near "PARTITION"$/],
    ["CREATE TABLE t (a VARCHAR(70000))", /cannot exceed 65535$/],
    ["CREATE TABLE t (a INT) DISTKEY (b)", /^column "b" named in key does not exist$/],
    ["ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT", /^syntax error at or near "NOT"$/],
    [
      "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED AND s.b THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (1)",
      /^syntax error at or near "AND"$/,
    ],
    ["MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE", /^syntax error at end of input$/],
    ["MERGE INTO t x USING s ON x.a = s.a REMOVE DUPLICATES", /^syntax error at or near "x"$/],
    ["MERGE INTO p.t AS x USING s ON x.a = s.a WHEN MATCHED THEN DELETE", /^syntax error at or near "AS"$/],
    ["MERGE INTO t USING (SELECT 1 AS a) s ON t.a = s.a WHEN MATCHED THEN DELETE", /^syntax error at or near "\("$/],
    ["LOCK TABLE t IN SHARE MODE", /^syntax error at or near "IN"$/],
    ["SELECT 1; SELECT 2", /^cannot insert multiple commands into a prepared statement$/],
    ["SELECT 'a", /^unterminated quoted string/],
    ["ALTER TABLE t APPEND FROM s", /^not emulated by the local Redshift: ALTER TABLE APPEND$/],
    ["UNLOAD ('SELECT 1') TO 's3://b/k' IAM_ROLE default", /^not emulated/],
    ["CREATE EXTERNAL SCHEMA s FROM DATA CATALOG", /^not emulated/],
    ["ALTER ROLE a RENAME TO b", /^not emulated by the local Redshift: ALTER ROLE$/],
    [`CREATE ROLE a EXTERNALID "b"`, /^not emulated by the local Redshift: CREATE ROLE ... EXTERNALID$/],
    ["CREATE ROLE a LOGIN", /^syntax error at or near "LOGIN"$/],
    ["CREATE ROLE public", /^role name "public" is reserved$/],
    [`CREATE ROLE "a.b"`, /^invalid character "\." in role name "a\.b"$/],
    [
      `CREATE ROLE ${"a".repeat(57)}`,
      /^not emulated by the local Redshift: .* more than 56 bytes \(Redshift takes 127\)$/,
    ],
    ["DROP ROLE IF EXISTS a", /^syntax error at or near "EXISTS"$/],
    ["GRANT ROLE sys:dba TO a", /^not emulated by the local Redshift: the system-defined role sys:dba$/],
    [`GRANT ROLE "sys:dba" TO a`, /^not emulated by the local Redshift: the system-defined role sys:dba$/],
    [
      "GRANT SELECT ON t TO ROLE sys:monitor",
      /^not emulated by the local Redshift: the system-defined role sys:monitor$/,
    ],
    ["GRANT CREATE USER TO ROLE a", /^not emulated by the local Redshift: GRANT and REVOKE of system permissions$/],
    [
      "REVOKE TRUNCATE TABLE FROM ROLE a",
      /^not emulated by the local Redshift: GRANT and REVOKE of system permissions$/,
    ],
    ["GRANT SELECT FOR TABLES IN SCHEMA s TO ROLE a", /^not emulated by the local Redshift: scoped permissions/],
    ["GRANT SELECT ON t TO ROLE a WITH GRANT OPTION", /^syntax error at or near "WITH"$/],
    ["GRANT ROLE a TO ROLE b WITH ADMIN OPTION", /^syntax error at or near "WITH"$/],
    ["GRANT ROLE a TO b WITH GRANT OPTION", /^syntax error at or near "GRANT"$/],
    ["GRANT ROLE a TO GROUP b", /^syntax error at or near "GROUP"$/],
    ["GRANT ROLE a, b TO c", /^syntax error at or near "b"$/],
    ["GRANT ROLE a TO", /^syntax error at end of input$/],
    ["ALTER DEFAULT PRIVILEGES FOR ROLE a GRANT SELECT ON TABLES TO b", /^syntax error at or near "ROLE"$/],
    [
      "CREATE PROCEDURE p() AS $$ BEGIN IF true THEN EXECUTE 'CREATE ROLE ' || a; END IF; END $$ LANGUAGE plpgsql",
      /^not emulated by the local Redshift: SQL about roles that a procedure puts together$/,
    ],
    [
      "CREATE PROCEDURE p() AS $$ DECLARE s TEXT; BEGIN s := 'GRANT x ON t TO ROLE ' || a; EXECUTE s; END $$ LANGUAGE plpgsql",
      /^not emulated by the local Redshift: SQL about roles that a procedure puts together$/,
    ],
  ];
  for (const [statement, message] of refused) {
    it(`refuses ${statement.slice(0, 80)}`, () =>
      assert.throws(
        () => translated(statement),
        (error) => error instanceof RedshiftError && message.test(error.message),
      ));
  }

  it("grants apart what each user may pass on", () => {
    const { before, sql } = translated(`GRANT SELECT ON "T" TO a WITH GRANT OPTION, ROLE b, "C"`);
    assert.deepEqual(
      [...before, sql],
      [`GRANT SELECT ON "t" TO "role:7:b", "C"`, `GRANT SELECT ON "t" TO a WITH GRANT OPTION`],
    );
  });

  it("checks first what Redshift would refuse", () => {
    assert.deepEqual(translated("DROP ROLE a").before, ["SELECT pg_catalog.redshift_check_drop_role('a')"]);
    assert.deepEqual(translated("GRANT ROLE a TO b, ROLE c").before, ["SELECT pg_catalog.redshift_check_user('b')"]);
    assert.deepEqual(translated(`CREATE USER "A"`).before, ["SELECT pg_catalog.redshift_check_new_user('A')"]);
  });

  it("tells where in a procedure's body it stumbles", () => {
    const statement = "CREATE PROCEDURE p() AS $$ BEGIN CREATE ROLE a LOGIN; END $$ LANGUAGE plpgsql";
    assert.throws(() => translated(statement), { position: statement.indexOf("LOGIN") + 1 });
  });

  it("lets no batch hold what commits or runs alone", () => {
    for (const statement of ["TRUNCATE t", "VACUUM t", "COMMIT", "ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(9)"]) {
      assert.ok(translated(statement).alone, statement);
    }
  });

  it("keeps a statement that it does not change to the last blank", () => {
    const statement = "/* a /* nested */ comment */ SELECT  'it\\'s', $1, e.x  FROM  t e -- end";
    assert.equal(sqlOf(statement), statement);
  });

  it("reads a COPY", () => {
    const copy = parseCopy(
      code(
        tokenise(
          `COPY "S"."T" (a, "B") FROM 's3://b/k' IAM_ROLE default FORMAT AS CSV QUOTE AS '%' DELIMITER '\\t' IGNOREHEADER AS 1 NULL AS '\\\\N' GZIP MANIFEST`,
        ),
      ),
    );
    const { table, columns, source, iamRole, format, quote, delimiter, ignoreHeader, nullAs, gzip, manifest } = copy;
    assert.deepEqual(
      { table, columns, source, iamRole, format, quote, delimiter, ignoreHeader, nullAs, gzip, manifest },
      {
        table: ["s", "t"],
        columns: ["a", "b"],
        source: "s3://b/k",
        iamRole: "default",
        format: "CSV",
        quote: "%",
        delimiter: "\t",
        ignoreHeader: 1,
        nullAs: "\\N",
        gzip: true,
        manifest: true,
      },
    );
  });
});
