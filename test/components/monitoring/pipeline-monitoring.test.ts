import { strict as assert } from "node:assert";
import { CatalogChanges, PipelineMonitoring, type PipelineMonitoringArgs } from "../../../components";
import { monitoringSchema } from "../../../components/monitoring/args";
import { problemsOf } from "../../../components/validation";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy, valueOf } from "../../support/harness";

const args: PipelineMonitoringArgs = {
  namePrefix: "shop-dev",
  jobNames: ["shop-dev-load"],
  crawlerName: "shop-dev-source",
  databaseName: "shop_dev",
  metricsNamespace: "S3ToRedshift",
  pipelineName: "shop-dev",
  datasets: ["orders", "visits"],
  workgroupName: "shop-dev",
};
const make = (changed: Partial<PipelineMonitoringArgs> = {}) => new PipelineMonitoring("shop", { ...args, ...changed });
const monitoring = "s3-to-redshift:monitoring:";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const ownTopic = "arn:aws:sns:eu-west-1:123456789012:shop-dev-alarms";

describe("PipelineMonitoring", () => {
  itIsAComponent({
    make: (opts) => new PipelineMonitoring("shop", args, opts),
    type: `${monitoring}PipelineMonitoring`,
    children: [
      [`${monitoring}AlarmTopic`, "shop-alarms"],
      [`${monitoring}PipelineDashboard`, "shop-dashboard"],
      [`${monitoring}LoadEvents`, "shop-events"],
      [`${monitoring}LoadAlarms`, "shop-loads"],
      [`${monitoring}WarehouseAlarms`, "shop-warehouse"],
    ],
    outputs: ({ topicArn, alarmNames, dashboardName }) => ({
      topicArn,
      alarmNames,
      dashboardName: dashboardName!,
    }),
  });

  it("tells its own topic of all, known at preview", async () => {
    const { one, resources, result } = await deploy(() => make({ emails: ["ann@acme.example"] }), { preview: true });
    assert.equal(await valueOf(result.topicArn), ownTopic);
    assert.equal(one("aws:sns/topicSubscription:TopicSubscription").inputs.endpoint, "ann@acme.example");
    const told = resources.flatMap(({ type, inputs }) =>
      type === alarm
        ? [...inputs.alarmActions, ...inputs.okActions]
        : type === "aws:cloudwatch/eventTarget:EventTarget"
          ? [inputs.arn]
          : [],
    );
    assert.equal(told.length, 7 * 2 + 4);
    assert.deepEqual([...new Set(told)], [ownTopic]);
  });

  it("tells an existing topic", async () => {
    const topicArn = "arn:aws:sns:eu-west-1:123456789012:on-call";
    const { one, resources } = await deploy(() => make({ topicArn }));
    assert.equal(resources.filter(({ type }) => type.startsWith("aws:sns/")).length, 0);
    assert.deepEqual(one(alarm, "shop-loads-orders-failed").inputs.alarmActions, [topicArn]);
  });

  it("hands its parts what they are told", async () => {
    const { one, result } = await deploy(() =>
      make({
        events: { stoppedRuns: true, catalogChanges: CatalogChanges.None },
        loads: { maxMinutes: 10, freshnessHours: 26 },
        warehouse: { maxRpuHoursPerDay: 8 },
        kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/one",
      }),
    );
    assert.match(one("aws:cloudwatch/eventRule:EventRule", "shop-events-job-failed").inputs.eventPattern, /"STOPPED"/);
    assert.throws(() => one("aws:cloudwatch/eventRule:EventRule", "shop-events-schema-changed"));
    assert.equal(one(alarm, "shop-loads-visits-slow").inputs.threshold, 600);
    assert.equal(one(alarm, "shop-warehouse-rpu-hours").inputs.threshold, 8);
    assert.equal(one("aws:sns/topic:Topic").inputs.kmsMasterKeyId, "arn:aws:kms:eu-west-1:123456789012:key/one");
    assert.deepEqual(await valueOf(result.alarmNames), [
      ...["orders", "visits"].flatMap((dataset) =>
        ["failed", "slow", "quarantined", "stale"].map((what) => `shop-dev-${dataset}-${what}`),
      ),
      "shop-dev-rpu-hours",
    ]);
  });

  it("may be told all from a configuration", () => {
    const told = {
      topicArn: "arn:aws:sns:eu-west-1:123456789012:on-call",
      emails: ["ann@acme.example"],
      webhookUrl: "https://hooks.acme.example/1",
      events: { stoppedRuns: true, catalogChanges: "all" },
      loads: { maxMinutes: 10, maxQuarantinedRatio: 0.05, freshnessHours: 26 },
      warehouse: { maxRpuHoursPerDay: 8, maxDiskPercent: 70, maxCpuPercent: 80 },
      dashboard: false,
    };
    assert.deepEqual(monitoringSchema.parse(told), told);
    assert.deepEqual(
      problemsOf(monitoringSchema, { loads: { hours: 1 } }).map(({ path }) => path),
      ["loads.hours"],
    );
  });

  it("shows all of it, unless told not to", async () => {
    const { one } = await deploy(() => make(), { preview: true });
    const { dashboardName, dashboardBody } = one("aws:cloudwatch/dashboard:Dashboard").inputs;
    assert.equal(dashboardName, "shop-dev");
    assert.match(dashboardBody, /:alarm:shop-dev-rpu-hours/);
    const { resources, result } = await deploy(() => make({ dashboard: false }));
    assert.equal(resources.filter(({ type }) => type === "aws:cloudwatch/dashboard:Dashboard").length, 0);
    assert.equal(result.dashboardName, undefined);
  });

  it("watches a cluster, or no warehouse", async () => {
    const { one } = await deploy(() => make({ workgroupName: undefined, clusterIdentifier: "shop-dev" }));
    assert.equal(one(alarm, "shop-warehouse-disk").inputs.name, "shop-dev-disk");
    const { resources } = await deploy(() => make({ workgroupName: undefined }));
    assert.equal(resources.filter(({ type }) => type === `${monitoring}WarehouseAlarms`).length, 0);
  });

  it("carries the tags", async () => {
    const { resources } = await deploy(() => make({ tags: { team: "shop" } }));
    const taggable = /Topic$|EventRule$|MetricAlarm$/;
    for (const { name, inputs } of resources.filter(({ type }) => taggable.test(type) && type.startsWith("aws:"))) {
      assert.deepEqual(inputs.tags, { team: "shop" }, name);
    }
  });

  itRefuses([
    [
      "addresses for a topic of somebody else",
      () => make({ topicArn: ownTopic, emails: ["ann@acme.example"] }),
      /^emails: expected nothing beside topicArn: subscribe to that topic where it is made$/,
    ],
    [
      "a URL for one",
      () => make({ topicArn: ownTopic, webhookUrl: "https://hooks.example" }),
      /^webhookUrl: expected nothing beside topicArn/,
    ],
    [
      "thresholds without a warehouse",
      () => make({ workgroupName: undefined, warehouse: {} }),
      /^warehouse: expected workgroupName or clusterIdentifier to watch$/,
    ],
    ["names too long", () => make({ namePrefix: "x".repeat(49) }), /^namePrefix: expected 1 to 48 letters/],
  ]);
});
