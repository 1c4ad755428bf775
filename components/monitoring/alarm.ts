import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { AlarmGroup } from "./alarm-group";

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
