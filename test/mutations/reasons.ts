export type Duty = "crawler" | "job" | "copy";

/** By `STATEMENT ACTION`, why. */
type Reasons = Record<string, string>;

/** The statements of the roles of the stack `local`. */
export const statements: Record<Duty, string[]> = {
  crawler: ["ListSource", "ReadSource", "WriteCatalog", "WriteLogs"],
  copy: ["ListStaging", "ReadStaging"],
  job: [
    "FollowOwnStatements",
    "ListRows",
    "ListSource",
    "PutMetrics",
    "ReadCatalog",
    "ReadCode",
    "ReadMended",
    "ReadSource",
    "RunSqlOnWorkgroup",
    "SeeOwnRuns",
    "UpdateTargets",
    "WorkOnRows",
    "WriteLineage",
    "WriteLogs",
    "WriteReports",
  ],
};

/** Grants that no call of this suite needs. */
export const unused: Record<Duty, Reasons> = {
  copy: {},
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

const ENCRYPTED_LOGS = "CloudWatch Logs then takes no lines, and Glue goes on where it may not write logs";
const TARGETS = "the rows are loaded by then; the report warns that the catalog may be behind";
const INTERFACES = "the work is done by then; the interface stays until somebody removes it";

/** Grants whose lack must not keep rows from being loaded; the record of calls tells it. */
export const survived: Record<Duty, Reasons> = {
  copy: {},
  crawler: {
    "WriteLogs logs:CreateLogGroup": LOGS,
    "WriteLogs logs:CreateLogStream": LOGS,
    "WriteLogs logs:PutLogEvents": LOGS,
    "UseKeyThroughLogs kms:Decrypt": ENCRYPTED_LOGS,
    "UseKeyThroughLogs kms:GenerateDataKey": ENCRYPTED_LOGS,
    "RemoveInterfacesFromSubnets ec2:DeleteNetworkInterface": INTERFACES,
  },
  job: {
    "WriteLogs logs:CreateLogGroup": LOGS,
    "WriteLogs logs:CreateLogStream": LOGS,
    "WriteLogs logs:PutLogEvents": LOGS,
    "UseKeyThroughLogs kms:Decrypt": ENCRYPTED_LOGS,
    "UseKeyThroughLogs kms:GenerateDataKey": ENCRYPTED_LOGS,
    "RemoveInterfacesFromSubnets ec2:DeleteNetworkInterface": INTERFACES,
    "SeeOwnRuns glue:GetJobRun": "only the staged files of runs that died then stay, which costs room",
    "PutMetrics cloudwatch:PutMetricData": "the rows are loaded by then",
    "WriteLineage s3:PutObject": "the rows are loaded by then",
    "UpdateTargets glue:GetTable": TARGETS,
    "UpdateTargets glue:UpdateTable": TARGETS,
    "UseKeyThroughGlue kms:Encrypt": TARGETS,
    "UseKeyThroughGlue kms:GenerateDataKey": TARGETS,
  },
};
