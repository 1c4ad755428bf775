import {
  type EventBridgeClient,
  PutRuleCommand,
  type PutRuleCommandInput,
  PutTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { uniqueName } from "../../support/local-aws";

export const SOURCE = "test.shop";

/** A rule of the events of one type from {@link SOURCE}. */
export async function makeRule(
  events: EventBridgeClient,
  type: string,
  more: Partial<PutRuleCommandInput> = {},
): Promise<{ Name: string; Arn: string }> {
  const Name = uniqueName("rule");
  const EventPattern = JSON.stringify({ source: [SOURCE], "detail-type": [type] });
  const { RuleArn } = await events.send(new PutRuleCommand({ Name, EventPattern, ...more }));
  return { Name, Arn: RuleArn! };
}

/** Gives the rule these targets, `t0`, `t1` and so on. */
export const aimRule = (events: EventBridgeClient, Rule: string, targets: Omit<Target, "Id">[]) =>
  events.send(new PutTargetsCommand({ Rule, Targets: targets.map((it, i) => ({ Id: `t${i}`, ...it })) }));
