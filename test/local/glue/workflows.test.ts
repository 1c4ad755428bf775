import {
  ConcurrentRunsExceededException,
  DeleteWorkflowCommand,
  EntityNotFoundException,
  GetTagsCommand,
  GetWorkflowCommand,
  GetWorkflowRunPropertiesCommand,
  GlueClient,
  IllegalWorkflowStateException,
  ListWorkflowsCommand,
  PutWorkflowRunPropertiesCommand,
  StartJobRunCommand,
  StartWorkflowRunCommand,
  StopWorkflowRunCommand,
  UpdateWorkflowCommand,
  type WorkflowRun,
} from "@aws-sdk/client-glue";
import * as assert from "node:assert/strict";
import { eventually, logLines } from "../../support/local-aws";
import { roleOf, sessionConfig } from "../../support/role-session";
import { crawlIs, Flows, jobIs, startClockedAws, TestClock } from "./flows";

const FOREVER = "import time\ntime.sleep(600)";

describe("Glue workflows", function () {
  this.timeout(180_000);
  let flows: Flows;

  before(async () => {
    flows = await Flows.start();
  });
  const glue = () => flows.clients.glue;
  const get = async (Name: string, IncludeGraph = false) =>
    (await glue().send(new GetWorkflowCommand({ Name, IncludeGraph }))).Workflow!;

  /** Crawls, loads when the crawl succeeded, and tidies up when the load did. */
  async function pipeline({ crawl = true, load = "pass", MaxConcurrentRuns = 1 } = {}) {
    const workflow = await flows.workflow({ MaxConcurrentRuns, DefaultRunProperties: { color: "blue", size: "1" } });
    const crawler = await flows.crawler(crawl);
    const [loading, tidying] = [await flows.job(load), await flows.job()];
    const inIt = { WorkflowName: workflow };
    const start = await flows.trigger({ ...inIt, Type: "ON_DEMAND", Actions: [{ CrawlerName: crawler }] });
    const afterCrawl = await flows.when({ Conditions: [crawlIs(crawler, "SUCCEEDED")] }, loading, inIt);
    const afterLoad = await flows.when({ Conditions: [jobIs(loading, "SUCCEEDED")] }, tidying, inIt);
    return { workflow, crawler, loading, tidying, start, afterCrawl, afterLoad };
  }

  const counts = ({ Statistics }: WorkflowRun) =>
    Object.fromEntries(Object.entries(Statistics!).filter(([, count]) => count > 0));

  it("are made, shown, changed, listed and deleted, their triggers with them", async () => {
    const { workflow, start } = await pipeline();
    const made = await get(workflow);
    assert.deepEqual([made.MaxConcurrentRuns, made.DefaultRunProperties], [1, { color: "blue", size: "1" }]);
    assert.equal(made.Graph, undefined);
    await assert.rejects(glue().send(new StartWorkflowRunCommand({ Name: "missing" })), EntityNotFoundException);
    await glue().send(new UpdateWorkflowCommand({ Name: workflow, Description: "new", MaxConcurrentRuns: 2 }));
    const changed = await get(workflow);
    assert.deepEqual([changed.Description, changed.MaxConcurrentRuns, changed.CreatedOn], ["new", 2, made.CreatedOn]);
    assert.ok((await glue().send(new ListWorkflowsCommand({}))).Workflows?.includes(workflow));
    const tagged = await flows.workflow({ Tags: { team: "data" } });
    const ResourceArn = `arn:aws:glue:${flows.aws.region}:${flows.aws.accountId}:workflow/${tagged}`;
    assert.deepEqual((await glue().send(new GetTagsCommand({ ResourceArn }))).Tags, { team: "data" });
    await assert.rejects(flows.workflow({ Name: tagged }), /AlreadyExistsException/);
    for (const Name of [workflow, tagged, "missing"]) await glue().send(new DeleteWorkflowCommand({ Name }));
    await assert.rejects(get(workflow), EntityNotFoundException);
    await assert.rejects(flows.getTrigger(start), EntityNotFoundException);
  });

  it("have one trigger that starts them", async () => {
    const workflow = await flows.workflow();
    await assert.rejects(flows.startRun(workflow), /has no starting trigger/);
    const start = { WorkflowName: workflow, Actions: [{ JobName: await flows.job() }] };
    await flows.trigger({ ...start, Type: "ON_DEMAND" });
    await assert.rejects(flows.trigger({ ...start, Type: "EVENT" }), /only one starting trigger/i);
  });

  it("run from step to step, and tell how it went", async () => {
    const { workflow, crawler, loading, tidying, start, afterCrawl, afterLoad } = await pipeline({
      load: "import sys\nprint(sys.argv[1:])",
    });
    const id = await flows.startRun(workflow, { size: "2" });
    const run = await flows.runEnded(workflow, id);
    assert.equal(run.Status, "COMPLETED");
    assert.deepEqual(counts(run), { TotalActions: 3, SucceededActions: 3 });
    assert.deepEqual(run.WorkflowRunProperties, { color: "blue", size: "2" });

    const [load] = await flows.runs(loading);
    const [tidy] = await flows.runs(tidying);
    assert.deepEqual([load.TriggerName, tidy.TriggerName], [afterCrawl, afterLoad]);
    assert.deepEqual(tidy.PredecessorRuns, [{ JobName: loading, RunId: load.Id }]);
    const [line] = await logLines(flows.clients.logs, "/aws-glue/jobs/output", load.Id!);
    assert.match(line, new RegExp(`'--WORKFLOW_NAME', '${workflow}', '--WORKFLOW_RUN_ID', '${id}'`));

    const { Nodes = [], Edges = [] } = run.Graph!;
    const node = (name: string) => Nodes.find(({ Name }) => Name === name)!;
    const arrows = Edges.map(({ SourceId, DestinationId }) =>
      [SourceId, DestinationId].map((end) => Nodes.find(({ UniqueId }) => UniqueId === end)!.Name).join(" > "),
    );
    assert.deepEqual(
      arrows.sort(),
      [
        ...[`${start} > ${crawler}`, `${crawler} > ${afterCrawl}`, `${afterCrawl} > ${loading}`],
        ...[`${loading} > ${afterLoad}`, `${afterLoad} > ${tidying}`],
      ].sort(),
    );
    assert.equal(node(start).TriggerDetails?.Trigger?.Type, "ON_DEMAND");
    assert.deepEqual(
      node(crawler).CrawlerDetails?.Crawls?.map(({ State }) => State),
      ["SUCCEEDED"],
    );
    assert.deepEqual(
      node(loading).JobDetails?.JobRuns?.map(({ Id }) => Id),
      [load.Id],
    );

    const second = await flows.startRun(workflow);
    assert.equal((await flows.runEnded(workflow, second)).PreviousRunId, id);
    assert.deepEqual(
      (await flows.workflowRuns(workflow)).map(({ WorkflowRunId }) => WorkflowRunId),
      [second, id],
    );
    const { LastRun, Graph } = await get(workflow, true);
    assert.equal(LastRun?.WorkflowRunId, second);
    assert.equal(Graph?.Nodes?.length, 6);
    assert.deepEqual(Graph?.Nodes?.find(({ Name }) => Name === loading)?.JobDetails, undefined);
  });

  it("end as COMPLETED where a step failed and what waits for it did not start", async () => {
    const { workflow, loading, tidying } = await pipeline({ crawl: false });
    const run = await flows.runEnded(workflow, await flows.startRun(workflow));
    assert.deepEqual([run.Status, counts(run)], ["COMPLETED", { TotalActions: 3, FailedActions: 1 }]);
    assert.deepEqual([await flows.runs(loading), await flows.runs(tidying)], [[], []]);
  });

  it("tell running, timed out and stopped actions apart", async () => {
    const workflow = await flows.workflow();
    const [slow, stopped] = [await flows.job(FOREVER, { Timeout: 1 }), await flows.job(FOREVER)];
    const Actions = [{ JobName: slow }, { JobName: stopped }];
    await flows.trigger({ WorkflowName: workflow, Type: "ON_DEMAND", Actions });
    const id = await flows.startRun(workflow);
    assert.deepEqual(counts(await flows.run(workflow, id)), { TotalActions: 2, RunningActions: 2 });
    await eventually("the timeout", async () => (await flows.runs(slow))[0].CompletedOn);
    await glue().send(new StopWorkflowRunCommand({ Name: workflow, RunId: id }));
    const run = await flows.runEnded(workflow, id);
    assert.equal(run.Status, "STOPPED");
    assert.deepEqual(counts(run), { TotalActions: 2, TimeoutActions: 1, StoppedActions: 1 });
  });

  it("start nothing more once they are stopped", async () => {
    const workflow = await flows.workflow();
    const [first, second] = [await flows.job(FOREVER), await flows.job()];
    const inIt = { WorkflowName: workflow };
    await flows.trigger({ ...inIt, Type: "ON_DEMAND", Actions: [{ JobName: first }] });
    await flows.when({ Conditions: [jobIs(first, "STOPPED")] }, second, inIt);
    const RunId = await flows.startRun(workflow);
    await glue().send(new StopWorkflowRunCommand({ Name: workflow, RunId }));
    assert.equal((await flows.run(workflow, RunId)).Status, "STOPPING");
    assert.equal((await flows.runEnded(workflow, RunId)).Status, "STOPPED");
    assert.deepEqual(await flows.runs(second), []);
    const again = glue().send(new StopWorkflowRunCommand({ Name: workflow, RunId }));
    await assert.rejects(again, IllegalWorkflowStateException);
  });

  it("refuse more runs at once than they take; one of a schedule that is too many is an ERROR", async () => {
    const workflow = await flows.workflow({ MaxConcurrentRuns: 1 });
    const job = await flows.job(FOREVER);
    const { Schedule, seconds } = flows.cronIn(10);
    const start = await flows.trigger({
      ...{ WorkflowName: workflow, Type: "SCHEDULED", Schedule, StartOnCreation: true, Actions: [{ JobName: job }] },
    });
    flows.clock.advance(seconds - 1);
    assert.deepEqual(await flows.workflowRuns(workflow), []);
    flows.clock.advance(1);
    const [{ WorkflowRunId: id }] = await flows.workflowRuns(workflow);
    await assert.rejects(flows.startRun(workflow), ConcurrentRunsExceededException);
    flows.clock.advance(24 * 3600);
    const runs = await flows.workflowRuns(workflow);
    assert.deepEqual(
      runs.map(({ Status, ErrorMessage }) => [Status, ErrorMessage]),
      [
        ["ERROR", `Concurrent runs exceeded for workflow: ${workflow}.`],
        ["RUNNING", undefined],
      ],
    );
    assert.equal((await flows.runs(job)).length, 1);
    await glue().send(new StopWorkflowRunCommand({ Name: workflow, RunId: id }));
    await flows.runEnded(workflow, id!);
    assert.equal((await flows.runs(job))[0].TriggerName, start);
    await glue().send(new DeleteWorkflowCommand({ Name: workflow }));
  });

  it("count a job that runs elsewhere already as an action in error", async () => {
    const workflow = await flows.workflow();
    const [job, next] = [await flows.job(FOREVER), await flows.job()];
    const inIt = { WorkflowName: workflow };
    await flows.trigger({ ...inIt, Type: "ON_DEMAND", Actions: [{ JobName: job }] });
    await flows.when({ Conditions: [jobIs(job, "STOPPED")] }, next, inIt);
    const { JobRunId } = await glue().send(new StartJobRunCommand({ JobName: job }));
    const run = await flows.runEnded(workflow, await flows.startRun(workflow));
    assert.deepEqual([run.Status, counts(run)], ["COMPLETED", { TotalActions: 2, ErroredActions: 1 }]);
    const [attempt] = run.Graph!.Nodes!.find(({ Name }) => Name === job)!.JobDetails!.JobRuns!;
    assert.deepEqual([attempt.JobRunState, attempt.ErrorMessage], ["ERROR", `Concurrent runs exceeded for ${job}`]);
    assert.deepEqual(
      (await flows.runs(job)).map(({ Id }) => Id),
      [JobRunId],
    );
    assert.deepEqual(await flows.runs(next), []);
  });

  it("keep to their own triggers", async () => {
    const workflow = await flows.workflow();
    const [job, inside, outside] = [await flows.job(), await flows.job(), await flows.job()];
    const inIt = { WorkflowName: workflow };
    await flows.trigger({ ...inIt, Type: "ON_DEMAND", Actions: [{ JobName: job }] });
    await flows.when({ Conditions: [jobIs(job, "SUCCEEDED")] }, inside, inIt);
    await flows.when({ Conditions: [jobIs(job, "SUCCEEDED")] }, outside);
    await flows.runEnded(workflow, await flows.startRun(workflow));
    assert.deepEqual([(await flows.runs(inside)).length, (await flows.runs(outside)).length], [1, 0]);
    await flows.fire(await flows.trigger({ Type: "ON_DEMAND", Actions: [{ JobName: job }] }));
    await flows.ended(outside);
    assert.equal((await flows.runs(inside)).length, 1);
  });

  it("are started by their start trigger too", async () => {
    const { workflow, start } = await pipeline();
    await flows.fire(start);
    const [{ WorkflowRunId }] = await flows.workflowRuns(workflow);
    assert.deepEqual(counts(await flows.runEnded(workflow, WorkflowRunId!)), { TotalActions: 3, SucceededActions: 3 });
  });

  it("have properties that a run's steps read and change", async () => {
    const script = `
import boto3, sys
glue = boto3.client("glue")
value = lambda name: sys.argv[sys.argv.index(name) + 1]
run = {"Name": value("--WORKFLOW_NAME"), "RunId": value("--WORKFLOW_RUN_ID")}
properties = glue.get_workflow_run_properties(**run)["RunProperties"]
glue.put_workflow_run_properties(**run, RunProperties={"seen": properties["color"], "size": "9"})
`;
    const { workflow } = await pipeline({ load: script });
    const RunId = await flows.startRun(workflow);
    await flows.runEnded(workflow, RunId);
    const read = await glue().send(new GetWorkflowRunPropertiesCommand({ Name: workflow, RunId }));
    assert.deepEqual(read.RunProperties, { color: "blue", size: "9", seen: "blue" });
    const RunProperties = { late: "1" };
    await glue().send(new PutWorkflowRunPropertiesCommand({ Name: workflow, RunId, RunProperties }));
    assert.equal((await flows.run(workflow, RunId)).WorkflowRunProperties?.late, "1");
  });

  it("are started by a role only where its policies allow that workflow", async () => {
    const { workflow } = await pipeline();
    const Resource = `arn:aws:glue:${flows.aws.region}:${flows.aws.accountId}:workflow/${workflow}`;
    const statements = [{ Effect: "Allow", Action: ["glue:StartWorkflowRun", "glue:GetWorkflowRun"], Resource }];
    const { Arn } = await roleOf(flows.clients.iam, { statements });
    const theirs = new GlueClient(await sessionConfig(flows.aws, Arn));
    const { RunId } = await theirs.send(new StartWorkflowRunCommand({ Name: workflow }));
    await flows.runEnded(workflow, RunId!);
    const other = await flows.workflow();
    await assert.rejects(
      theirs.send(new StartWorkflowRunCommand({ Name: other })),
      /not authorized to perform: glue:StartWorkflowRun on resource: arn:aws:glue:us-east-1:123456789012:workflow\//,
    );
    await assert.rejects(
      theirs.send(new StopWorkflowRunCommand({ Name: workflow, RunId })),
      /not authorized to perform: glue:StopWorkflowRun/,
    );
  });

  it("end with the local AWS, and start nothing while it closes", async () => {
    const clock = new TestClock();
    const { aws, remove } = await startClockedAws(clock);
    const theirs = await Flows.of(aws, clock);
    const workflow = await theirs.workflow();
    const [job, next] = [await theirs.job(FOREVER), await theirs.job()];
    const inIt = { WorkflowName: workflow };
    const { Schedule, seconds } = theirs.cronIn(10);
    const Actions = [{ JobName: job }];
    await theirs.trigger({ ...inIt, Type: "SCHEDULED", Schedule, StartOnCreation: true, Actions });
    await theirs.when({ Conditions: [jobIs(job, "STOPPED")] }, next, inIt);
    clock.advance(seconds);
    await eventually("the run", async () => (await theirs.runs(job))[0]?.JobRunState === "RUNNING" || undefined);
    const errors: unknown[] = [];
    const { error } = console;
    console.error = (...what) => errors.push(what);
    try {
      await remove();
      clock.advance(48 * 3600);
    } finally {
      console.error = error;
    }
    assert.deepEqual(errors, []);
  });
});
