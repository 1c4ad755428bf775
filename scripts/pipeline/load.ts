import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { GlueClient } from "@aws-sdk/client-glue";
import { S3Client } from "@aws-sdk/client-s3";
import type { ClientSettings } from "../clients";
import { type Log, step } from "../step";
import { runJob } from "./job";
import type { PipelineOutputs } from "./outputs";
import { readReport, type RunReport, unreconciled } from "./report";
import { showReport } from "./show";

/** Arguments of one run of the job, over those of its definition. */
export type JobArguments = Record<string, string>;

/** What one run of the job came to. */
export interface Loaded {
  /** From StartJobRun to the job's end. */
  jobSeconds: number;
  report: RunReport;
}

/**
 * Runs the job and reads its report. Of a run that failed the report, where it left one, is shown: it may have loaded other datasets.
 *
 * @throws Error with the job's own message when the run fails, or when the report's counts do not add up
 */
export async function loadByJob(
  pipeline: PipelineOutputs,
  settings: ClientSettings,
  args: JobArguments,
): Promise<Loaded> {
  let report: RunReport | undefined;
  const follow = async (log: Log): Promise<number> => {
    const logs = new CloudWatchLogsClient(settings);
    const loadJob = { name: pipeline.jobName, logGroupName: pipeline.jobLogGroupName };
    const ended = await runJob(new GlueClient(settings), logs, loadJob, args, log);
    report = await readReport(new S3Client(settings), pipeline.workBucketName, ended.runId);
    if (ended.state !== "SUCCEEDED") {
      const failed = report?.datasets.filter((dataset) => dataset.error) ?? [];
      const reasons = failed.map((dataset) => `\n  ${dataset.dataset}: ${dataset.error}`).join("");
      throw new Error(`Job run ${ended.runId} ended ${ended.state}: ${ended.errorMessage ?? "no message"}${reasons}`);
    }
    if (!report) {
      throw new Error(
        `Job run ${ended.runId} succeeded but left no report in s3://${pipeline.workBucketName}/reports/`,
      );
    }
    return ended.seconds;
  };
  try {
    const jobSeconds = await step(`Job ${pipeline.jobName}`, follow);
    const wrong = unreconciled(report!);
    if (wrong.length > 0) {
      throw new Error(`The counts of run ${report!.runId} do not reconcile:\n  ${wrong.join("\n  ")}`);
    }
    return { jobSeconds, report: report! };
  } catch (error) {
    if (report) {
      showReport(report);
    }
    throw error;
  }
}
