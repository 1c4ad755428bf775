import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  BatchExecuteStatementCommand,
  type ColumnMetadata,
  DescribeStatementCommand,
  type DescribeStatementResponse,
  ExecuteStatementCommand,
  type Field,
  GetStatementResultCommand,
  RedshiftDataClient,
  type SqlParameter,
} from "@aws-sdk/client-redshift-data";
import {
  CreateNamespaceCommand,
  CreateWorkgroupCommand,
  RedshiftServerlessClient,
} from "@aws-sdk/client-redshift-serverless";
import { KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Gateway } from "../../../local/gateway/gateway";
import { startMoto } from "../../../local/moto";
import {
  createRedshift,
  createRedshiftData,
  createRedshiftServerless,
  startWarehouse,
  type Warehouse,
} from "../../../local/warehouse";
import type { Credentials } from "../../../local/warehouse/clients";
import { queryCall } from "../../../local/warehouse/query-call";

import { TestClock } from "../glue/flows";

const PYTHON = path.join(__dirname, "../../../.local/tools/python/bin/python");
const REGION = "us-east-1";

/** The Redshift services and moto behind one gateway, and a namespace to work in. */
export class LocalRedshift {
  /** A workgroup that exists from the start; its database is `dev`. */
  workgroup!: { workgroupName: string; namespaceName: string; adminSecretArn: string };
  readonly bucket = unique("bucket");
  /** Role that the namespace has for COPY. */
  readonly copyRole = "arn:aws:iam::123456789012:role/copy";

  readonly serverless: RedshiftServerlessClient;
  readonly data: RedshiftDataClient;
  readonly iam: IAMClient;
  readonly secrets: SecretsManagerClient;
  readonly kms: KMSClient;
  readonly s3: S3Client;
  private readonly sts: STSClient;

  constructor(
    readonly endpoint: string,
    readonly folder: string,
    readonly warehouse: Warehouse,
    /** What scheduled actions go by. */
    readonly clock: TestClock,
  ) {
    const config = this.config();
    this.serverless = new RedshiftServerlessClient(config);
    this.data = new RedshiftDataClient(config);
    this.iam = new IAMClient(config);
    this.secrets = new SecretsManagerClient(config);
    this.kms = new KMSClient(config);
    this.s3 = new S3Client({ ...config, forcePathStyle: true });
    this.sts = new STSClient(config);
  }

  private config(credentials: Credentials = { accessKeyId: "local", secretAccessKey: "local" }) {
    return { endpoint: this.endpoint, region: REGION, credentials, maxAttempts: 1 };
  }

  async prepare(): Promise<void> {
    await this.role("copy", "redshift.amazonaws.com");
    await this.s3.send(new CreateBucketCommand({ Bucket: this.bucket }));
    this.workgroup = await this.makeWorkgroup();
  }

  async makeWorkgroup(): Promise<LocalRedshift["workgroup"]> {
    const namespaceName = unique("namespace");
    const workgroupName = unique("workgroup");
    const { namespace } = await this.serverless.send(
      new CreateNamespaceCommand({
        namespaceName,
        dbName: "dev",
        manageAdminPassword: true,
        iamRoles: [this.copyRole],
      }),
    );
    await this.serverless.send(new CreateWorkgroupCommand({ workgroupName, namespaceName }));
    return { workgroupName, namespaceName, adminSecretArn: namespace!.adminPasswordSecretArn! };
  }

  /** A call of provisioned Redshift. @returns the answer's XML @throws an error with the service's code as its name */
  call(Action: string, form: Record<string, string> = {}, credentials?: Credentials): Promise<string> {
    const place = { endpoint: () => this.endpoint, region: REGION };
    return queryCall(place, "redshift", { Action, Version: "2012-12-01", ...form }, credentials);
  }

  /** Makes a cluster of one node with a managed password. @returns its identifier, and how the Data API names it as its admin */
  async makeCluster(form: Record<string, string> = {}) {
    const ClusterIdentifier = unique("cluster");
    const xml = await this.call("CreateCluster", {
      ...{ ClusterIdentifier, ClusterType: "single-node", NodeType: "ra3.large" },
      ...{ MasterUsername: "boss", ManageMasterPassword: "true", "IamRoles.IamRoleArn.1": this.copyRole, ...form },
    });
    const asAdmin = { ClusterIdentifier, Database: "dev", SecretArn: fieldOf(xml, "MasterPasswordSecretArn")! };
    return { ClusterIdentifier, asAdmin };
  }

  async deleteCluster(ClusterIdentifier: string): Promise<void> {
    await this.call("DeleteCluster", { ClusterIdentifier, SkipFinalClusterSnapshot: "true" });
  }

  /** Runs a statement to its end, whatever that is. */
  async executeOn(target: object, Sql: string, data = this.data): Promise<DescribeStatementResponse> {
    const { Id } = await data.send(new ExecuteStatementCommand({ ...(target as { Database: string }), Sql }));
    return this.ended(Id!, data);
  }

