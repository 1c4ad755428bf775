import { strict as assert } from "node:assert";
import {
  type CostEstimate,
  type CostUsageArgs,
  EndpointService,
  estimateMonthlyCost,
  ExecutionClass,
  NodeType,
  type S3ToRedshiftPipelineArgs,
  WorkerType,
} from "../../../components";
import { args } from "../../support/shop-pipeline";

const estimate = (changed: Partial<S3ToRedshiftPipelineArgs> = {}, usage?: CostUsageArgs, region = "us-east-1") =>
  estimateMonthlyCost({ region, pipeline: { ...args, ...changed }, usage });

/** Cents and hundredths of units: what is worked out by hand below. */
const rounded = (value: number) => Math.round(value * 100) / 100;

/** Quantity, unit and dollars of an item; undefined where there is none. */
function item({ items }: CostEstimate, what: string) {
  const found = items.filter((it) => it.what.startsWith(what));
  assert.ok(found.length <= 1, `${found.length} items ${what}`);
  return found.map(({ quantity, unit, usd }) => [rounded(quantity), unit, rounded(usd)])[0];
}

const said = ({ assumptions }: CostEstimate, text: RegExp) => assumptions.filter((assumption) => text.test(assumption));

describe("estimateMonthlyCost", () => {
  it("adds up a small pipeline worked out by hand", () => {
    // A month has 365 / 12 days. Two datasets, a run a day: crawl 2 minutes, load 10 minutes on 2 x G.1X, 8 RPUs.
    const found = estimate();
    assert.deepEqual(
      found.items.map(({ what, quantity, unit, usd }) => [what, rounded(quantity), unit, rounded(usd)]),
      [
        ["Glue crawler", 10.14, "DPU-hours", 4.46], // 30.4167 x 2 DPUs x 10 / 60 h x 0.44
        ["Glue load job, STANDARD, 2 x G.1X", 10.14, "DPU-hours", 4.46], // 30.4167 x 2 x 10 / 60 x 0.44
        ["Redshift Serverless, 8 RPUs", 40.56, "RPU-hours", 15.21], // 30.4167 x 8 x 10 / 60 x 0.375
        ["Redshift managed storage", 10, "GB-months", 0.24], // 10 x 0.024
        ["Secret of the warehouse's administrator", 1, "secret-months", 0.4],
        ["S3 storage", 11, "GB-months", 0.25], // (10 + 1) x 0.023
        ["S3 writes and lists", 6.08, "thousand requests", 0.03], // 100 x 30.4167 x 2 / 1000 x 0.005
        ["S3 reads", 30.42, "thousand requests", 0.01], // 100 x 30.4167 x 10 / 1000 x 0.0004
        ["CloudWatch Logs, taken in", 1, "GB", 0.5],
        ["CloudWatch Logs, kept", 0.99, "GB-months", 0.03], // 1 x 30 / 30.4167 x 0.03
        ["CloudWatch metrics, 12", 0.5, "metric-months", 0.15], // 2 x 6 / 24 x 0.3
      ],
    );
    assert.equal(rounded(found.totalUsd), 25.75);
    assert.deepEqual([found.region, found.priceRegion], ["us-east-1", "us-east-1"]);
    assert.match(found.pricesOf, /^2026-\d\d-\d\d$/);
  });

  it("is the sum of its items, to the last digit", () => {
    const { items, totalUsd } = estimate({ monitoring: {}, createKmsKey: true, maintenance: {} });
    assert.equal(
      items.reduce((sum, { usd }) => sum + usd, 0),
      totalUsd,
    );
  });

  describe("of Glue", () => {
    it("bills ten minutes of a crawl at least", () => {
      const crawl = (crawlMinutesPerRun: number) => item(estimate({}, { crawlMinutesPerRun }), "Glue crawler");
      assert.deepEqual(crawl(0.1), crawl(10));
      assert.deepEqual(crawl(15), [15.21, "DPU-hours", 6.69]); // 30.4167 x 2 x 15 / 60 x 0.44
      assert.equal(crawl(0), undefined);
      assert.equal(said(estimate({}, { crawlMinutesPerRun: 3 }), /crawl 3 minutes \(billed as 10\)/).length, 1);
    });

    it("bills a minute of a load at least", () => {
      const load = (minutesPerRun: number) => item(estimate({}, { minutesPerRun }), "Glue load job");
      assert.deepEqual(load(0.25), load(1));
      assert.deepEqual(load(1), [1.01, "DPU-hours", 0.45]); // 30.4167 x 2 / 60 x 0.44
      assert.deepEqual(load(1.5), [1.52, "DPU-hours", 0.67]);
    });

    it("counts DPUs by the worker's type and the price by the execution class", () => {
      const job = (workerType: WorkerType, numberOfWorkers: number, executionClass?: ExecutionClass) =>
        item(
          estimate({ job: { workerType, numberOfWorkers, executionClass } }, { minutesPerRun: 60 }),
          "Glue load job",
        );
      assert.deepEqual(job(WorkerType.G2X, 10), [608.33, "DPU-hours", 267.67]); // 30.4167 x 20 x 0.44
      assert.deepEqual(job(WorkerType.G4X, 10), [1216.67, "DPU-hours", 535.33]);
      assert.deepEqual(job(WorkerType.G8X, 10), [2433.33, "DPU-hours", 1070.67]);
      assert.deepEqual(job(WorkerType.G2X, 10, ExecutionClass.Flex), [608.33, "DPU-hours", 176.42]); // x 0.29
    });

    it("makes Flex cheaper, and nothing else than the load", () => {
      const [standard, flex] = [ExecutionClass.Standard, ExecutionClass.Flex].map((executionClass) =>
        estimate({ job: { executionClass } }),
      );
      assert.ok(flex.totalUsd < standard.totalUsd);
      assert.equal(rounded(standard.totalUsd - flex.totalUsd), 1.52); // 10.1389 x (0.44 - 0.29)
    });

    it("counts maintenance where there is some, a minute of it at least", () => {
      assert.equal(item(estimate(), "Glue maintenance"), undefined);
      assert.deepEqual(item(estimate({ maintenance: {} }), "Glue maintenance"), [5.07, "DPU-hours", 1.47]); // 30.4167 x 2 x 5 / 60 x 0.29
      const usage = { maintenanceMinutesPerRun: 0.5 };
      assert.deepEqual(item(estimate({ maintenance: {} }, usage), "Glue maintenance"), [1.01, "DPU-hours", 0.29]);
    });

    it("grows with the runs", () => {
      const hourly = estimate({}, { runsPerDay: 24 });
      assert.deepEqual(item(hourly, "Glue crawler"), [243.33, "DPU-hours", 107.07]); // 24 times as much
      assert.equal(item(estimate({}, { runsPerDay: 0 }), "Glue crawler"), undefined);
    });
  });

  describe("of the warehouse", () => {
    const warehouse = (args: S3ToRedshiftPipelineArgs["warehouse"], usage?: CostUsageArgs) =>
      estimate({ warehouse: args }, usage);

    it("counts Serverless by the hours in which it computes", () => {
      const found = warehouse({ serverless: { baseCapacity: 32 } }, { warehouseHoursPerDay: 2 });
      assert.deepEqual(item(found, "Redshift Serverless, 32 RPUs"), [1946.67, "RPU-hours", 730]); // 32 x 2 x 30.4167 x 0.375
    });

    it("takes loads and maintenance for them, a minute each at least, where none are told", () => {
      const usage = { runsPerDay: 24, minutesPerRun: 0.5, maintenanceMinutesPerRun: 0.5 };
      assert.deepEqual(item(estimate({}, usage), "Redshift Serverless"), [97.33, "RPU-hours", 36.5]); // 8 x 24 / 60 x 30.4167 x 0.375
      assert.deepEqual(item(estimate({ maintenance: {} }, usage), "Redshift Serverless"), [194.67, "RPU-hours", 73]);
      const always = estimate({}, { runsPerDay: 288, minutesPerRun: 10 });
      assert.deepEqual(item(always, "Redshift Serverless"), [5840, "RPU-hours", 2190]); // never more than 8 x 730
    });

    it("counts a cluster by its nodes, and all day", () => {
      const found = warehouse({ cluster: { nodeType: NodeType.Ra34xlarge, numberOfNodes: 3 } });
      assert.deepEqual(item(found, "Redshift cluster, 3 x ra3.4xlarge"), [2190, "node-hours", 7139.4]); // 3 x 730 x 3.26
      assert.equal(item(found, "Redshift Serverless"), undefined);
      assert.deepEqual(item(found, "Redshift managed storage"), [10, "GB-months", 0.24]);
      assert.deepEqual(item(warehouse({ cluster: {} }), "Redshift cluster, 2 x ra3.large"), [
        1460,
        "node-hours",
        792.78,
      ]);
    });

    it("is cheaper as Serverless for a load a day, and as a cluster for one that is read all day", () => {
      const of = (hours: number) => ({
        serverless: warehouse({ serverless: { baseCapacity: 8 } }, { warehouseHoursPerDay: hours }).totalUsd,
        cluster: warehouse({ cluster: {} }).totalUsd,
      });
      assert.ok(of(1).serverless < of(1).cluster);
      assert.ok(of(10).serverless > of(10).cluster);
    });

    it("says that it leaves pauses to who knows how long a cluster runs", () => {
      const pause = { pauseCron: "cron(0 20 ? * MON-FRI *)", resumeCron: "cron(0 6 ? * MON-FRI *)" };
      assert.equal(
        said(warehouse({ cluster: { pause } }), /pauses are not counted unless warehouseHoursPerDay/).length,
        1,
      );
      const told = warehouse({ cluster: { pause } }, { warehouseHoursPerDay: 10 });
      assert.equal(said(told, /pauses/).length, 0);
      assert.deepEqual(item(told, "Redshift cluster"), [608.33, "node-hours", 330.33]); // 2 x 10 x 30.4167 x 0.543
    });

    it("leaves out one that is there already, and says so", () => {
      const found = warehouse({ existing: { database: "dev", clusterIdentifier: "theirs" } });
      assert.deepEqual(
        found.items.filter(({ what }) => /Redshift|Secret/.test(what)),
        [],
      );
      assert.equal(said(found, /^The warehouse is there already/).length, 1);
    });
  });

  describe("of the rest", () => {
    const network = { vpcId: "vpc-0a1b2c3d", subnetIds: ["subnet-a", "subnet-b", "subnet-c"] };

    it("counts each interface endpoint in each zone", () => {
      const usual = estimate({ network }, { endpointGb: 100 });
      assert.deepEqual(item(usual, "Interface endpoints, 6 in 3 zones"), [13140, "hours", 131.4]); // 6 x 3 x 730 x 0.01
      assert.deepEqual(item(usual, "Data through interface endpoints"), [100, "GB", 1]);
      const endpoints = [EndpointService.RedshiftData, EndpointService.Glue];
      assert.deepEqual(item(estimate({ network: { ...network, endpoints } }), "Interface endpoints"), [
        4380,
        "hours",
        43.8,
      ]);
      assert.equal(item(estimate({ network: { ...network, endpoints: [] } }), "Interface"), undefined);
      assert.equal(item(estimate(), "Interface"), undefined);
    });

    it("counts a key that the pipeline makes, not one that is given", () => {
      assert.deepEqual(item(estimate({ createKmsKey: true }), "KMS key"), [1, "key-months", 1]);
      const given = estimate({ kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/theirs" });
      assert.equal(item(given, "KMS key"), undefined);
      assert.equal(said(given, /KMS key is paid for where it is made/).length, 1);
    });

    it("counts alarms by the metrics that they look at, and the dashboard", () => {
      assert.equal(item(estimate(), "CloudWatch alarms"), undefined);
      const found = estimate({ monitoring: {} });
      assert.deepEqual(item(found, "CloudWatch alarms"), [9, "alarm-metric-months", 0.9]); // 2 x 4 + 1
      assert.deepEqual(item(found, "CloudWatch dashboard"), [1, "dashboard-months", 3]);
      const stale = estimate({ monitoring: { loads: { freshnessHours: 24 }, dashboard: false } });
      assert.deepEqual(item(stale, "CloudWatch alarms"), [11, "alarm-metric-months", 1.1]);
      assert.equal(item(stale, "CloudWatch dashboard"), undefined);
      const cluster = estimate({ monitoring: {}, warehouse: { cluster: {} } });
      assert.deepEqual(item(cluster, "CloudWatch alarms"), [10, "alarm-metric-months", 1]);
    });

    it("counts metrics by the hours in which they are put", () => {
      const metrics = (runsPerDay: number) =>
        item(estimate({ maintenance: {} }, { runsPerDay }), "CloudWatch metrics, 14");
      assert.deepEqual(metrics(12), [7, "metric-months", 2.1]);
      assert.deepEqual(metrics(288), [14, "metric-months", 4.2]);
    });

    it("counts logs for as long as they are kept", () => {
      const found = estimate({ logs: { retentionDays: 365 } }, { logGb: 10 });
      assert.deepEqual(item(found, "CloudWatch Logs, taken in"), [10, "GB", 5]);
      assert.deepEqual(item(found, "CloudWatch Logs, kept"), [120, "GB-months", 3.6]); // twelve months of 10 GB
    });

    it("counts what is stored", () => {
      const found = estimate({}, { bucketGb: 1000, stagedGb: 500, warehouseGb: 2000 });
      assert.deepEqual(item(found, "S3 storage"), [1500, "GB-months", 34.5]);
      assert.deepEqual(item(found, "Redshift managed storage"), [2000, "GB-months", 48]);
    });
  });

  describe("of a region", () => {
    it("takes its prices", () => {
      const ireland = estimate({}, {}, "eu-west-1");
      assert.deepEqual(item(ireland, "Redshift Serverless"), [40.56, "RPU-hours", 15.7]); // 40.5556 x 0.387
      assert.deepEqual([ireland.region, ireland.priceRegion], ["eu-west-1", "eu-west-1"]);
    });

    it("without prices takes others and says whose", () => {
      const found = estimate({}, {}, "ap-southeast-3");
      assert.deepEqual([found.region, found.priceRegion], ["ap-southeast-3", "us-east-1"]);
      assert.equal(found.totalUsd, estimate().totalUsd);
      assert.deepEqual(said(found, /ap-southeast-3/), [
        "The table has no prices of ap-southeast-3: those of us-east-1 are taken.",
      ]);
    });

    it("names the prices of it that are not verified, as far as they are used", () => {
      const job = { executionClass: ExecutionClass.Flex };
      assert.deepEqual(said(estimate({ job }, {}, "eu-west-1"), /^Not verified/), [
        'Not verified: the price of "Glue crawler" ($0.44) is that of the other regions here.',
        'Not verified: the price of "Glue load job, FLEX, 2 x G.1X" ($0.29) is that of the other regions here.',
      ]);
      assert.deepEqual(said(estimate({ job }), /^Not verified/), []);
    });
  });
});
