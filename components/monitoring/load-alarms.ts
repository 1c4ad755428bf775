import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { ownName } from "../job/names";
import { metricsNamespace as metricsNamespaceSchema } from "../job/spec";
import { checkArgument, strict } from "../validation";
import { alarm, type AlarmTraits, MissingData } from "./alarm";
import type { AlarmGroup } from "./alarm-group";
import { monitoringName } from "./names";

/** When loads are a matter of concern. */
export interface LoadThresholdArgs {
  /**
   * Minutes that the load of a dataset may take: 1 to 10080.
   * @default 30, half of what a job has by default
   */
  maxMinutes?: number;

  /**
   * Part of the rows that may be set aside, 0 to 1.
   * @default 0.01
   */
  maxQuarantinedRatio?: number;

  /**
   * Hours within which each dataset must have been loaded once, or been found without new files: 2 to 168, which is the most that
   * CloudWatch looks back. Take the interval of the schedule, what a run takes, and an hour more: 26 for a daily load that
   * takes an hour.
   * @default none: no alarm for a load that is not there
   */
  freshnessHours?: number;
}

/** Arguments of {@link LoadAlarms}. */
export interface LoadAlarmsArgs extends AlarmGroup, LoadThresholdArgs {
  /** CloudWatch namespace of the job's metrics. */
  metricsNamespace: string;

  /** Name of the pipeline in the job's spec, which is the metrics' dimension `Pipeline`. */
  pipelineName: string;

  /** Names of the datasets, each the metrics' dimension `Dataset`. */
  datasets: string[];
}

/** What {@link LoadThresholdArgs} accepts. */
export const loadThresholdShape = {
  maxMinutes: z.int().min(1).max(10080).optional(),
  maxQuarantinedRatio: z.number().min(0).max(1).optional(),
  freshnessHours: z.int().min(2).max(168).optional(),
};
const thresholdSchema = strict(loadThresholdShape);

/** The finest there is, so that a run and its repetition seldom share one. */
const RUN = 60;
const HOUR = 3600;

/**
 * Alarms for each dataset, on the numbers that the load job puts into CloudWatch at the end of a run: it failed, it took long, it
 * set many rows aside, it was not loaded for long. The first three say what the last run was like: without a new one they stay
 * as they are.
 *
 * A run that ends before it puts its numbers, for want of memory or time, is told by `LoadEvents` and by `freshnessHours`. What
 * Glue itself measures (memory, executors) it only puts for jobs with the argument `--enable-metrics`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export class LoadAlarms extends pulumi.ComponentResource {
  /** Names of the alarms. */
  readonly alarmNames: pulumi.Output<string[]>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when a name is none that AWS takes, or a threshold is out of its range
   */
  constructor(name: string, args: LoadAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:monitoring:LoadAlarms", name, args, opts);
    checkArgument(monitoringName, args.namePrefix, "namePrefix");
    const namespace = checkArgument(metricsNamespaceSchema, args.metricsNamespace, "metricsNamespace");
    const pipelineName = checkArgument(ownName, args.pipelineName, "pipelineName");
    const datasets = checkArgument(z.array(ownName).min(1), args.datasets, "datasets");
    const { maxMinutes = 30, maxQuarantinedRatio = 0.01, freshnessHours } = checkThresholds(args);

    const alarms = datasets.flatMap((dataset) => {
      const of = { namespace, dimensions: { Pipeline: pipelineName, Dataset: dataset } };
      const raise = (what: string, text: string, traits: Omit<AlarmTraits, "alarmDescription">) =>
        alarm(this, name, args, `${dataset}-${what}`, {
          alarmDescription: `Dataset ${dataset} of ${pipelineName}: ${text}`,
          ...traits,
        });
      return [
        raise("failed", "its last load failed. The run's report in the work bucket says why.", {
          ...of,
          metricName: "DatasetFailed",
          statistic: "Maximum",
          period: RUN,
          comparisonOperator: "GreaterThanOrEqualToThreshold",
          threshold: 1,
          evaluationPeriods: 1,
          treatMissingData: MissingData.Ignore,
        }),
        raise("slow", `its last load took more than ${maxMinutes} minutes.`, {
          ...of,
          metricName: "Duration",
          statistic: "Maximum",
          period: RUN,
          comparisonOperator: "GreaterThanThreshold",
          threshold: maxMinutes * 60,
          evaluationPeriods: 1,
          treatMissingData: MissingData.Ignore,
        }),
        raise("quarantined", `more than ${maxQuarantinedRatio} of the rows of its last load were set aside.`, {
          metricQueries: [
            metric("quarantined", { ...of, metricName: "RowsQuarantined", stat: "Sum", period: RUN }),
            metric("read", { ...of, metricName: "RowsRead", stat: "Sum", period: RUN }),
            // Where no row was read there is no ratio, as there is none without a run.
            { id: "ratio", expression: "quarantined / read", label: "Ratio of rows set aside", returnData: true },
          ],
          comparisonOperator: "GreaterThanThreshold",
          threshold: maxQuarantinedRatio,
          evaluationPeriods: 1,
          treatMissingData: MissingData.Ignore,
        }),
        ...(freshnessHours === undefined
          ? []
          : [
              raise("stale", `it was not loaded for ${freshnessHours} hours.`, {
                metricQueries: [
                  // 0 where at least one load of the hour succeeded.
                  metric("failed", { ...of, metricName: "DatasetFailed", stat: "Minimum", period: HOUR }),
                  // Left to itself CloudWatch looks further back for the numbers that are missing, and finds old ones.
                  { id: "stale", expression: "FILL(failed, 1)", label: "Hours without a load", returnData: true },
                ],
                comparisonOperator: "GreaterThanOrEqualToThreshold",
                threshold: 1,
                evaluationPeriods: freshnessHours,
                datapointsToAlarm: freshnessHours,
                // FILL has nothing to fill where there was no run at all.
                treatMissingData: MissingData.Breaching,
              }),
            ]),
      ];
    });

    this.alarmNames = pulumi.all(alarms);
    this.registerOutputs({ alarmNames: this.alarmNames });
  }
}

const checkThresholds = ({ maxMinutes, maxQuarantinedRatio, freshnessHours }: LoadThresholdArgs) =>
  checkArgument(thresholdSchema, { maxMinutes, maxQuarantinedRatio, freshnessHours }, "");

/** A number that an expression is made of. */
const metric = (id: string, of: Metric) => ({ id, metric: of, returnData: false });

interface Metric {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
  stat: string;
  period: number;
}
