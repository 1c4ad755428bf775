import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as glue from "@pulumi/aws/glue";
import * as iam from "@pulumi/aws/iam";
import * as s3 from "@pulumi/aws/s3";
import * as sns from "@pulumi/aws/sns";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";

/** A crawl and a load, started by files that arrive; the configuration `other` changes what can be changed in place. */
const other = new pulumi.Config().getBoolean("other") ?? false;
const name = "shop";

const document = (...statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statement });
const roleOf = (what: string, service: string, ...statements: pulumi.Input<object>[]) => {
  const trust = document({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } });
  const role = new iam.Role(what, { name: `${name}-${what}`, assumeRolePolicy: trust });
  const policy = pulumi.all(statements).apply((all) => document(...all));
  const granted = new iam.RolePolicy(what, { name: "access", role: role.name, policy });
  return pulumi.all([role.arn, granted.id]).apply(([arn]) => arn);
};

const bucket = new s3.Bucket("raw", { bucket: `${name}-raw`, forceDestroy: true });
new s3.BucketNotification("events", { bucket: bucket.id, eventbridge: true });
const script = new s3.BucketObjectv2("script", { bucket: bucket.bucket, key: "code/job.py", content: "pass" });
const database = new glue.CatalogDatabase("database", { name: `${name}_db` });
const worker = roleOf("worker", "glue.amazonaws.com", {
  Effect: "Allow",
  Action: ["s3:*", "glue:*", "logs:*"],
  Resource: "*",
});
const crawler = new glue.Crawler("crawler", {
  name,
  role: worker,
  databaseName: database.name,
  s3Targets: [{ path: pulumi.interpolate`s3://${bucket.bucket}/in/` }],
});
const quoted = new glue.Classifier("quoted", {
  name: `${name}-quoted`,
  csvClassifier: { delimiter: ";", quoteSymbol: "'", containsHeader: "PRESENT", serde: "OpenCSVSerDe" },
});
new glue.Crawler("increments", {
  name: `${name}-increments`,
  role: worker,
  databaseName: database.name,
  description: other ? "changed" : undefined,
  classifiers: [quoted.name],
  recrawlPolicy: { recrawlBehavior: "CRAWL_NEW_FOLDERS_ONLY" },
  schemaChangePolicy: { updateBehavior: "LOG", deleteBehavior: "LOG" },
  s3Targets: [{ path: pulumi.interpolate`s3://${bucket.bucket}/increments/`, exclusions: ["**.tmp"], sampleSize: 10 }],
});
const job = (what: string) =>
  new glue.Job(what, {
    name: `${name}-${what}`,
    roleArn: worker,
    glueVersion: "5.1",
    executionClass: "STANDARD",
    maxRetries: 0,
    timeout: 5,
    numberOfWorkers: 2,
    workerType: "G.1X",
    executionProperty: { maxConcurrentRuns: 1 },
    command: { scriptLocation: pulumi.interpolate`s3://${bucket.bucket}/${script.key}`, pythonVersion: "3" },
  });
const [load, maintain] = [job("load"), job("maintain")];

const workflow = new glue.Workflow("workflow", {
  name,
  maxConcurrentRuns: 1,
  description: other ? "changed" : undefined,
  defaultRunProperties: { size: other ? "2" : "1" },
  tags: { team: "data" },
});
const trigger = (what: string, args: Omit<glue.TriggerArgs, "name">) =>
  new glue.Trigger(what, { name: `${name}-${what}`, tags: { team: "data" }, ...args });
const inWorkflow = { workflowName: workflow.name };
trigger("after-load", {
  ...{ ...inWorkflow, type: "CONDITIONAL" },
  predicate: { conditions: [{ jobName: load.name, state: "SUCCEEDED" }] },
  actions: [{ jobName: maintain.name, arguments: { "--task": other ? "tidy" : "maintain" } }],
});
trigger("after-crawl", {
  ...{ ...inWorkflow, type: "CONDITIONAL" },
  predicate: { conditions: [{ crawlerName: crawler.name, crawlState: "SUCCEEDED" }] },
  actions: [{ jobName: load.name, timeout: 3, notificationProperty: { notifyDelayAfter: 2 } }],
});
trigger("start", {
  ...{ ...inWorkflow, type: "EVENT", enabled: false },
  eventBatchingConditions: [{ batchSize: other ? 2 : 1, batchWindow: 300 }],
  actions: [{ crawlerName: crawler.name }],
});
trigger("nightly", {
  ...{ type: "SCHEDULED", schedule: other ? "cron(0 4 * * ? *)" : "cron(0 3 * * ? *)", enabled: !other },
  actions: [{ jobName: maintain.name }],
});
trigger("by-hand", { type: "ON_DEMAND", enabled: false, actions: [{ jobName: maintain.name }] });

const notifier = roleOf(
  "notifier",
  "events.amazonaws.com",
  workflow.arn.apply((Resource) => ({ Effect: "Allow", Action: "glue:notifyEvent", Resource })),
);
const arrivals = new cloudwatch.EventRule("arrivals", {
  name: `${name}-arrivals`,
  eventPattern: bucket.bucket.apply((raw) =>
    JSON.stringify({
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: { bucket: { name: [raw] }, object: { key: [{ prefix: "in/" }] } },
    }),
  ),
});
new cloudwatch.EventTarget("arrivals", { rule: arrivals.name, arn: workflow.arn, roleArn: notifier });

const topic = new sns.Topic("alerts", { name: `${name}-alerts` });
const dead = new sqs.Queue("dead", { name: `${name}-dead` });
const failures = new cloudwatch.EventRule("failures", {
  name: `${name}-failures`,
  description: other ? "changed" : "failed loads",
  state: other ? "DISABLED" : "ENABLED",
  eventPattern: JSON.stringify({ source: ["aws.glue"], detail: { state: ["FAILED", "TIMEOUT"] } }),
});
new sns.TopicPolicy("alerts", {
  arn: topic.arn,
  policy: pulumi.all([topic.arn, failures.arn]).apply(([Resource, rule]) =>
    document({
      ...{ Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sns:Publish", Resource },
      Condition: { ArnEquals: { "aws:SourceArn": rule } },
    }),
  ),
});
new cloudwatch.EventTarget("failures", {
  rule: failures.name,
  arn: topic.arn,
  inputTransformer: { inputPaths: { job: "$.detail.jobName" }, inputTemplate: '"<job> failed"' },
  deadLetterConfig: { arn: dead.arn },
});
new cloudwatch.EventRule("weekly", { name: `${name}-weekly`, scheduleExpression: "rate(7 days)" });

export const bucketName = bucket.bucket;
export const workflowName = workflow.name;
