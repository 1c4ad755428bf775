import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { LocalAws } from "../../../../local/aws";
import { clientConfig, eventually, uniqueName } from "../../../support/local-aws";
import { Messages } from "../../events/messages";
import { aimRule, makeRule, SOURCE } from "../../events/rules";

/**
 * Sends an event that a rule takes to the workflow as the role.
 *
 * @throws Error with the name and message that EventBridge sends to the target's dead-letter queue, where it was refused
 */
export async function notifyAs(aws: LocalAws, RoleArn: string, workflow: string): Promise<void> {
  const events = new EventBridgeClient(clientConfig(aws));
  const messages = new Messages(aws);
  const type = uniqueName("type");
  const { Name } = await makeRule(events, type);
  const dead = await messages.queue();
  const Arn = `arn:aws:glue:${aws.region}:${aws.accountId}:workflow/${workflow}`;
  await aimRule(events, Name, [{ Arn, RoleArn, DeadLetterConfig: { Arn: dead.arn } }]);
  await events.send(new PutEventsCommand({ Entries: [{ Source: SOURCE, DetailType: type, Detail: "{}" }] }));
  const { status } = await eventually("the delivery", async () =>
    aws.calls.recent().find(({ action, caller }) => action === "NotifyEvent" && caller.endsWith(`/${Name}`)),
  );
  if (status === 200) return;
  const { ERROR_CODE, ERROR_MESSAGE } = (await messages.message(dead)).MessageAttributes!;
  throw Object.assign(new Error(ERROR_MESSAGE.StringValue), { name: ERROR_CODE.StringValue });
}
