import { jobsHaveAlarms } from "../../../../policy/rules/reliability-and-cost/jobs-have-alarms";
import type { Resource } from "../../../../policy/rules/resources";
import { resource, stackFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unverifiable } from "../unknown";

const job = (name: unknown = "load", resourceName = "job") =>
  resource("aws:glue/job:Job", { name }, { name: resourceName });
const topic = "arn:aws:sns:eu-west-1:111122223333:on-call";
const acting = (props: object, from?: Record<string, Resource>) =>
  resource(
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    { dimensions: { JobName: "load" }, ...props },
    { name: "alarm", from },
  );
const alarm = (dimensions: unknown, of?: Resource) =>
  acting({ dimensions, alarmActions: [topic] }, of && { dimensions: of });
const composite = (props: object, of = acting({})) =>
  resource("aws:cloudwatch/compositeAlarm:CompositeAlarm", { ...props }, { from: { alarmRule: of } });
const ruleAlone = (eventPattern: unknown, of?: Resource, props: object = {}) =>
  resource(
    "aws:cloudwatch/eventRule:EventRule",
    { name: "failed-loads", eventPattern, ...props },
    { name: "rule", from: of && { eventPattern: of } },
  );
const target = (rule: unknown, from?: Record<string, Resource>) =>
  resource("aws:cloudwatch/eventTarget:EventTarget", { rule, arn: topic }, { name: "target", from });
const rule = (eventPattern: unknown, of?: Resource, props?: object) => [
  ruleAlone(eventPattern, of, props),
  target("failed-loads"),
];
const runs = (detail?: object, type = "Glue Job State Change") =>
  JSON.stringify({ source: ["aws.glue"], "detail-type": [type], ...(detail && { detail }) });

const none = "has no MetricAlarm with an action, and no EventRule with a target";

describe("jobs-have-alarms", () => {
  inOurOwn(jobsHaveAlarms, [`shop-load-job: ${none}`]);

  stackFindings(jobsHaveAlarms, {
    "a job alone is found": [[job()], [`job: ${none}`]],
    "each that has none is": [[job(), job("load-2", "second"), alarm({ JobName: "load" })], [`second: ${none}`]],
    "a stack without jobs is fine": [[alarm({ JobName: "load" })], []],
  });

  describe("an alarm", () => {
    stackFindings(jobsHaveAlarms, {
      "by the job's name is fine": [[job(), alarm({ JobName: "load", JobRunId: "ALL" })], []],
      "that comes from the job is": [[job(), alarm(undefined, job())], []],
      "of another job is none": [[job(), alarm({ JobName: "load-2" })], [`job: ${none}`]],
      "of something else is none": [[job(), alarm({ BucketName: "load" })], [`job: ${none}`]],
      "that takes something else from the job is none": [
        [job(), acting({ dimensions: {}, alarmActions: [topic] }, { alarmDescription: job() })],
        [`job: ${none}`],
      ],
      "with the job in a query of metrics is fine": [
        [job(), acting({ dimensions: undefined, alarmActions: [topic] }, { metricQueries: job() })],
        [],
      ],
      "without actions is none": [[job(), acting({})], [`job: ${none}`]],
      "with an empty list of them is none": [[job(), acting({ alarmActions: [] })], [`job: ${none}`]],
      "whose actions are off is none": [
        [job(), acting({ alarmActions: [topic], actionsEnabled: false })],
        [`job: ${none}`],
      ],
      "that another alarm is made of is fine": [[job(), acting({}), composite({ alarmActions: [topic] })], []],
      "unless that is made of something else": [
        [job(), acting({}), composite({ alarmActions: [topic] }, job())],
        [`job: ${none}`],
      ],
      "unless that has no actions either": [[job(), acting({}), composite({})], [`job: ${none}`]],
      "without dimensions is none, even for a job without a name": [
        [job(undefined), alarm(undefined)],
        [`job: ${none}`],
      ],
    });
  });

  describe("a rule", () => {
    stackFindings(jobsHaveAlarms, {
      "for the job's failed runs is fine": [
        [job(), ...rule(runs({ jobName: ["load"], state: ["FAILED", "TIMEOUT"] }))],
        [],
      ],
      "for those of every job is": [[job(), ...rule(runs({ state: ["FAILED"] }))], []],
      "for all that becomes of it is": [[job(), ...rule(runs({ jobName: ["load"] }))], []],
      "for runs that succeed is none": [
        [job(), ...rule(runs({ jobName: ["load"], state: ["SUCCEEDED"] }))],
        [`job: ${none}`],
      ],
      "for another job is none": [[job(), ...rule(runs({ jobName: ["load-2"] }))], [`job: ${none}`]],
      "for crawlers is none": [[job(), ...rule(runs(undefined, "Glue Crawler State Change"))], [`job: ${none}`]],
      "that is off is none": [[job(), ...rule(runs(), undefined, { state: "DISABLED" })], [`job: ${none}`]],
      "without a target is none": [[job(), ruleAlone(runs())], [`job: ${none}`]],
      "with the target of another rule is none": [[job(), ruleAlone(runs()), target("crawls")], [`job: ${none}`]],
      "whose target comes from it is fine": [
        [job(), ruleAlone(runs()), target(UNKNOWN, { rule: ruleAlone(runs()) })],
        [],
      ],
      "from which a target takes something else is none": [
        [job(), ruleAlone(runs()), target("crawls", { input: ruleAlone(runs()) })],
        [`job: ${none}`],
      ],
      "by the clock is none": [[job(), ...rule(undefined)], [`job: ${none}`]],
    });
  });

  describe("unknown at preview", () => {
    unverifiable(jobsHaveAlarms, {
      "the name of a job is noted": [[job(UNKNOWN), alarm({ JobName: "load" })], ["job.name"]],
      "an alarm that comes from the job is one": [[job(UNKNOWN), alarm({ JobName: UNKNOWN }, job())], []],
      "so is one of which nothing is known": [[job(), alarm(UNKNOWN, job())], []],
      "so is a rule": [[job(), ...rule(UNKNOWN, job())], []],
      "a rule that may be about it is noted": [[job(), ...rule(UNKNOWN)], ["rule.eventPattern"]],
      "an action of an alarm is one": [[job(), acting({ alarmActions: [UNKNOWN] })], []],
      "so are all of them": [[job(), acting({ alarmActions: UNKNOWN })], []],
    });
  });
});
