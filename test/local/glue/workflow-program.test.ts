import { GetTriggerCommand, GetWorkflowRunsCommand, GlueClient, type WorkflowRun } from "@aws-sdk/client-glue";
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { clientSettings } from "../../../scripts/clients";
import { root } from "../../../scripts/setup/paths";
import { eventually } from "../../support/local-aws";
import { type LocalFolder, makeLocalFolder } from "../../support/local-folder";
import { pulumiIn } from "../../support/pulumi-program";

/** The real engine and the real provider on crawlers, triggers, workflows and rules. */
describe("a program with a workflow", function () {
  this.timeout(300_000);
  let local: LocalFolder;
  let program: string;
  let env: NodeJS.ProcessEnv;
  let cli: ReturnType<typeof pulumiIn>;
  let glue: GlueClient;

  before(async () => {
    local = makeLocalFolder();
    local.command("local", "up");
    env = await local.environment();
    glue = new GlueClient(clientSettings("us-east-1", env));
    program = path.join(local.folder, "program");
    fs.cpSync(path.join(__dirname, "workflow-program"), program, { recursive: true });
    fs.copyFileSync(path.join(root, "package.json"), path.join(program, "package.json"));
    fs.symlinkSync(path.join(root, "node_modules"), path.join(program, "node_modules"));
    cli = pulumiIn(program, env);
    cli.pulumi("stack", "select", "--create", "local");
  });
  after(() => local.remove());

  /** `update start` */
  const changes = (...args: string[]) =>
    cli
      .changes(...args)
      .map(({ op, name }) => `${op} ${name}`)
      .sort();
  const outputs = () => cli.outputs();
  const up = () => cli.up();
  const stateOf = async (Name: string) => (await glue.send(new GetTriggerCommand({ Name }))).Trigger?.State;

  async function arrive(key: string): Promise<void> {
    const file = path.join(local.folder, "file.csv");
    fs.writeFileSync(file, "id,v\n1,1\n");
    await local.put(`s3://${outputs().bucketName}/${key}`, file);
  }
  const runs = async () => (await glue.send(new GetWorkflowRunsCommand({ Name: outputs().workflowName }))).Runs ?? [];
  const ended = (count: number): Promise<WorkflowRun[]> =>
    eventually(`${count} runs`, async () => {
      const all = await runs();
      return all.length >= count && all.every(({ CompletedOn }) => CompletedOn) ? all : undefined;
    });

  it("deploys, starts nothing, and has nothing to change afterwards", async () => {
    up();
    assert.deepEqual(await runs(), []);
    const names = ["shop-after-crawl", "shop-start", "shop-nightly", "shop-by-hand"];
    assert.deepEqual(await Promise.all(names.map(stateOf)), ["ACTIVATED", "CREATED", "ACTIVATED", "CREATED"]);
    assert.deepEqual(changes(), []);
  });

  it("crawls, loads and maintains when a file arrives", async () => {
    await arrive("in/t/a.csv");
    const [run] = await ended(1);
    const { TotalActions, SucceededActions } = run.Statistics!;
    assert.deepEqual([run.Status, TotalActions, SucceededActions], ["COMPLETED", 3, 3]);
    assert.equal(run.WorkflowRunProperties?.size, "1");
  });

  it("has nothing to change after a refresh", () => {
    assert.doesNotMatch(cli.pulumi("refresh", "--yes"), /[1-9]\d* (updated|deleted|created)/);
    assert.deepEqual(changes("--refresh"), []);
  });

  it("changes in place, and acts as it was changed", async () => {
    cli.pulumi("config", "set", "other", "true");
    const changed = ["after-load", "failures", "increments", "nightly", "start", "workflow"];
    assert.deepEqual(
      changes(),
      changed.map((name) => `update ${name}`),
    );
    up();
    assert.deepEqual(changes("--refresh"), []);
    assert.equal(await stateOf("shop-nightly"), "DEACTIVATED");
    await arrive("in/t/b.csv");
    await arrive("in/t/c.csv");
    const [run, ...others] = await ended(2);
    assert.deepEqual([run.WorkflowRunProperties?.size, run.StartingEventBatchCondition?.BatchSize], ["2", 2]);
    assert.equal(others.length, 1);
  });

  it("is gone after destroy", () => {
    cli.pulumi("destroy", "--yes");
    const { deployment } = JSON.parse(cli.pulumi("stack", "export"));
    assert.deepEqual(deployment.resources ?? [], []);
  });
});
