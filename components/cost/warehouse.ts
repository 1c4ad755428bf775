import type { S3ToRedshiftPipelineArgs } from "../pipeline-args";
import { NodeType } from "../warehouse/cluster-args";
import type { Usage } from "./args";
import { billedMinutes, counted, DAYS_PER_MONTH, type Use, type Uses } from "./use";

/** Redshift Serverless bills a minute at least once it computes. @see https://aws.amazon.com/redshift/pricing/ */
const LEAST_MINUTES = 1;

/** Redshift and its administrator's secret. */
export function warehouseUses(pipeline: S3ToRedshiftPipelineArgs, usage: Usage): Uses {
  const { serverless = {}, cluster, existing } = pipeline.warehouse ?? {};
  if (existing) {
    return {
      uses: [],
      assumptions: ["The warehouse is there already; what it costs, and loads cost in it, is not counted."],
    };
  }
  const kept: Use[] = [
    { what: "Redshift managed storage", price: "managedStorage", quantity: usage.warehouseGb },
    // AWS says of a secret that it manages for Aurora that it is charged; it is taken that one for Redshift is, too.
    // https://docs.aws.amazon.com/secretsmanager/latest/userguide/integrating-AUR.html
    { what: "Secret of the warehouse's administrator", price: "secret", quantity: 1 },
  ];
  if (cluster) {
    const { nodeType = NodeType.Ra3Large, numberOfNodes = 2 } = cluster;
    const hours = usage.warehouseHoursPerDay ?? 24;
    return {
      uses: [
        {
          what: `Redshift cluster, ${numberOfNodes} x ${nodeType}`,
          price: nodeType,
          quantity: numberOfNodes * hours * DAYS_PER_MONTH,
        },
        ...kept,
      ],
      assumptions: [
        `The cluster runs ${counted(hours, "hour")} a day` +
          (cluster.pause && usage.warehouseHoursPerDay === undefined
            ? ": its pauses are not counted unless warehouseHoursPerDay says how long it runs."
            : "."),
      ],
    };
  }
  const { baseCapacity = 8 } = serverless;
  const hours = usage.warehouseHoursPerDay ?? loadHoursPerDay(pipeline, usage);
  return {
    uses: [
      {
        what: `Redshift Serverless, ${baseCapacity} RPUs`,
        price: "rpuHour",
        quantity: baseCapacity * hours * DAYS_PER_MONTH,
      },
      ...kept,
    ],
    assumptions: [
      `Redshift Serverless computes ${counted(hours, "hour")} a day` +
        (usage.warehouseHoursPerDay === undefined ? ", as long as loads and maintenance take; nobody reads" : "") +
        `. It stays at its base capacity of ${baseCapacity} RPUs; what it scales up to costs as much more.`,
    ],
  };
}

/** The warehouse is at work for as long as a run is at most: a job waits for it, or it for the job. */
function loadHoursPerDay({ maintenance }: S3ToRedshiftPipelineArgs, usage: Usage): number {
  const minutes =
    billedMinutes(usage.minutesPerRun, LEAST_MINUTES) +
    (maintenance ? billedMinutes(usage.maintenanceMinutesPerRun, LEAST_MINUTES) : 0);
  return Math.min(24, (usage.runsPerDay * minutes) / 60);
}
