import { StartCrawlerCommand, UpdateCrawlerCommand } from "@aws-sdk/client-glue";
import { strict as assert } from "node:assert";
import { checkCatalog } from "../../../scripts/pipeline/catalog";
import { crawl } from "../../../scripts/pipeline/crawl";
import type { PipelineOutputs } from "../../../scripts/pipeline/outputs";
import { Crawling, type Made, TABLE_PER_FOLDER } from "../glue/crawling";

describe("the pipeline command's crawl", function () {
  this.timeout(60_000);
  let crawling: Crawling;
  before(async () => (crawling = await Crawling.start()));

  const pipeline = ({ bucket, database }: Made, format: "csv" | "json") =>
    ({
      databaseName: database,
      datasets: [{ name: "orders", location: `s3://${bucket}/data/orders/`, format, catalogTable: "orders" }],
    }) as PipelineOutputs;
  const orders = { "data/orders/a.csv": "id,amount\n1,2.5\n2,3.5\n" };
  const settings = { Configuration: TABLE_PER_FOLDER };

  it("waits for its end, after which the catalog holds each dataset's table", async () => {
    const made = await crawling.make(orders, settings);
    const said: string[] = [];
    await crawl(crawling.clients.glue, made.crawler, (line) => said.push(line));
    assert.equal(said.at(-1), "ready");
    const [table] = await checkCatalog(crawling.clients.glue, pipeline(made, "csv"));
    assert.deepEqual(table.columns, [
      { name: "id", type: "bigint" },
      { name: "amount", type: "double" },
    ]);
  });

  it("does not take one that is under way for its own", async () => {
    const made = await crawling.make(orders, settings);
    await crawling.clients.glue.send(new StartCrawlerCommand({ Name: made.crawler }));
    const said: string[] = [];
    await crawl(crawling.clients.glue, made.crawler, (line) => said.push(line));
    assert.match(said[0], /another crawl is under way/);
  });

  it("ends with Glue's own message when it fails", async () => {
    const made = await crawling.make({});
    const Targets = { S3Targets: [{ Path: "s3://no-such-bucket-here/data/" }] };
    await crawling.clients.glue.send(new UpdateCrawlerCommand({ Name: made.crawler, Targets }));
    await assert.rejects(
      crawl(crawling.clients.glue, made.crawler, () => undefined),
      /ended FAILED: .*bucket does not exist/,
    );
  });

  it("names the dataset without a table, and the one of another format", async () => {
    const empty = await crawling.make({}, settings);
    await assert.rejects(
      checkCatalog(crawling.clients.glue, pipeline(empty, "csv")),
      /orders: no table orders; are there files below s3:/,
    );
    const made = await crawling.make(orders, settings);
    await crawl(crawling.clients.glue, made.crawler, () => undefined);
    await assert.rejects(
      checkCatalog(crawling.clients.glue, pipeline(made, "json")),
      /orders: the crawler found csv below .*, the dataset declares json/,
    );
  });
});
