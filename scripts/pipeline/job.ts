import { CloudWatchLogsClient, GetLogEventsCommand, ResourceNotFoundException } from "@aws-sdk/client-cloudwatch-logs";
import { GetJobRunCommand, StartJobRunCommand, type GlueClient, type JobRun } from "@aws-sdk/client-glue";
import { poll } from "./poll";

const ENDED = new Set(["SUCCEEDED", "FAILED", "STOPPED", "TIMEOUT", "ERROR", "EXPIRED"]);
const DEADLINE_SECONDS = 48 * 60 * 60;
/** Lines that hold a whole report, which is read from S3. */
const REPORT = /^(RUN|MAINTENANCE)_REPORT /;

export interface EndedRun {
  runId: string;
  state: string;
  /** Glue's own message when the run did not succeed. */
  errorMessage: string | undefined;
  /** From StartJobRun to the end, as seen here. */
  seconds: number;
}

export interface Job {
  name: string;
  /** To which its runs print. */
  logGroupName: string;
}

/** Starts a job and follows it to its end, handing its state and the lines that it prints to `log`. */
export async function runJob(
  glue: GlueClient,
  logs: CloudWatchLogsClient,
  { name: jobName, logGroupName }: Job,
  args: Record<string, string>,
  log: (line: string) => void,
): Promise<EndedRun> {
  const start = Date.now();
  const { JobRunId } = await glue.send(new StartJobRunCommand({ JobName: jobName, Arguments: args }));
  const runId = JobRunId!;
  log(`run ${runId}`);
  const printed = new OutputFollower(logs, logGroupName, runId);
  let last = "";
  const run = await poll<JobRun>(
    `job run ${runId}`,
    async () => {
      const { JobRun } = await glue.send(new GetJobRunCommand({ JobName: jobName, RunId: runId }));
      if (JobRun?.JobRunState && JobRun.JobRunState !== last) {
        last = JobRun.JobRunState;
        log(last.toLowerCase());
      }
      (await printed.next()).forEach(log);
      return ENDED.has(JobRun?.JobRunState ?? "") ? JobRun : undefined;
    },
    1,
    DEADLINE_SECONDS,
  );
  return { runId, state: run.JobRunState!, errorMessage: run.ErrorMessage, seconds: (Date.now() - start) / 1000 };
}

/** Reads what a run prints to CloudWatch Logs. The run decides what happened, so a log that is not there yet is no error. */
class OutputFollower {
  private token: string | undefined;

  constructor(
    private readonly logs: CloudWatchLogsClient,
    private readonly logGroupName: string,
    private readonly runId: string,
  ) {}

  async next(): Promise<string[]> {
    try {
      const { events, nextForwardToken } = await this.logs.send(
        new GetLogEventsCommand({
          logGroupName: this.logGroupName,
          logStreamName: this.runId,
          startFromHead: true,
          nextToken: this.token,
        }),
      );
      this.token = nextForwardToken;
      return (events ?? []).map((event) => event.message!.trim()).filter((line) => !REPORT.test(line));
    } catch (error) {
      if (error instanceof ResourceNotFoundException) {
        return [];
      }
      throw error;
    }
  }
}
