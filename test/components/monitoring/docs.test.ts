import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { estimateMonthlyCost, type S3ToRedshiftPipelineArgs } from "../../../components";
import { load } from "../../support/example";
import { deploy, type Deployment } from "../../support/harness";
import { blocks, codes, page, rowsOf, section } from "../../support/page";
import { args, make, orders } from "../../support/shop-pipeline";

const text = page("monitoring");
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const PREFIX = "shop-test";

/** Physical names of a type as the page writes them. */
const namesOf = ({ resources }: Deployment<unknown>, type: string): string[] =>
  resources
    .filter((it) => it.type === type)
    .map(({ inputs }) => inputs.name.replaceAll(PREFIX, "NAME").replace(/-orders-/, "-DATASET-"));
/** With all that a page about monitoring has to tell of. */
const watched = (changed: Partial<S3ToRedshiftPipelineArgs>) =>
  deploy(() => make({ datasets: [orders], monitoring: { loads: { freshnessHours: 26 } }, ...changed }));

describe("docs/monitoring.md", () => {
  const alarms = rowsOf(section(text, "Alarms"));
  let serverless: Deployment<unknown>;
  let cluster: Deployment<unknown>;
  before(async () => {
    serverless = await watched({ logs: { auditLogs: true } });
    cluster = await watched({ warehouse: { cluster: {} }, logs: { auditLogs: true }, createKmsKey: true });
  });

  it("has a row for each alarm, and for none that there is not", () => {
    const made = new Set([...namesOf(serverless, alarm), ...namesOf(cluster, alarm)]);
    assert.deepEqual(alarms.map(([name]) => codes(name)[0]).sort(), [...made].sort());
  });

  it("has the thresholds that alarms have where none is told", () => {
    const inputs = [...serverless.resources, ...cluster.resources].filter(({ type }) => type === alarm);
    const thresholdOf = (what: string) =>
      inputs.find(({ inputs }) => inputs.name.endsWith(`-${what}`))!.inputs.threshold;
    const told = alarms.flatMap(([, means]) => [...means.matchAll(/`\w+\.(max\w+)` \(([\d.]+)\)/g)]);
    assert.deepEqual(Object.fromEntries(told.map(([, argument, value]) => [argument, Number(value)])), {
      maxMinutes: thresholdOf("slow") / 60,
      maxQuarantinedRatio: thresholdOf("quarantined"),
      maxRpuHoursPerDay: thresholdOf("rpu-hours"),
      maxDiskPercent: thresholdOf("disk"),
      maxCpuPercent: thresholdOf("cpu"),
    });
  });

  it("says of each alarm and message where to look and what to do", () => {
    for (const row of [...alarms, ...rowsOf(section(text, "Messages"))]) {
      assert.equal(row.length, 4, row[0]);
      assert.ok(
        row.every((cell) => cell.length >= 10),
        row[0],
      );
    }
  });

  it("has a row for each rule", () => {
    assert.deepEqual(
      rowsOf(section(text, "Messages"))
        .map(([name]) => codes(name)[0])
        .sort(),
      namesOf(serverless, "aws:cloudwatch/eventRule:EventRule").sort(),
    );
  });

  it("names topic and dashboard", () => {
    const { name } = serverless.one("aws:sns/topic:Topic").inputs;
    const { dashboardName } = serverless.one("aws:cloudwatch/dashboard:Dashboard").inputs;
    assert.deepEqual([name, dashboardName], [`${PREFIX}-alarms`, PREFIX]);
    assert.match(text, /\| SNS topic +\| `NAME-alarms` /);
    assert.match(text, /\| dashboard +\| `NAME`, /);
  });

  it("names the log groups, with and without a key", () => {
    const rows = rowsOf(section(text, "Logs"));
    const without = rows.flatMap(([, group]) => whole(codes(group)));
    const withKey = rows.flatMap(([, , group]) => whole(codes(group)));
    const ofGlue = (groups: string[]) => groups.filter((group) => group.startsWith("/aws-glue/")).sort();
    const ofRedshift = (groups: string[]) => groups.filter((group) => group.startsWith("/aws/redshift/")).sort();
    const made = [serverless, cluster].map((it) => namesOf(it, "aws:cloudwatch/logGroup:LogGroup"));
    // The one is shared by all crawlers of the account, and nobody's to make.
    assert.deepEqual(ofGlue(without), ofGlue(["/aws-glue/crawlers", ...made[0]]));
    assert.deepEqual(withKey.sort(), ofGlue(made[1]));
    assert.deepEqual(ofRedshift(without), ofRedshift(made.flat()));
  });

  it("counts what is paid for", () => {
    const quantity = (what: RegExp, pipeline: Partial<S3ToRedshiftPipelineArgs>) => {
      const all = { ...args, datasets: [orders], ...pipeline };
      const item = estimateMonthlyCost({ region: "us-east-1", pipeline: all, usage: { runsPerDay: 24 } }).items;
      return item.find((it) => what.test(it.what))!.quantity;
    };
    const ofAlarms = (pipeline: Partial<S3ToRedshiftPipelineArgs>) => quantity(/alarms/, pipeline);
    const fresh = { loads: { freshnessHours: 26 } };
    const [usual, withFreshness, ofServerless, ofCluster, metrics, withMaintenance] = [
      ...[
        .../(\d) of each dataset, (\d) with `freshnessHours`, (\d) of Redshift Serverless or (\d) of a cluster/
          .exec(text)!
          .slice(1),
      ],
      ...[.../(\d) metrics of each dataset\s+\((\d) with maintenance\)/.exec(text)!.slice(1)],
    ].map(Number);
    assert.equal(ofAlarms({ monitoring: {} }), usual + ofServerless);
    assert.equal(ofAlarms({ monitoring: fresh }), withFreshness + ofServerless);
    assert.equal(ofAlarms({ monitoring: {}, warehouse: { cluster: {} } }), usual + ofCluster);
    assert.equal(quantity(/metrics/, {}), metrics);
    assert.equal(quantity(/metrics/, { maintenance: {} }), withMaintenance);
  });

  it("quotes a program that tells a channel of Slack, and of a table that gets nothing", async () => {
    const file = path.join(__dirname, "docs-program.ts");
    const [quoted, ...others] = blocks(text, "ts");
    assert.deepEqual(others, []);
    assert.ok(fs.readFileSync(file, "utf8").endsWith(`\n${quoted}`));
    const { one } = await deploy(() => load(file));
    const topicArn = `arn:aws:sns:eu-west-1:123456789012:shop-prod-alarms`;
    assert.deepEqual(one("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration").inputs.snsTopicArns, [
      topicArn,
    ]);
    const { dimensions, alarmActions } = one(alarm, "nothing-new").inputs;
    assert.deepEqual(dimensions, one(alarm, "shop-monitoring-loads-orders-failed").inputs.dimensions);
    assert.deepEqual(alarmActions, [topicArn]);
  });
});

/** Names that the page cuts: behind a whole one only their ends. */
const whole = ([first, ...ends]: string[]): string[] =>
  first === undefined ? [] : [first, ...ends.map((end) => first.replace(/\/\w+$/, end))];
