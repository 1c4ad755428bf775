import { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { Command } from "commander";
import { clientSettings } from "../clients";
import { environmentOf } from "../stack";
import { showFirstRows } from "./first-rows";
import { readStackOutputs } from "./outputs";
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
        .option("--json <file>", "also write the result to this file")
        .action(run),
    );
}

async function run({ stack, json }: { stack: string; json?: string }): Promise<void> {
  const env = await environmentOf(stack);
  const outputs = await readStackOutputs(stack, env);
  const settings = clientSettings(outputs.region, env);
  const result = await runPipeline(outputs.pipeline, settings);
  await showFirstRows(new RedshiftDataClient(settings), outputs.pipeline);
  console.log("");
  showReport(result.report);
  if (json) {
    writeResult(json, result);
  }
}
