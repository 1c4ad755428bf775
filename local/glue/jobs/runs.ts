import type { Job, JobRun, JobRunState, StartJobRunRequest } from "@aws-sdk/client-glue";
import { randomBytes } from "node:crypto";
import { AwsError, type Handler } from "../../gateway/service";
import type { Announce } from "../events";
import { invalidInput, notFound, text } from "../input";
import type { GlueOptions } from "../options";
import { page } from "../paging";
import type { Roles } from "../roles";
import { RunningJob } from "../run/job-run";
import type { SecurityConfigurations } from "../security-configurations";
import { maxCapacity } from "./capacity";
import { checkCapacity } from "./definition";

export interface RunsInput {
  options: GlueOptions;
  announce: Announce;
  roles: Roles;
  securityConfigurations: SecurityConfigurations;
  job(name: string): Job;
}

interface Entry {
  run: JobRun;
  running: RunningJob;
}

/** What a run has from the trigger that starts it. */
export type Origin = Pick<JobRun, "TriggerName" | "PredecessorRuns">;

/** A job that was started, with the runs in which it is tried again. */
export interface StartedJob {
  /** The first one first. */
  attempts: JobRun[];
  /** Of the last attempt, once no other follows; RUNNING until then. */
  state(): JobRunState;
  stop(): void;
  /** Resolves at the end of the last attempt. */
  ended: Promise<void>;
}

const UNDER_WAY: JobRunState[] = ["STARTING", "RUNNING", "STOPPING", "WAITING"];

/** The runs of all jobs. https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-jobs-runs.html */
export class Runs {
  /** Of each job, oldest first. */
  private readonly byJob = new Map<string, Entry[]>();
  private closing = false;

  constructor(private readonly input: RunsInput) {}

  readonly actions: Record<string, Handler> = {
    StartJobRun: async ({ input }) => {
      await this.input.securityConfigurations.check(input.SecurityConfiguration as string | undefined);
      return this.start(input);
    },
    GetJobRun: async ({ input }) => ({ JobRun: shown(this.entry(text(input, "JobName"), text(input, "RunId"))) }),
    GetJobRuns: async ({ input }) => {
      const name = this.input.job(text(input, "JobName")).Name ?? "";
      const { items, NextToken } = page((this.byJob.get(name) ?? []).toReversed(), input);
      return { JobRuns: items.map(shown), NextToken };
    },
    BatchStopJobRun: async ({ input }) => this.stop(text(input, "JobName"), (input.JobRunIds as string[] | undefined) ?? []),
  };

  /** Ends all runs that are under way. */
  async close(): Promise<void> {
    this.closing = true;
    const entries = [...this.byJob.values()].flat();
    for (const { run, running } of entries) if (isUnderWay(run)) running.stop();
    await Promise.all(entries.map(({ running }) => running.done));
  }

  private start(request: Record<string, unknown>): object {
    text(request, "JobName");
    if (request.JobRunId !== undefined) throw invalidInput("JobRunId of StartJobRun is not emulated on the local AWS (docs/local.md)");
    return { JobRunId: this.begin(request as unknown as StartJobRunRequest).attempts[0].Id };
  }

  /** Starts a job. @throws what StartJobRun answers. */
  begin(given: StartJobRunRequest, origin: Origin = {}): StartedJob {
    const job = this.input.job(given.JobName ?? "");
    checkCapacity(given);
    const { MaxConcurrentRuns = 1 } = job.ExecutionProperty ?? {};
    const underWay = (this.byJob.get(job.Name ?? "") ?? []).filter(({ run }) => isUnderWay(run));
    if (underWay.length >= MaxConcurrentRuns) {
      throw new AwsError("ConcurrentRunsExceededException", `Concurrent runs exceeded for ${job.Name}`);
    }
    const id = `jr_${randomBytes(32).toString("hex")}`;
    const attempts: JobRun[] = [];
    let isOver = false;
    const ended = this.launch(job, newRun(job, { ...given, ...origin }, id), attempts).then(() => {
      isOver = true;
    });
    const last = () => attempts.at(-1)!;
    return {
      attempts,
      state: () => (isOver ? last().JobRunState! : "RUNNING"),
      stop: () => {
        if (isUnderWay(last())) this.entry(last().JobName!, last().Id!).running.stop();
      },
      ended,
    };
  }

