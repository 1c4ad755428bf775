import {
  CrawlerNotRunningException,
  CrawlerRunningException,
  DeleteCrawlerCommand,
  EntityNotFoundException,
  GetTagsCommand,
  InvalidInputException,
  StartCrawlerCommand,
  StopCrawlerCommand,
  UpdateCrawlerCommand,
} from "@aws-sdk/client-glue";
import * as assert from "node:assert/strict";
import { eventually, makeRole } from "../../support/local-aws";
import { Crawling } from "./crawling";

describe("Glue crawlers: API", function () {
  this.timeout(180_000);
  let crawling: Crawling;

  before(async () => {
    crawling = await Crawling.start();
  });

  it("shows a crawler with AWS's defaults", async () => {
    const { crawler, bucket } = await crawling.make({}, { Tags: { team: "data" } });
    const made = await crawling.get(crawler);
    assert.equal(made.State, "READY");
    assert.equal(made.Role, crawling.role.split("/")[1]);
    assert.equal(made.Version, 1);
    assert.deepEqual(made.RecrawlPolicy, { RecrawlBehavior: "CRAWL_EVERYTHING" });
    assert.deepEqual(made.LineageConfiguration, { CrawlerLineageSettings: "DISABLE" });
    assert.deepEqual(made.Targets?.S3Targets, [{ Path: `s3://${bucket}/data/`, Exclusions: [] }]);
    const ResourceArn = `arn:aws:glue:${crawling.aws.region}:${crawling.aws.accountId}:crawler/${crawler}`;
    assert.deepEqual((await crawling.clients.glue.send(new GetTagsCommand({ ResourceArn }))).Tags, { team: "data" });
    await crawling.clients.glue.send(new DeleteCrawlerCommand({ Name: crawler }));
    await assert.rejects(crawling.get(crawler), EntityNotFoundException);
  });

  it("refuses to start twice, and to stop what does not run", async () => {
    const made = await crawling.make({ "data/t/a.csv": "id,v\n1,1\n" });
    const Name = made.crawler;
    await crawling.clients.glue.send(new StartCrawlerCommand({ Name }));
    await assert.rejects(crawling.clients.glue.send(new StartCrawlerCommand({ Name })), CrawlerRunningException);
    await eventually("the end", async () => ((await crawling.get(Name)).State === "READY" ? true : undefined));
    await assert.rejects(crawling.clients.glue.send(new StopCrawlerCommand({ Name })), CrawlerNotRunningException);
  });

  it("fails a crawl with the reason", async () => {
    const made = await crawling.make({});
    const Targets = { S3Targets: [{ Path: "s3://no-such-bucket-here/data/" }] };
    await crawling.clients.glue.send(new UpdateCrawlerCommand({ Name: made.crawler, Targets }));
    await crawling.crawl(made, "FAILED");
    const { LastCrawl } = await crawling.get(made.crawler);
    assert.match(LastCrawl?.ErrorMessage ?? "", /bucket does not exist/);
  });

  it("fails a crawl whose database is gone", async () => {
    const made = await crawling.make({ "data/t/a.csv": "id,v\n1,1\n" });
    await crawling.clients.glue.send(new UpdateCrawlerCommand({ Name: made.crawler, DatabaseName: "gone" }));
    await crawling.crawl(made, "FAILED");
    const { LastCrawl } = await crawling.get(made.crawler);
    assert.match(LastCrawl?.ErrorMessage ?? "", /Database gone not found/);
  });

  it("refuses a role that does not trust Glue, and what is not emulated", async () => {
    const other = await makeRole(crawling.clients.iam, "ec2.amazonaws.com");
    await assert.rejects(crawling.make({}, { Role: other }), InvalidInputException);
    await assert.rejects(crawling.make({}, { Schedule: "cron(0 1 * * ? *)" }), /Schedule of a crawler is not emulated/);
    await assert.rejects(
      crawling.make({}, { Configuration: '{"Version": 2}' }),
      /Configuration.Version is 2; it takes 1.0/,
    );
    await assert.rejects(crawling.make({}, { Classifiers: ["nope"] }), EntityNotFoundException);
  });
});
