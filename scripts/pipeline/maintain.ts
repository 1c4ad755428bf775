import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { GlueClient } from "@aws-sdk/client-glue";
import { S3Client } from "@aws-sdk/client-s3";
import Table from "cli-table3";
import pc from "picocolors";
import type { ClientSettings } from "../clients";
import { step } from "../step";
import { runJob } from "./job";
import { type MaintenanceReport, readMaintenanceReport } from "./maintenance-report";
import type { PipelineOutputs } from "./outputs";

/**
 * Runs the job's task `maintain` and reads its report.
 *
 * @throws Error with the job's own message when the run fails, which names each table
 */
export function maintainPipeline(pipeline: PipelineOutputs, settings: ClientSettings): Promise<MaintenanceReport> {
  const jobName = pipeline.maintenanceJobName ?? pipeline.jobName;
  return step(`Maintenance by ${jobName}`, async (log) => {
    const logs = new CloudWatchLogsClient(settings);
    const job = { name: jobName, logGroupName: pipeline.jobLogGroupName };
    const task = { "--task": "maintain" };
    const { state, runId, errorMessage } = await runJob(new GlueClient(settings), logs, job, task, log);
    if (state !== "SUCCEEDED") throw new Error(`Job run ${runId} ended ${state}: ${errorMessage ?? "no message"}`);
    return readMaintenanceReport(new S3Client(settings), pipeline.workBucketName, runId);
  });
}

/** Prints what was done to each table, and which got no rows for long. */
export function showMaintenance(report: MaintenanceReport): void {
  const table = new Table({
    head: ["table", "dataset", "last load", "VACUUM s", "ANALYZE s"],
    colAligns: ["left", "left", "left", "right", "right"],
    style: { head: [], border: [] },
  });
  const seconds = (value: number | null) => value?.toFixed(1) ?? "";
  for (const found of report.tables) {
    const last = found.lastLoad ?? (found.dataset ? "never" : "");
    const shown = found.isStale ? pc.yellow(`${last} (stale)`) : last;
    table.push([found.table, found.dataset ?? "", shown, seconds(found.vacuumSeconds), seconds(found.analyzeSeconds)]);
  }
  console.log(table.toString());
  if (report.recordsDeleted > 0) console.log(`${report.recordsDeleted} old records of loads were deleted`);
}
