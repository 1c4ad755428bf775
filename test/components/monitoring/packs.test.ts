import { strict as assert } from "node:assert";
import * as glue from "@pulumi/aws/glue";
import * as pulumi from "@pulumi/pulumi";
import { type ArrivalArgs, LoadSchedule, LogGroups, PipelineMonitoring } from "../../../components";
import { ActionCatalogue } from "../../../policy/iam/actions";
import { parseDocument } from "../../../policy/iam/document";
import { dataProtection } from "../../../policy/rules/data-protection";
import { documentsOf } from "../../../policy/rules/documents";
import { iamLeastPrivilege } from "../../../policy/rules/iam-least-privilege";
import { reliabilityAndCost } from "../../../policy/rules/reliability-and-cost";
import type { Resource } from "../../../policy/rules/resources";
import type { Rule } from "../../../policy/rules/rule";
import { resource, stackOf } from "../../policy/support/findings";
import { deploy } from "../../support/harness";

const onArrival: ArrivalArgs = { bucketName: "acme-raw", prefixes: ["sales/"], roleName: "shop-dev-arrival" };

/** What the packs want of a job is its maker's affair, but for the alarm; the rest of a pipeline is none of these components'. */
const make = (start: Partial<ConstructorParameters<typeof LoadSchedule>[1]>) => {
  const { jobLogPrefix } = new LogGroups("logs", {
    jobLogPrefix: "/aws-glue/jobs/shop-dev",
    namespaceName: "shop-dev",
  });
  const job = (name: string) =>
    new glue.Job(name, {
      name: `shop-dev-${name}`,
      roleArn: "arn:aws:iam::123456789012:role/elsewhere",
      command: { scriptLocation: "s3://acme-work/load.py" },
      timeout: 60,
      maxRetries: 0,
      numberOfWorkers: 2,
      securityConfiguration: "shop-dev",
      defaultArguments: { "--custom-logGroup-prefix": jobLogPrefix! },
    }).name;
  const jobName = job("load");
  const maintenanceJobName = job("maintain");
  const crawlerName = "shop-dev-source";
  new LoadSchedule("schedule", { workflowName: "shop-dev", jobName, maintenanceJobName, crawlerName, ...start });
  new PipelineMonitoring("monitoring", {
    namePrefix: "shop-dev",
    jobNames: [jobName, maintenanceJobName],
    crawlerName,
    databaseName: "shop_dev",
    metricsNamespace: "S3ToRedshift",
    pipelineName: "shop-dev",
    datasets: ["orders"],
    workgroupName: "shop-dev",
    emails: ["ann@acme.example"],
    webhookUrl: pulumi.secret("https://hooks.acme.example/1"),
    loads: { freshnessHours: 26 },
  });
};

/** As `NAME: WHAT`. */
async function findingsOf(rule: Rule, resources: Resource[]): Promise<string[]> {
  const found = "checkStack" in rule ? rule.checkStack(stackOf(resources), {}) : [];
  for (const it of resources) {
    const inResource = "resources" in rule ? await rule.resources[it.type]?.(it, {}) : undefined;
    const inStatements = "check" in rule ? await statementFindings(rule, it) : [];
    found.push(...[...(inResource ?? []), ...inStatements].map((what) => ({ resource: it, what })));
  }
  return found.map(({ resource: { name }, what }) => `${name}: ${what}`);
}

async function statementFindings(rule: Extract<Rule, { check: unknown }>, it: Resource): Promise<string[]> {
  const found = documentsOf(it, assert.ifError)
    .filter(({ kind }) => (rule.documents ?? ["identity"]).includes(kind))
    .map(async ({ source, kind }) => {
      const document = parseDocument(source);
      const actions = await new ActionCatalogue().load(document.statements.flatMap((one) => one.actions));
      return document.statements.flatMap((one) =>
        rule.check(one, { resource: it, document, kind, actions, settings: {} }),
      );
    });
  return (await Promise.all(found)).flat();
}

describe("schedule and monitoring before the policy packs", () => {
  const starts = { "by the clock": { cron: "cron(0 6 * * ? *)" }, "on arrival": { onArrival }, "on demand": {} };
  for (const [title, start] of Object.entries(starts)) {
    it(`leave nothing to find, ${title}`, async () => {
      const { resources } = await deploy(() => make(start), { preview: true });
      const shown = resources.map(({ type, name, inputs }) => resource(type, inputs, { name }));
      for (const rule of [...iamLeastPrivilege, ...dataProtection, ...reliabilityAndCost]) {
        assert.deepEqual(await findingsOf(rule, shown), [], rule.name);
      }
    });
  }

  it("are what keeps a job from being found without an alarm", async () => {
    const { resources } = await deploy(() => make({}));
    const rule = reliabilityAndCost.find(({ name }) => name === "jobs-have-alarms")!;
    const silent = resources.filter(({ type }) => type !== "aws:cloudwatch/eventTarget:EventTarget");
    const found = await findingsOf(
      rule,
      silent.map(({ type, name, inputs }) => resource(type, inputs, { name })),
    );
    assert.deepEqual(
      found.map((text) => text.split(":")[0]),
      ["load", "maintain"],
    );
  });
});
