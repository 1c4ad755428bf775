import type { S3ToRedshiftPipelineArgs } from "../pipeline-args";
import type { Usage } from "./args";
import { counted, DAYS_PER_MONTH, HOURS_PER_MONTH, type Use, type Uses } from "./use";

/** Guessed: staged parts and lists; looks of crawler, job and COPY, each in parts. Thousands of files cost cents. */
const WRITES_PER_FILE = 2;
const READS_PER_FILE = 10;

/** Those that a network makes where its arguments name none. */
const USUAL_ENDPOINTS = 6;

/** What a run puts into CloudWatch of each dataset, and what maintenance does. */
const METRICS_PER_DATASET = 6;
const METRICS_OF_MAINTENANCE = 1;

/** Buckets, key, network, logs and monitoring. */
export const upkeepUses = (pipeline: S3ToRedshiftPipelineArgs, usage: Usage): Uses => {
  const parts = [bucketUses(usage), keyUses(pipeline), networkUses(pipeline, usage), watchUses(pipeline, usage)];
  return {
    uses: parts.flatMap(({ uses }) => uses),
    assumptions: parts.flatMap(({ assumptions }) => assumptions),
  };
};

function bucketUses({ bucketGb, stagedGb, filesPerRun, runsPerDay }: Usage): Uses {
  const thousandFiles = (filesPerRun * runsPerDay * DAYS_PER_MONTH) / 1000;
  return {
    uses: [
      { what: "S3 storage", price: "s3Storage", quantity: bucketGb + stagedGb },
      { what: "S3 writes and lists", price: "s3Writes", quantity: thousandFiles * WRITES_PER_FILE },
      { what: "S3 reads", price: "s3Reads", quantity: thousandFiles * READS_PER_FILE },
    ],
    assumptions: [
      `The buckets hold ${counted(bucketGb, "GB", "GB")} and ${counted(stagedGb, "GB", "GB")} of staged rows, in S3 Standard.`,
      `Each of ${counted(filesPerRun, "file")} a run takes ${WRITES_PER_FILE} writes and ${READS_PER_FILE} reads.`,
    ],
  };
}

function keyUses({ createKmsKey, kmsKeyArn }: S3ToRedshiftPipelineArgs): Uses {
  if (!createKmsKey) {
    const assumptions = kmsKeyArn === undefined ? [] : ["The KMS key is paid for where it is made."];
    return { uses: [], assumptions };
  }
  return {
    uses: [{ what: "KMS key", price: "kmsKey", quantity: 1 }],
    // https://aws.amazon.com/kms/pricing/
    assumptions: [
      "The KMS key is in its first year: its first two yearly rotations add as much each. Requests to it are not counted.",
    ],
  };
}

function networkUses({ network }: S3ToRedshiftPipelineArgs, { endpointGb }: Usage): Uses {
  const endpoints = network ? (network.endpoints?.length ?? USUAL_ENDPOINTS) : 0;
  if (!network || endpoints === 0) return { uses: [], assumptions: [] };
  const zones = network.subnetIds.length;
  return {
    uses: [
      {
        what: `Interface endpoints, ${endpoints} in ${zones} zones`,
        price: "endpointHour",
        quantity: endpoints * zones * HOURS_PER_MONTH,
      },
      { what: "Data through interface endpoints", price: "endpointGb", quantity: endpointGb },
    ],
    assumptions: [
      `${counted(endpointGb, "GB", "GB")} a month pass through interface endpoints; S3's endpoint is free.`,
    ],
  };
}

/** Logs, metrics, alarms and dashboard. */
function watchUses(pipeline: S3ToRedshiftPipelineArgs, { logGb, runsPerDay }: Usage): Uses {
  const { datasets, maintenance, monitoring, logs } = pipeline;
  const retentionDays = logs?.retentionDays ?? 30;
  const metrics = datasets.length * (METRICS_PER_DATASET + (maintenance ? METRICS_OF_MAINTENANCE : 0));
  const uses: Use[] = [
    { what: "CloudWatch Logs, taken in", price: "logGb", quantity: logGb },
    { what: "CloudWatch Logs, kept", price: "logStorage", quantity: (logGb * retentionDays) / DAYS_PER_MONTH },
    // A metric is paid for by the hours in which it is put: https://aws.amazon.com/cloudwatch/pricing/
    { what: `CloudWatch metrics, ${metrics}`, price: "metric", quantity: (metrics * Math.min(24, runsPerDay)) / 24 },
  ];
  const assumptions = [
    `${counted(logGb, "GB", "GB")} of logs a month, kept for ${counted(retentionDays, "day")} and not made smaller by compression.`,
    "Each run puts its metrics in an hour of its own.",
  ];
  if (monitoring) {
    uses.push({ what: "CloudWatch alarms", price: "alarm", quantity: alarmMetrics(pipeline) });
    if (monitoring.dashboard ?? true) {
      uses.push({ what: "CloudWatch dashboard", price: "dashboard", quantity: 1 });
    }
    assumptions.push("E-mails and events of SNS and EventBridge cost next to nothing and are not counted.");
  }
  return { uses, assumptions };
}

/** An alarm is paid for by the metrics that it looks at. */
function alarmMetrics({ datasets, monitoring, warehouse = {} }: S3ToRedshiftPipelineArgs): number {
  // Failed and slow look at one each, quarantined at two, stale at one.
  const perDataset = monitoring?.loads?.freshnessHours === undefined ? 4 : 5;
  const ofCluster = warehouse.cluster !== undefined || warehouse.existing?.clusterIdentifier !== undefined;
  return datasets.length * perDataset + (ofCluster ? 2 : 1);
}
