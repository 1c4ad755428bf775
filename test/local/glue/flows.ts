import {
  CreateCrawlerCommand,
  CreateDatabaseCommand,
  CreateJobCommand,
  type CreateJobCommandInput,
  CreateTriggerCommand,
  type CreateTriggerCommandInput,
  CreateWorkflowCommand,
  type CreateWorkflowCommandInput,
  GetJobRunsCommand,
  GetTriggerCommand,
  GetWorkflowRunCommand,
  GetWorkflowRunsCommand,
  type JobRun,
  StartTriggerCommand,
  StartWorkflowRunCommand,
  type Trigger,
  type WorkflowRun,
} from "@aws-sdk/client-glue";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type LocalAws, startLocalAws } from "../../../local/aws";
import type { Clock } from "../../../local/time/clock";
import {
  clientsOf,
  eventually,
  makeBucket,
  makeRole,
  MINUTE,
  PYTHON,
  type TestClients,
  uniqueName,
} from "../../support/local-aws";

/** Stands still until a test moves it on. */
export class TestClock implements Clock {
  private time = new Date("2026-01-15T12:00:00Z");
  private readonly timers = new Set<{ time: Date; call: () => void }>();

  now(): Date {
    return this.time;
  }

  at(time: Date, call: () => void): () => void {
    const timer = { time, call };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Moves on; what is due on the way is called at its time. */
  advance(seconds: number): void {
    const end = new Date(this.time.getTime() + seconds * 1000);
    for (;;) {
      const due = [...this.timers]
        .filter(({ time }) => time <= end)
        .sort((a, b) => a.time.getTime() - b.time.getTime());
      if (due.length === 0) break;
      this.timers.delete(due[0]);
      this.time = due[0].time > this.time ? due[0].time : this.time;
      due[0].call();
    }
    this.time = end;
  }

  /** Seconds until the time. */
  until(time: Date): number {
    return (time.getTime() - this.time.getTime()) / 1000;
  }
}

/** Of a local AWS that no other test uses. */
export async function startClockedAws(clock: Clock): Promise<{ aws: LocalAws; remove(): Promise<void> }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "local-aws-"));
  const jars = path.join(__dirname, "../../../.local/tools/jars");
  const aws = await startLocalAws({ folder, python: PYTHON, jars, minute: MINUTE, clock });
  const remove = async () => {
    await aws.close();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  return { aws, remove };
}

let started: Promise<{ aws: LocalAws; clock: TestClock; remove(): Promise<void> }> | undefined;

after(async function () {
  this.timeout(60_000);
  await (await started)?.remove();
});

/** Makes crawlers, jobs, triggers and workflows on a local AWS whose clock it drives. */
export class Flows {
  private constructor(
    readonly aws: LocalAws,
    readonly clock: TestClock,
    readonly clients: TestClients,
    readonly role: string,
  ) {}

  static async start(): Promise<Flows> {
    const clock = new TestClock();
    started ??= startClockedAws(clock).then((it) => ({ ...it, clock }));
    const { aws, clock: theirs } = await started;
    return Flows.of(aws, theirs);
  }

  static async of(aws: LocalAws, clock: TestClock): Promise<Flows> {
    const clients = clientsOf(aws);
    return new Flows(aws, clock, clients, await makeRole(clients.iam));
  }

  /** A job of a plain Python script. */
  async job(script = "pass", settings: Partial<CreateJobCommandInput> = {}): Promise<string> {
    const bucket = await makeBucket(this.clients.s3, { "job.py": script });
    const Name = uniqueName("job");
    const Command = { Name: "glueetl", ScriptLocation: `s3://${bucket}/job.py` };
    await this.clients.glue.send(new CreateJobCommand({ Name, Role: this.role, Command, ...settings }));
    return Name;
  }

