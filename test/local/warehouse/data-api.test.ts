import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  DescribeTableCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  ListDatabasesCommand,
  ListSchemasCommand,
  ListStatementsCommand,
  ListTablesCommand,
  GetStatementResultV2Command,
} from "@aws-sdk/client-redshift-data";
import { strict as assert } from "node:assert";
import { setTimeout as delay } from "node:timers/promises";
import { type LocalRedshift, localRedshift, unique } from "./local-redshift";

describe("Redshift Data API", function () {
  let redshift: LocalRedshift;
  before(async function () {
    this.timeout(60_000);
    redshift = await localRedshift();
    await redshift.execute("CREATE TABLE public.things (id INTEGER, name VARCHAR(5), amount DECIMAL(10,2))");
  });

  it("sends each type in its field, and NULL apart from the empty text", async () => {
    const { columns, records } = await redshift.result(
      `SELECT true AS b, 7::smallint AS s, 8 AS i, 9::bigint AS l, 1.5::real AS r, 2.5::double precision AS d, 3.10::decimal(5,2) AS n, 'x' AS v,
              '' AS e, NULL::varchar AS u, '2024-02-03'::date AS t, '2024-02-03 04:05:06'::timestamp AS ts, JSON_PARSE('{"a": [1, "b c"]}') AS j`,
    );
    assert.deepEqual(records, [
      [
        { booleanValue: true },
        { longValue: 7 },
        { longValue: 8 },
        { longValue: 9 },
        { doubleValue: 1.5 },
        { doubleValue: 2.5 },
        { stringValue: "3.10" },
        { stringValue: "x" },
        { stringValue: "" },
        { isNull: true },
        { stringValue: "2024-02-03" },
        { stringValue: "2024-02-03 04:05:06" },
        { stringValue: '{"a":[1,"b c"]}' },
      ],
    ]);
    const types = columns.map(({ typeName }) => typeName);
    assert.deepEqual(types, [
      "bool",
      "int2",
      "int4",
      "int8",
      "float4",
      "float8",
      "numeric",
      "text",
      "text",
      "varchar",
      "date",
      "timestamp",
      "super",
    ]);
    assert.deepEqual([columns[6].precision, columns[6].scale], [5, 2]);
  });

  it("tells rows affected and whether there is a result", async () => {
    const made = await redshift.execute("CREATE TABLE counted (n INTEGER)");
    assert.deepEqual([made.Status, made.HasResultSet, made.ResultRows], ["FINISHED", false, 0]);
    const inserted = await redshift.execute("INSERT INTO counted VALUES (1), (2), (3)");
    assert.deepEqual([inserted.HasResultSet, inserted.ResultRows], [false, 3]);
    const selected = await redshift.execute("SELECT * FROM counted");
    assert.deepEqual([selected.HasResultSet, selected.ResultRows, selected.ResultSize], [true, 3, 3]);
    assert.ok(selected.RedshiftPid! > 0 && selected.Duration! >= 0);
  });

  it("pages a result", async () => {
    const { Id } = await redshift.execute(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) SELECT i FROM n ORDER BY i",
    );
    const seen: number[] = [];
    let pages = 0;
    let NextToken: string | undefined;
    do {
      const page = await redshift.data.send(new GetStatementResultCommand({ Id, NextToken }));
      assert.equal(page.TotalNumRows, 2500);
      seen.push(...page.Records!.map(([field]) => field.longValue!));
      NextToken = page.NextToken;
      pages++;
    } while (NextToken);
    assert.deepEqual([pages, seen.length, seen[0], seen.at(-1)], [3, 2500, 1, 2500]);
    await assert.rejects(redshift.data.send(new GetStatementResultCommand({ Id, NextToken: "nonsense" })), {
      name: "ValidationException",
    });
  });

  it("fails bad SQL with Redshift's text and its place", async () => {
    const { Status, Error: error, Id } = await redshift.execute("SELEC 1");
    assert.deepEqual([Status, error], ["FAILED", 'ERROR: syntax error at or near "SELEC"\n  Position: 1']);
    await assert.rejects(redshift.data.send(new GetStatementResultCommand({ Id })), {
      name: "ResourceNotFoundException",
    });
  });

  it("runs a batch as one transaction: the first error rolls back all, later statements are aborted", async () => {
    const {
      Status,
      Error: error,
      SubStatements,
    } = await redshift.batch(
      "CREATE TABLE never (n INTEGER)",
      "INSERT INTO never VALUES (1)",
      "SELECT 1 / CASE WHEN count(*) = 2 THEN 1 ELSE 0 END FROM never",
      "INSERT INTO never VALUES (2)",
    );
    assert.deepEqual([Status, error], ["FAILED", "Query #3 failed with ERROR: division by zero"]);
    assert.deepEqual(
      SubStatements!.map(({ Status: status }) => status),
      ["ABORTED", "ABORTED", "FAILED", "ABORTED"],
    );
    assert.equal(SubStatements![2].Error, "ERROR: division by zero");
    assert.match((await redshift.execute("SELECT * FROM never")).Error!, /^ERROR: relation "never" does not exist/);
  });

  it("gives each statement of a batch its own result", async () => {
    const { Id, Status, HasResultSet, SubStatements } = await redshift.batch(
      "CREATE TEMP TABLE t AS SELECT 1 AS one",
      "SELECT one FROM t",
      "DELETE FROM t",
    );
    assert.deepEqual([Status, HasResultSet], ["FINISHED", true]);
    assert.deepEqual(
      SubStatements!.map((step) => [step.Status, step.HasResultSet, step.ResultRows]),
      [
        ["FINISHED", false, 1],
        ["FINISHED", true, 1],
        ["FINISHED", false, 1],
      ],
    );
    assert.equal(SubStatements![1].Id, `${Id}:2`);
    const { Records } = await redshift.data.send(new GetStatementResultCommand({ Id: `${Id}:2` }));
    assert.deepEqual(Records, [[{ longValue: 1 }]]);
    await assert.rejects(redshift.data.send(new GetStatementResultCommand({ Id })), {
      name: "ResourceNotFoundException",
    });
  });

  it("pages the result of a statement of a batch, and says its rows, bytes and nanoseconds", async () => {
    const { Id, SubStatements } = await redshift.batch(
      "CREATE TEMP TABLE digits AS SELECT 1 AS d UNION ALL SELECT 2 UNION ALL SELECT 3",
      "SELECT a.d * 1000 + b.d * 100 + c.d * 10 + e.d, 'äb' FROM digits a, digits b, digits c, digits e, digits f, digits g, digits h",
      "SELECT pg_sleep(0.05)",
      "DELETE FROM digits WHERE d > 1",
    );
    assert.deepEqual(
      SubStatements!.map((step) => [step.Id, step.HasResultSet, step.ResultRows]),
      [
        [`${Id}:1`, false, 3],
        [`${Id}:2`, true, 2187],
        [`${Id}:3`, true, 1],
        [`${Id}:4`, false, 2],
      ],
    );
    assert.equal(SubStatements![1].ResultSize, 2187 * (4 + 3), "bytes, not letters");
    const nanoseconds = SubStatements![2].Duration!;
    assert.ok(nanoseconds >= 45e6 && nanoseconds < 5e9, `${nanoseconds}`);
    const first = await redshift.data.send(new GetStatementResultCommand({ Id: `${Id}:2` }));
    assert.deepEqual([first.TotalNumRows, first.Records!.length, typeof first.NextToken], [2187, 1000, "string"]);
    assert.equal((await redshift.pages(`${Id}:2`)).length, 2187);
    const step = await redshift.data.send(new DescribeStatementCommand({ Id: `${Id}:4` }));
    assert.deepEqual([step.Status, step.ResultRows, step.HasResultSet], ["FINISHED", 2, false]);
  });

  it("takes a client token once", async () => {
    const input = { ...redshift.asAdmin, Sql: "INSERT INTO things VALUES (1, 'once')", ClientToken: unique("token") };
    const first = await redshift.data.send(new ExecuteStatementCommand(input));
    const second = await redshift.data.send(new ExecuteStatementCommand(input));
    assert.equal(first.Id, second.Id);
    await redshift.ended(first.Id!);
    assert.deepEqual(await redshift.rows("SELECT count(*) FROM things WHERE name = 'once'"), [[1]]);
  });

  it("binds named parameters outside strings only", async () => {
    const rows = await redshift.rows(
      "SELECT ':id', :id::int + 1, name FROM (SELECT 7 AS id, 'it''s' AS name) found WHERE id = :id AND name = :name",
      [
        { name: "id", value: "7" },
        { name: "name", value: "it's" },
      ],
    );
    assert.deepEqual(rows, [[":id", 8, "it's"]]);
    await assert.rejects(redshift.execute("SELECT 1", [{ name: "a", value: "1" }]), /unused parameters: \[a\]/i);
    await assert.rejects(redshift.execute("SELECT :b", [{ name: "a", value: "1" }]), /:b/);
  });

  it("cancels a running statement", async () => {
    const { Id } = await redshift.data.send(
      new ExecuteStatementCommand({ ...redshift.asAdmin, Sql: "SELECT pg_sleep(60)" }),
    );
    await delay(300);
    const { Status } = await redshift.data.send(new CancelStatementCommand({ Id }));
    assert.equal(Status, true);
    const ended = await redshift.ended(Id!);
    assert.deepEqual([ended.Status, ended.Error], ["ABORTED", "Query cancelled on user's request"]);
    await assert.rejects(redshift.data.send(new CancelStatementCommand({ Id })), { name: "ValidationException" });
  });

  it("lists statements, schemas, tables and columns", async () => {
    const StatementName = unique("load");
    const { Id } = await redshift.data.send(
      new ExecuteStatementCommand({ ...redshift.asAdmin, Sql: "SELECT 1", StatementName }),
    );
    await redshift.ended(Id!);
    const { Statements } = await redshift.data.send(new ListStatementsCommand({ StatementName, Status: "FINISHED" }));
    assert.deepEqual(
      Statements!.map((one) => [one.Id, one.QueryString]),
      [[Id, "SELECT 1"]],
    );
    assert.deepEqual((await redshift.data.send(new ListDatabasesCommand(redshift.asAdmin))).Databases, ["dev"]);
    assert.ok((await redshift.data.send(new ListSchemasCommand(redshift.asAdmin))).Schemas!.includes("public"));
    const { Tables } = await redshift.data.send(new ListTablesCommand({ ...redshift.asAdmin, TablePattern: "thing%" }));
    assert.deepEqual(Tables, [{ schema: "public", name: "things", type: "TABLE" }]);
    const { ColumnList } = await redshift.data.send(
      new DescribeTableCommand({ ...redshift.asAdmin, Schema: "public", Table: "things" }),
    );
    assert.deepEqual(
      ColumnList!.map((column) => [column.name, column.typeName, column.length, column.scale, column.nullable]),
      [
        ["id", "int4", 32, 0, 1],
        ["name", "varchar", 5, 0, 1],
        ["amount", "numeric", 10, 2, 1],
      ],
    );
  });

  const wrong: [string, object, RegExp][] = [
    ["no target", { WorkgroupName: undefined }, /WorkgroupName/],
    ["an unknown cluster", { WorkgroupName: undefined, ClusterIdentifier: "c" }, /endpoint doesn't exist/],
    ["both targets", { ClusterIdentifier: "c" }, /Exactly one/],
    ["an unknown workgroup", { WorkgroupName: "nowhere" }, /endpoint doesn't exist/],
    [
      "an unknown secret",
      { SecretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:none-abcdef" },
      /SecretArn/,
    ],
    ["a session", { SessionKeepAliveSeconds: 10 }, /not emulated/],
    ["no database", { Database: undefined }, /Database/],
    ["an empty text", { Sql: "" }, /Sql/],
    ["a text above 100 KB", { Sql: `SELECT '${"x".repeat(102_400)}'` }, /102400 are accepted/],
  ];
  for (const [what, changed, message] of wrong) {
    it(`refuses ${what}`, async () => {
      const command = new ExecuteStatementCommand({ ...redshift.asAdmin, Sql: "SELECT 1", ...changed });
      await assert.rejects(
        redshift.data.send(command),
        (error: Error) => error.name === "ValidationException" && message.test(error.message),
      );
    });
  }

  it("refuses more than 40 statements, and what it does not emulate", async () => {
    const command = new BatchExecuteStatementCommand({
      ...redshift.asAdmin,
      Sqls: Array.from({ length: 41 }, () => "SELECT 1"),
    });
    await assert.rejects(redshift.data.send(command), /41 statements/);
    await assert.rejects(
      redshift.data.send(new GetStatementResultV2Command({ Id: "a" })),
      /not emulated|GetStatementResultV2/,
    );
  });

  it("fails in an unknown database", async () => {
    const { Id } = await redshift.data.send(
      new ExecuteStatementCommand({ ...redshift.asAdmin, Database: "none", Sql: "SELECT 1" }),
    );
    const { Status, Error: error } = await redshift.ended(Id!);
    assert.deepEqual([Status, error], ["FAILED", 'FATAL: database "none" does not exist']);
  });

  it("gives Redshift's error 1023 to the transaction that conflicts", async () => {
    await redshift.execute("CREATE TABLE contested (n INTEGER)");
    await redshift.execute("INSERT INTO contested VALUES (0)");
    const sqls = ["SELECT n FROM contested", "SELECT pg_sleep(0.5)", "UPDATE contested SET n = n + 1"];
    const ended = await Promise.all([redshift.batch(...sqls), redshift.batch(...sqls)]);
    assert.deepEqual(ended.map(({ Status }) => Status).sort(), ["FAILED", "FINISHED"]);
    assert.match(
      ended.find(({ Status }) => Status === "FAILED")!.Error!,
      /^Query #3 failed with ERROR: 1023\n {2}Detail: Serializable isolation violation on table - \d+, transactions forming the cycle are: /,
    );
    const locking = ["LOCK contested", ...sqls];
    const serial = await Promise.all([redshift.batch(...locking), redshift.batch(...locking)]);
    assert.deepEqual(
      serial.map(({ Status }) => Status),
      ["FINISHED", "FINISHED"],
    );
    assert.deepEqual(await redshift.rows("SELECT n FROM contested"), [[3]]);
  });
});
