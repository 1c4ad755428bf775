import type { Job, JobRun, JobRunState } from "@aws-sdk/client-glue";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { Clients, type Credentials } from "../clients";
import type { Announce } from "../events";
import { argumentsOf, argv, listed, notEmulatedArgument, sparkSettings } from "../jobs/arguments";
import { driverMemory } from "../jobs/capacity";
import { encryptLogGroups, LogStream } from "../log-stream";
import { inNetwork } from "../network/network";
import type { GlueOptions } from "../options";
import { roleArn } from "../roles";
import { download } from "./download";
import { runEnvironment } from "./environment";
import { failureMessage } from "./failure";
import { logGroupPrefix } from "./log-groups";
import { requirePythonModules } from "./python-modules";
import { Script } from "./script";
import { sparkDefaults } from "./spark";

export interface RunInput {
  job: Job;
  /** As StartJobRun made it. It is kept up to date. */
  run: JobRun;
  options: GlueOptions;
  announce: Announce;
  assumeRole(): Promise<Credentials>;
  /** The key with which its security configuration encrypts its logs. */
  logsKey(): Promise<string | undefined>;
}

interface Outcome {
  state: JobRunState;
  error?: string;
}

const MINUTE = 60_000;

/** One run of a job, from StartJobRun to its end. */
export class RunningJob {
  /** Resolves at the end, whatever it is. */
  readonly done: Promise<void>;
  private script?: Script;
  private interrupted?: Outcome;
  private readonly folder: string;

  constructor(private readonly input: RunInput) {
    this.folder = path.join(input.options.folder, "runs", input.run.Id ?? "");
    this.done = this.perform();
  }

  stop(): void {
    this.input.run.JobRunState = "STOPPING";
    this.interrupt({ state: "STOPPED" });
  }

  private interrupt(outcome: Outcome): void {
    this.interrupted ??= outcome;
    this.script?.kill();
  }

  private async perform(): Promise<void> {
    let clients: Clients | undefined;
    let outcome: Outcome;
    const late = this.announceWhenLate();
    try {
      const credentials = await this.input.assumeRole();
      clients = new Clients(this.input.options, credentials);
      outcome = await this.runInNetwork(clients, credentials);
    } catch (error) {
      outcome = this.interrupted ?? { state: "FAILED", error: (error as Error).message };
    }
    clients?.close();
    await fs.rm(path.join(this.folder, "tmp"), { recursive: true, force: true });
    clearTimeout(late);
    this.end(outcome);
    this.announceEnd();
  }

  private runInNetwork(clients: Clients, credentials: Credentials): Promise<Outcome> {
    const { job, run, options } = this.input;
    const network = {
      connections: job.Connections?.Connections ?? [],
      roleArn: roleArn(job.Role ?? "", options),
      workers: run.NumberOfWorkers ?? Math.ceil(run.MaxCapacity ?? 0),
    };
    return inNetwork({ ...network, clients, region: options.region }, () => this.runScript(clients, credentials));
  }

  private async runScript(clients: Clients, credentials: Credentials): Promise<Outcome> {
    const { job, run, options } = this.input;
    const args = argumentsOf(job, run.Arguments ?? {});
    const refused = notEmulatedArgument(args);
    if (refused) throw new Error(refused);
    await requirePythonModules(options.python, listed(args, "--additional-python-modules"));
    for (const name of ["conf", "tmp", "files", "python"])
      await fs.mkdir(path.join(this.folder, name), { recursive: true });
    const fetchAll = (name: string, folder: string) =>
      Promise.all(listed(args, name).map((uri) => download(clients.s3, uri, path.join(this.folder, folder))));
    const script = await download(clients.s3, job.Command?.ScriptLocation ?? "", this.folder);
    const packages = await fetchAll("--extra-py-files", "python");
    const extraJars = await fetchAll("--extra-jars", "files");
    await fetchAll("--extra-files", "files");
    await this.writeSparkDefaults(extraJars, sparkSettings(args));
    run.LogGroupName = logGroupPrefix(args, job, run);
    const groups = [`${run.LogGroupName}/output`, `${run.LogGroupName}/error`];
    await encryptLogGroups(clients.logs, groups, await this.input.logsKey());
    if (this.interrupted) return this.interrupted;

    const [output, errors] = groups.map((group) => new LogStream(clients.logs, group, run.Id ?? ""));
    run.JobRunState = "RUNNING";
    this.script = new Script({
      python: options.python,
      script,
      argv: argv(job, run.Id ?? "", args),
      cwd: path.join(this.folder, "files"),
      // A module is found in its archive; a single .py file in its folder.
      env: runEnvironment(options, credentials, this.folder, [path.join(this.folder, "python"), ...packages]),
      onOutput: (line) => output.write(line),
      onError: (line) => errors.write(line),
    });
    const minutes = run.Timeout ?? 0;
    const timeout = setTimeout(
      () => this.interrupt({ state: "TIMEOUT", error: `Job run exceeded its timeout of ${minutes} minutes` }),
      inMilliseconds(minutes, options),
    );
    const { code, stderr } = await this.script.ended;
    clearTimeout(timeout);
    await Promise.all([output.close(), errors.close()]);
    if (this.interrupted) return this.interrupted;
    return code === 0 ? { state: "SUCCEEDED" } : { state: "FAILED", error: failureMessage(stderr, code) };
  }

  private async writeSparkDefaults(extraJars: string[], settings: [string, string][]): Promise<void> {
    const { run, options } = this.input;
    const { folder } = this;
    const text = sparkDefaults({
      options,
      driverMemory: driverMemory(run.WorkerType),
      folder,
      extraJars,
      settings,
    });
    await fs.writeFile(path.join(folder, "conf", "spark-defaults.conf"), text);
  }

  private end({ state, error }: Outcome): void {
    const { run } = this.input;
    const now = new Date();
    run.ExecutionTime = Math.round((now.getTime() - (run.StartedOn ?? now).getTime()) / 1000);
    run.CompletedOn = now;
    run.LastModifiedOn = now;
    run.ErrorMessage = error;
    run.JobRunState = state;
  }

  /** Tells when it takes longer than NotifyDelayAfter says. */
  private announceWhenLate(): NodeJS.Timeout | undefined {
    const { run, options, announce } = this.input;
    const { NotifyDelayAfter } = run.NotificationProperty ?? {};
    if (NotifyDelayAfter === undefined) return undefined;
    const tell = () =>
      announce("Glue Job Run Status", {
        jobName: run.JobName,
        severity: "INFO",
        notificationCondition: { NotifyDelayAfter },
        state: run.JobRunState,
        jobRunId: run.Id,
        message: `Job is in ${run.JobRunState} state`,
        startedOn: run.StartedOn?.toISOString(),
      });
    return setTimeout(tell, inMilliseconds(NotifyDelayAfter, options));
  }

  private announceEnd(): void {
    const { run, announce } = this.input;
    announce("Glue Job State Change", {
      jobName: run.JobName ?? "",
      severity: run.JobRunState === "SUCCEEDED" || run.JobRunState === "STOPPED" ? "INFO" : "ERROR",
      state: run.JobRunState ?? "",
      jobRunId: run.Id ?? "",
      message: run.ErrorMessage ?? (run.JobRunState === "SUCCEEDED" ? "Job run succeeded" : "Job run stopped"),
    });
  }
}

/** setTimeout takes no more than 31 bits; that is more than the longest timeout. */
const inMilliseconds = (minutes: number, { minute = MINUTE }: GlueOptions) => Math.min(minutes * minute, 2 ** 31 - 1);
