import { strict as assert } from "node:assert";
import { type ArrivalArgs, LoadSchedule, type LoadScheduleArgs } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy, type Deployment } from "../../support/harness";

const onArrival: ArrivalArgs = { bucketName: "acme-raw", prefixes: ["sales/"], roleName: "shop-dev-arrival" };
const args: LoadScheduleArgs = {
  workflowName: "shop-dev",
  jobName: "shop-dev-load",
  crawlerName: "shop-dev-source",
  maintenanceJobName: "shop-dev-maintain",
  cron: "cron(0 6 * * ? *)",
  tags: { team: "shop" },
};
const make = (changed: Partial<LoadScheduleArgs> = {}) => new LoadSchedule("shop", { ...args, ...changed });
const onDemand = (changed: Partial<LoadScheduleArgs> = {}) => make({ cron: undefined, ...changed });

const trigger = "aws:glue/trigger:Trigger";
/** Inputs of all triggers by name, in the order of their making. */
const triggersOf = ({ resources }: Deployment<unknown>) =>
  Object.fromEntries(resources.filter(({ type }) => type === trigger).map(({ name, inputs }) => [name, inputs]));
const inWorkflow = { workflowName: "shop-dev", tags: { team: "shop" } };

describe("LoadSchedule", () => {
  itIsAComponent({
    make: (opts) => new LoadSchedule("shop", { ...args, cron: undefined, onArrival }, opts),
    type: "s3-to-redshift:schedule:LoadSchedule",
    children: [
      ["s3-to-redshift:schedule:StartOnArrival", "shop-arrival"],
      [trigger, "shop-load"],
      [trigger, "shop-maintain"],
      [trigger, "shop-start"],
      ["aws:glue/workflow:Workflow", "shop-workflow"],
    ],
    outputs: ({ workflowName, startTriggerName }) => ({ workflowName, startTriggerName }),
  });

  it("is one workflow that runs once at a time and says what it does", async () => {
    const { one } = await deploy(() => make());
    assert.deepEqual(one("aws:glue/workflow:Workflow").inputs, {
      name: "shop-dev",
      description:
        "Loads files from S3 into Redshift, cron(0 6 * * ? *): shop-dev-source, then shop-dev-load, then shop-dev-maintain",
      maxConcurrentRuns: 1,
      tags: { team: "shop" },
    });
  });

  it("crawls, then loads, then looks after the warehouse, known at preview", async () => {
    assert.deepEqual(triggersOf(await deploy(() => make(), { preview: true })), {
      "shop-maintain": {
        name: "shop-dev-maintain",
        description: "Looks after the warehouse once the load has succeeded",
        type: "CONDITIONAL",
        predicate: { conditions: [{ jobName: "shop-dev-load", state: "SUCCEEDED" }] },
        actions: [{ jobName: "shop-dev-maintain" }],
        ...inWorkflow,
      },
      "shop-load": {
        name: "shop-dev-load",
        description: "Loads once the crawl has succeeded",
        type: "CONDITIONAL",
        predicate: { conditions: [{ crawlerName: "shop-dev-source", crawlState: "SUCCEEDED" }] },
        actions: [{ jobName: "shop-dev-load" }],
        ...inWorkflow,
      },
      "shop-start": {
        name: "shop-dev-start",
        description: "Starts a run of shop-dev",
        type: "SCHEDULED",
        schedule: "cron(0 6 * * ? *)",
        enabled: true,
        actions: [{ crawlerName: "shop-dev-source" }],
        ...inWorkflow,
      },
    });
  });

  it("makes one trigger after the other, and the one that starts runs last", async () => {
    const { one, resources } = await deploy(() => onDemand({ onArrival }));
    const waitsFor = (name: string, type = trigger) =>
      one(type, name)
        .dependencies.map((urn) => urn.split("::").at(-1))
        .sort();
    assert.deepEqual(waitsFor("shop-maintain"), ["shop-workflow"]);
    assert.deepEqual(waitsFor("shop-load"), ["shop-maintain", "shop-workflow"]);
    assert.deepEqual(waitsFor("shop-start"), ["shop-load", "shop-maintain", "shop-workflow"]);
    const rule = resources.findIndex(({ name }) => name === "shop-arrival-rule");
    assert.ok(rule > resources.findIndex(({ name }) => name === "shop-start"), "the rule comes after the trigger");
  });

  it("begins with the load where there is no crawler, and ends with it where there is no maintenance", async () => {
    const deployment = await deploy(() => make({ crawlerName: undefined, maintenanceJobName: undefined }));
    const { "shop-start": start, ...others } = triggersOf(deployment);
    assert.deepEqual(start.actions, [{ jobName: "shop-dev-load" }]);
    assert.deepEqual(others, {});
    assert.equal(
      deployment.one("aws:glue/workflow:Workflow").inputs.description,
      "Loads files from S3 into Redshift, cron(0 6 * * ? *): shop-dev-load",
    );
  });

  it("starts on demand by default, and not because it was made", async () => {
    const deployment = await deploy(() => onDemand());
    const { "shop-start": start } = triggersOf(deployment);
    assert.deepEqual([start.type, start.enabled, start.schedule], ["ON_DEMAND", false, undefined]);
    assert.match(deployment.one("aws:glue/workflow:Workflow").inputs.description, /, on demand: /);
  });

  it("starts when files arrive, by batches of AWS's largest unless told otherwise", async () => {
    const deployment = await deploy(() => onDemand({ onArrival }));
    const { "shop-start": start } = triggersOf(deployment);
    assert.deepEqual([start.type, start.enabled], ["EVENT", false]);
    assert.deepEqual(start.eventBatchingConditions, [{ batchSize: 100, batchWindow: 900 }]);
    assert.match(deployment.one("aws:glue/workflow:Workflow").inputs.description, /, when files arrive: /);
    assert.match(
      deployment.one("aws:cloudwatch/eventRule:EventRule", "shop-arrival-rule").inputs.eventPattern,
      /"acme-raw".*"sales\/"/,
    );

    const batch = { ...onArrival, batchSize: 3, batchWindowSeconds: 60 };
    const { "shop-start": other } = triggersOf(await deploy(() => onDemand({ onArrival: batch })));
    assert.deepEqual(other.eventBatchingConditions, [{ batchSize: 3, batchWindow: 60 }]);
  });

  it("may be switched off", async () => {
    const byClock = await deploy(() => make({ enabled: false }));
    assert.equal(triggersOf(byClock)["shop-start"].enabled, false);
    assert.equal(triggersOf(byClock)["shop-load"].enabled, undefined);
    const byFiles = await deploy(() => onDemand({ onArrival, enabled: false }));
    assert.equal(byFiles.one("aws:cloudwatch/eventRule:EventRule").inputs.state, "DISABLED");
  });

  it("limits the load, and reports one that goes on for long, wherever it starts", async () => {
    const limits = { timeoutMinutes: 45, notifyDelayMinutes: 30 };
    const load = { jobName: "shop-dev-load", timeout: 45, notificationProperty: { notifyDelayAfter: 30 } };
    const crawled = triggersOf(await deploy(() => make(limits)));
    assert.deepEqual(crawled["shop-load"].actions, [load]);
    assert.deepEqual(crawled["shop-maintain"].actions, [{ jobName: "shop-dev-maintain" }]);
    const declared = triggersOf(await deploy(() => make({ ...limits, crawlerName: undefined })));
    assert.deepEqual(declared["shop-start"].actions, [load]);
  });

  itRefuses([
    [
      "two ways to start",
      () => make({ onArrival }),
      /^onArrival: expected nothing beside cron, since a workflow has one way to start, got {/,
    ],
    ["a time that is none", () => make({ cron: "0 6 * * *" }), /^cron: expected cron\(\.\.\.\) with the six fields .*/],
    [
      "times that follow too closely",
      () => make({ cron: "cron(0/1 * * * ? *)" }),
      /^cron: expected at least 5 minutes/,
    ],
    [
      "too large a batch",
      () => onDemand({ onArrival: { ...onArrival, batchSize: 101 } }),
      /^onArrival\.batchSize: expected at most 100, got 101$/,
    ],
    [
      "too long a window",
      () => onDemand({ onArrival: { ...onArrival, batchWindowSeconds: 901 } }),
      /^onArrival\.batchWindowSeconds: expected at most 900, got 901$/,
    ],
    [
      "to switch off what starts on demand",
      () => onDemand({ enabled: false }),
      /^enabled: expected cron or onArrival to switch off, got false$/,
    ],
    ["a timeout of nothing", () => make({ timeoutMinutes: 0 }), /^timeoutMinutes: expected at least 1, got 0$/],
    [
      "a report that the timeout forestalls",
      () => make({ timeoutMinutes: 30, notifyDelayMinutes: 30 }),
      /^notifyDelayMinutes: expected less than timeoutMinutes \(30\), got 30$/,
    ],
    [
      "a name that Glue does not take",
      () => make({ workflowName: "my workflow" }),
      /^workflowName: expected 1 to 56 letters, digits and _ \. -, got "my workflow"$/,
    ],
    [
      "the load job as its own maintenance, as Glue does",
      () => make({ maintenanceJobName: "shop-dev-load" }),
      /maintenanceJobName: expected another job than jobName, got "shop-dev-load"$/,
    ],
  ]);
});
