import {
  CloudWatchLogsClient,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import { GlueClient } from "@aws-sdk/client-glue";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type LocalAws, startLocalAws } from "../../local/aws";

const TOOLS = path.join(__dirname, "../../.local/tools");
export const PYTHON = path.join(TOOLS, "python/bin/python");

/** A minute of a job's Timeout lasts this long here, in milliseconds. */
export const MINUTE = 3_000;

let started: Promise<LocalAws> | undefined;

/** The local AWS that all test files of one mocha run share. Its last user's process takes it down. */
export function localAws(): Promise<LocalAws> {
  started ??= startLocalAws({
    folder: fs.mkdtempSync(path.join(os.tmpdir(), "local-aws-")),
    python: PYTHON,
    jars: path.join(TOOLS, "jars"),
    minute: MINUTE,
  });
  return started;
}

after(async function () {
  this.timeout(60_000);
  if (!started) return;
  const aws = await started;
  await aws.close();
  fs.rmSync(aws.folder, { recursive: true, force: true });
});

export interface TestClients {
  s3: S3Client;
  glue: GlueClient;
  iam: IAMClient;
  logs: CloudWatchLogsClient;
}

export function clientConfig({ endpoint, region }: Pick<LocalAws, "endpoint" | "region">) {
  return { endpoint, region, credentials: { accessKeyId: "local", secretAccessKey: "local" }, maxAttempts: 1 };
}

export function clientsOf(aws: LocalAws): TestClients {
  const config = clientConfig(aws);
  return {
    s3: new S3Client({ ...config, forcePathStyle: true }),
    glue: new GlueClient(config),
    iam: new IAMClient(config),
    logs: new CloudWatchLogsClient(config),
  };
}

export function uniqueName(kind: string): string {
  return `${kind}-${randomBytes(4).toString("hex")}`;
}

export async function makeBucket(s3: S3Client, files: Record<string, string | Buffer> = {}): Promise<string> {
  const Bucket = uniqueName("bucket");
  await s3.send(new CreateBucketCommand({ Bucket }));
  await putFiles(s3, Bucket, files);
  return Bucket;
}

export async function putFiles(s3: S3Client, Bucket: string, files: Record<string, string | Buffer>): Promise<void> {
  for (const [Key, Body] of Object.entries(files))
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.from(Body) }));
}

/** What a role may do in tests that are not about rights. */
export const ALL = "arn:aws:iam::aws:policy/AdministratorAccess";

/** @returns the ARN of a new role that the service may assume, and that may do all. */
export async function makeRole(iam: IAMClient, service = "glue.amazonaws.com"): Promise<string> {
  const Statement = [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const RoleName = uniqueName("role");
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: ALL }));
  return Role?.Arn ?? "";
}

/** Asks again until the answer is there. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, seconds = 120): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await delay(50);
  }
}

/** The lines of a CloudWatch Logs stream; none when it is not there. */
export async function logLines(client: CloudWatchLogsClient, logGroupName: string, stream: string): Promise<string[]> {
  const lines: string[] = [];
  try {
    for await (const page of paginateFilterLogEvents({ client }, { logGroupName, logStreamNames: [stream] })) {
      lines.push(...(page.events ?? []).map(({ message = "" }) => message));
    }
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  return lines;
}
