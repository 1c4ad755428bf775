/** By `STATEMENT ACTION`, why. */
export type Grants = Record<string, string>;

const AWS_CRAWLER =
  "AWS does not say which of these calls its crawlers make for a partition; the local one makes others";

/** Grants that no call of this suite needs. */
export const unused: Record<string, Grants> = {
  crawler: {
    "WriteCatalog glue:GetDatabase":
      "AWS's crawlers look whether the database is there; the local one is told when it writes",
    "WriteCatalog glue:GetPartition": AWS_CRAWLER,
    "WriteCatalog glue:BatchGetPartition": AWS_CRAWLER,
    "WriteCatalog glue:CreatePartition": AWS_CRAWLER,
    "WriteCatalog glue:UpdatePartition": "needed when a partition's columns change",
    "WriteCatalog glue:BatchUpdatePartition": AWS_CRAWLER,
  },
  job: {
    "WorkOnRows s3:AbortMultipartUpload": "needed when a write of more than one part fails",
    "ReadMended s3:GetObject": "needed when mended rows are loaded: test/e2e/quarantine.test.ts",
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
