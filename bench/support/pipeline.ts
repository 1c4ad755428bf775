import {
  ListStatementsCommand,
  ExecuteStatementCommand,
  DescribeStatementCommand,
} from "@aws-sdk/client-redshift-data";
import { CreateNamespaceCommand, CreateWorkgroupCommand } from "@aws-sdk/client-redshift-serverless";
import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { javaOptions } from "../../components/job/java-options";
import { jobsFolder } from "../../components/job/package";
import { workPrefixes } from "../../components/job/work-prefixes";
import { tools } from "../../scripts/setup/paths";
import { run } from "../../scripts/setup/run";
import { benchFolder } from "./folder";
import { type JobEnd, makeJob, makeRole, runJob } from "./job";
import type { BenchAws } from "./local-aws";
import { makeBucket, putFile, putText, readText } from "./objects";

const DATABASE = "dev";

/** What all pipelines of a bench share: a warehouse, its roles, the buckets and the job's code. */
export interface Place {
  sourceBucket: string;
  workBucket: string;
  workgroupName: string;
  jobRoleArn: string;
  copyRoleArn: string;
  scriptUri: string;
  packageUri: string;
}

/** A dataset of the spec, as JSON. */
export type Dataset = { name: string; prefix: string } & Record<string, unknown>;

/** Of a dataset in a run's report: what the bench prints. */
export interface DatasetReport {
  dataset: string;
  status: string;
  files: number;
  bytes: number;
  read: number;
  loaded: number;
  quarantined: number;
  deduplicated: number;
  listing?: { listed: number };
  seconds: Record<string, number>;
  quarantine: string | null;
  error: string | null;
}

export interface PipelineRun extends JobEnd {
  /** From StartJobRun to the commit of the load; undefined when nothing was committed. */
  commitSeconds?: number;
  report?: DatasetReport;
}

/** Makes by the services' own calls what the components make, but for the crawler: the datasets declare their columns. */
export async function makePlace(aws: BenchAws): Promise<Place> {
  const [sourceBucket, workBucket, workgroupName] = ["bench-source", "bench-work", "bench"];
  await makeBucket(aws.s3, sourceBucket);
  await makeBucket(aws.s3, workBucket);
  const copyRoleArn = await makeRole(aws, "bench-copy", "redshift.amazonaws.com", "redshift-serverless.amazonaws.com");
  const jobRoleArn = await makeRole(aws, "bench-job", "glue.amazonaws.com");
  const { namespace } = await aws.serverless.send(
    new CreateNamespaceCommand({
      namespaceName: "bench",
      dbName: DATABASE,
      manageAdminPassword: true,
      iamRoles: [copyRoleArn],
    }),
  );
  await aws.serverless.send(new CreateWorkgroupCommand({ workgroupName, namespaceName: "bench" }));
  const admin = { WorkgroupName: workgroupName, Database: DATABASE, SecretArn: namespace!.adminPasswordSecretArn };
  await execute(aws, admin, `CREATE USER "IAMR:bench-job" PASSWORD DISABLE`);
  await execute(aws, admin, `GRANT CREATE, TEMP ON DATABASE ${DATABASE} TO "IAMR:bench-job"`);
  const code = await uploadCode(aws, workBucket);
  return { sourceBucket, workBucket, workgroupName, jobRoleArn, copyRoleArn, ...code };
}

async function uploadCode({ s3 }: BenchAws, bucket: string): Promise<Pick<Place, "scriptUri" | "packageUri">> {
  const folder = fs.mkdtempSync(path.join(benchFolder, "code-"));
  try {
    const onlySources = (source: string) => !source.endsWith("__pycache__");
    const copy = path.join(folder, "s3_to_redshift");
    fs.cpSync(path.join(jobsFolder, "s3_to_redshift"), copy, { recursive: true, filter: onlySources });
    const zip = path.join(folder, "s3_to_redshift.zip");
    await run(path.join(tools.python, "bin", "python"), ["-m", "zipfile", "-c", zip, copy], () => undefined);
    return {
      scriptUri: await putFile(s3, bucket, workPrefixes.code, path.join(jobsFolder, "load.py")),
      packageUri: await putFile(s3, bucket, workPrefixes.code, zip),
    };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** A pipeline with one dataset, under the dataset's name. @returns the name of its job */
export async function makePipeline(aws: BenchAws, place: Place, dataset: Dataset): Promise<string> {
  const spec = {
    version: 1,
    pipeline: dataset.name,
    source: { bucket: place.sourceBucket, catalogDatabase: "bench" },
    work: {
      bucket: place.workBucket,
      stagingPrefix: "staging/",
      quarantinePrefix: "quarantine/",
      mendedPrefix: "mended/",
      reportsPrefix: "reports/",
      lineagePrefix: "lineage/",
    },
    warehouse: { workgroupName: place.workgroupName, database: DATABASE, copyRoleArn: place.copyRoleArn },
    datasets: [{ catalogTable: "none", ...dataset }],
  };
  const name = `bench-${dataset.name}`;
  const key = `${workPrefixes.code}spec-${dataset.name}-${randomUUID()}.json`;
  const specUri = await putText(aws.s3, place.workBucket, key, JSON.stringify(spec, null, 1));
  const args = { "--spec_uri": specUri, "--extra-py-files": place.packageUri, "--conf": javaOptions };
  await makeJob(aws, { name, roleArn: place.jobRoleArn, scriptUri: place.scriptUri, args });
  return name;
}

/** Runs a pipeline's job and reads its report. */
export async function runPipeline(aws: BenchAws, place: Place, jobName: string): Promise<PipelineRun> {
  const end = await runJob(aws, jobName);
  const text = await readText(aws.s3, place.workBucket, `reports/${end.runId}.json`).catch(() => undefined);
  const report = text === undefined ? undefined : (JSON.parse(text) as { datasets: DatasetReport[] }).datasets[0];
  return { ...end, report, commitSeconds: report?.status === "LOADED" ? await commitSeconds(aws, end) : undefined };
}

/** The load's transaction is the last batch of a run that ends well. */
async function commitSeconds({ data }: BenchAws, { startedAt }: JobEnd): Promise<number> {
  const { Statements = [] } = await data.send(new ListStatementsCommand({ Status: "FINISHED", MaxResults: 100 }));
  const batches = Statements.filter(({ IsBatchStatement }) => IsBatchStatement);
  const last = Math.max(...batches.map(({ UpdatedAt }) => UpdatedAt!.getTime()));
  return (last - startedAt.getTime()) / 1000;
}

type Connection = Record<"WorkgroupName" | "Database" | "SecretArn", string | undefined>;

async function execute({ data }: BenchAws, connection: Connection, Sql: string): Promise<void> {
  const { Id } = await data.send(new ExecuteStatementCommand({ ...connection, Sql }));
  for (;;) {
    const { Status, Error: error } = await data.send(new DescribeStatementCommand({ Id }));
    if (Status === "FINISHED") return;
    if (Status === "FAILED" || Status === "ABORTED") throw new Error(`${Sql}: ${error}`);
    await delay(20);
  }
}
