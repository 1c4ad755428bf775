import type { Rule, Target } from "@aws-sdk/client-eventbridge";
import type { Checked } from "../access/access";
import { AccessDenied } from "../access/guard";
import type { Calls } from "../gateway/calls";
import { AwsError } from "../gateway/service";
import type { BusEvent } from "./event";
import { inputFor } from "./input";
import type { Permission } from "./permission";
import type { TargetKind } from "./targets/kind";
import type { Queues } from "./targets/sqs";

/** As the clients of the SDK throw it. */
type ClientError = Error & { $metadata?: { httpStatusCode?: number } };

const ofClient = ({ name, message, $metadata }: ClientError) =>
  new AwsError(name, message, $metadata?.httpStatusCode ?? 500);

export interface DeliveryInput {
  permission: Permission;
  calls: Calls;
  queues: Queues;
  /** Of queues, also for what could not be delivered. */
  sqs: TargetKind;
}

/** Sends events to targets. The record of calls tells of each try, and who was refused what: here as on AWS nobody else hears of it. */
export class Delivery {
  constructor(private readonly input: DeliveryInput) {}

  async send(kind: TargetKind, target: Target, event: BusEvent, rule: Rule): Promise<void> {
    const message = inputFor(target, event, rule);
    const error = await this.attempt(kind, target, event, rule, () => kind.send(target, message, event));
    const Arn = target.DeadLetterConfig?.Arn;
    if (!error || !Arn) return;
    const { sqs, queues } = this.input;
    const attributes = {
      RULE_ARN: rule.Arn,
      TARGET_ARN: target.Arn,
      ERROR_CODE: error.code,
      ERROR_MESSAGE: error.message,
    };
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
    );
    const dead = () => queues.send(Arn, JSON.stringify(event), { MessageAttributes });
    await this.attempt(sqs, { Id: target.Id, Arn }, event, rule, dead);
  }

  /** @returns why it failed. */
  private async attempt(
    kind: TargetKind,
    target: Target,
    event: BusEvent,
    rule: Rule,
    send: () => Promise<void>,
  ): Promise<AwsError | undefined> {
    const started = Date.now();
    let checked: Checked[] = [];
    let failure: AwsError | undefined;
    try {
      checked = await this.input.permission.check(kind, target, rule);
      await send();
    } catch (error) {
      failure = error instanceof AwsError ? error : ofClient(error as ClientError);
      if (error instanceof AccessDenied) checked = error.checked;
      else
        console.error(
          `Event ${event.id} (${event["detail-type"]}) of rule ${rule.Name} to ${target.Arn}: ${failure.message}`,
        );
    }
    this.input.calls.add({
      time: new Date(started).toISOString(),
      caller: this.input.permission.callerOf(target, rule, kind),
      service: kind.service,
      action: kind.action,
      status: failure?.status ?? 200,
      ms: Date.now() - started,
      ...(checked.length > 0 && { checked }),
    });
    return failure;
  }
}
