import type * as pulumi from "@pulumi/pulumi";

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
