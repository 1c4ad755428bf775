import { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { Command } from "commander";
import { clientSettings } from "../clients";
import { environmentOf } from "../stack";
import { showFirstRows } from "./first-rows";
import type { JobArguments } from "./load";
import { maintainPipeline, showMaintenance } from "./maintain";
import { readStackOutputs } from "./outputs";
import { quarantineCommand } from "./quarantine/command";
import { writeResult } from "./result";
import { runPipeline } from "./run";
import { showReport } from "./show";

export function pipelineCommand(): Command {
  return new Command("pipeline")
    .description("work with a deployed pipeline")
    .addCommand(
      new Command("run")
        .description("crawl, check the catalog, run the job, follow it and print the result")
        .requiredOption("--stack <name>", "stack that holds the pipeline, e.g. dev")
        .option("--full-listing", "look for new files in whole folders, also where a dataset is listed from a mark")
        .option("--json <file>", "also write the result to this file")
        .action(run),
    )
    .addCommand(
      new Command("maintain")
        .description(
          "vacuum and analyze the tables, forget old records of loads, name tables that got no rows for long",
        )
        .requiredOption("--stack <name>", "stack that holds the pipeline, e.g. dev")
        .action(maintain),
    )
    .addCommand(quarantineCommand());
}

async function maintain(options: { stack: string }): Promise<void> {
  const env = await environmentOf(options.stack);
  const outputs = await readStackOutputs(options.stack, env);
  showMaintenance(await maintainPipeline(outputs.pipeline, clientSettings(outputs.region, env)));
}

async function run(options: { stack: string; fullListing?: boolean; json?: string }): Promise<void> {
  const env = await environmentOf(options.stack);
  const outputs = await readStackOutputs(options.stack, env);
  const settings = clientSettings(outputs.region, env);
  const args: JobArguments = options.fullListing ? { "--full_listing": "true" } : {};
  const result = await runPipeline(outputs.pipeline, settings, args);
  await showFirstRows(new RedshiftDataClient(settings), outputs.pipeline);
  console.log("");
  showReport(result.report);
  if (options.json) {
    writeResult(options.json, result);
  }
}
