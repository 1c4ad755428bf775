import { GlueClient } from "@aws-sdk/client-glue";
import type { ClientSettings } from "../clients";
import { step } from "../step";
import { type CatalogTable, checkCatalog } from "./catalog";
import { crawl } from "./crawl";
import { type JobArguments, type Loaded, loadByJob } from "./load";
import type { PipelineOutputs } from "./outputs";
import { showCatalog } from "./show";

/** What one run of a pipeline came to. */
export interface PipelineRun extends Loaded {
  crawlSeconds: number;
  tables: CatalogTable[];
}

/**
 * Crawls, checks the catalog, runs the job and reads its report.
 *
 * @throws Error with AWS's own message when the crawl fails, or as {@link loadByJob} does
 */
export async function runPipeline(
  pipeline: PipelineOutputs,
  settings: ClientSettings,
  args: JobArguments = {},
): Promise<PipelineRun> {
  const glue = new GlueClient(settings);
  const crawlSeconds = await step(`Crawl by ${pipeline.crawlerName}`, (log) => crawl(glue, pipeline.crawlerName, log));
  const tables = await step(`Tables in ${pipeline.databaseName}`, () => checkCatalog(glue, pipeline));
  showCatalog(tables);

  const { report, jobSeconds } = await loadByJob(pipeline, settings, args);
  return { crawlSeconds, jobSeconds, tables, report };
}
