import { DisableRuleCommand, EnableRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { strict as assert } from "node:assert";
import { queryCall } from "../../../local/warehouse/query-call";
import { type Duty, statements, survived } from "../../mutations/reasons";
import { crawlToEnd, forgetColumns, runToEnd, workflowRuns } from "../../support/glue-runs";
import { eventually } from "../../support/local-aws";
import { RoleGrants } from "../../support/role-grants";
import { EveryOption, type Outputs } from "./deployed";

describe("a pipeline into a cluster with every option on", function () {
  this.timeout(600_000);
  let every: EveryOption;
  let outputs: Outputs;
  let orders = 0;

  before(async () => {
    every = await EveryOption.prepare("cluster");
  });
  after(() => every.local.remove());

  const order = () => every.order(++orders);
  const grantsOf = (roleArn: string) => RoleGrants.of(every.iam, every.local.running(), roleArn);
  const roleArn = (name: string) => outputs.jobRoleArn.replace(/[^/]+$/, `every-cluster-${name}`);

  it("deploys, and has nothing to change then", () => {
    every.cli.up();
    every.assertSettled();
    outputs = every.outputs;
  });

  it("crawls, loads and maintains when a file arrives", async () => {
    await order();
    const [{ Statistics }] = await workflowRuns(every.glue, outputs.workflowName, 1);
    assert.deepEqual([Statistics?.TotalActions, Statistics?.SucceededActions], [3, 3]);
  });

  const crawl = async () => {
    await order();
    return crawlToEnd(every.glue, outputs.crawlerName);
  };
  let events: EventBridgeClient;
  const arrivalRule = "every-cluster-arrival";
  const load = async () => {
    await order();
    return runToEnd(every.glue, outputs.jobName, { "--datasets": "orders" });
  };

  /** Only a load that writes the catalog misses them. */
  const isOfTargets = (duty: Duty, grant: string) =>
    duty === "job" && /^UseKeyThroughGlue kms:(Encrypt|GenerateDataKey)$/.test(grant);
  const loadUndescribed = async () => {
    await forgetColumns(every.glue, "every_cluster_targets", "analytics_shop_orders");
    return load();
  };
  const isOfLocal = (duty: Duty, grant: string) => statements[duty].includes(grant.split(" ")[0]);

  it("crawls and loads without the workflow", async () => {
    events = new EventBridgeClient(every.settings);
    await events.send(new DisableRuleCommand({ Name: arrivalRule }));
    await every.customersAndVisits();
    assert.equal(await crawl(), undefined);
    assert.equal(await load(), undefined);
  });

  // As test/mutations has it, of the statements that the stack `local` has none of.
  for (const [duty, attempt] of [
    ["crawler", crawl],
    ["copy", load],
    ["job", load],
  ] as const) {
    it(`fails with an AccessDenied that names the grant that the role of the ${duty} lacks`, async () => {
      const grants = await grantsOf(outputs[`${duty}RoleArn`]);
      const others = grants.all.filter((grant) => !isOfLocal(duty, grant));
      assert.notEqual(others.length, 0);
      const needed = others.filter((grant) => !(grant in survived[duty]));
      assert.deepEqual(await grants.unmissed(needed, attempt), []);
      const helpful = others.filter((grant) => grant in survived[duty]);
      const attempts = (grant: string) => (isOfTargets(duty, grant) ? loadUndescribed() : attempt());
      assert.deepEqual(await grants.failing(helpful, attempts), []);
      assert.equal(await attempt(), undefined, "the whole document");
      const unused = (await grants.unused()).filter((grant) => !isOfLocal(duty, grant));
      assert.deepEqual(unused, []);
    });
  }
  it("starts no run where the role of EventBridge lacks its grant", async () => {
    const grants = await grantsOf(roleArn("arrival"));
    assert.deepEqual(grants.all, ["NotifyWorkflow glue:NotifyEvent"]);
    const runs = await workflowRuns(every.glue, outputs.workflowName, 1);
    await events.send(new EnableRuleCommand({ Name: arrivalRule }));
    await grants.without(grants.all, async () => {
      const before = await grants.refusals("glue:NotifyEvent");
      await order();
      await eventually("the refusal", async () => (await grants.refusals("glue:NotifyEvent")) > before || undefined);
    });
    assert.equal((await workflowRuns(every.glue, outputs.workflowName, 1)).length, runs.length);
    await order();
    await workflowRuns(every.glue, outputs.workflowName, runs.length + 1);
  });

  it("pauses or resumes no cluster where the role of Redshift's scheduler lacks the grant", async () => {
    const redshift = (Action: string, form: Record<string, string>) => {
      const { endpoint, region } = every.settings;
      return queryCall({ endpoint: () => endpoint!, region }, "redshift", { Action, Version: "2012-12-01", ...form });
    };
    const ClusterIdentifier = outputs.clusterIdentifier!;
    const until = (status: string) =>
      eventually(`${status} cluster`, async () => {
        const shown = await redshift("DescribeClusters", { ClusterIdentifier });
        return shown.includes(`<ClusterStatus>${status}<`) || undefined;
      });
    const reschedule = (what: string, Schedule: string) =>
      redshift("ModifyScheduledAction", { ScheduledActionName: `${ClusterIdentifier}-${what}`, Schedule });
    const soon = (what: string) => reschedule(what, `at(${new Date(Date.now() + 2_000).toISOString().slice(0, 19)})`);
    const grants = await grantsOf(roleArn("pause"));
    assert.deepEqual(grants.all, ["PauseAndResume redshift:PauseCluster", "PauseAndResume redshift:ResumeCluster"]);
    for (const [what, action, before, after, cron] of [
      ["pause", "redshift:PauseCluster", "available", "paused", "cron(0 20 ? * MON-FRI *)"],
      ["resume", "redshift:ResumeCluster", "paused", "available", "cron(0 5 ? * MON-FRI *)"],
    ]) {
      await grants.without([`PauseAndResume ${action}`], async () => {
        await soon(what);
        await eventually("the refusal", async () => (await grants.refusals(action)) > 0 || undefined);
      });
      await until(before);
      await soon(what);
      await until(after);
      await reschedule(what, cron);
    }
  });

  it("is updated in place", () => {
    every.assertUpdated();
  });

  it("is gone after destroy", () => {
    every.assertDestroyed();
  });
});
