import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";

/** What the alarms of one component have in common. */
export interface AlarmGroup {
  /** What their names begin with: 1 to 48 letters, digits, `_` and `-`. */
  namePrefix: string;

  /** ARN of the SNS topic that is told when an alarm is raised and when it is over. */
  topicArn: pulumi.Input<string>;

  /**
   * Tags of the alarms.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

/** How an alarm takes periods without a number. */
export enum MissingData {
  /** It is raised. */
  Breaching = "breaching",
  /** It is over. */
  NotBreaching = "notBreaching",
  /** It stays as it is. */
  Ignore = "ignore",
  /** It says that it does not know. */
  Missing = "missing",
}

/** What makes one alarm differ from another. */
export interface AlarmTraits extends Omit<cloudwatch.MetricAlarmArgs, "name" | "alarmActions" | "okActions" | "tags"> {
  alarmDescription: pulumi.Input<string>;
  comparisonOperator: string;
  threshold: number;
  evaluationPeriods: number;
  treatMissingData: MissingData;
}

/** Creates the alarm `NAME-WHAT` as a child of `parent`. @returns its physical name, for who waits for it */
export const alarm = (
  parent: pulumi.Resource,
  name: string,
  { namePrefix, topicArn, tags }: AlarmGroup,
  what: string,
  traits: AlarmTraits,
): pulumi.Output<string> =>
  new cloudwatch.MetricAlarm(
    `${name}-${what}`,
    { name: `${namePrefix}-${what}`, alarmActions: [topicArn], okActions: [topicArn], tags, ...traits },
    { parent },
  ).name;
