import { GetPartitionsCommand, UpdateCrawlerCommand } from "@aws-sdk/client-glue";
import * as assert from "node:assert/strict";
import { Crawling, columnsOf, TABLE_PER_FOLDER } from "./crawling";

describe("Glue crawlers: tables", function () {
  this.timeout(180_000);
  let crawling: Crawling;

  before(async () => {
    crawling = await Crawling.start();
  });

  it("partitions by name", async () => {
    const made = await crawling.make(
      {
        "data/sales/year=2024/month=01/a.csv": "id,v\n1,1\n",
        "data/sales/year=2024/month=02/a.csv": "id,v\n2,2.5\n",
        "data/sales/year=2025/month=01/a.csv": "id,v\n3,3\n",
      },
      { Configuration: TABLE_PER_FOLDER },
    );
    const [table, ...others] = await crawling.crawl(made);
    assert.deepEqual(others, []);
    assert.equal(table.Name, "sales");
    assert.deepEqual(
      table.PartitionKeys?.map(({ Name, Type }) => `${Name}:${Type}`),
      ["year:string", "month:string"],
    );
    assert.deepEqual(columnsOf(table), ["id:bigint", "v:double"]);
    assert.equal(table.Parameters?.["partition_filtering.enabled"], "true");
    const { Partitions = [] } = await crawling.clients.glue.send(
      new GetPartitionsCommand({ DatabaseName: made.database, TableName: "sales" }),
    );
    assert.deepEqual(Partitions.map(({ Values }) => Values?.join("/")).sort(), ["2024/01", "2024/02", "2025/01"]);
    const location = `s3://${made.bucket}/data/sales/year=2025/month=01/`;
    assert.ok(Partitions.some(({ StorageDescriptor }) => StorageDescriptor?.Location === location));
  });

  it("folders that look alike are partitions of the folder above them, others are tables", async () => {
    const alike = { "data/2023/a.csv": "id,v\n1,1\n", "data/2024/a.csv": "id,v\n2,2\n" };
    const [table, ...others] = await crawling.crawled(alike);
    assert.deepEqual(others, []);
    assert.equal(table.Name, "data");
    assert.deepEqual(
      table.PartitionKeys?.map(({ Name }) => Name),
      ["partition_0"],
    );
    const different = await crawling.crawled({ "data/a/a.csv": "id,v\n1,1\n", "data/b/b.csv": "x,y\n2,2\n" });
    assert.deepEqual(
      different.map(({ Name }) => Name),
      ["a", "b"],
    );
  });

  it("mixed formats in one folder: a table a file, or one table at the configured level and a warning", async () => {
    const files = { "data/t/a.csv": "id,v\n1,1\n", "data/t/b.csv": "id,v\n1,1\n", "data/t/c.json": '{"id": 1}' };
    assert.deepEqual(
      (await crawling.crawled(files)).map(({ Name }) => Name),
      ["a_csv", "b_csv", "c_json"],
    );
    const made = await crawling.make(files, { Configuration: TABLE_PER_FOLDER });
    const [table, ...others] = await crawling.crawl(made);
    assert.deepEqual(others, []);
    assert.equal(table.Parameters?.classification, "csv");
    assert.match(
      await crawling.warnings(made),
      /different formats: its table is csv, and these, which are json, are left out: data\/t\/c.json/,
    );
  });

  it("leaves out excluded, hidden and empty objects", async () => {
    const made = await crawling.make({
      "data/t/a.csv": "id,v\n1,1\n",
      "data/t/_SUCCESS": "",
      "data/t/.hidden.json": "{}",
      "data/t/old/x.json": '{"a": 1}',
      "data/t/note.txt": "x",
    });
    const Path = `s3://${made.bucket}/data/`;
    const Targets = { S3Targets: [{ Path, Exclusions: ["t/old/**", "**.{txt,md}"] }] };
    await crawling.clients.glue.send(new UpdateCrawlerCommand({ Name: made.crawler, Targets, TablePrefix: "raw_" }));
    const [table, ...others] = await crawling.crawl(made);
    assert.deepEqual(others, []);
    assert.equal(table.Name, "raw_t");
    assert.equal(table.Parameters?.objectCount, "1");
  });

  it("makes no table of an empty folder", async () => {
    assert.deepEqual(await crawling.crawled({ "data/t/": "" }), []);
  });
});
