import {
  BatchGetTriggersCommand,
  type CreateTriggerCommandInput,
  DeleteTriggerCommand,
  EntityNotFoundException,
  GetTagsCommand,
  GetTriggersCommand,
  GlueClient,
  InvalidInputException,
  ListTriggersCommand,
  StartTriggerCommand,
  StopTriggerCommand,
  UpdateTriggerCommand,
} from "@aws-sdk/client-glue";
import * as assert from "node:assert/strict";
import { roleOf, sessionConfig } from "../../support/role-session";
import { crawlIs, Flows, jobIs } from "./flows";

const CRON = "cron(0 3 * * ? *)";

describe("Glue triggers: API", function () {
  this.timeout(60_000);
  let flows: Flows;
  let JobName: string;

  before(async () => {
    flows = await Flows.start();
    JobName = await flows.job();
  });
  const glue = () => flows.clients.glue;
  const stop = (Name: string) => glue().send(new StopTriggerCommand({ Name }));

  it("are shown as they were made, in the state CREATED, or ACTIVATED where they start on creation", async () => {
    const Actions = [{ JobName, Arguments: { "--a": "1" }, Timeout: 5 }];
    const name = await flows.trigger({ Type: "SCHEDULED", Schedule: CRON, Actions, Description: "nightly" });
    assert.deepEqual(await flows.getTrigger(name), {
      ...{ Name: name, Type: "SCHEDULED", State: "CREATED", Schedule: CRON, Actions, Description: "nightly" },
    });
    const active = await flows.trigger({ Type: "SCHEDULED", Schedule: CRON, Actions, StartOnCreation: true });
    assert.equal((await flows.getTrigger(active)).State, "ACTIVATED");
  });

  it("are replaced by an update, which leaves the state", async () => {
    const name = await flows.trigger({
      ...{ Type: "SCHEDULED", Schedule: CRON, Actions: [{ JobName }], Description: "old", StartOnCreation: true },
    });
    const Schedule = "cron(0 4 * * ? *)";
    const TriggerUpdate = { Schedule, Actions: [{ JobName, Timeout: 7 }] };
    const { Trigger } = await glue().send(new UpdateTriggerCommand({ Name: name, TriggerUpdate }));
    assert.deepEqual(Trigger, {
      ...{ Name: name, Type: "SCHEDULED", State: "ACTIVATED", Schedule, Actions: TriggerUpdate.Actions },
    });
    assert.deepEqual(await flows.getTrigger(name), Trigger);
  });

  it("are found by name, by job and by tag, and are gone when deleted, which may be done twice", async () => {
    const job = await flows.job();
    const make = (Tags?: Record<string, string>) =>
      flows.trigger({ Type: "ON_DEMAND", Actions: [{ JobName: job }], Tags });
    const [first, second] = [await make({ team: "data" }), await make()];
    const all = await glue().send(new GetTriggersCommand({ DependentJobName: job }));
    assert.deepEqual(all.Triggers?.map(({ Name }) => Name).sort(), [first, second].sort());
    const listed = await glue().send(new ListTriggersCommand({ DependentJobName: job, Tags: { team: "data" } }));
    assert.deepEqual(listed.TriggerNames, [first]);
    const TriggerNames = [second, "missing"];
    const batch = await glue().send(new BatchGetTriggersCommand({ TriggerNames }));
    assert.deepEqual(
      batch.Triggers?.map(({ Name }) => Name),
      [second],
    );
    assert.deepEqual(batch.TriggersNotFound, ["missing"]);
    const ResourceArn = `arn:aws:glue:${flows.aws.region}:${flows.aws.accountId}:trigger/${first}`;
    assert.deepEqual((await glue().send(new GetTagsCommand({ ResourceArn }))).Tags, { team: "data" });
    for (const Name of [first, first, second]) await glue().send(new DeleteTriggerCommand({ Name }));
    await assert.rejects(flows.getTrigger(first), EntityNotFoundException);
  });

  const conditional = (condition: object, more: object = {}): Partial<CreateTriggerCommandInput> => ({
    ...{ Type: "CONDITIONAL", Predicate: { Conditions: [condition], ...more } },
  });
  const refusals: [what: string, input: () => Partial<CreateTriggerCommandInput>, message: RegExp][] = [
    ["no schedule", () => ({ Type: "SCHEDULED" }), /Schedule cannot be null or empty/],
    ["another schedule than cron", () => ({ Type: "SCHEDULED", Schedule: "rate(1 hour)" }), /of the form cron/],
    ["a cron that is none", () => ({ Type: "SCHEDULED", Schedule: "cron(0 3 * * *)" }), /is neither cron/],
    ["a rate faster than 5 minutes", () => ({ Type: "SCHEDULED", Schedule: "cron(0/4 * * * ? *)" }), /5 minutes/],
    ["no predicate", () => ({ Type: "CONDITIONAL" }), /Predicate cannot be null or empty/],
    ["no operator", () => conditional({ JobName, State: "FAILED" }), /Logical operator cannot be null or empty/],
    [
      "no state of a crawler",
      () => conditional({ CrawlerName: "c", State: "SUCCEEDED", LogicalOperator: "EQUALS" }),
      /^State cannot be null or empty, choose from one of the following crawler state: \[SUCCEEDED, FAILED, CANCELLED\]$/,
    ],
    ["a state that ends nothing", () => conditional({ ...jobIs(JobName, "FAILED"), State: "RUNNING" }), /RUNNING/],
    [
      "several conditions without AND or ANY",
      () => ({
        Type: "CONDITIONAL",
        Predicate: { Conditions: [jobIs(JobName, "FAILED"), jobIs(JobName, "TIMEOUT")] },
      }),
      /Logical is required/,
    ],
    [
      "a job that waits for itself",
      () => conditional(jobIs(JobName, "SUCCEEDED")),
      /^Job cannot be a Predicate and Action for Conditional Trigger\.$/,
    ],
    ["to start on creation on demand", () => ({ Type: "ON_DEMAND", StartOnCreation: true }), /StartOnCreation/],
    ["an event without a workflow", () => ({ Type: "EVENT" }), /WorkflowName/],
    ["no action", () => ({ Type: "ON_DEMAND", Actions: [] }), /Actions cannot be null or empty/],
    ["an action of nothing", () => ({ Type: "ON_DEMAND", Actions: [{}] }), /either a job or a crawler/],
  ];
  for (const [what, input, message] of refusals) {
    it(`refuse ${what}`, async () => {
      await assert.rejects(flows.trigger({ Actions: [{ JobName }], ...input() }), (error: Error) => {
        assert.ok(error instanceof InvalidInputException, error.stack);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it("refuse jobs, crawlers and workflows that are not there", async () => {
    const Type = "ON_DEMAND";
    for (const input of [
      { Type, Actions: [{ JobName: "missing" }] },
      { Type, Actions: [{ CrawlerName: "missing" }] },
      { Type, Actions: [{ JobName }], WorkflowName: "missing" },
      conditional(crawlIs("missing", "SUCCEEDED")),
    ] as Partial<CreateTriggerCommandInput>[]) {
      await assert.rejects(flows.trigger({ Actions: [{ JobName }], ...input }), EntityNotFoundException);
    }
  });

  it("are shown to a role only where its policies allow each of them", async () => {
    const make = () => flows.trigger({ Type: "ON_DEMAND", Actions: [{ JobName }] });
    const [mine, other] = [await make(), await make()];
    const Resource = `arn:aws:glue:${flows.aws.region}:${flows.aws.accountId}:trigger/${mine}`;
    const statements = [{ Effect: "Allow", Action: "glue:*", Resource }];
    const theirs = new GlueClient(
      await sessionConfig(flows.aws, (await roleOf(flows.clients.iam, { statements })).Arn),
    );
    const batch = (...TriggerNames: string[]) => theirs.send(new BatchGetTriggersCommand({ TriggerNames }));
    assert.equal((await batch(mine)).Triggers?.length, 1);
    await assert.rejects(
      batch(mine, other),
      /not authorized to perform: glue:BatchGetTriggers on resource: .*:trigger\//,
    );
    await assert.rejects(
      theirs.send(new GetTriggersCommand({})),
      /not authorized to perform: glue:GetTriggers because/,
    );
    await assert.rejects(theirs.send(new StartTriggerCommand({ Name: other })), /glue:StartTrigger on resource/);
  });

  it("are started and stopped as their type and state allow, in AWS's words", async () => {
    const WorkflowName = await flows.workflow();
    const event = await flows.trigger({ Type: "EVENT", WorkflowName, Actions: [{ JobName }] });
    await assert.rejects(flows.fire(event), /^InvalidInputException: Trigger Type EVENT cannot be started$/);
    await assert.rejects(stop(event), /The operation is not allowed when trigger is in state: CREATED/);
    const scheduled = await flows.trigger({ Type: "SCHEDULED", Schedule: CRON, Actions: [{ JobName }] });
    const states = async () => (await flows.getTrigger(scheduled)).State;
    await flows.fire(scheduled);
    assert.equal(await states(), "ACTIVATED");
    await assert.rejects(flows.fire(scheduled), /not allowed when trigger is in state: ACTIVATED/);
    await stop(scheduled);
    assert.equal(await states(), "DEACTIVATED");
    await flows.fire(scheduled);
    assert.equal(await states(), "ACTIVATED");
    await stop(scheduled);
  });
});
