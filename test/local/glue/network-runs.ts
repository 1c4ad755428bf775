import { EC2Client } from "@aws-sdk/client-ec2";
import {
  ConnectionType,
  CreateConnectionCommand,
  CreateCrawlerCommand,
  CreateDatabaseCommand,
  CreateJobCommand,
  GetCrawlerCommand,
  GetJobRunCommand,
  type JobRun,
  type PhysicalConnectionRequirements,
  StartCrawlerCommand,
  StartJobRunCommand,
} from "@aws-sdk/client-glue";
import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { crawlerStatements } from "../../../components/access/crawler-role";
import type { Statement } from "../../../components/access/documents";
import { glueNetworkStatements } from "../../../components/access/glue-network";
import { loadJobStatements } from "../../../components/access/load-job-role";
import { workPrefixes } from "../../../components/job/work-prefixes";
import type { LocalAws } from "../../../local/aws";
import type { Call } from "../../../local/gateway/calls";
import {
  clientConfig,
  clientsOf,
  eventually,
  localAws,
  makeBucket,
  type TestClients,
  uniqueName,
} from "../../support/local-aws";
import { documentOf, roleOf } from "../../support/role-session";
import { groupTag, makeVpc, type TestVpc } from "./vpc";

export const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };

export type Duty = "crawler" | "job";
const SESSIONS = { crawler: "AWS-Crawler", job: "GlueJobRunnerSession" };

/** Crawls and job runs in a VPC, with the roles that the components make for them. */
export class NetworkRuns {
  /** Leads into the VPC's subnet, and is the only one that the roles may read. */
  readonly connection = uniqueName("network");
  private readonly roles = new Map<Duty, { Arn: string; RoleName: string }>();

  private constructor(
    readonly aws: LocalAws,
    readonly clients: TestClients,
    readonly ec2: EC2Client,
    readonly vpc: TestVpc,
    private readonly bucket: string,
    private readonly database: string,
  ) {}

