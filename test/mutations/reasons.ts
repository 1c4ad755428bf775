/** By `STATEMENT ACTION`, why. */
export type Grants = Record<string, string>;

/** Grants that no call of this suite needs. */
export const unused: Record<string, Grants> = {
  crawler: {
    "WriteCatalog glue:CreatePartition":
      "AWS's own roles for crawlers have it, though no refusal that was reported names it and crawlers are reported to work " +
      "without: in doubt it stays, as it allows no more than BatchCreatePartition",
    "WriteCatalog glue:BatchUpdatePartition":
      "AWS's roles for crawlers that change partitions differ on it, and no refusal names it: in doubt it stays, as it allows no " +
      "more than UpdatePartition",
  },
  job: {
    "WorkOnRows s3:AbortMultipartUpload":
      "called only when a write of more than one part has failed; a refusal is logged, and the run fails for what failed the write",
  },
};

const LOGS = "Glue goes on where it may not write logs";

/** Grants whose lack must not keep rows from being loaded. */
export const survived: Record<string, Grants> = {
  crawler: {
    "WriteLogs logs:CreateLogGroup": LOGS,
    "WriteLogs logs:CreateLogStream": LOGS,
    "WriteLogs logs:PutLogEvents": LOGS,
  },
  job: {
    "WriteLogs logs:CreateLogGroup": LOGS,
    "WriteLogs logs:CreateLogStream": LOGS,
    "WriteLogs logs:PutLogEvents": LOGS,
    "SeeOwnRuns glue:GetJobRun": "only the staged files of runs that died then stay, which costs room",
    "PutMetrics cloudwatch:PutMetricData": "the rows are loaded by then",
    "WriteLineage s3:PutObject": "the rows are loaded by then",
  },
};