  /** A crawler of one small file, or of a bucket that is not there. */
  async crawler(succeeds = true): Promise<string> {
    const bucket = succeeds ? await makeBucket(this.clients.s3, { "data/t/a.csv": "id,v\n1,1\n" }) : uniqueName("gone");
    const DatabaseName = uniqueName("db").replace("-", "_");
    await this.clients.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: DatabaseName } }));
    const Name = uniqueName("crawler");
    const Targets = { S3Targets: [{ Path: `s3://${bucket}/data/` }] };
    await this.clients.glue.send(new CreateCrawlerCommand({ Name, Role: this.role, DatabaseName, Targets }));
    return Name;
  }

  async trigger(input: Partial<CreateTriggerCommandInput>): Promise<string> {
    const Name = uniqueName("trigger");
    await this.clients.glue.send(new CreateTriggerCommand({ Name, ...input } as CreateTriggerCommandInput));
    return Name;
  }

  /** A conditional trigger that is activated. */
  async when(
    predicate: CreateTriggerCommandInput["Predicate"],
    JobName: string,
    more: Partial<CreateTriggerCommandInput> = {},
  ): Promise<string> {
    return this.trigger({
      Type: "CONDITIONAL",
      StartOnCreation: true,
      Predicate: predicate,
      Actions: [{ JobName }],
      ...more,
    });
  }

  async getTrigger(Name: string): Promise<Trigger> {
    return (await this.clients.glue.send(new GetTriggerCommand({ Name }))).Trigger!;
  }

  async fire(Name: string): Promise<void> {
    await this.clients.glue.send(new StartTriggerCommand({ Name }));
  }

  async runs(JobName: string): Promise<JobRun[]> {
    return (await this.clients.glue.send(new GetJobRunsCommand({ JobName }))).JobRuns!;
  }

  /** The runs of a job, latest first, once there are so many and all have ended. */
  ended(job: string, count = 1): Promise<JobRun[]> {
    return eventually(`${count} runs of ${job}`, async () => {
      const runs = await this.runs(job);
      return runs.length >= count && runs.every(({ CompletedOn }) => CompletedOn) ? runs : undefined;
    });
  }

  async workflow(settings: Partial<CreateWorkflowCommandInput> = {}): Promise<string> {
    const Name = uniqueName("workflow");
    await this.clients.glue.send(new CreateWorkflowCommand({ Name, ...settings }));
    return Name;
  }

  async startRun(Name: string, RunProperties?: Record<string, string>): Promise<string> {
    return (await this.clients.glue.send(new StartWorkflowRunCommand({ Name, RunProperties }))).RunId!;
  }

  async run(Name: string, RunId: string): Promise<WorkflowRun> {
    return (await this.clients.glue.send(new GetWorkflowRunCommand({ Name, RunId, IncludeGraph: true }))).Run!;
  }

  /** Latest first. */
  async workflowRuns(Name: string): Promise<WorkflowRun[]> {
    return (await this.clients.glue.send(new GetWorkflowRunsCommand({ Name }))).Runs!;
  }

  runEnded(Name: string, RunId: string): Promise<WorkflowRun> {
    return eventually(`the end of ${RunId}`, async () => {
      const run = await this.run(Name, RunId);
      return run.CompletedOn ? run : undefined;
    });
  }

  /** `cron(...)` of the time in so many minutes, and the seconds until then. */
  cronIn(minutes: number): { Schedule: string; seconds: number } {
    const time = new Date(this.clock.now().getTime() + minutes * 60_000);
    time.setUTCSeconds(0, 0);
    return { Schedule: `cron(${time.getUTCMinutes()} ${time.getUTCHours()} * * ? *)`, seconds: this.clock.until(time) };
  }
}

const EQUALS = "EQUALS" as const;
export const jobIs = (JobName: string, State: "SUCCEEDED" | "FAILED" | "TIMEOUT" | "STOPPED") => ({
  ...{ LogicalOperator: EQUALS, JobName, State },
});
export const crawlIs = (CrawlerName: string, CrawlState: "SUCCEEDED" | "FAILED" | "CANCELLED") => ({
  ...{ LogicalOperator: EQUALS, CrawlerName, CrawlState },
});
