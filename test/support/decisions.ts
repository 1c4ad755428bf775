import { CreateLogGroupCommand, type CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import {
  BatchCreatePartitionCommand,
  CreateTableCommand,
  DeleteTableCommand,
  GetJobRunCommand,
  GetTableCommand,
  type GlueClient,
  StartJobRunCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-glue";
import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  type RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { copyStatements } from "../../components/access/copy-role";
import { crawlerStatements } from "../../components/access/crawler-role";
import type { Statement } from "../../components/access/documents";
import { loadJobStatements } from "../../components/access/load-job-role";
import { workPrefixes } from "../../components/job/work-prefixes";

export const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };

/** Names of what the roles may reach, and beside each of one that they must not. */
export const names = {
  raw: "decisions-raw",
  work: "decisions-work",
  database: "decisions",
  otherDatabase: "decisions_other",
  job: "decisions-load",
  workgroup: "decisions",
  otherWorkgroup: "decisions-other",
  namespace: "AcmePipelines",
};
const tag = { key: "s3-to-redshift:pipeline", value: "decisions" };
export const workgroupTags = [tag];

export type RoleName = "crawler" | "job" | "copy";

const source = { bucketName: names.raw, prefixes: ["sales/orders/"] };

/** The roles' documents, as the components make them. */
export const documents: Record<RoleName, Statement[]> = {
  crawler: crawlerStatements(place, source, names.database),
  copy: copyStatements(place, { bucketName: names.work, prefixes: [workPrefixes.staging] }),
  job: loadJobStatements(place, {
    jobName: names.job,
    sourceBucketName: names.raw,
    folders: source.prefixes,
    databaseName: names.database,
    workBucketName: names.work,
    workPrefixes,
    metricsNamespace: names.namespace,
    workgroupTag: tag,
  }),
};

/** Clients that sign as a session of the role. */
export interface RoleClients {
  s3: S3Client;
  glue: GlueClient;
  data: RedshiftDataClient;
  logs: CloudWatchLogsClient;
  /** A call of the query protocol. @throws Error named as AWS names it */
  query(service: string, form: Record<string, string>): Promise<void>;
  /** The id of a statement of another session of the same role. */
  othersStatement(): Promise<string>;
}

/** What a role must be able to do, or must not. */
export interface RoleDecision {
  role: RoleName;
  may: boolean;
  what: string;
  action: string;
  resource: string;
  context?: Record<string, string>;
  /** The same as a call; what it is answered besides AccessDenied is another matter. */
  call: (clients: RoleClients) => Promise<unknown>;
}

const s3Arn = (path: string) => `arn:aws:s3:::${path}`;
const glueArn = (resource: string) => `arn:aws:glue:${place.region}:${place.accountId}:${resource}`;

const get = (role: RoleName, may: boolean, what: string, Bucket: string, Key: string): RoleDecision => ({
  ...{ role, may, what: `read ${what}`, action: "s3:GetObject", resource: s3Arn(`${Bucket}/${Key}`) },
  call: ({ s3 }) => s3.send(new GetObjectCommand({ Bucket, Key })),
});
const put = (role: RoleName, may: boolean, what: string, Bucket: string, Key: string): RoleDecision => ({
  ...{ role, may, what: `write ${what}`, action: "s3:PutObject", resource: s3Arn(`${Bucket}/${Key}`) },
  call: ({ s3 }) => s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" })),
});
const remove = (role: RoleName, may: boolean, what: string, Bucket: string, Key: string): RoleDecision => ({
  ...{ role, may, what: `delete ${what}`, action: "s3:DeleteObject", resource: s3Arn(`${Bucket}/${Key}`) },
  call: ({ s3 }) => s3.send(new DeleteObjectCommand({ Bucket, Key })),
});
const list = (role: RoleName, may: boolean, what: string, Bucket: string, Prefix?: string): RoleDecision => ({
  ...{ role, may, what: `list ${what}`, action: "s3:ListBucket", resource: s3Arn(Bucket) },
  context: Prefix === undefined ? {} : { "s3:prefix": Prefix },
  call: ({ s3 }) => s3.send(new ListObjectsV2Command({ Bucket, Prefix })),
});
const table = (
  role: RoleName,
  may: boolean,
  action: "GetTable" | "CreateTable" | "UpdateTable" | "DeleteTable" | "BatchCreatePartition",
  DatabaseName = names.database,
): RoleDecision => ({
  ...{ role, may, what: `${action} in ${DatabaseName}`, action: `glue:${action}` },
  resource: glueArn(`table/${DatabaseName}/orders`),
  call: ({ glue }) => {
    const TableInput = { Name: "orders" };
    if (action === "GetTable") return glue.send(new GetTableCommand({ DatabaseName, Name: "orders" }));
    if (action === "DeleteTable") return glue.send(new DeleteTableCommand({ DatabaseName, Name: "orders" }));
    if (action === "CreateTable") return glue.send(new CreateTableCommand({ DatabaseName, TableInput }));
    if (action === "UpdateTable") return glue.send(new UpdateTableCommand({ DatabaseName, TableInput }));
    const PartitionInputList = [{ Values: ["2024"] }];
    return glue.send(new BatchCreatePartitionCommand({ DatabaseName, TableName: "orders", PartitionInputList }));
  },
});
const logGroup = (role: RoleName, may: boolean, logGroupName: string): RoleDecision => ({
  ...{ role, may, what: `make the log group ${logGroupName}`, action: "logs:CreateLogGroup" },
  resource: `arn:aws:logs:${place.region}:${place.accountId}:log-group:${logGroupName}`,
  call: ({ logs }) => logs.send(new CreateLogGroupCommand({ logGroupName })),
});
const sql = (may: boolean, what: string, WorkgroupName: string, tags: Record<string, string>): RoleDecision => ({
  ...{ role: "job", may, what: `run SQL on ${what}`, action: "redshift-data:ExecuteStatement" },
  resource: `arn:aws:redshift-serverless:${place.region}:${place.accountId}:workgroup/any`,
  context: Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
  call: ({ data }) => data.send(new ExecuteStatementCommand({ WorkgroupName, Database: "dev", Sql: "SELECT 1" })),
});
const metrics = (may: boolean, Namespace: string): RoleDecision => ({
  ...{ role: "job", may, what: `put metrics into ${Namespace}`, action: "cloudwatch:PutMetricData", resource: "*" },
  context: { "cloudwatch:namespace": Namespace },
  call: ({ query }) =>
    query("monitoring", {
      ...{ Action: "PutMetricData", Version: "2010-08-01", Namespace },
      ...{ "MetricData.member.1.MetricName": "rows", "MetricData.member.1.Value": "1" },
    }),
});
const run = (may: boolean, action: "GetJobRun" | "StartJobRun", JobName: string): RoleDecision => ({
  ...{
    role: "job",
    may,
    what: `${action} of ${JobName}`,
    action: `glue:${action}`,
    resource: glueArn(`job/${JobName}`),
  },
  call: ({ glue }) =>
    action === "GetJobRun"
      ? glue.send(new GetJobRunCommand({ JobName, RunId: "jr_0" }))
      : glue.send(new StartJobRunCommand({ JobName })),
});

/** What each role is there for, and what is next to it: another prefix, bucket, table, workgroup, and others' duties. */
export const decisions: RoleDecision[] = [
  list("crawler", true, "the source folder", names.raw, "sales/orders/2024/"),
  list("crawler", false, "another folder", names.raw, "sales/customers/"),
  list("crawler", false, "a folder whose name begins alike", names.raw, "sales/orders-old/"),
  list("crawler", false, "the whole bucket", names.raw),
  list("crawler", false, "the work bucket", names.work, "staging/"),
  get("crawler", true, "a source file", names.raw, "sales/orders/a.csv"),
  get("crawler", false, "another prefix", names.raw, "hr/salaries.csv"),
  get("crawler", false, "staged rows", names.work, "staging/run/a.parquet"),
  put("crawler", false, "a source file", names.raw, "sales/orders/b.csv"),
  remove("crawler", false, "a source file", names.raw, "sales/orders/a.csv"),
  table("crawler", true, "CreateTable"),
  table("crawler", true, "GetTable"),
  table("crawler", true, "UpdateTable"),
  table("crawler", true, "BatchCreatePartition"),
  table("crawler", false, "DeleteTable"),
  table("crawler", false, "CreateTable", names.otherDatabase),
  logGroup("crawler", true, "/aws-glue/crawlers"),
  logGroup("crawler", false, "/aws-glue/jobs/output"),

  list("job", true, "the source folder", names.raw, "sales/orders/"),
  list("job", false, "another folder", names.raw, "hr/"),
  list("job", true, "its stage", names.work, "staging/run/"),
  list("job", true, "mended rows", names.work, "mended/"),
  list("job", false, "reports", names.work, "reports/"),
  get("job", true, "a source file", names.raw, "sales/orders/a.csv"),
  get("job", false, "another prefix", names.raw, "hr/salaries.csv"),
  put("job", false, "a source file", names.raw, "sales/orders/b.csv"),
  remove("job", false, "a source file", names.raw, "sales/orders/a.csv"),
  put("job", true, "staged rows", names.work, "staging/run/a.parquet"),
  get("job", true, "staged rows", names.work, "staging/run/a.parquet"),
  remove("job", true, "staged rows", names.work, "staging/run/a.parquet"),
  put("job", true, "bad rows", names.work, "quarantine/orders/a.jsonl"),
  get("job", true, "its code", names.work, "code/load.py"),
  put("job", false, "its code", names.work, "code/load.py"),
  remove("job", false, "its code", names.work, "code/load.py"),
  put("job", true, "a report", names.work, "reports/run.json"),
  remove("job", false, "a report", names.work, "reports/run.json"),
  put("job", false, "mended rows", names.work, "mended/orders/a.jsonl"),
  {
    ...remove("job", false, "reports, several at once", names.work, "reports/run.json"),
    call: ({ s3 }) =>
      s3.send(new DeleteObjectsCommand({ Bucket: names.work, Delete: { Objects: [{ Key: "reports/run.json" }] } })),
  },
  table("job", true, "GetTable"),
  table("job", false, "GetTable", names.otherDatabase),
  table("job", false, "UpdateTable"),
  sql(true, "its workgroup", names.workgroup, { [tag.key]: tag.value }),
  sql(false, "another workgroup", names.otherWorkgroup, {}),
  {
    ...{
      role: "job",
      may: false,
      what: "follow a statement of another session",
      action: "redshift-data:DescribeStatement",
    },
    ...{ resource: "*", context: { "aws:userid": "AROA:one", "redshift-data:statement-owner-iam-userid": "AROA:two" } },
    call: async ({ data, othersStatement }) => data.send(new DescribeStatementCommand({ Id: await othersStatement() })),
  },
  run(true, "GetJobRun", names.job),
  run(false, "GetJobRun", "payroll"),
  run(false, "StartJobRun", names.job),
  metrics(true, names.namespace),
  metrics(false, "AcmePayroll"),
  logGroup("job", true, "/aws-glue/jobs/output"),
  logGroup("job", false, "/acme/payroll"),

  list("copy", true, "the stage", names.work, "staging/run/"),
  list("copy", false, "quarantine", names.work, "quarantine/"),
  list("copy", false, "the source", names.raw, "sales/orders/"),
  get("copy", true, "staged rows", names.work, "staging/run/a.parquet"),
  get("copy", false, "bad rows", names.work, "quarantine/orders/a.jsonl"),
  get("copy", false, "a source file", names.raw, "sales/orders/a.csv"),
  put("copy", false, "staged rows", names.work, "staging/run/b.parquet"),
  remove("copy", false, "staged rows", names.work, "staging/run/a.parquet"),
  table("copy", false, "GetTable"),
];
