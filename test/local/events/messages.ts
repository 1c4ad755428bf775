import * as assert from "node:assert/strict";
import type { LocalAws } from "../../../local/aws";
import { eventually, uniqueName } from "../../support/local-aws";
import { documentOf } from "../../support/role-session";
import { signed } from "../../support/signed";

const EVENTS = { Service: "events.amazonaws.com" };

/** SNS topics and SQS queues, for which no client is at hand. */
export class Messages {
  constructor(private readonly aws: LocalAws) {}

  /** A queue into which EventBridge may send, for a rule alone where one is given; nobody but the account without `open`. */
  async queue({ open = true, rule, attributes = {} }: { open?: boolean; rule?: string; attributes?: object } = {}) {
    const QueueName = uniqueName("queue");
    const arn = `arn:aws:sqs:${this.aws.region}:${this.aws.accountId}:${QueueName}`;
    const Condition = rule ? { ArnEquals: { "aws:SourceArn": rule } } : undefined;
    const statement = { Effect: "Allow", Principal: EVENTS, Action: "sqs:SendMessage", Resource: arn, Condition };
    const Attributes = { ...attributes, ...(open && { Policy: documentOf(statement) }) };
    const { QueueUrl } = await this.sqs("CreateQueue", { QueueName, Attributes });
    return { arn, url: String(QueueUrl) };
  }

  /** The bodies of all messages that are there now. They are gone afterwards. */
  async received({ url }: { url: string }): Promise<Message[]> {
    const input = { QueueUrl: url, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] };
    const { Messages: found = [] } = await this.sqs("ReceiveMessage", input);
    const messages = found as (Message & { ReceiptHandle: string })[];
    for (const { ReceiptHandle } of messages) await this.sqs("DeleteMessage", { QueueUrl: url, ReceiptHandle });
    return messages;
  }

  /** The first messages that come. */
  message(queue: { url: string }): Promise<Message> {
    return eventually("a message", async () => (await this.received(queue))[0], 20);
  }

  async topic({
    open = true,
    keyId,
    condition,
  }: { open?: boolean; keyId?: string; condition?: object } = {}): Promise<string> {
    const Name = uniqueName("topic");
    const arn = `arn:aws:sns:${this.aws.region}:${this.aws.accountId}:${Name}`;
    const statement = {
      Effect: "Allow",
      Principal: EVENTS,
      Action: "sns:Publish",
      Resource: arn,
      Condition: condition,
    };
    await this.sns({ Action: "CreateTopic", Name });
    const set = (AttributeName: string, AttributeValue: string) =>
      this.sns({ Action: "SetTopicAttributes", TopicArn: arn, AttributeName, AttributeValue });
    if (open) await set("Policy", documentOf(statement));
    if (keyId) await set("KmsMasterKeyId", keyId);
    return arn;
  }

  async subscribe(topic: string, queue: { arn: string }): Promise<void> {
    await this.sns({ Action: "Subscribe", TopicArn: topic, Protocol: "sqs", Endpoint: queue.arn });
  }

  private sns(form: Record<string, string>): Promise<string> {
    const body = new URLSearchParams({ Version: "2010-03-31", ...form }).toString();
    return this.post("sns", { "content-type": "application/x-www-form-urlencoded" }, body);
  }

  private async sqs(action: string, input: object): Promise<Record<string, unknown>> {
    const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${action}` };
    return JSON.parse((await this.post("sqs", headers, JSON.stringify(input))) || "{}");
  }

  private async post(service: string, unsigned: Record<string, string>, body: string): Promise<string> {
    const headers = await signed(this.aws, { service, method: "POST", url: "/", headers: unsigned, body });
    const response = await fetch(this.aws.endpoint, { method: "POST", headers, body });
    const text = await response.text();
    assert.ok(response.ok, text);
    return text;
  }
}

export interface Message {
  Body: string;
  MessageAttributes?: Record<string, { StringValue: string }>;
}
