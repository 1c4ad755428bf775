import { strict as assert } from "node:assert";
import type * as pulumi from "@pulumi/pulumi";
import type { Spec } from "../../components";
import { deployExample, itPassesThePolicyPacks, specOf } from "../support/example";
import { type Deployment, valueOf } from "../support/harness";

const EXAMPLE = "csv-upsert";

type Exported = Record<"sourceBucket" | "workflow", pulumi.Output<string>>;

describe("examples/csv-upsert", () => {
  let made: Deployment<Exported>;
  let orders: Spec["datasets"][number];
  const inputsOf = (type: string, name?: string) => made.one(type, name).inputs;
  before(async () => {
    made = await deployExample<Exported>(EXAMPLE);
    [orders] = specOf(made).datasets;
  });

  itPassesThePolicyPacks(EXAMPLE);

  it("tells the crawler how the files are written, and the job the same columns", () => {
    const { name, csvClassifier } = inputsOf("aws:glue/classifier:Classifier");
    const names = ["order_id", "changed_at", "email", "amount"];
    assert.deepEqual(csvClassifier, { delimiter: ";", containsHeader: "ABSENT", headers: names });
    assert.deepEqual(inputsOf("aws:glue/crawler:Crawler").classifiers, [name]);
    assert.deepEqual(
      orders.columns?.map((column) => column.name),
      names,
    );
  });

  it("keeps the latest row of each key, and fails a load of which more than a hundredth is set aside", () => {
    const { load, maxQuarantinedRatio, rules } = orders;
    assert.deepEqual(load, { mode: "upsert", keys: ["order_id"], orderBy: "changed_at" });
    assert.equal(maxQuarantinedRatio, 0.01);
    assert.deepEqual(
      rules?.map(({ onFail }) => onFail),
      [undefined, "warn"],
    );
  });

  it("starts by the clock", async () => {
    const { type, schedule, enabled } = inputsOf("aws:glue/trigger:Trigger", "shop-schedule-start");
    assert.deepEqual([type, schedule, enabled], ["SCHEDULED", "cron(0 6 * * ? *)", true]);
    assert.equal(await valueOf(made.result.workflow), inputsOf("aws:glue/workflow:Workflow").name);
  });

  it("tells an address of failures, of rows set aside and of a day without a load", () => {
    const { protocol, endpoint } = inputsOf("aws:sns/topicSubscription:TopicSubscription");
    assert.deepEqual([protocol, endpoint], ["email", "data-alerts@example.com"]);
    const alarms = made.resources.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
    const of = (what: string) => alarms.find(({ name }) => name.endsWith(`orders-${what}`))!.inputs;
    assert.equal(of("failed").alarmActions.length, 1);
    assert.equal(of("quarantined").threshold, 0.005);
    assert.equal(of("stale").evaluationPeriods, 26);
  });

  it("limits what the warehouse may compute", () => {
    const { baseCapacity, maxCapacity } = inputsOf("aws:redshiftserverless/workgroup:Workgroup");
    const { period, amount } = inputsOf("aws:redshiftserverless/usageLimit:UsageLimit");
    assert.deepEqual([baseCapacity, maxCapacity, period, amount], [8, 32, "daily", 64]);
  });
});
