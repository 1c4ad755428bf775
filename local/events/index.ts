import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import {
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  type PutRuleCommandInput,
  type Rule,
} from "@aws-sdk/client-eventbridge";
import type { Rights } from "../access/rights";
import type { S3Request } from "../access/s3";
import type { Calls } from "../gateway/calls";
import { AwsError, type EmulatedService, type Handler } from "../gateway/service";
import type { Clock } from "../time/clock";
import { parseSchedule } from "../time/schedule";
import { Bus } from "./bus";
import { Delivery } from "./delivery";
import type { Happened } from "./event";
import { MotoCalls } from "../moto-calls";
import { motoClient } from "../moto-client";
import { eventNeeds } from "./needs";
import { parsePattern } from "./pattern";
import { Permission } from "./permission";
import { asked, Rules } from "./rules";
import { S3Events } from "./s3";
import { Targets } from "./targets";
import { glueWorkflow } from "./targets/glue";
import { logGroup } from "./targets/logs";
import { snsTopic } from "./targets/sns";
import { Queues, sqsQueue } from "./targets/sqs";

export type { Happened } from "./event";

export interface EventBridgeOptions {
  motoUrl: string;
  region: string;
  accountId: string;
  clock: Clock;
  rights: Rights;
  calls: Calls;
  /** Tells a Glue workflow of an event. @throws AwsError. */
  notifyWorkflow(name: string, eventId: string): void;
}

export interface EventBridge extends EmulatedService {
  /** A service tells what happened. */
  emit(happened: Happened): void;
  /** A bucket that tells EventBridge has carried out a request. */
  heedS3(request: S3Request): void;
}

/** Actions of moto whose effect nobody would see: no event reaches an archive. */
const PRETENDED = new Set(["CreateArchive", "UpdateArchive", "StartReplay", "PutPartnerEvents", "CreateEndpoint"]);

/** EventBridge: rules and buses are moto's; what matches them, and the way to their targets, is not. */
export function createEventBridge(options: EventBridgeOptions): EventBridge {
  const { motoUrl, region, accountId, clock, rights, calls } = options;
  const config = motoClient(motoUrl, region);
  const moto = new EventBridgeClient(config);
  const logs = new CloudWatchLogsClient(config);
  const motoCalls = new MotoCalls(motoUrl, region);
  const queues = new Queues(motoCalls);
  const sqs = sqsQueue(queues);
  const kinds = [
    glueWorkflow((name, id) => options.notifyWorkflow(name, id)),
    snsTopic(motoCalls),
    sqs,
    logGroup(logs),
  ];
  const rules = new Rules(moto, clock, (rule, time) => bus.due(rule, time));
  const targets = new Targets({ kinds, rule: (name, rule) => rules.get(name, rule) });
  const delivery = new Delivery({ permission: new Permission(rights, accountId), calls, queues, sqs });
  const bus: Bus = new Bus({ region, accountId, clock, rules, targets, delivery });
  const s3 = new S3Events(motoUrl, { region, accountId }, (happened) => bus.emit(happened));
  const actions = { ...ruleActions(moto, rules, targets), ...targets.actions, ...bus.actions };
  return {
    id: "events",
    actions,
    needs: ({ action, input, region: there }) => eventNeeds(action, input, { region: there, accountId }),
    fallsThroughToMoto: ({ action }) => !Object.hasOwn(actions, action) && !PRETENDED.has(action),
    emit: (happened) => bus.emit(happened),
    heedS3: (request) => bus.track(s3.heed(request)),
    async close() {
      rules.close();
      await bus.close();
      s3.close();
      for (const client of [moto, logs]) client.destroy();
    },
  };
}

/** What concerns rules and is moto's, but not without us. */
function ruleActions(moto: EventBridgeClient, rules: Rules, targets: Targets): Record<string, Handler> {
  const named = (input: Record<string, unknown>) => ({
    Name: String(input.Name),
    EventBusName: input.EventBusName as string | undefined,
  });
  return {
    PutRule: async ({ input }) => {
      const { EventPattern, ScheduleExpression } = input as Rule;
      if (EventPattern) parsePattern(EventPattern);
      if (ScheduleExpression) checkSchedule(ScheduleExpression);
      const { RuleArn } = await asked(moto.send(new PutRuleCommand(input as unknown as PutRuleCommandInput)));
      await rules.reschedule(named(input).EventBusName, named(input).Name);
      return { RuleArn };
    },
    DeleteRule: async ({ input }) => {
      const { Name, EventBusName } = named(input);
      if (targets.of(EventBusName, Name).length > 0) {
        throw new AwsError("ValidationException", "Rule can't be deleted since it has targets.");
      }
      await asked(moto.send(new DeleteRuleCommand({ Name, EventBusName })));
      rules.forget(EventBusName, Name);
      return {};
    },
    EnableRule: async ({ input }) => {
      await asked(moto.send(new EnableRuleCommand(named(input))));
      await rules.reschedule(named(input).EventBusName, named(input).Name);
      return {};
    },
    DisableRule: async ({ input }) => {
      await asked(moto.send(new DisableRuleCommand(named(input))));
      await rules.reschedule(named(input).EventBusName, named(input).Name);
      return {};
    },
    DeleteEventBus: async ({ input }) => {
      await asked(moto.send(new DeleteEventBusCommand({ Name: String(input.Name) })));
      targets.forgetBus(String(input.Name));
      return {};
    },
    TestEventPattern: async ({ input }) => ({
      Result: parsePattern(String(input.EventPattern))(JSON.parse(String(input.Event))),
    }),
  };
}

function checkSchedule(expression: string): void {
  try {
    parseSchedule(expression);
  } catch (error) {
    throw new AwsError("ValidationException", `Parameter ScheduleExpression is not valid: ${(error as Error).message}`);
  }
}
