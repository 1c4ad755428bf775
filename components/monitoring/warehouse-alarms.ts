import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { checkArgument, strict, wrongArgument } from "../validation";
import { alarm, MissingData } from "./alarm";
import type { AlarmGroup } from "./alarm-group";
import { monitoringName } from "./names";

/** When the warehouse is a matter of concern. */
export interface WarehouseThresholdArgs {
  /**
   * RPU hours of Redshift Serverless in a day: the capacity times the hours in which it works.
   * @default 64: eight hours of eight RPUs
   */
  maxRpuHoursPerDay?: number;

  /**
   * Percentage of a cluster's disk space that may be used, 1 to 99.
   * @default 80
   */
  maxDiskPercent?: number;

  /**
   * Percentage of a cluster's CPU that may be used for half an hour on end, 1 to 99.
   * @default 90
   */
  maxCpuPercent?: number;
}

/** Arguments of {@link WarehouseAlarms}. It takes either a workgroup or a cluster. */
export interface WarehouseAlarmsArgs extends AlarmGroup, WarehouseThresholdArgs {
  /**
   * Name of the Redshift Serverless workgroup.
   * @default none: there is a cluster
   */
  workgroupName?: pulumi.Input<string>;

  /**
   * Identifier of the cluster.
   * @default none: there is a workgroup
   */
  clusterIdentifier?: pulumi.Input<string>;
}

const percent = z.int().min(1).max(99).optional();

/** What {@link WarehouseThresholdArgs} accepts. */
export const warehouseThresholdShape = {
  maxRpuHoursPerDay: z
    .number()
    .refine((hours) => hours > 0, "expected more than 0")
    .optional(),
  maxDiskPercent: percent,
  maxCpuPercent: percent,
};

const DAY = 86_400;
const FIVE_MINUTES = 300;

/**
 * Alarms on what Redshift itself measures: RPU hours of a workgroup, disk and CPU of a cluster.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/metrics-listing.html
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-audit-logging.html
 */
export class WarehouseAlarms extends pulumi.ComponentResource {
  /** Names of the alarms. */
  readonly alarmNames: pulumi.Output<string[]>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when there is not one warehouse, a threshold is for the other kind of it or out of its range
   */
  constructor(name: string, args: WarehouseAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:monitoring:WarehouseAlarms", name, args, opts);
    checkArgument(monitoringName, args.namePrefix, "namePrefix");
    const { workgroupName, clusterIdentifier, maxRpuHoursPerDay, maxDiskPercent, maxCpuPercent } = args;
    const given = { maxRpuHoursPerDay, maxDiskPercent, maxCpuPercent };
    checkArgument(strict(warehouseThresholdShape), given, "");

    if (workgroupName !== undefined && clusterIdentifier === undefined) {
      refuse({ maxDiskPercent, maxCpuPercent }, "a cluster");
      this.alarmNames = pulumi.all([this.rpuHours(name, args, workgroupName, maxRpuHoursPerDay ?? 64)]);
    } else if (clusterIdentifier !== undefined && workgroupName === undefined) {
      refuse({ maxRpuHoursPerDay }, "a workgroup");
      this.alarmNames = pulumi.all([
        this.disk(name, args, clusterIdentifier, maxDiskPercent ?? 80),
        this.cpu(name, args, clusterIdentifier, maxCpuPercent ?? 90),
      ]);
    } else {
      throw wrongArgument("workgroupName", "expected either workgroupName or clusterIdentifier");
    }
    this.registerOutputs({ alarmNames: this.alarmNames });
  }

  private rpuHours(name: string, group: AlarmGroup, workgroupName: pulumi.Input<string>, most: number) {
    return alarm(this, name, group, "rpu-hours", {
      alarmDescription: pulumi.interpolate`Workgroup ${workgroupName}: more than ${most} RPU hours in a day.`,
      metricQueries: [
        {
          id: "seconds",
          metric: {
            namespace: "AWS/Redshift-Serverless",
            // Redshift tells it every half an hour, of the half hour before.
            metricName: "ComputeSeconds",
            dimensions: { Workgroup: workgroupName },
            stat: "Sum",
            period: DAY,
          },
          returnData: false,
        },
        { id: "hours", expression: "seconds / 3600", label: "RPU hours", returnData: true },
      ],
      comparisonOperator: "GreaterThanThreshold",
      threshold: most,
      evaluationPeriods: 1,
      // A warehouse at rest says nothing and costs nothing.
      treatMissingData: MissingData.NotBreaching,
    });
  }

  private disk(name: string, group: AlarmGroup, clusterIdentifier: pulumi.Input<string>, most: number) {
    return alarm(this, name, group, "disk", {
      alarmDescription: pulumi.interpolate`Cluster ${clusterIdentifier}: more than ${most} % of the disk space is used.`,
      namespace: "AWS/Redshift",
      metricName: "PercentageDiskSpaceUsed",
      dimensions: { ClusterIdentifier: clusterIdentifier },
      statistic: "Average",
      period: FIVE_MINUTES,
      comparisonOperator: "GreaterThanThreshold",
      threshold: most,
      evaluationPeriods: 3,
      // A paused cluster measures nothing, and its disk is as full as it was.
      treatMissingData: MissingData.Ignore,
    });
  }

  private cpu(name: string, group: AlarmGroup, clusterIdentifier: pulumi.Input<string>, most: number) {
    return alarm(this, name, group, "cpu", {
      alarmDescription: pulumi.interpolate`Cluster ${clusterIdentifier}: more than ${most} % CPU for half an hour.`,
      namespace: "AWS/Redshift",
      metricName: "CPUUtilization",
      dimensions: { ClusterIdentifier: clusterIdentifier },
      statistic: "Average",
      period: FIVE_MINUTES,
      comparisonOperator: "GreaterThanThreshold",
      threshold: most,
      evaluationPeriods: 6,
      // A paused cluster has nothing to do.
      treatMissingData: MissingData.NotBreaching,
    });
  }
}

function refuse(thresholds: Record<string, number | undefined>, kind: string): void {
  const [threshold] = Object.entries(thresholds).find(([, value]) => value !== undefined) ?? [];
  if (threshold !== undefined) {
    throw wrongArgument(threshold, `is for ${kind}, which the warehouse is not`);
  }
}
