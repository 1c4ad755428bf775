import {
  CreateLogGroupCommand,
  FilterLogEventsCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  type PutRuleCommandInput,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import * as assert from "node:assert/strict";
import type { BusEvent } from "../../../local/events/event";
import { clientConfig, eventually, uniqueName } from "../../support/local-aws";
import { documentOf, roleOf } from "../../support/role-session";
import { Flows } from "../glue/flows";
import { Messages } from "./messages";
import { aimRule, makeRule, SOURCE } from "./rules";

describe("EventBridge on its way to targets", function () {
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
  const put = async (DetailType: string, detail: object = {}, more: Partial<PutEventsRequestEntry> = {}) =>
    (
      await events.send(
        new PutEventsCommand({ Entries: [{ Source: SOURCE, DetailType, Detail: JSON.stringify(detail), ...more }] }),
      )
    ).Entries![0];
  /** The record of what EventBridge tried for a target. */
  const attempt = (resource: string) =>
    eventually(
      `an attempt at ${resource}`,
      async () => flows.aws.calls.recent().find(({ checked }) => checked?.some((it) => it.resource === resource)),
      20,
    );

  it("brings an event to the queues of the rules that take it, and to no others", async () => {
    const type = uniqueName("type");
    const [taken, left, off] = [
      await rule(type),
      await rule(uniqueName("other")),
      await rule(type, { State: "DISABLED" }),
    ];
    const queues = [await messages.queue({ rule: taken.Arn }), await messages.queue(), await messages.queue()];
    for (const [i, { Name }] of [taken, left, off].entries()) await aim(Name, { Arn: queues[i].arn });
    const { EventId } = await put(type, { n: 1 }, { Resources: ["arn:x"], Time: new Date("2026-02-03T04:05:06Z") });
    const { Body } = await messages.message(queues[0]);
    assert.deepEqual(JSON.parse(Body), {
      ...{ version: "0", id: EventId, "detail-type": type, source: SOURCE, account: flows.aws.accountId },
      ...{ time: "2026-02-03T04:05:06Z", region: flows.aws.region, resources: ["arn:x"], detail: { n: 1 } },
    });
    await events.send(new EnableRuleCommand({ Name: off.Name }));
    await events.send(new DisableRuleCommand({ Name: taken.Name }));
    await put(type);
    await messages.message(queues[2]);
    assert.deepEqual([await messages.received(queues[0]), await messages.received(queues[1])], [[], []]);
  });

  it("sends what the target's input says", async () => {
    const type = uniqueName("type");
    const { Name } = await rule(type);
    const queue = await messages.queue();
    const InputTransformer = { InputPathsMap: { n: "$.detail.n" }, InputTemplate: '"number <n>"' };
    await aim(Name, { Arn: queue.arn, InputTransformer });
    await put(type, { n: 7 });
    assert.equal((await messages.message(queue)).Body, '"number 7"');
  });

  it("publishes to a topic whose policy lets it", async () => {
    const type = uniqueName("type");
    const { Name } = await rule(type);
    const [open, closed] = [await messages.topic(), await messages.topic({ open: false })];
    const queue = await messages.queue();
    for (const topic of [open, closed]) await messages.subscribe(topic, queue);
    await aim(Name, { Arn: open }, { Arn: closed });
    await put(type, { n: 1 });
    const { TopicArn, Message } = JSON.parse((await messages.message(queue)).Body);
    assert.deepEqual([TopicArn, (JSON.parse(Message) as BusEvent)["detail-type"]], [open, type]);
    const refused = await attempt(closed);
    assert.deepEqual(
      [refused.caller, refused.service, refused.action, refused.status, refused.checked],
      [
        ...["events.amazonaws.com", "sns", "Publish", 403],
        [{ action: "sns:Publish", resource: closed, allowed: false, sid: undefined }],
      ],
    );
    assert.equal((await attempt(open)).status, 200);
    assert.deepEqual(await messages.received(queue), []);
  });

  it("tells a topic's policy nothing of the rule, as AWS does not", async () => {
    const type = uniqueName("type");
    const { Name } = await rule(type);
    const topic = await messages.topic({ condition: { StringEquals: { "aws:SourceAccount": flows.aws.accountId } } });
    await aim(Name, { Arn: topic });
    await put(type);
    assert.deepEqual((await attempt(topic)).status, 403);
  });

  it("publishes to an encrypted topic only with the key", async () => {
    const type = uniqueName("type");
    const { Name } = await rule(type);
    const kms = new KMSClient(clientConfig(flows.aws));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const topic = await messages.topic({ keyId: KeyMetadata!.KeyId });
    const queue = await messages.queue();
    await messages.subscribe(topic, queue);
    await aim(Name, { Arn: topic });
    await put(type);
    const refused = await attempt(KeyMetadata!.Arn!);
    assert.deepEqual([refused.status, refused.checked?.at(-1)?.action], [403, "kms:GenerateDataKey"]);
    const account = {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Action: "kms:*",
      Resource: "*",
    };
    const service = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Resource: "*" };
    // As this library's keys have it.
    const Condition = { ArnEquals: { "kms:EncryptionContext:aws:sns:topicArn": topic } };
    const Policy = documentOf(account, { ...service, Action: ["kms:GenerateDataKey*", "kms:Decrypt"], Condition });
    await kms.send(new PutKeyPolicyCommand({ KeyId: KeyMetadata!.KeyId, PolicyName: "default", Policy }));
    await put(type);
    await messages.message(queue);
  });

  it("sends as a role where the target names one that trusts it and may", async () => {
    const type = uniqueName("type");
    const { Name } = await rule(type);
    const queue = await messages.queue({ open: false });
    const statements = [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: queue.arn }];
    const role = await roleOf(flows.clients.iam, { statements, service: "events.amazonaws.com" });
    await aim(Name, { Arn: queue.arn, RoleArn: role.Arn });
    await put(type);
    await messages.message(queue);
    assert.equal(
      (await attempt(queue.arn)).caller,
      `arn:aws:sts::${flows.aws.accountId}:assumed-role/${role.RoleName}/${Name}`,
    );
  });

  it("writes to a log group whose resource policy lets it", async () => {
    const type = uniqueName("type");
    const { Name } = await rule(type);
    const logGroupName = `/aws/events/${uniqueName("group")}`;
    await flows.clients.logs.send(new CreateLogGroupCommand({ logGroupName }));
    const Arn = `arn:aws:logs:${flows.aws.region}:${flows.aws.accountId}:log-group:${logGroupName}`;
    await aim(Name, { Arn });
    await put(type);
    assert.equal((await attempt(`${Arn}:log-stream:events`)).status, 403);
    const policyDocument = documentOf({
      ...{ Effect: "Allow", Principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] } },
      ...{ Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${Arn}:*` },
    });
    await flows.clients.logs.send(new PutResourcePolicyCommand({ policyName: uniqueName("policy"), policyDocument }));
    await put(type, { n: 2 });
    const line = await eventually("the line", async () => {
      const { events: lines = [] } = await flows.clients.logs.send(new FilterLogEventsCommand({ logGroupName }));
      return lines[0]?.message;
    });
    assert.deepEqual((JSON.parse(line) as BusEvent).detail, { n: 2 });
  });

  it("puts what cannot be delivered into the target's queue for that", async () => {
    const type = uniqueName("type");
    const { Name, Arn } = await rule(type);
    const [closed, dead] = [await messages.queue({ open: false }), await messages.queue()];
    await aim(Name, { Arn: closed.arn, DeadLetterConfig: { Arn: dead.arn } });
    await put(type, { n: 3 });
    const { Body, MessageAttributes } = await messages.message(dead);
    assert.deepEqual((JSON.parse(Body) as BusEvent).detail, { n: 3 });
    assert.deepEqual(
      ["RULE_ARN", "TARGET_ARN", "ERROR_CODE"].map((name) => MessageAttributes?.[name].StringValue),
      [Arn, closed.arn, "AccessDenied"],
    );
  });

  it("fires rules of a schedule at their times, and only while they are enabled", async () => {
    const { Schedule, seconds } = flows.cronIn(10);
    const { Name, Arn } = await rule("", { EventPattern: undefined, ScheduleExpression: Schedule });
    const queue = await messages.queue();
    await aim(Name, { Arn: queue.arn });
    flows.clock.advance(seconds - 1);
    assert.deepEqual(await messages.received(queue), []);
    flows.clock.advance(1);
    const event = JSON.parse((await messages.message(queue)).Body) as BusEvent;
    assert.deepEqual(
      [event.source, event["detail-type"], event.resources, event.detail, event.time],
      ["aws.events", "Scheduled Event", [Arn], {}, flows.clock.now().toISOString().replace(".000", "")],
    );
    await events.send(new PutRuleCommand({ Name, ScheduleExpression: "rate(2 minutes)" }));
    flows.clock.advance(120);
    await messages.message(queue);
    await put(uniqueName("type"));
    await events.send(new DisableRuleCommand({ Name }));
    flows.clock.advance(600);
    // Whatever was on its way before would have come with this.
    const type = uniqueName("type");
    const other = await rule(type);
    await aim(other.Name, { Arn: queue.arn });
    await put(type);
    assert.equal((JSON.parse((await messages.message(queue)).Body) as BusEvent)["detail-type"], type);
    assert.deepEqual(await messages.received(queue), []);
  });
});