  async role(RoleName: string, service: string): Promise<string> {
    const Statement = [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    const { Role } = await this.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await this.iam.send(
      new AttachRolePolicyCommand({ RoleName, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }),
    );
    return Role!.Arn!;
  }

  async sessionOf(RoleArn: string): Promise<Credentials> {
    const { Credentials: given } = await this.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" }));
    const { AccessKeyId, SecretAccessKey, SessionToken } = given!;
    return { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken };
  }

  /** A Data API client that signs as a session of the role. */
  async dataAs(RoleArn: string): Promise<RedshiftDataClient> {
    return new RedshiftDataClient(this.config(await this.sessionOf(RoleArn)));
  }

  async put(Key: string, Body: string | Buffer): Promise<string> {
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key, Body }));
    return `s3://${this.bucket}/${Key}`;
  }

  /** The database as the namespace's admin. */
  get asAdmin() {
    return { WorkgroupName: this.workgroup.workgroupName, Database: "dev", SecretArn: this.workgroup.adminSecretArn };
  }

  /** Runs a statement as admin to its end, whatever that is. */
  async execute(Sql: string, Parameters?: SqlParameter[]): Promise<DescribeStatementResponse> {
    const { Id } = await this.data.send(new ExecuteStatementCommand({ ...this.asAdmin, Sql, Parameters }));
    return this.ended(Id!);
  }

  /** Makes an empty table of a name of its own. @returns the name */
  async table(columns: string): Promise<string> {
    const name = unique("t").replace("-", "_");
    const { Error: error } = await this.execute(`CREATE TABLE ${name} (${columns})`);
    if (error !== undefined) throw new Error(error);
    return name;
  }

  copy(table: string, source: string, options: string): Promise<DescribeStatementResponse> {
    return this.execute(`COPY ${table} FROM '${source}' IAM_ROLE '${this.copyRole}' ${options}`);
  }

  async batch(...Sqls: string[]): Promise<DescribeStatementResponse> {
    const { Id } = await this.data.send(new BatchExecuteStatementCommand({ ...this.asAdmin, Sqls }));
    return this.ended(Id!);
  }

  /** Rows of a query that must succeed. */
  async rows(Sql: string, Parameters?: SqlParameter[]): Promise<unknown[][]> {
    return (await this.result(Sql, Parameters)).records.map((record) => record.map(valueOf));
  }

  async result(Sql: string, Parameters?: SqlParameter[]): Promise<{ columns: ColumnMetadata[]; records: Field[][] }> {
    const { Id, Status, Error: error } = await this.execute(Sql, Parameters);
    if (Status !== "FINISHED") throw new Error(`${Sql}: ${Status} ${error}`);
    const { ColumnMetadata: columns = [], Records: records = [] } = await this.data.send(
      new GetStatementResultCommand({ Id }),
    );
    return { columns, records };
  }

  /** Starts a statement with the rights of the client's own identity. */
  submitAs(data: RedshiftDataClient, Sql: string) {
    const { WorkgroupName, Database } = this.asAdmin;
    return data.send(new ExecuteStatementCommand({ WorkgroupName, Database, Sql }));
  }

  /** All rows of a statement that has ended, page by page. */
  async pages(Id: string, data = this.data): Promise<unknown[][]> {
    const rows: unknown[][] = [];
    let NextToken: string | undefined;
    do {
      const page = await data.send(new GetStatementResultCommand({ Id, NextToken }));
      rows.push(...page.Records!.map((record) => record.map(valueOf)));
      NextToken = page.NextToken;
    } while (NextToken);
    return rows;
  }

  async ended(Id: string, data = this.data): Promise<DescribeStatementResponse> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const description = await data.send(new DescribeStatementCommand({ Id }));
      if (["FINISHED", "FAILED", "ABORTED"].includes(description.Status!)) return description;
      if (Date.now() > deadline) throw new Error(`statement ${Id} is still ${description.Status}`);
      await delay(10);
    }
  }
}

/** JavaScript's value of a field: NULL is null. */
export function valueOf(field: Field): unknown {
  return field.isNull
    ? null
    : (field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue ?? field.blobValue);
}

/** The text of the first element of a name. */
export const fieldOf = (xml: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];

export const unique = (kind: string) => `${kind}-${randomBytes(4).toString("hex")}`;

let started: Promise<LocalRedshift> | undefined;
const closers: (() => Promise<void>)[] = [];

/** The services that all test files of one mocha run share. */
export function localRedshift(): Promise<LocalRedshift> {
  started ??= start();
  return started;
}

async function start(): Promise<LocalRedshift> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "local-redshift-"));
  closers.push(async () => fs.rmSync(folder, { recursive: true, force: true }));
  const starting = startWarehouse({ folder, url: process.env.LOCAL_WAREHOUSE_URL });
  const moto = await startMoto({ python: PYTHON, folder });
  closers.push(() => moto.close());
  const warehouse = await starting;
  closers.push(() => warehouse.close());
  const place = { region: REGION, accountId: "123456789012", folder };
  const clock = new TestClock();
  const gateway = new Gateway({ motoUrl: moto.url, ...place });
  const endpoint = await gateway.listen();
  closers.push(() => gateway.close());
  const deps = {
    ...place,
    endpoint: () => endpoint,
    trusts: (roleArn: string, service: string) => gateway.rights.access.trusts(roleArn, service),
    ...{ warehouse, clock },
  };
  for (const service of [createRedshift(deps), createRedshiftData(deps), createRedshiftServerless(deps)]) {
    gateway.add(service);
    closers.push(() => service.close());
  }
  const redshift = new LocalRedshift(endpoint, folder, warehouse, clock);
  await redshift.prepare();
  return redshift;
}

after(async function () {
  this.timeout(60_000);
  for (const close of closers.splice(0).reverse()) await close();
});
