import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  ListStatementsCommand,
  RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import {
  CreateNamespaceCommand,
  CreateWorkgroupCommand,
  RedshiftServerlessClient,
} from "@aws-sdk/client-redshift-serverless";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { spawnSync } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { jobsFolder } from "../../../components/job/package";
import { type LocalAws, startLocalAws } from "../../../local/aws";
import {
  clientConfig,
  clientsOf,
  eventually,
  makeBucket,
  makeRole,
  PYTHON,
  putFiles,
  type TestClients,
} from "../../support/local-aws";
import { tools } from "../../../scripts/setup/paths";
import { Faults } from "./faults";

export const DATABASE = "dev";

/** A local AWS in which things go wrong when a test says so, with what pipelines share: buckets, roles, warehouse and the job's code. */
export interface Place {
  aws: LocalAws;
  faults: Faults;
  clients: TestClients;
  source: string;
  work: string;
  workgroupName: string;
  copyRoleArn: string;
  jobRoleArn: string;
  scriptUri: string;
  packageUri: string;
  /** The rows of a statement that the warehouse's admin runs, values as texts. */
  query(sql: string): Promise<(string | null)[][]>;
  /** Resolves when Redshift runs no statement. */
  quiet(): Promise<void>;
}

let started: Promise<Place> | undefined;

/** The place that all test files of one mocha run share. */
export function place(): Promise<Place> {
  started ??= start();
  return started;
}

const closers: (() => Promise<void> | void)[] = [];
after(async function () {
  this.timeout(60_000);
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(): Promise<Place> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "local-faults-"));
  // PostgreSQL runs as a user of its own when this is root, and must reach its files.
  fs.chmodSync(folder, 0o755);
  closers.push(() => fs.rmSync(folder, { recursive: true, force: true }));
  const faults = new Faults();
  const aws = await startLocalAws({ folder, python: PYTHON, jars: tools.jars, intercept: faults });
  closers.push(() => aws.close());
  const clients = clientsOf(aws);
  const [source, work] = [await makeBucket(clients.s3), await makeBucket(clients.s3)];
  const [copyRoleArn, jobRoleArn] = [
    await makeRole(clients.iam, "redshift.amazonaws.com"),
    await makeRole(clients.iam),
  ];
  const workgroupName = "faults";
  const SecretArn = await makeWorkgroup(aws, workgroupName, copyRoleArn);
  const data = new RedshiftDataClient(clientConfig(aws));
  const query = (Sql: string) => rowsOf(data, { WorkgroupName: workgroupName, Database: DATABASE, SecretArn, Sql });
  const user = `"IAMR:${jobRoleArn.split("/").at(-1)}"`;
  await query(`CREATE USER ${user} PASSWORD DISABLE`);
  await query(`GRANT CREATE, TEMP ON DATABASE ${DATABASE} TO ${user}`);
  const shared = { aws, faults, clients, source, work, workgroupName, copyRoleArn, jobRoleArn, query };
  const quiet = () => eventually("the end of all statements", () => isQuiet(data), 60).then(() => undefined);
  return { ...shared, quiet, ...(await uploadCode(clients, work, folder)) };
}

async function makeWorkgroup(aws: LocalAws, workgroupName: string, copyRoleArn: string): Promise<string> {
  const serverless = new RedshiftServerlessClient(clientConfig(aws));
  const { namespace } = await serverless.send(
    new CreateNamespaceCommand({
      namespaceName: workgroupName,
      dbName: DATABASE,
      manageAdminPassword: true,
      iamRoles: [copyRoleArn],
    }),
  );
  await serverless.send(new CreateWorkgroupCommand({ workgroupName, namespaceName: workgroupName }));
  return namespace!.adminPasswordSecretArn!;
}

async function isQuiet(data: RedshiftDataClient): Promise<true | undefined> {
  for (const Status of ["SUBMITTED", "PICKED", "STARTED"] as const) {
    const { Statements } = await data.send(new ListStatementsCommand({ Status }));
    if (Statements!.length > 0) return undefined;
  }
  return true;
}

/** The job as it is on AWS: load.py and the package as a zip. */
async function uploadCode({ s3 }: TestClients, bucket: string, folder: string) {
  const copy = path.join(folder, "code", "s3_to_redshift");
  const zip = `${copy}.zip`;
  const isSource = (name: string) => !name.endsWith("__pycache__");
  fs.cpSync(path.join(jobsFolder, "s3_to_redshift"), copy, { recursive: true, filter: isSource });
  const { status, stderr } = spawnSync(PYTHON, ["-m", "zipfile", "-c", zip, copy], { encoding: "utf8" });
  if (status !== 0) throw new Error(`zip of the job's package: ${stderr}`);
  const files = { "code/load.py": path.join(jobsFolder, "load.py"), "code/s3_to_redshift.zip": zip };
  for (const [key, file] of Object.entries(files)) await putFiles(s3, bucket, { [key]: fs.readFileSync(file) });
  return { scriptUri: `s3://${bucket}/code/load.py`, packageUri: `s3://${bucket}/code/s3_to_redshift.zip` };
}

async function rowsOf(
  data: RedshiftDataClient,
  input: { WorkgroupName: string; Database: string; SecretArn: string; Sql: string },
): Promise<(string | null)[][]> {
  const { Id } = await data.send(new ExecuteStatementCommand(input));
  for (;;) {
    const { Status, Error: error, HasResultSet } = await data.send(new DescribeStatementCommand({ Id }));
    if (Status === "FAILED" || Status === "ABORTED") throw new Error(`${input.Sql}: ${error}`);
    if (Status === "FINISHED" && !HasResultSet) return [];
    if (Status === "FINISHED") break;
    await delay(10);
  }
  const rows: (string | null)[][] = [];
  let NextToken: string | undefined;
  do {
    const page = await data.send(new GetStatementResultCommand({ Id, NextToken }));
    rows.push(
      ...page.Records!.map((record) => record.map((field) => (field.isNull ? null : String(Object.values(field)[0])))),
    );
    NextToken = page.NextToken;
  } while (NextToken);
  return rows;
}
