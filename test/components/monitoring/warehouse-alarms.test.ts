import { strict as assert } from "node:assert";
import { WarehouseAlarms, type WarehouseAlarmsArgs } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const topicArn = "arn:aws:sns:eu-west-1:123456789012:shop-dev-alarms";
const group = { namePrefix: "shop-dev", topicArn, tags: { team: "shop" } };
const serverless = (changed: Partial<WarehouseAlarmsArgs> = {}) =>
  new WarehouseAlarms("shop", { ...group, workgroupName: "shop-dev", ...changed });
const cluster = (changed: Partial<WarehouseAlarmsArgs> = {}) =>
  new WarehouseAlarms("shop", { ...group, clusterIdentifier: "shop-dev", ...changed });
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const tells = { alarmActions: [topicArn], okActions: [topicArn], tags: { team: "shop" } };

describe("WarehouseAlarms", () => {
  itIsAComponent({
    make: (opts) => new WarehouseAlarms("shop", { ...group, clusterIdentifier: "shop-dev" }, opts),
    type: "s3-to-redshift:monitoring:WarehouseAlarms",
    children: [
      [alarm, "shop-cpu"],
      [alarm, "shop-disk"],
    ],
    outputs: ({ alarmNames }) => ({ alarmNames }),
  });

  it("counts the RPU hours of a day", async () => {
    assert.deepEqual((await deploy(() => serverless(), { preview: true })).one(alarm).inputs, {
      name: "shop-dev-rpu-hours",
      alarmDescription: "Workgroup shop-dev: more than 64 RPU hours in a day.",
      metricQueries: [
        {
          id: "seconds",
          metric: {
            namespace: "AWS/Redshift-Serverless",
            metricName: "ComputeSeconds",
            dimensions: { Workgroup: "shop-dev" },
            stat: "Sum",
            period: 86400,
          },
          returnData: false,
        },
        { id: "hours", expression: "seconds / 3600", label: "RPU hours", returnData: true },
      ],
      comparisonOperator: "GreaterThanThreshold",
      threshold: 64,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
      ...tells,
    });
  });

  it("watches disk and CPU of a cluster, which may be paused", async () => {
    const { one } = await deploy(() => cluster(), { preview: true });
    const of = {
      namespace: "AWS/Redshift",
      dimensions: { ClusterIdentifier: "shop-dev" },
      statistic: "Average",
      period: 300,
      comparisonOperator: "GreaterThanThreshold",
      ...tells,
    };
    assert.deepEqual(one(alarm, "shop-disk").inputs, {
      name: "shop-dev-disk",
      alarmDescription: "Cluster shop-dev: more than 80 % of the disk space is used.",
      metricName: "PercentageDiskSpaceUsed",
      threshold: 80,
      evaluationPeriods: 3,
      treatMissingData: "ignore",
      ...of,
    });
    assert.deepEqual(one(alarm, "shop-cpu").inputs, {
      name: "shop-dev-cpu",
      alarmDescription: "Cluster shop-dev: more than 90 % CPU for half an hour.",
      metricName: "CPUUtilization",
      threshold: 90,
      evaluationPeriods: 6,
      treatMissingData: "notBreaching",
      ...of,
    });
  });

  it("takes other thresholds", async () => {
    assert.equal((await deploy(() => serverless({ maxRpuHoursPerDay: 4.5 }))).one(alarm).inputs.threshold, 4.5);
    const { one } = await deploy(() => cluster({ maxDiskPercent: 70, maxCpuPercent: 60 }));
    assert.equal(one(alarm, "shop-disk").inputs.threshold, 70);
    assert.equal(one(alarm, "shop-cpu").inputs.threshold, 60);
  });

  itRefuses([
    [
      "no warehouse",
      () => serverless({ workgroupName: undefined }),
      /^workgroupName: expected either workgroupName or/,
    ],
    ["two", () => serverless({ clusterIdentifier: "x" }), /^workgroupName: expected either workgroupName or/],
    [
      "the disk of a workgroup",
      () => serverless({ maxDiskPercent: 80 }),
      /^maxDiskPercent: is for a cluster, which the warehouse is not$/,
    ],
    [
      "RPU hours of a cluster",
      () => cluster({ maxRpuHoursPerDay: 8 }),
      /^maxRpuHoursPerDay: is for a workgroup, which the warehouse is not$/,
    ],
    ["no RPU hours", () => serverless({ maxRpuHoursPerDay: 0 }), /^maxRpuHoursPerDay: expected more than 0, got 0$/],
    ["all of the disk", () => cluster({ maxDiskPercent: 100 }), /^maxDiskPercent: expected at most 99, got 100$/],
    ["a name with a blank", () => cluster({ namePrefix: "my shop" }), /^namePrefix: .*, got "my shop"$/],
  ]);
});
