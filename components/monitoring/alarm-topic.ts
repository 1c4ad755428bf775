import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { policyDocument, type Statement } from "../access/documents";
import { awsPlace } from "../aws-place";
import { after } from "../ordering";
import { checkArgument, matching, wrongArgument } from "../validation";

/** Arguments of {@link AlarmTopic}. */
export interface AlarmTopicArgs {
  /** Physical name, 1 to 256 letters, digits, `_` and `-`. */
  topicName: string;

  /**
   * E-mail addresses that are told. AWS writes to each once, and sends alarms when the link in that mail was followed.
   * @default none
   */
  emails?: string[];

  /**
   * An https URL that alarms are posted to, as SNS's JSON. It must answer SNS's first request by opening the `SubscribeURL` that
   * is in it, which incoming webhooks of Slack and Teams do not do; put a service of your own before them, or connect the topic
   * to a channel by Amazon Q Developer in chat applications, which shows alarms but not the texts of `LoadEvents`.
   * @default none
   * @see https://docs.aws.amazon.com/sns/latest/dg/http-subscription-confirmation-json.html
   */
  webhookUrl?: pulumi.Input<string>;

  /**
   * ARN of the KMS key that encrypts messages. Its policy must let `events.amazonaws.com`, without conditions on source account
   * or ARN, and `cloudwatch.amazonaws.com` use it (`kms:Decrypt`, `kms:GenerateDataKey*`), or messages are lost without a trace;
   * that of `PipelineKey` does for its `topicNames`. The key that AWS keeps for SNS (`alias/aws/sns`) does not let them.
   * @default none: SNS's own disk encryption
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
   */
  kmsKeyArn?: pulumi.Input<string>;

  /**
   * Tags of the topic; subscriptions take none.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

const topicNameSchema = matching(/^[\w-]{1,256}$/, "1 to 256 letters, digits, _ and -");
const emailsSchema = z.array(z.string().regex(/^[^\s@]+@[^\s@]+$/, "expected an e-mail address"));

/** An SNS topic to which nobody but EventBridge and the account's CloudWatch alarms publish, over TLS. */
export class AlarmTopic extends pulumi.ComponentResource {
  /** ARN of the topic, known at preview. */
  readonly topicArn: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `topicName`, an address or the URL is none, or an address is given twice
   */
  constructor(name: string, args: AlarmTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:monitoring:AlarmTopic", name, args, opts);
    const topicName = checkArgument(topicNameSchema, args.topicName, "topicName");
    const emails = checkEmails(args.emails ?? []);
    const place = awsPlace(this);
    const topicArn = place.apply(
      (known) => `arn:${known.partition}:sns:${known.region}:${known.accountId}:${topicName}`,
    );

    const topic = new sns.Topic(
      `${name}-topic`,
      {
        name: topicName,
        kmsMasterKeyId: args.kmsKeyArn,
        policy: pulumi
          .all([topicArn, place])
          .apply(([arn, { accountId }]) => policyDocument(topicStatements(arn, accountId))),
        tags: args.tags,
      },
      { parent: this },
    );
    this.topicArn = after(topicArn, [topic]);

    for (const email of emails) {
      this.subscribe(`${name}-email-${email}`, "email", email);
    }
    if (args.webhookUrl !== undefined) {
      this.subscribe(`${name}-webhook`, "https", pulumi.output(args.webhookUrl).apply(checkUrl));
    }
    this.registerOutputs({ topicArn: this.topicArn });
  }

  private subscribe(name: string, protocol: string, endpoint: pulumi.Input<string>): void {
    new sns.TopicSubscription(name, { topic: this.topicArn, protocol, endpoint }, { parent: this });
  }
}

/** Who may publish. The account's own principals are let in, or not, by their own policies. */
const topicStatements = (topicArn: string, accountId: string): Statement[] => [
  {
    // EventBridge sends no source account or ARN to SNS: with a condition on them nothing would arrive.
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
    Sid: "EventsPublish",
    Effect: "Allow",
    Principal: { Service: ["events.amazonaws.com"] },
    Action: ["sns:Publish"],
    Resource: [topicArn],
  },
  {
    Sid: "AlarmsPublish",
    Effect: "Allow",
    Principal: { Service: ["cloudwatch.amazonaws.com"] },
    Action: ["sns:Publish"],
    Resource: [topicArn],
    Condition: { StringEquals: { "aws:SourceAccount": accountId } },
  },
  {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: ["sns:Publish"],
    Resource: [topicArn],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  },
];

function checkEmails(given: string[]): string[] {
  const emails = checkArgument(emailsSchema, given, "emails");
  const twice = emails.findIndex((email, i) => emails.indexOf(email) < i);
  if (twice >= 0) {
    throw wrongArgument(`emails[${twice}]`, `expected an address once, got "${emails[twice]}" again`);
  }
  return emails;
}

/** The URL may hold a secret, so that what was got is not shown. */
function checkUrl(url: string): string {
  if (!/^https:\/\/\S+$/.test(url)) {
    throw wrongArgument("webhookUrl", "expected an https URL");
  }
  return url;
}
