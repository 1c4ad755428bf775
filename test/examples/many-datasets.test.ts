import { strict as assert } from "node:assert";
import type * as pulumi from "@pulumi/pulumi";
import { deployExample, itPassesThePolicyPacks, specOf } from "../support/example";
import { type Deployment, place, valueOf } from "../support/harness";

const EXAMPLE = "many-datasets";

interface Exported {
  locations: pulumi.Output<string[]>;
}

describe("examples/many-datasets", () => {
  let made: Deployment<Exported>;
  const inputsOf = (type: string, name?: string) => made.one(type, name).inputs;
  before(async () => {
    made = await deployExample<Exported>(EXAMPLE);
  });

  itPassesThePolicyPacks(EXAMPLE);

  it("makes a dataset of each table, in each format and mode", async () => {
    const { datasets } = specOf(made);
    assert.deepEqual(
      datasets.map(({ target: { schema, table }, format, load }) => `${schema}.${table} ${format} ${load.mode}`),
      [
        "shop.customers csv upsert",
        "shop.products csv replace",
        "shop.prices csv history",
        "shop.orders parquet upsert",
        "shop.stock parquet snapshot",
        "shop.clicks json append",
        "shop.reviews json append",
      ],
    );
    assert.deepEqual(
      await valueOf(made.result.locations),
      ["customers", "products", "prices", "orders", "stock", "clicks", "reviews"].map(
        (folder) => `s3://shop-test-source-${place.accountId}-${place.region}/shop/${folder}/`,
      ),
    );
  });

  it("has one crawler, one job and one workflow for all, which starts when files of any arrive", () => {
    assert.equal(inputsOf("aws:glue/crawler:Crawler").s3Targets.length, 7);
    assert.equal(inputsOf("aws:glue/job:Job", "shop-load-job").executionProperty.maxConcurrentRuns, 1);
    assert.equal(inputsOf("aws:glue/workflow:Workflow").maxConcurrentRuns, 1);
    const { type, eventBatchingConditions } = inputsOf("aws:glue/trigger:Trigger", "shop-schedule-start");
    assert.deepEqual([type, eventBatchingConditions], ["EVENT", [{ batchSize: 50, batchWindow: 300 }]]);
    const { eventPattern } = inputsOf("aws:cloudwatch/eventRule:EventRule", "shop-schedule-arrival-rule");
    assert.equal(JSON.parse(eventPattern).detail.object.key.length, 7);
    assert.equal(inputsOf("aws:s3/bucketNotification:BucketNotification").eventbridge, true);
  });

  it("looks after the tables once the load has succeeded", () => {
    const { type, predicate, actions } = inputsOf("aws:glue/trigger:Trigger", "shop-schedule-maintain");
    assert.equal(type, "CONDITIONAL");
    assert.deepEqual(predicate.conditions, [{ jobName: "shop-test-load", state: "SUCCEEDED" }]);
    assert.equal(actions[0].jobName, inputsOf("aws:glue/job:Job", "shop-maintenance-job").name);
    assert.deepEqual(specOf(made).maintenance, { keepRunsDays: 400, staleAfterHours: 48 });
  });
});
