import {
  CreateClassifierCommand,
  type CreateCsvClassifierRequest,
  type CsvSerdeOption,
  UpdateClassifierCommand,
} from "@aws-sdk/client-glue";
import { DuckDBInstance } from "@duckdb/node-api";
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as zlib from "node:zlib";
import { uniqueName } from "../../support/local-aws";
import { Crawling, columnsOf } from "./crawling";

describe("Glue crawlers: formats", function () {
  this.timeout(180_000);
  let crawling: Crawling;

  before(async () => {
    crawling = await Crawling.start();
  });

  async function parquet(query: string): Promise<Buffer> {
    const file = path.join(crawling.aws.folder, `${uniqueName("file")}.parquet`);
    const duckdb = await (await DuckDBInstance.create(":memory:")).connect();
    await duckdb.run(`COPY (${query}) TO '${file}' (FORMAT parquet)`);
    return fs.readFileSync(file);
  }

  async function classifier(rules: Omit<CreateCsvClassifierRequest, "Name">): Promise<string> {
    const Name = uniqueName("classifier");
    await crawling.clients.glue.send(new CreateClassifierCommand({ CsvClassifier: { Name, ...rules } }));
    return Name;
  }

  it("CSV with a header, quoted line ends and leading zeros", async () => {
    const [table, ...others] = await crawling.crawled({
      "data/users/a.csv": 'ID,Full Name,zip,score\n1,"Ann\nLee",01234,1.5\n2,"Bo ""B""",99999,2\n',
    });
    assert.deepEqual(others, []);
    assert.equal(table.Name, "users");
    assert.deepEqual(columnsOf(table), ["id:bigint", "full name:string", "zip:bigint", "score:double"]);
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
    const [plain] = await crawling.crawled(files);
    assert.deepEqual(columnsOf(plain), ["col0:string", "col1:string"]);
    assert.equal(plain.Parameters?.delimiter, "|");
    assert.equal(plain.Parameters?.["skip.header.line.count"], undefined);
    const Name = await classifier({ Delimiter: "|", ContainsHeader: "PRESENT" });
    const [told] = await crawling.crawled(files, { Classifiers: [Name] });
    assert.deepEqual(columnsOf(told), ["name:string", "town:string"]);
  });

  it("CSV in other quotes, for OpenCSVSerDe", async () => {
    const Name = await classifier({ Delimiter: ";", QuoteSymbol: "'", Serde: "OpenCSVSerDe" });
    const row = `1;'Ann; O''Neill "A"';1.5\n2;'Bo\nLee';2\n`;
    const [table, ...others] = await crawling.crawled(
      { "data/t/a.csv": `ID;Name;Amount\n${row}` },
      { Classifiers: [Name] },
    );
    assert.deepEqual(others, []);
    assert.deepEqual(columnsOf(table), ["id:bigint", "name:string", "amount:double"]);
    assert.deepEqual(table.StorageDescriptor?.SerdeInfo, {
      SerializationLibrary: "org.apache.hadoop.hive.serde2.OpenCSVSerde",
      Parameters: { quoteChar: "'", separatorChar: ";" },
    });
    for (const { Parameters = {} } of [table, table.StorageDescriptor!]) {
      const { areColumnsQuoted, customSerde, delimiter } = Parameters;
      assert.deepEqual([areColumnsQuoted, customSerde, delimiter], ["true", "OpenCSVSerDe", ";"]);
      assert.equal(Parameters["skip.header.line.count"], "1");
    }
  });

  it("a table goes from OpenCSVSerDe to another as its classifier does", async () => {
    const Name = await classifier({ Serde: "OpenCSVSerDe" });
    const made = await crawling.make({ "data/t/a.csv": "id,v\n1,1\n" }, { Classifiers: [Name] });
    const serde = async () => {
      const [{ Parameters = {}, StorageDescriptor }] = await crawling.crawl(made);
      const { SerializationLibrary = "", Parameters: of } = StorageDescriptor?.SerdeInfo ?? {};
      return [SerializationLibrary.split(".").at(-1), of, Parameters.customSerde];
    };
    assert.deepEqual(await serde(), ["OpenCSVSerde", { quoteChar: '"', separatorChar: "," }, "OpenCSVSerDe"]);
    const update = (Serde: CsvSerdeOption) =>
      crawling.clients.glue.send(new UpdateClassifierCommand({ CsvClassifier: { Name, Serde } }));
    await update("None");
    assert.deepEqual(await serde(), ["LazySimpleSerDe", { "field.delim": "," }, undefined]);
    await update("LazySimpleSerDe");
    assert.deepEqual(await serde(), ["LazySimpleSerDe", { "field.delim": "," }, undefined]);
    await assert.rejects(update("OpenCsvSerde" as CsvSerdeOption), /Serde is "OpenCsvSerde"; it takes OpenCSVSerDe, /);
  });

  it("CSV that is cut within other quotes", async () => {
    const Name = await classifier({ QuoteSymbol: "'", ContainsHeader: "PRESENT" });
    const rows = Array.from({ length: 20 }, (_, i) => `${i},'${"x,\n".repeat(30_000)}'\n`).join("");
    const [table] = await crawling.crawled({ "data/t/a.csv": `id,text\n${rows}` }, { Classifiers: [Name] });
    assert.deepEqual(columnsOf(table), ["id:bigint", "text:string"]);
  });

  it("CSV of a single column, where a classifier says so", async () => {
    const files = { "data/t/a.csv": "id\n1\n2\n" };
    const [plain] = await crawling.crawled(files);
    assert.equal(plain.Parameters?.classification, "UNKNOWN");
    const Name = await classifier({ AllowSingleColumn: true });
    const [told] = await crawling.crawled(files, { Classifiers: [Name] });
    assert.deepEqual(columnsOf(told), ["id:bigint"]);
    assert.equal(told.Parameters?.delimiter, ",");
  });

  it("gzip", async () => {
    const [table] = await crawling.crawled({ "data/t/a.csv.gz": zlib.gzipSync("id,v\n1,x\n2,y\n") });
    assert.deepEqual(columnsOf(table), ["id:bigint", "v:string"]);
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
    const [table] = await crawling.crawled({ "data/t/a.json": lines.map((line) => JSON.stringify(line)).join("\n") });
    assert.deepEqual(columnsOf(table), [
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
    const [table] = await crawling.crawled(files);
    assert.deepEqual(columnsOf(table), ["array:array<struct<a:int,b:string>>"]);
    const Name = uniqueName("classifier");
    await crawling.clients.glue.send(new CreateClassifierCommand({ JsonClassifier: { Name, JsonPath: "$[*]" } }));
    const [elements] = await crawling.crawled(files, { Classifiers: [Name] });
    assert.deepEqual(columnsOf(elements), ["a:int", "b:string"]);
    assert.equal(elements.Parameters?.jsonPath, "$[*]");
  });

  it("Parquet, of which only the footer is read", async () => {
    const query = `SELECT i::INTEGER AS "Id", i::BIGINT AS b, i / 2 AS d, i::DECIMAL(12,2) AS amount, TIMESTAMP '2024-01-01' AS at, DATE '2024-01-01' AS on_day,
        'x' || i AS s, i % 2 = 0 AS f, [i::INTEGER] AS list, {'a': 1::INTEGER} AS st, MAP {'k': 1::INTEGER} AS m, hash(i)::VARCHAR AS pad FROM range(200000) t(i)`;
    const file = await parquet(query);
    const footer = file.readUInt32LE(file.length - 8) + 8;
    file.fill(0, 4, file.length - footer);
    const [table] = await crawling.crawled({ "data/t/a.parquet": file });
    assert.deepEqual(columnsOf(table), [
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
  });

  it("something else: a table of classification UNKNOWN", async () => {
    const [table] = await crawling.crawled({ "data/t/readme.txt": "Just one line of prose\nand one more\n" });
    assert.equal(table.Parameters?.classification, "UNKNOWN");
    assert.deepEqual(columnsOf(table), []);
  });
});
