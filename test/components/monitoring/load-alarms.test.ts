import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { LoadAlarms, type LoadAlarmsArgs } from "../../../components";
import { root } from "../../../scripts/setup/paths";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const topicArn = "arn:aws:sns:eu-west-1:123456789012:shop-dev-alarms";
const args: LoadAlarmsArgs = {
  namePrefix: "shop-dev",
  topicArn,
  metricsNamespace: "S3ToRedshift",
  pipelineName: "shop-dev",
  datasets: ["orders"],
  freshnessHours: 26,
};
const make = (changed: Partial<LoadAlarmsArgs> = {}) => new LoadAlarms("shop", { ...args, ...changed });
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const alarmsOf = async (changed: Partial<LoadAlarmsArgs> = {}) => {
  const { resources } = await deploy(() => make(changed), { preview: true });
  return Object.fromEntries(resources.filter(({ type }) => type === alarm).map(({ name, inputs }) => [name, inputs]));
};
const of = { namespace: "S3ToRedshift", dimensions: { Pipeline: "shop-dev", Dataset: "orders" } };
const tells = { alarmActions: [topicArn], okActions: [topicArn] };

describe("LoadAlarms", () => {
  itIsAComponent({
    make: (opts) => new LoadAlarms("shop", { ...args, datasets: ["orders", "visits"] }, opts),
    type: "s3-to-redshift:monitoring:LoadAlarms",
    children: ["orders", "visits"].flatMap((dataset) =>
      ["failed", "quarantined", "slow", "stale"].map((what): [string, string] => [alarm, `shop-${dataset}-${what}`]),
    ),
    outputs: ({ alarmNames }) => ({ alarmNames }),
  });

  it("tells of a load that failed until one succeeds", async () => {
    assert.deepEqual((await alarmsOf())["shop-orders-failed"], {
      name: "shop-dev-orders-failed",
      alarmDescription:
        "Dataset orders of shop-dev: its last load failed. The run's report in the work bucket says why.",
      ...of,
      metricName: "DatasetFailed",
      statistic: "Maximum",
      period: 60,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: "ignore",
      ...tells,
    });
  });

  it("tells of a load that took long", async () => {
    assert.deepEqual((await alarmsOf({ maxMinutes: 45 }))["shop-orders-slow"], {
      name: "shop-dev-orders-slow",
      alarmDescription: "Dataset orders of shop-dev: its last load took more than 45 minutes.",
      ...of,
      metricName: "Duration",
      statistic: "Maximum",
      period: 60,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 2700,
      evaluationPeriods: 1,
      treatMissingData: "ignore",
      ...tells,
    });
    assert.equal((await alarmsOf())["shop-orders-slow"].threshold, 1800);
  });

  it("tells of rows set aside, as a part of those read", async () => {
    const sum = (metricName: string) => ({ ...of, metricName, stat: "Sum", period: 60 });
    assert.deepEqual((await alarmsOf({ maxQuarantinedRatio: 0 }))["shop-orders-quarantined"], {
      name: "shop-dev-orders-quarantined",
      alarmDescription: "Dataset orders of shop-dev: more than 0 of the rows of its last load were set aside.",
      metricQueries: [
        { id: "quarantined", metric: sum("RowsQuarantined"), returnData: false },
        { id: "read", metric: sum("RowsRead"), returnData: false },
        { id: "ratio", expression: "quarantined / read", label: "Ratio of rows set aside", returnData: true },
      ],
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      evaluationPeriods: 1,
      treatMissingData: "ignore",
      ...tells,
    });
    assert.equal((await alarmsOf())["shop-orders-quarantined"].threshold, 0.01);
  });

  it("tells of loads that are not there: no hour of those expected has a success", async () => {
    assert.deepEqual((await alarmsOf())["shop-orders-stale"], {
      name: "shop-dev-orders-stale",
      alarmDescription: "Dataset orders of shop-dev: it was not loaded for 26 hours.",
      metricQueries: [
        {
          id: "failed",
          metric: { ...of, metricName: "DatasetFailed", stat: "Minimum", period: 3600 },
          returnData: false,
        },
        { id: "stale", expression: "FILL(failed, 1)", label: "Hours without a load", returnData: true },
      ],
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      evaluationPeriods: 26,
      datapointsToAlarm: 26,
      treatMissingData: "breaching",
      ...tells,
    });
  });

  it("expects no load unless told when", async () => {
    assert.deepEqual(Object.keys(await alarmsOf({ freshnessHours: undefined })), [
      "shop-orders-failed",
      "shop-orders-slow",
      "shop-orders-quarantined",
    ]);
  });

  it("carries the tags", async () => {
    for (const inputs of Object.values(await alarmsOf({ tags: { team: "shop" } }))) {
      assert.deepEqual(inputs.tags, { team: "shop" });
    }
  });

  it("knows the metrics by the names under which the job puts them", async () => {
    const job = fs.readFileSync(path.join(root, "jobs", "s3_to_redshift", "metrics.py"), "utf8");
    const put = [...job.matchAll(/yield "(\w+)"/g)].map(([, name]) => name);
    const named = Object.values(await alarmsOf()).flatMap(({ metricName, metricQueries = [] }) => [
      metricName,
      ...metricQueries.map(({ metric }: { metric?: { metricName: string } }) => metric?.metricName),
    ]);
    const watched = [...new Set(named.filter(Boolean))];
    assert.deepEqual(watched.sort(), ["DatasetFailed", "Duration", "RowsQuarantined", "RowsRead"]);
    assert.deepEqual(
      watched.filter((name) => !put.includes(name)),
      [],
    );
  });

  itRefuses([
    [
      "more hours than CloudWatch looks back",
      () => make({ freshnessHours: 169 }),
      /^freshnessHours: .* at most 168, got/,
    ],
    ["an hour, which is never over", () => make({ freshnessHours: 1 }), /^freshnessHours: expected at least 2, got 1$/],
    ["no time at all", () => make({ maxMinutes: 0 }), /^maxMinutes: expected at least 1, got 0$/],
    ["more than all", () => make({ maxQuarantinedRatio: 2 }), /^maxQuarantinedRatio: expected at most 1, got 2$/],
    ["no dataset", () => make({ datasets: [] }), /^datasets: expected at least 1 item\(s\), got \[\]$/],
    ["AWS's own namespace", () => make({ metricsNamespace: "AWS/Glue" }), /^metricsNamespace: .*, got "AWS\/Glue"$/],
    ["a name with a blank", () => make({ namePrefix: "my shop" }), /^namePrefix: .*, got "my shop"$/],
    ["a pipeline with a blank", () => make({ pipelineName: "my shop" }), /^pipelineName: .*, got "my shop"$/],
  ]);
});
