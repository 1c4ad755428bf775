import { GetCrawlerMetricsCommand, GetPartitionsCommand, ListCrawlsCommand } from "@aws-sdk/client-glue";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import * as assert from "node:assert/strict";
import { putFiles } from "../../support/local-aws";
import { Crawling, columnsOf } from "./crawling";

describe("Glue crawlers: changes between crawls", function () {
  this.timeout(180_000);
  let crawling: Crawling;

  before(async () => {
    crawling = await Crawling.start();
  });

  it("a new column is added, and only once counted", async () => {
    const made = await crawling.make({ "data/t/a.csv": "id,v\n1,1\n" });
    await crawling.crawl(made);
    await putFiles(crawling.clients.s3, made.bucket, { "data/t/b.csv": "id,v,w\n1,1,x\n" });
    const [table, ...others] = await crawling.crawl(made);
    assert.deepEqual(others, []);
    assert.deepEqual(columnsOf(table), ["id:bigint", "v:bigint", "w:string"]);
    const summary = async () =>
      (await crawling.clients.glue.send(new GetCrawlerMetricsCommand({ CrawlerNameList: [made.crawler] })))
        .CrawlerMetricsList?.[0];
    assert.equal((await summary())?.TablesUpdated, 1);
    await crawling.crawl(made);
    assert.equal((await summary())?.TablesUpdated, 0);
    const { Crawls = [] } = await crawling.clients.glue.send(new ListCrawlsCommand({ CrawlerName: made.crawler }));
    assert.deepEqual(
      Crawls.map(({ State }) => State),
      ["COMPLETED", "COMPLETED", "COMPLETED"],
    );
  });

  it("UpdateBehavior LOG leaves the schema and says so", async () => {
    const SchemaChangePolicy = { UpdateBehavior: "LOG", DeleteBehavior: "LOG" } as const;
    const made = await crawling.make({ "data/t/a.csv": "id,v\n1,1\n" }, { SchemaChangePolicy });
    await crawling.crawl(made);
    await putFiles(crawling.clients.s3, made.bucket, { "data/t/a.csv": "id,v,w\n1,1,x\n" });
    const [table] = await crawling.crawl(made);
    assert.deepEqual(columnsOf(table), ["id:bigint", "v:bigint"]);
    assert.match(await crawling.warnings(made), /schema of table t changed and stays/);
  });

  it("makes new partitions and updates those that changed, no others", async () => {
    const { glue, s3 } = crawling.clients;
    const SchemaChangePolicy = { UpdateBehavior: "UPDATE_IN_DATABASE", DeleteBehavior: "LOG" } as const;
    const files = { "data/t/k=1/a.csv": "id,v\n1,1\n", "data/t/k=2/a.csv": "id,v\n2,2\n" };
    const made = await crawling.make(files, { SchemaChangePolicy });
    await crawling.crawl(made);
    await putFiles(s3, made.bucket, { "data/t/k=2/a.csv": "id,v,w\n2,2,x\n", "data/t/k=3/a.csv": "id,v\n3,3\n" });
    await s3.send(new DeleteObjectCommand({ Bucket: made.bucket, Key: "data/t/k=1/a.csv" }));
    await crawling.crawl(made);
    const { Partitions = [] } = await glue.send(
      new GetPartitionsCommand({ DatabaseName: made.database, TableName: "t" }),
    );
    assert.deepEqual(Object.fromEntries(Partitions.map((partition) => [partition.Values?.[0], columnsOf(partition)])), {
      1: ["id:bigint", "v:bigint"],
      2: ["id:bigint", "v:bigint", "w:string"],
      3: ["id:bigint", "v:bigint"],
    });
    const { Crawls = [] } = await glue.send(new ListCrawlsCommand({ CrawlerName: made.crawler }));
    const { partitionsCreated, partitionsUpdated } = JSON.parse(Crawls[0].Summary ?? "");
    assert.deepEqual([partitionsCreated, partitionsUpdated], [1, 1]);
    assert.match(await crawling.warnings(made), /Partitions of t hold no file any more and stay .*\["1"\]/);
  });

  for (const [DeleteBehavior, expected] of [
    ["LOG", { there: true, deprecated: false }],
    ["DEPRECATE_IN_DATABASE", { there: true, deprecated: true }],
    ["DELETE_FROM_DATABASE", { there: false, deprecated: false }],
  ] as const) {
    it(`vanished files: DeleteBehavior ${DeleteBehavior}`, async () => {
      const SchemaChangePolicy = { UpdateBehavior: "UPDATE_IN_DATABASE", DeleteBehavior } as const;
      const made = await crawling.make(
        { "data/a/a.csv": "id,v\n1,1\n", "data/b/b.csv": "x,y\n1,1\n" },
        { SchemaChangePolicy },
      );
      await crawling.crawl(made);
      await crawling.clients.s3.send(new DeleteObjectCommand({ Bucket: made.bucket, Key: "data/b/b.csv" }));
      const table = (await crawling.crawl(made)).find(({ Name }) => Name === "b");
      const deprecated = table?.Parameters?.DEPRECATED_BY_CRAWLER === made.crawler;
      assert.deepEqual({ there: table !== undefined, deprecated }, expected);
    });
  }
});
