import type { Statement } from "../access/documents";
import type { AwsPlace } from "../aws-place";

/** Who may use a key. In a key's policy the resource `*` is that key. */
export function keyStatements(place: AwsPlace, logGroups: string[], topics: string[]): Statement[] {
  const topicArns = topics.map((topic) => `arn:${place.partition}:sns:${place.region}:${place.accountId}:${topic}`);
  return [
    accountManages(place),
    ...(logGroups.length > 0 ? [logsEncrypt(place, logGroups)] : []),
    ...(topicArns.length > 0 ? [eventsPublish(topicArns), alarmsPublish(topicArns, place.accountId)] : []),
  ];
}

/**
 * Leaves it to IAM what the account's own principals may do with the key. A key without this can be managed by nobody.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const accountManages = ({ partition, accountId }: AwsPlace): Statement => ({
  Sid: "AccountManagesByIam",
  Effect: "Allow",
  Principal: { AWS: [`arn:${partition}:iam::${accountId}:root`] },
  Action: ["kms:*"],
  Resource: ["*"],
});

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
const logsEncrypt = ({ partition, region, accountId }: AwsPlace, logGroups: string[]): Statement => ({
  ...serviceStatement("LogsEncrypt", `logs.${region}.amazonaws.com`),
  Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
  Condition: {
    ArnLike: {
      "kms:EncryptionContext:aws:logs:arn": logGroups.map(
        (logGroup) => `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroup}`,
      ),
    },
  },
});

/**
 * EventBridge sends neither `aws:SourceAccount` nor `aws:SourceArn` when it publishes to an encrypted topic: with a condition on
 * them no event would arrive. What SNS encrypts always names its topic.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
const eventsPublish = (topicArns: string[]): Statement => ({
  ...serviceStatement("EventsPublish", "events.amazonaws.com"),
  Action: publishing,
  Condition: { ArnEquals: { "kms:EncryptionContext:aws:sns:topicArn": topicArns } },
});

const alarmsPublish = (topicArns: string[], accountId: string): Statement => ({
  ...serviceStatement("AlarmsPublish", "cloudwatch.amazonaws.com"),
  Action: publishing,
  Condition: {
    StringEquals: { "aws:SourceAccount": accountId },
    ArnEquals: { "kms:EncryptionContext:aws:sns:topicArn": topicArns },
  },
});

const publishing = ["kms:GenerateDataKey*", "kms:Decrypt"];

const serviceStatement = (sid: string, service: string) => ({
  Sid: sid,
  Effect: "Allow" as const,
  Principal: { Service: [service] },
  Resource: ["*"],
});
