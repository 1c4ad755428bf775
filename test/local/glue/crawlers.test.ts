import {
  CrawlerNotRunningException,
  CrawlerRunningException,
  CreateClassifierCommand,
  CreateCrawlerCommand,
  type CreateCrawlerCommandInput,
  CreateDatabaseCommand,
  type Crawler,
  DeleteCrawlerCommand,
  EntityNotFoundException,
  GetCrawlerCommand,
  GetCrawlerMetricsCommand,
  GetPartitionsCommand,
  GetTablesCommand,
  GetTagsCommand,
  InvalidInputException,
  ListCrawlsCommand,
  StartCrawlerCommand,
  StopCrawlerCommand,
  type Table,
  UpdateCrawlerCommand,
} from "@aws-sdk/client-glue";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { DuckDBInstance } from "@duckdb/node-api";
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as zlib from "node:zlib";
import type { LocalAws } from "../../../local/aws";
import {
  clientsOf,
  eventually,
  localAws,
  logLines,
  makeBucket,
  makeRole,
  putFiles,
  type TestClients,
  uniqueName,
} from "../../support/local-aws";

const LEVEL_3 = JSON.stringify({ Version: 1.0, Grouping: { TableLevelConfiguration: 3 } });

describe("Glue crawlers", function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let clients: TestClients;
  let role: string;

  before(async () => {
    aws = await localAws();
    clients = clientsOf(aws);
    role = await makeRole(clients.iam);
  });

  interface Made {
    crawler: string;
    database: string;
    bucket: string;
  }

  type Files = Record<string, string | Buffer>;

  /** A crawler of `s3://BUCKET/data/` over the given files. */
  async function makeCrawler(files: Files, settings: Partial<CreateCrawlerCommandInput> = {}): Promise<Made> {
    const bucket = await makeBucket(clients.s3, files);
    const database = uniqueName("db").replace("-", "_");
    const crawler = uniqueName("crawler");
    await clients.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }));
    const Targets = { S3Targets: [{ Path: `s3://${bucket}/data/` }] };
    await clients.glue.send(
      new CreateCrawlerCommand({ Name: crawler, Role: role, DatabaseName: database, Targets, ...settings }),
    );
    return { crawler, database, bucket };
  }

  async function get(Name: string): Promise<Crawler> {
    return (await clients.glue.send(new GetCrawlerCommand({ Name }))).Crawler ?? {};
  }

  async function crawl({ crawler, database }: Made, status = "SUCCEEDED"): Promise<Table[]> {
    await clients.glue.send(new StartCrawlerCommand({ Name: crawler }));
    const { LastCrawl } = await eventually(`the end of ${crawler}`, async () => {
      const now = await get(crawler);
      return now.State === "READY" ? now : undefined;
    });
    assert.equal(LastCrawl?.Status, status, LastCrawl?.ErrorMessage);
    const { TableList = [] } = await clients.glue.send(new GetTablesCommand({ DatabaseName: database }));
    return TableList.sort((a, b) => (a.Name ?? "").localeCompare(b.Name ?? ""));
  }

  async function crawled(files: Files, settings?: Partial<CreateCrawlerCommandInput>): Promise<Table[]> {
    return crawl(await makeCrawler(files, settings));
  }

  function columns({ StorageDescriptor }: Table): string[] {
    return (StorageDescriptor?.Columns ?? []).map(({ Name, Type }) => `${Name}:${Type}`);
  }

  function warnings(made: Made): Promise<string> {
    return logLines(clients.logs, "/aws-glue/crawlers", made.crawler).then((lines) =>
      lines.filter((line) => line.includes("WARN")).join("\n"),
    );
  }

  async function parquet(query: string): Promise<Buffer> {
    const file = path.join(aws.folder, `${uniqueName("file")}.parquet`);
    const duckdb = await (await DuckDBInstance.create(":memory:")).connect();
    await duckdb.run(`COPY (${query}) TO '${file}' (FORMAT parquet)`);
    return fs.readFileSync(file);
  }

  describe("formats", () => {
    it("CSV with a header, quoted line ends and leading zeros", async () => {
      const [table, ...others] = await crawled({
        "data/users/a.csv": 'ID,Full Name,zip,score\n1,"Ann\nLee",01234,1.5\n2,"Bo ""B""",99999,2\n',
      });
      assert.deepEqual(others, []);
      assert.equal(table.Name, "users");
      assert.deepEqual(columns(table), ["id:bigint", "full name:string", "zip:bigint", "score:double"]);
      assert.equal(
        table.StorageDescriptor?.SerdeInfo?.SerializationLibrary,
        "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
      );
      const { averageRecordSize, sizeKey, UPDATED_BY_CRAWLER, ...parameters } = table.Parameters ?? {};
      assert.ok(averageRecordSize && sizeKey && UPDATED_BY_CRAWLER);
      assert.deepEqual(parameters, {
        CrawlerSchemaDeserializerVersion: "1.0",
        CrawlerSchemaSerializerVersion: "1.0",
        areColumnsQuoted: "true",
        classification: "csv",
        columnsOrdered: "true",
        compressionType: "none",
        delimiter: ",",
        objectCount: "1",
        recordCount: "2",
        "skip.header.line.count": "1",
        typeOfData: "file",
      });
    });

    it("CSV whose header cannot be told from text, unless a classifier says so", async () => {
      const files = { "data/t/a.csv": "name|town\nann|rome\nbo|oslo\n" };
      const [plain] = await crawled(files);
      assert.deepEqual(columns(plain), ["col0:string", "col1:string"]);
      assert.equal(plain.Parameters?.delimiter, "|");
      assert.equal(plain.Parameters?.["skip.header.line.count"], undefined);
      const Name = uniqueName("classifier");
      await clients.glue.send(
        new CreateClassifierCommand({ CsvClassifier: { Name, Delimiter: "|", ContainsHeader: "PRESENT" } }),
      );
      const [told] = await crawled(files, { Classifiers: [Name] });
      assert.deepEqual(columns(told), ["name:string", "town:string"]);
    });

    it("gzip", async () => {
      const [table] = await crawled({ "data/t/a.csv.gz": zlib.gzipSync("id,v\n1,x\n2,y\n") });
      assert.deepEqual(columns(table), ["id:bigint", "v:string"]);
      assert.equal(table.Parameters?.compressionType, "gzip");
      assert.equal(table.StorageDescriptor?.Compressed, true);
    });

    it("JSON lines with nested and mixed values", async () => {
      const lines = [
        {
          id: 1,
          Big: 5_000_000_000,
          who: { firstName: "a", tags: ["x"] },
          mixed: 1,
          day: "2024-01-01",
          items: [{ n: 1 }],
        },
        { id: 2, Big: 1, who: { firstName: "b", age: 3 }, mixed: "one", day: null, items: [{ n: 2.5, extra: true }] },
      ];
      const [table] = await crawled({ "data/t/a.json": lines.map((line) => JSON.stringify(line)).join("\n") });
      assert.deepEqual(columns(table), [
        "id:int",
        "big:bigint",
        "who:struct<firstName:string,tags:array<string>,age:int>",
        "mixed:string",
        "day:string",
        "items:array<struct<n:double,extra:boolean>>",
      ]);
      assert.equal(table.StorageDescriptor?.SerdeInfo?.Parameters?.paths, "Big,day,id,items,mixed,who");
    });

    it("a JSON array: one column, or its elements with a classifier", async () => {
      const files = { "data/t/a.json": '[{"a": 1},\n {"a": 2, "b": "x"}]' };
      const [table] = await crawled(files);
      assert.deepEqual(columns(table), ["array:array<struct<a:int,b:string>>"]);
      const Name = uniqueName("classifier");
      await clients.glue.send(new CreateClassifierCommand({ JsonClassifier: { Name, JsonPath: "$[*]" } }));
      const [elements] = await crawled(files, { Classifiers: [Name] });
      assert.deepEqual(columns(elements), ["a:int", "b:string"]);
      assert.equal(elements.Parameters?.jsonPath, "$[*]");
    });

    it("Parquet, of which only the footer is read", async () => {
      const query = `SELECT i::INTEGER AS "Id", i::BIGINT AS b, i / 2 AS d, i::DECIMAL(12,2) AS amount, TIMESTAMP '2024-01-01' AS at, DATE '2024-01-01' AS on_day,
        'x' || i AS s, i % 2 = 0 AS f, [i::INTEGER] AS list, {'a': 1::INTEGER} AS st, MAP {'k': 1::INTEGER} AS m, hash(i)::VARCHAR AS pad FROM range(200000) t(i)`;
      const file = await parquet(query);
      const before = aws.calls.recent().length;
      const [table] = await crawled({ "data/t/a.parquet": file });
      assert.deepEqual(columns(table), [
        "id:int",
        "b:bigint",
        "d:double",
        "amount:decimal(12,2)",
        "at:timestamp",
        "on_day:date",
        "s:string",
        "f:boolean",
        "list:array<int>",
        "st:struct<a:int>",
        "m:map<string,int>",
        "pad:string",
      ]);
      assert.equal(table.Parameters?.recordCount, "200000");
      assert.ok(aws.calls.recent().length > before);
    });

    it("something else: a table of classification UNKNOWN", async () => {
      const [table] = await crawled({ "data/t/readme.txt": "Just one line of prose\nand one more\n" });
      assert.equal(table.Parameters?.classification, "UNKNOWN");
      assert.deepEqual(columns(table), []);
    });
  });

  describe("tables", () => {
    it("partitions by name", async () => {
      const made = await makeCrawler(
        {
          "data/sales/year=2024/month=01/a.csv": "id,v\n1,1\n",
          "data/sales/year=2024/month=02/a.csv": "id,v\n2,2.5\n",
          "data/sales/year=2025/month=01/a.csv": "id,v\n3,3\n",
        },
        { Configuration: LEVEL_3 },
      );
      const [table, ...others] = await crawl(made);
      assert.deepEqual(others, []);
      assert.equal(table.Name, "sales");
      assert.deepEqual(
        table.PartitionKeys?.map(({ Name, Type }) => `${Name}:${Type}`),
        ["year:string", "month:string"],
      );
      assert.deepEqual(columns(table), ["id:bigint", "v:double"]);
      assert.equal(table.Parameters?.["partition_filtering.enabled"], "true");
      const { Partitions = [] } = await clients.glue.send(
        new GetPartitionsCommand({ DatabaseName: made.database, TableName: "sales" }),
      );
      assert.deepEqual(Partitions.map(({ Values }) => Values?.join("/")).sort(), ["2024/01", "2024/02", "2025/01"]);
      const location = `s3://${made.bucket}/data/sales/year=2025/month=01/`;
      assert.ok(Partitions.some(({ StorageDescriptor }) => StorageDescriptor?.Location === location));
    });

    it("folders that look alike are partitions of the folder above them, others are tables", async () => {
      const alike = { "data/2023/a.csv": "id,v\n1,1\n", "data/2024/a.csv": "id,v\n2,2\n" };
      const [table, ...others] = await crawled(alike);
      assert.deepEqual(others, []);
      assert.equal(table.Name, "data");
      assert.deepEqual(
        table.PartitionKeys?.map(({ Name }) => Name),
        ["partition_0"],
      );
      const different = await crawled({ "data/a/a.csv": "id,v\n1,1\n", "data/b/b.csv": "x,y\n2,2\n" });
      assert.deepEqual(
        different.map(({ Name }) => Name),
        ["a", "b"],
      );
    });

    it("mixed formats in one folder: a table a file, or one table at the configured level and a warning", async () => {
      const files = { "data/t/a.csv": "id,v\n1,1\n", "data/t/b.csv": "id,v\n1,1\n", "data/t/c.json": '{"id": 1}' };
      assert.deepEqual(
        (await crawled(files)).map(({ Name }) => Name),
        ["a_csv", "b_csv", "c_json"],
      );
      const made = await makeCrawler(files, { Configuration: LEVEL_3 });
      const [table, ...others] = await crawl(made);
      assert.deepEqual(others, []);
      assert.equal(table.Parameters?.classification, "csv");
      assert.match(
        await warnings(made),
        /different formats: its table is csv, and these, which are json, are left out: data\/t\/c.json/,
      );
    });

    it("leaves out excluded, hidden and empty objects", async () => {
      const made = await makeCrawler({
        "data/t/a.csv": "id,v\n1,1\n",
        "data/t/_SUCCESS": "",
        "data/t/.hidden.json": "{}",
        "data/t/old/x.json": '{"a": 1}',
        "data/t/note.txt": "x",
      });
      const Path = `s3://${made.bucket}/data/`;
      const Targets = { S3Targets: [{ Path, Exclusions: ["t/old/**", "**.{txt,md}"] }] };
      await clients.glue.send(new UpdateCrawlerCommand({ Name: made.crawler, Targets, TablePrefix: "raw_" }));
      const [table, ...others] = await crawl(made);
      assert.deepEqual(others, []);
      assert.equal(table.Name, "raw_t");
      assert.equal(table.Parameters?.objectCount, "1");
    });

    it("makes no table of an empty folder", async () => {
      assert.deepEqual(await crawled({ "data/t/": "" }), []);
    });
  });

  describe("changes between crawls", () => {
    it("a new column is added, and only once counted", async () => {
      const made = await makeCrawler({ "data/t/a.csv": "id,v\n1,1\n" });
      await crawl(made);
      await putFiles(clients.s3, made.bucket, { "data/t/b.csv": "id,v,w\n1,1,x\n" });
      const [table, ...others] = await crawl(made);
      assert.deepEqual(others, []);
      assert.deepEqual(columns(table), ["id:bigint", "v:bigint", "w:string"]);
      const summary = async () =>
        (await clients.glue.send(new GetCrawlerMetricsCommand({ CrawlerNameList: [made.crawler] })))
          .CrawlerMetricsList?.[0];
      assert.equal((await summary())?.TablesUpdated, 1);
      await crawl(made);
      assert.equal((await summary())?.TablesUpdated, 0);
      const { Crawls = [] } = await clients.glue.send(new ListCrawlsCommand({ CrawlerName: made.crawler }));
      assert.deepEqual(
        Crawls.map(({ State }) => State),
        ["COMPLETED", "COMPLETED", "COMPLETED"],
      );
    });

    it("UpdateBehavior LOG leaves the schema and says so", async () => {
      const SchemaChangePolicy = { UpdateBehavior: "LOG", DeleteBehavior: "LOG" } as const;
      const made = await makeCrawler({ "data/t/a.csv": "id,v\n1,1\n" }, { SchemaChangePolicy });
      await crawl(made);
      await putFiles(clients.s3, made.bucket, { "data/t/a.csv": "id,v,w\n1,1,x\n" });
      const [table] = await crawl(made);
      assert.deepEqual(columns(table), ["id:bigint", "v:bigint"]);
      assert.match(await warnings(made), /schema of table t changed and stays/);
    });

    for (const [DeleteBehavior, expected] of [
      ["LOG", { there: true, deprecated: false }],
      ["DEPRECATE_IN_DATABASE", { there: true, deprecated: true }],
      ["DELETE_FROM_DATABASE", { there: false, deprecated: false }],
    ] as const) {
      it(`vanished files: DeleteBehavior ${DeleteBehavior}`, async () => {
        const SchemaChangePolicy = { UpdateBehavior: "UPDATE_IN_DATABASE", DeleteBehavior } as const;
        const made = await makeCrawler(
          { "data/a/a.csv": "id,v\n1,1\n", "data/b/b.csv": "x,y\n1,1\n" },
          { SchemaChangePolicy },
        );
        await crawl(made);
        await clients.s3.send(new DeleteObjectCommand({ Bucket: made.bucket, Key: "data/b/b.csv" }));
        const table = (await crawl(made)).find(({ Name }) => Name === "b");
        const deprecated = table?.Parameters?.DEPRECATED_BY_CRAWLER === made.crawler;
        assert.deepEqual({ there: table !== undefined, deprecated }, expected);
      });
    }
  });

  describe("API", () => {
    it("shows a crawler with AWS's defaults", async () => {
      const { crawler, bucket } = await makeCrawler({}, { Tags: { team: "data" } });
      const made = await get(crawler);
      assert.equal(made.State, "READY");
      assert.equal(made.Role, role.split("/")[1]);
      assert.equal(made.Version, 1);
      assert.deepEqual(made.RecrawlPolicy, { RecrawlBehavior: "CRAWL_EVERYTHING" });
      assert.deepEqual(made.LineageConfiguration, { CrawlerLineageSettings: "DISABLE" });
      assert.deepEqual(made.Targets?.S3Targets, [{ Path: `s3://${bucket}/data/`, Exclusions: [] }]);
      const ResourceArn = `arn:aws:glue:${aws.region}:${aws.accountId}:crawler/${crawler}`;
      assert.deepEqual((await clients.glue.send(new GetTagsCommand({ ResourceArn }))).Tags, { team: "data" });
      await clients.glue.send(new DeleteCrawlerCommand({ Name: crawler }));
      await assert.rejects(get(crawler), EntityNotFoundException);
    });

    it("refuses to start twice, and to stop what does not run", async () => {
      const made = await makeCrawler({ "data/t/a.csv": "id,v\n1,1\n" });
      const Name = made.crawler;
      await clients.glue.send(new StartCrawlerCommand({ Name }));
      await assert.rejects(clients.glue.send(new StartCrawlerCommand({ Name })), CrawlerRunningException);
      await eventually("the end", async () => ((await get(Name)).State === "READY" ? true : undefined));
      await assert.rejects(clients.glue.send(new StopCrawlerCommand({ Name })), CrawlerNotRunningException);
    });

    it("fails a crawl with the reason", async () => {
      const made = await makeCrawler({});
      const Targets = { S3Targets: [{ Path: "s3://no-such-bucket-here/data/" }] };
      await clients.glue.send(new UpdateCrawlerCommand({ Name: made.crawler, Targets }));
      await crawl(made, "FAILED");
      const { LastCrawl } = await get(made.crawler);
      assert.match(LastCrawl?.ErrorMessage ?? "", /bucket does not exist/);
    });

    it("refuses a role that does not trust Glue, and what is not emulated", async () => {
      const other = await makeRole(clients.iam, "ec2.amazonaws.com");
      await assert.rejects(makeCrawler({}, { Role: other }), InvalidInputException);
      await assert.rejects(makeCrawler({}, { Schedule: "cron(0 1 * * ? *)" }), /Schedule of a crawler is not emulated/);
      await assert.rejects(
        makeCrawler({}, { Configuration: '{"Version": 2}' }),
        /Configuration.Version is 2; it takes 1.0/,
      );
      await assert.rejects(makeCrawler({}, { Classifiers: ["nope"] }), EntityNotFoundException);
    });
  });
});
