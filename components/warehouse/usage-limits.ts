import * as redshiftserverless from "@pulumi/aws/redshiftserverless";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { issueOf, strict } from "../validation";

/** What a limit of usage counts anew. */
export enum UsageLimitPeriod {
  Daily = "daily",
  /** From Sunday on. */
  Weekly = "weekly",
  Monthly = "monthly",
}

/** What happens once a limit is reached. */
export enum BreachAction {
  /** A record in the system view SYS_QUERY_HISTORY. */
  Log = "log",
  /** The CloudWatch metrics `UsageLimitConsumed` and `UsageLimitAvailable`, for alarms. */
  EmitMetric = "emit-metric",
  /** No query runs until the period ends or the limit is raised; loads fail until then. */
  Deactivate = "deactivate",
}

/**
 * How much a workgroup may compute in a period.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroup-max-rpu.html
 */
export interface UsageLimitArgs {
  /** What is counted from its beginning on. */
  period: UsageLimitPeriod;

  /** RPUs times the hours that they run: 8 RPUs for half a day are 96. A whole number above 0. */
  rpuHours: number;

  /**
   * What happens once the hours of a period are used up.
   * @default BreachAction.EmitMetric: queries and loads go on
   */
  onBreach?: BreachAction;
}

const usageLimitSchema = strict({
  period: z.enum(UsageLimitPeriod),
  rpuHours: z.int().min(1),
  onBreach: z.enum(BreachAction).optional(),
});

/** What `usageLimits` accepts. */
export const usageLimitsSchema = z
  .array(usageLimitSchema)
  .max(4)
  .superRefine((limits, context) => {
    limits.forEach((limit, i) => {
      const same = limits.findIndex((other) => nameOf(other) === nameOf(limit));
      if (same < i) {
        context.addIssue(
          issueOf({ path: [i], message: `expected another period or onBreach than in usageLimits[${same}]` }),
        );
      }
    });
  });

/** What a workgroup uses that runs its base capacity all day: beyond it, it has scaled up for long. Nothing is stopped. */
export const usualUsageLimits = (baseCapacity: number): UsageLimitArgs[] => [
  { period: UsageLimitPeriod.Daily, rpuHours: 24 * baseCapacity },
];

/** Creates the limits of a workgroup as children of `parent`: `NAME-limit-daily-emit-metric`. */
export function limitUsage(
  parent: pulumi.Resource,
  name: string,
  workgroupArn: pulumi.Output<string>,
  limits: UsageLimitArgs[],
): void {
  for (const limit of limits) {
    new redshiftserverless.UsageLimit(
      `${name}-limit-${nameOf(limit)}`,
      {
        resourceArn: workgroupArn,
        usageType: "serverless-compute",
        period: limit.period,
        amount: limit.rpuHours,
        breachAction: onBreachOf(limit),
      },
      // They hold no data, and another period is another limit.
      { parent, protect: false },
    );
  }
}

const onBreachOf = ({ onBreach = BreachAction.EmitMetric }: UsageLimitArgs) => onBreach;
const nameOf = (limit: UsageLimitArgs) => `${limit.period}-${onBreachOf(limit)}`;
