import {
  GetCrawlerCommand,
  GetJobRunCommand,
  GetTableCommand,
  GetWorkflowRunsCommand,
  type GlueClient,
  StartCrawlerCommand,
  StartJobRunCommand,
  UpdateTableCommand,
  type WorkflowRun,
} from "@aws-sdk/client-glue";
import { eventually } from "./local-aws";

/** Runs a crawler to its end. @returns what it says when it fails */
export async function crawlToEnd(glue: GlueClient, Name: string): Promise<string | undefined> {
  await glue.send(new StartCrawlerCommand({ Name }));
  const crawled = await eventually("the end of the crawl", async () => {
    const { Crawler } = await glue.send(new GetCrawlerCommand({ Name }));
    return Crawler?.State === "READY" ? Crawler.LastCrawl : undefined;
  });
  return crawled.Status === "SUCCEEDED" ? undefined : (crawled.ErrorMessage ?? "");
}

/** Runs a job to its end. @returns what it says when it fails */
export async function runToEnd(
  glue: GlueClient,
  JobName: string,
  Arguments: Record<string, string>,
): Promise<string | undefined> {
  const { JobRunId } = await glue.send(new StartJobRunCommand({ JobName, Arguments }));
  const run = await eventually("the end of the run", async () => {
    const { JobRun } = await glue.send(new GetJobRunCommand({ JobName, RunId: JobRunId }));
    return JobRun?.CompletedOn && JobRun;
  });
  return run.JobRunState === "SUCCEEDED" ? undefined : (run.ErrorMessage ?? "");
}

/** The runs of a workflow, the newest first, once there are so many and all have ended. */
export async function workflowRuns(glue: GlueClient, Name: string, count: number): Promise<WorkflowRun[]> {
  const ended = async () => {
    const { Runs = [] } = await glue.send(new GetWorkflowRunsCommand({ Name }));
    return Runs.length >= count && Runs.every(({ CompletedOn }) => CompletedOn) ? Runs : undefined;
  };
  return eventually(`${count} ended runs of ${Name}`, ended, 240);
}

/** The catalog has lost the columns of a table, and nothing else of it. */
export async function forgetColumns(glue: GlueClient, DatabaseName: string, Name: string): Promise<void> {
  const { Table } = await glue.send(new GetTableCommand({ DatabaseName, Name }));
  const { TableType, Parameters, StorageDescriptor } = Table!;
  const TableInput = { Name, TableType, Parameters, StorageDescriptor: { ...StorageDescriptor, Columns: [] } };
  await glue.send(new UpdateTableCommand({ DatabaseName, TableInput }));
}
