import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { GlueClient } from "@aws-sdk/client-glue";
import { S3Client } from "@aws-sdk/client-s3";
import type { ClientSettings } from "../clients";
import { step } from "../step";
import { type CatalogTable, checkCatalog } from "./catalog";
import { crawl } from "./crawl";
import { runJob } from "./job";
import type { PipelineOutputs } from "./outputs";
import { readReport, type RunReport, unreconciled } from "./report";
import { showCatalog } from "./show";

/** What one run of a pipeline came to. */
export interface PipelineRun {
  crawlSeconds: number;
  /** From StartJobRun to the job's end. */
  jobSeconds: number;
  tables: CatalogTable[];
  report: RunReport;
}

/**
 * Crawls, checks the catalog, runs the job and reads its report.
 *
 * @throws Error with AWS's own message when the crawl or the run fails, or when the report's counts do not add up
 */
export async function runPipeline(pipeline: PipelineOutputs, settings: ClientSettings): Promise<PipelineRun> {
  const glue = new GlueClient(settings);
  const crawlSeconds = await step(`Crawl by ${pipeline.crawlerName}`, (log) => crawl(glue, pipeline.crawlerName, log));
  const tables = await step(`Tables in ${pipeline.databaseName}`, () => checkCatalog(glue, pipeline));
  showCatalog(tables);

  const run = await step(`Job ${pipeline.jobName}`, async (log) => {
    const ended = await runJob(glue, new CloudWatchLogsClient(settings), pipeline.jobName, {}, log);
    const report = await readReport(new S3Client(settings), pipeline.workBucketName, ended.runId);
    const failed = report?.datasets.filter((dataset) => dataset.error) ?? [];
    if (ended.state !== "SUCCEEDED") {
      const reasons = failed.map((dataset) => `\n  ${dataset.dataset}: ${dataset.error}`).join("");
      throw new Error(`Job run ${ended.runId} ended ${ended.state}: ${ended.errorMessage ?? "no message"}${reasons}`);
    }
    if (!report) {
      throw new Error(
        `Job run ${ended.runId} succeeded but left no report in s3://${pipeline.workBucketName}/reports/`,
      );
    }
    return { report, seconds: ended.seconds };
  });

  const wrong = unreconciled(run.report);
  if (wrong.length > 0) {
    throw new Error(`The counts of run ${run.report.runId} do not reconcile:\n  ${wrong.join("\n  ")}`);
  }
  return { crawlSeconds, jobSeconds: run.seconds, tables, report: run.report };
}