  /** @param scripts by name */
  static async start(scripts: Record<string, string>): Promise<NetworkRuns> {
    const aws = await localAws();
    const clients = clientsOf(aws);
    const ec2 = new EC2Client(clientConfig(aws));
    const code = Object.entries(scripts).map(([name, script]) => [`code/${name}.py`, script]);
    const bucket = await makeBucket(clients.s3, { "data/a.csv": "a,b\n1,x\n2,y\n", ...Object.fromEntries(code) });
    const database = uniqueName("db").replace("-", "_");
    await clients.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }));
    const runs = new NetworkRuns(aws, clients, ec2, await makeVpc(ec2), bucket, database);
    await runs.connect({}, runs.connection);
    for (const duty of ["crawler", "job"] as const) {
      runs.roles.set(duty, await roleOf(clients.iam, { statements: runs.statements(duty) }));
    }
    return runs;
  }

  /** The role's document. @param network its statements on the VPC */
  statements(duty: Duty, network = this.networkStatements()): Statement[] {
    const { bucket, database } = this;
    const source = { bucketName: bucket, prefixes: ["data/"] };
    const own =
      duty === "crawler"
        ? crawlerStatements(place, source, database)
        : loadJobStatements(place, {
            ...{ jobName: "any", sourceBucketName: bucket, folders: source.prefixes, databaseName: database },
            ...{ workBucketName: bucket, workPrefixes, metricsNamespace: "any", workgroupTag: groupTag },
          });
    return [...own, ...network];
  }

  /** @param others connections that the role may read besides */
  networkStatements(...others: string[]): Statement[] {
    const { vpcId, subnetId } = this.vpc;
    const connectionNames = [this.connection, ...others];
    return glueNetworkStatements(place, {
      vpcId,
      subnetIds: [subnetId],
      securityGroupTag: groupTag,
      connectionNames,
    });
  }

  async putStatements(duty: Duty, statements: Statement[]): Promise<void> {
    const { RoleName } = this.roles.get(duty)!;
    const PolicyDocument = documentOf(...statements);
    await this.clients.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "access", PolicyDocument }));
  }

  /** Makes a connection into the VPC's subnet, unless it is told otherwise. @returns its name */
  async connect(
    requirements: PhysicalConnectionRequirements | undefined,
    Name = uniqueName("network"),
  ): Promise<string> {
    const { subnetId, groupId } = this.vpc;
    const usual = { SubnetId: subnetId, SecurityGroupIdList: [groupId], AvailabilityZone: "us-east-1a" };
    const input = requirements
      ? {
          ConnectionType: ConnectionType.NETWORK,
          ConnectionProperties: {},
          PhysicalConnectionRequirements: { ...usual, ...requirements },
        }
      : { ConnectionType: ConnectionType.JDBC, ConnectionProperties: { JDBC_CONNECTION_URL: "jdbc:any" } };
    await this.clients.glue.send(new CreateConnectionCommand({ ConnectionInput: { Name, ...input } }));
    return Name;
  }

  /** @returns the name of a new crawler, which is under way */
  async startCrawl(ConnectionName?: string, Role = this.role("crawler")): Promise<string> {
    const Name = uniqueName("crawler");
    const Targets = { S3Targets: [{ Path: `s3://${this.bucket}/data/`, ConnectionName }] };
    const { glue } = this.clients;
    await glue.send(new CreateCrawlerCommand({ Name, Role, DatabaseName: this.database, Targets }));
    await glue.send(new StartCrawlerCommand({ Name }));
    return Name;
  }

  /** @returns the crawl's status, and why where it is none of success */
  async crawl(connection?: string, role?: string): Promise<{ status?: string; error: string }> {
    return this.crawled(await this.startCrawl(connection, role));
  }

  async crawled(Name: string): Promise<{ status?: string; error: string }> {
    const { Status, ErrorMessage } = await eventually(`the end of ${Name}`, async () => {
      const { Crawler } = await this.clients.glue.send(new GetCrawlerCommand({ Name }));
      return Crawler?.State === "READY" ? Crawler.LastCrawl : undefined;
    });
    return { status: Status, error: ErrorMessage ?? "" };
  }

  /** @returns names of a new job and of its run, which is under way */
  async startJob(
    script: string,
    connections?: string[],
    more: { Role?: string; NumberOfWorkers?: number; Timeout?: number } = {},
  ): Promise<{ JobName: string; RunId: string }> {
    const Name = uniqueName("job");
    const Command = { Name: "glueetl", ScriptLocation: `s3://${this.bucket}/code/${script}.py` };
    const Connections = connections && { Connections: connections };
    const capacity = { WorkerType: "G.1X" as const, NumberOfWorkers: 2 };
    const settings = { Role: this.role("job"), GlueVersion: "5.1", ...capacity, ...more };
    await this.clients.glue.send(new CreateJobCommand({ Name, Command, Connections, ...settings }));
    const { JobRunId } = await this.clients.glue.send(new StartJobRunCommand({ JobName: Name }));
    return { JobName: Name, RunId: JobRunId! };
  }

  ended(names: { JobName: string; RunId: string }): Promise<JobRun> {
    return eventually(`the end of ${names.RunId}`, async () => {
      const { JobRun } = await this.clients.glue.send(new GetJobRunCommand(names));
      return JobRun?.CompletedOn ? JobRun : undefined;
    });
  }

  /** @returns the run's status, and why where it is none of success. */
  async run(...args: Parameters<NetworkRuns["startJob"]>): Promise<{ status?: string; error: string }> {
    const { JobRunState, ErrorMessage } = await this.ended(await this.startJob(...args));
    return { status: JobRunState, error: ErrorMessage ?? "" };
  }

  /** Calls that Glue made as the role, oldest first. */
  calls(duty: Duty): Call[] {
    const caller = `assumed-role/${this.roles.get(duty)!.RoleName}/${SESSIONS[duty]}`;
    return this.aws.calls.recent().filter((call) => call.caller.endsWith(caller));
  }

  /** Calls of EC2 by whomever but the account since a time, oldest first. */
  ec2Calls(since: Date): Call[] {
    const isOf = ({ service, time, checked }: Call) => service === "ec2" && checked && time >= since.toISOString();
    return this.aws.calls.recent().filter(isOf);
  }

  role(duty: Duty): string {
    return this.roles.get(duty)!.Arn;
  }
}