  private launch(job: Job, run: JobRun, attempts: JobRun[]): Promise<void> {
    const { options, announce, roles, securityConfigurations } = this.input;
    const running = new RunningJob({
      job,
      run,
      options,
      announce,
      assumeRole: () => roles.assume(job.Role ?? "", "GlueJobRunnerSession"),
      logsKey: () => securityConfigurations.logsKey(run.SecurityConfiguration),
    });
    const name = job.Name ?? "";
    this.byJob.set(name, [...(this.byJob.get(name) ?? []), { run, running }]);
    attempts.push(run);
    return running.done.then(() => this.retry(job, run, attempts));
  }

  private async retry(job: Job, run: JobRun, attempts: JobRun[]): Promise<void> {
    const attempt = (run.Attempt ?? 0) + 1;
    if (run.JobRunState !== "FAILED" || attempt > (job.MaxRetries ?? 0) || this.closing) return;
    const firstId = run.Id?.replace(/_attempt_\d+$/, "");
    const again = newRun(job, run, `${firstId}_attempt_${attempt}`);
    await this.launch(job, { ...again, Attempt: attempt, PreviousRunId: run.Id }, attempts);
  }

  private stop(jobName: string, ids: string[]): object {
    const SuccessfulSubmissions = [];
    const Errors = [];
    for (const JobRunId of ids) {
      const entry = this.byJob.get(jobName)?.find(({ run }) => run.Id === JobRunId);
      const ids = { JobName: jobName, JobRunId };
      if (!entry) {
        Errors.push({ ...ids, ErrorDetail: { ErrorCode: "EntityNotFoundException", ErrorMessage: `JobRun ${JobRunId} is not found` } });
      } else if (!isUnderWay(entry.run)) {
        const ErrorMessage = `JobRun ${JobRunId} is in state ${entry.run.JobRunState} and cannot be stopped`;
        Errors.push({ ...ids, ErrorDetail: { ErrorCode: "InvalidInputException", ErrorMessage } });
      } else {
        entry.running.stop();
        SuccessfulSubmissions.push(ids);
      }
    }
    return { SuccessfulSubmissions, Errors };
  }

  private entry(jobName: string, id: string): Entry {
    const entry = this.byJob.get(jobName)?.find(({ run }) => run.Id === id);
    if (!entry) throw notFound(`JobRun ${id} of job ${jobName} is not found`);
    return entry;
  }
}

type Capacity = "Timeout" | "WorkerType" | "NumberOfWorkers" | "MaxCapacity";
type Settings = Capacity | "Arguments" | "NotificationProperty" | "SecurityConfiguration";

function newRun(job: Job, given: Pick<StartJobRunRequest, Settings> & Origin, id: string): JobRun {
  const now = new Date();
  const WorkerType = given.WorkerType ?? job.WorkerType;
  const NumberOfWorkers = given.NumberOfWorkers ?? job.NumberOfWorkers;
  const capacity = given.MaxCapacity ?? (WorkerType ? maxCapacity(WorkerType, NumberOfWorkers) : job.MaxCapacity);
  return {
    Id: id,
    Attempt: 0,
    JobName: job.Name,
    JobMode: job.JobMode,
    StartedOn: now,
    LastModifiedOn: now,
    JobRunState: "STARTING",
    Arguments: given.Arguments,
    TriggerName: given.TriggerName,
    PredecessorRuns: given.PredecessorRuns ?? [],
    ExecutionTime: 0,
    Timeout: given.Timeout ?? job.Timeout,
    MaxCapacity: capacity,
    AllocatedCapacity: Math.ceil(capacity ?? 0),
    WorkerType,
    NumberOfWorkers,
    SecurityConfiguration: given.SecurityConfiguration ?? job.SecurityConfiguration,
    NotificationProperty: given.NotificationProperty ?? job.NotificationProperty,
    LogGroupName: "/aws-glue/jobs",
    GlueVersion: job.GlueVersion,
    ExecutionClass: job.ExecutionClass,
  };
}

function isUnderWay({ JobRunState }: JobRun): boolean {
  return JobRunState !== undefined && UNDER_WAY.includes(JobRunState);
}

function shown({ run }: Entry): JobRun {
  if (!isUnderWay(run) || !run.StartedOn) return run;
  return { ...run, ExecutionTime: Math.round((Date.now() - run.StartedOn.getTime()) / 1000) };
}
