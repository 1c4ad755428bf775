import { CreateJobCommand, GetJobRunCommand, StartJobRunCommand } from "@aws-sdk/client-glue";
import { AttachRolePolicyCommand, CreateRoleCommand } from "@aws-sdk/client-iam";
import { setTimeout as delay } from "node:timers/promises";
import type { BenchAws } from "./local-aws";

const ENDED = ["SUCCEEDED", "FAILED", "STOPPED", "TIMEOUT", "ERROR", "EXPIRED"];
const POLL_MS = 100;

/** @returns the ARN of a role that the service may take on and that may do all: the bench measures time, not rights. */
export async function makeRole({ iam }: BenchAws, RoleName: string, ...services: string[]): Promise<string> {
  const Statement = [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: services } }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  return Role!.Arn!;
}

export interface JobInput {
  name: string;
  roleArn: string;
  scriptUri: string;
  args?: Record<string, string>;
}

/** A Glue job with what the LoadJob component gives one: Glue 5.1, two workers G.1X, no bookmark. */
export async function makeJob({ glue }: BenchAws, { name, roleArn, scriptUri, args }: JobInput): Promise<void> {
  await glue.send(
    new CreateJobCommand({
      Name: name,
      Role: roleArn,
      GlueVersion: "5.1",
      Command: { Name: "glueetl", PythonVersion: "3", ScriptLocation: scriptUri },
      WorkerType: "G.1X",
      NumberOfWorkers: 2,
      Timeout: 60,
      DefaultArguments: { "--job-bookmark-option": "job-bookmark-disable", ...args },
    }),
  );
}

export interface JobEnd {
  runId: string;
  startedAt: Date;
  /** From StartJobRun to the end of the run. */
  seconds: number;
  /** Glue's message where the run did not succeed. */
  error?: string;
}

/** Starts the job and waits for its end, whatever it is. */
export async function runJob({ glue }: BenchAws, JobName: string, args: Record<string, string> = {}): Promise<JobEnd> {
  const startedAt = new Date();
  const { JobRunId: RunId } = await glue.send(new StartJobRunCommand({ JobName, Arguments: args }));
  for (;;) {
    const { JobRun } = await glue.send(new GetJobRunCommand({ JobName, RunId }));
    const state = JobRun?.JobRunState ?? "";
    if (ENDED.includes(state)) {
      const seconds = (Date.now() - startedAt.getTime()) / 1000;
      const error = state === "SUCCEEDED" ? undefined : `${state}: ${JobRun?.ErrorMessage ?? "no message"}`;
      return { runId: RunId!, startedAt, seconds, error };
    }
    await delay(POLL_MS);
  }
}
