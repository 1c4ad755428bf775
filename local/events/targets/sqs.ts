import { parseDocument } from "../../../policy/iam/document";
import type { MotoCalls } from "../../moto-calls";
import type { TargetKind } from "./kind";

type Attributes = Record<string, string | undefined>;

/** SQS queues, as targets and for what could not be delivered. */
export class Queues {
  constructor(private readonly moto: MotoCalls) {}

  async attributes(arn: string): Promise<Attributes> {
    const QueueUrl = await this.urlOf(arn);
    const { Attributes = {} } = await this.call("GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] });
    return Attributes as Attributes;
  }

  async send(arn: string, MessageBody: string, more: object = {}): Promise<void> {
    await this.call("SendMessage", { QueueUrl: await this.urlOf(arn), MessageBody, ...more });
  }

  private async urlOf(arn: string): Promise<string> {
    const { QueueUrl } = await this.call("GetQueueUrl", { QueueName: arn.split(":")[5] });
    return String(QueueUrl);
  }

  private call(action: string, input: Record<string, unknown>) {
    return this.moto.json("sqs", `AmazonSQS.${action}`, input);
  }
}

/** SQS queues. */
export function sqsQueue(queues: Queues): TargetKind {
  return {
    service: "sqs",
    action: "SendMessage",
    lets: "either",
    tellsRule: true,
    isArn: (arn) => /^arn:[^:]+:sqs:[^:]+:\d+:[^:]+$/.test(arn),
    needs: ({ Arn }) => [{ action: "sqs:SendMessage", resources: [Arn!] }],
    policies: async ({ Arn }) => {
      const { Policy } = await queues.attributes(Arn!);
      return Policy ? [parseDocument(Policy)] : [];
    },
    key: async ({ Arn }) => (await queues.attributes(Arn!)).KmsMasterKeyId,
    send: ({ Arn, SqsParameters }, message) => queues.send(Arn!, message, SqsParameters ?? {}),
  };
}
