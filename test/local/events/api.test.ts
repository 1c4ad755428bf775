import {
  CreateArchiveCommand,
  DeleteRuleCommand,
  EventBridgeClient,
  ListRuleNamesByTargetCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutRuleCommandInput,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import * as assert from "node:assert/strict";
import { clientConfig, uniqueName } from "../../support/local-aws";
import { roleOf, sessionConfig } from "../../support/role-session";
import { signed } from "../../support/signed";
import { Flows } from "../glue/flows";
import { Messages } from "./messages";
import { aimRule, makeRule, SOURCE } from "./rules";

describe("EventBridge's calls", function () {
  this.timeout(120_000);
  let flows: Flows;
  let events: EventBridgeClient;
  let messages: Messages;

  before(async () => {
    flows = await Flows.start();
    events = new EventBridgeClient(clientConfig(flows.aws));
    messages = new Messages(flows.aws);
  });

  const rule = (type: string, more?: Partial<PutRuleCommandInput>) => makeRule(events, type, more);
  const aim = (Rule: string, ...targets: Omit<Target, "Id">[]) => aimRule(events, Rule, targets);

  it("keep, list and remove targets, and no rule is deleted while it has some", async () => {
    const { Name } = await rule(uniqueName("type"));
    const queue = await messages.queue();
    await aim(Name, { Arn: queue.arn }, { Arn: queue.arn, Input: "{}" });
    const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: Name }));
    assert.deepEqual(Targets, [
      { Id: "t0", Arn: queue.arn },
      { Id: "t1", Arn: queue.arn, Input: "{}" },
    ]);
    const named = await events.send(new ListRuleNamesByTargetCommand({ TargetArn: queue.arn }));
    assert.deepEqual(named.RuleNames, [Name]);
    await assert.rejects(events.send(new DeleteRuleCommand({ Name })), /Rule can't be deleted since it has targets/);
    await events.send(new RemoveTargetsCommand({ Rule: Name, Ids: ["t0", "t1"] }));
    await events.send(new DeleteRuleCommand({ Name }));
    await assert.rejects(events.send(new ListTargetsByRuleCommand({ Rule: Name })), /does not exist/);
  });

  it("refuse targets that nothing reaches, and what AWS refuses", async () => {
    const { Name } = await rule(uniqueName("type"));
    const { arn } = await messages.queue();
    const lambda = "arn:aws:lambda:us-east-1:123456789012:function:f";
    const workflow = "arn:aws:glue:us-east-1:123456789012:workflow/w";
    await assert.rejects(
      aim(Name, { Arn: lambda }),
      /function:f is none that events reach on the local AWS: Glue workflows, SNS/,
    );
    await assert.rejects(aim(Name, { Arn: workflow }), /RoleArn is required for target/);
    await assert.rejects(
      aim(Name, { Arn: arn, Input: "{}", InputPath: "$" }),
      /Only one of Input, InputPath, InputTransformer/,
    );
    await assert.rejects(aim("missing", { Arn: arn }), /ResourceNotFoundException: Rule missing does not exist/);
    await assert.rejects(aim(Name, ...Array.from({ length: 6 }, () => ({ Arn: arn }))), /LimitExceededException/);
    await assert.rejects(rule("x", { EventPattern: '{"source": "x"}' }), /InvalidEventPatternException/);
    await assert.rejects(
      rule("x", { EventPattern: undefined, ScheduleExpression: "cron(0 * * * * *)" }),
      /ScheduleExpression/,
    );
  });

  it("refuse events of services' names and broken ones, entry by entry", async () => {
    const entries: [more: Partial<PutEventsRequestEntry>, code: string | undefined][] = [
      [{}, undefined],
      [{ Source: "aws.s3" }, "NotAuthorizedForSourceException"],
      [{ DetailType: "" }, "InvalidArgument"],
      [{ Detail: "{" }, "MalformedDetail"],
    ];
    const Entries = entries.map(([more]) => ({ Source: SOURCE, DetailType: "none", Detail: "{}", ...more }));
    const answer = await events.send(new PutEventsCommand({ Entries }));
    assert.equal(answer.FailedEntryCount, 3);
    assert.deepEqual(
      answer.Entries?.map(({ ErrorCode }) => ErrorCode),
      entries.map(([, code]) => code),
    );
    const test = { EventPattern: '{"source": ["a"]}', Event: '{"source": "a"}' };
    assert.equal((await events.send(new TestEventPatternCommand(test))).Result, true);
  });

  it("let a role put events and targets only where its policies allow it", async () => {
    const type = uniqueName("type");
    const { Name, Arn } = await rule(type);
    const passed = (await roleOf(flows.clients.iam, { service: "events.amazonaws.com" })).Arn;
    const statements = [
      {
        Effect: "Allow",
        Action: "events:PutEvents",
        Resource: "arn:aws:events:us-east-1:123456789012:event-bus/default",
      },
      { Effect: "Allow", Action: "events:PutTargets", Resource: Arn },
    ];
    const role = await roleOf(flows.clients.iam, { statements });
    const theirs = new EventBridgeClient(await sessionConfig(flows.aws, role.Arn));
    const entry = { Source: SOURCE, DetailType: type, Detail: "{}" };
    await theirs.send(new PutEventsCommand({ Entries: [entry] }));
    const elsewhere = theirs.send(new PutEventsCommand({ Entries: [{ ...entry, EventBusName: "other" }] }));
    await assert.rejects(elsewhere, /not authorized to perform: events:PutEvents on resource: .*:event-bus\/other/);
    const Targets = [{ Id: "t", Arn: (await messages.queue()).arn }];
    await theirs.send(new PutTargetsCommand({ Rule: Name, Targets }));
    const passing = theirs.send(new PutTargetsCommand({ Rule: Name, Targets: [{ ...Targets[0], RoleArn: passed }] }));
    await assert.rejects(passing, /not authorized to perform: iam:PassRole on resource: /);
  });

  it("refuse what moto only pretends: archives, replays, and EventBridge Scheduler's schedules", async () => {
    const archive = { ArchiveName: "a", EventSourceArn: "arn:aws:events:us-east-1:123456789012:event-bus/default" };
    await assert.rejects(events.send(new CreateArchiveCommand(archive)), /events:CreateArchive is not emulated/);
    const body = JSON.stringify({ ScheduleExpression: "rate(1 hour)" });
    const call = { service: "scheduler", method: "POST", url: "/schedules/s", headers: {}, body };
    const headers = await signed(flows.aws, call);
    const response = await fetch(`${flows.aws.endpoint}${call.url}`, { method: "POST", headers, body });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /moto's schedules never fire; rules with a ScheduleExpression do/);
  });
});
