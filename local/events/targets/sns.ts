import { parseDocument } from "../../../policy/iam/document";
import { type MotoCalls, unescaped } from "../../moto-calls";
import type { TargetKind } from "./kind";

/** SNS topics. */
export function snsTopic(moto: MotoCalls): TargetKind {
  const call = (Action: string, more: Record<string, string>) =>
    moto.query("sns", { Action, Version: "2010-03-31", ...more });
  async function attribute(TopicArn: string, name: string): Promise<string | undefined> {
    const xml = await call("GetTopicAttributes", { TopicArn });
    const [, value] = new RegExp(`<key>${name}</key>\\s*<value>([^<]*)</value>`).exec(xml) ?? [];
    return value && unescaped(value);
  }
  return {
    service: "sns",
    action: "Publish",
    lets: "either",
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
    tellsRule: false,
    isArn: (arn) => /^arn:[^:]+:sns:[^:]+:\d+:[^:]+$/.test(arn),
    needs: ({ Arn }) => [{ action: "sns:Publish", resources: [Arn!] }],
    policies: async ({ Arn }) => [parseDocument(await attribute(Arn!, "Policy"))],
    key: ({ Arn }) => attribute(Arn!, "KmsMasterKeyId"),
    encryptionContext: ({ Arn }) => ({ "kms:EncryptionContext:aws:sns:topicArn": Arn }),
    send: async ({ Arn }, Message) => void (await call("Publish", { TopicArn: Arn!, Message })),
  };
}
