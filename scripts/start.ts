import { RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { S3Client } from "@aws-sdk/client-s3";
import { Command } from "commander";
import * as path from "node:path";
import pc from "picocolors";
import { clientSettings } from "./clients";
import { down } from "./local/down";
import { commandEnvironment } from "./local/environment";
import { up } from "./local/up";
import { showFirstRows } from "./pipeline/first-rows";
import { readStackOutputs } from "./pipeline/outputs";
import { writeResult } from "./pipeline/result";
import { runPipeline } from "./pipeline/run";
import { showReport } from "./pipeline/show";
import { deploy } from "./pulumi";
import { compareWithFiles } from "./sample/compare";
import { upload } from "./sample/upload";
import { vegaFiles } from "./sample/vega";
import { tools } from "./setup/paths";
import { step } from "./step";

const STACK = "local";

export function startCommand(): Command {
  return new Command("start")
    .description(
      "move real files from S3 to Redshift on this machine: deploy, put the files, crawl, run the job, check every count",
    )
    .option("--json <file>", "also write the result to this file")
    .option("--down", "end the local AWS afterwards instead of leaving it for a look")
    .action(start);
}

async function start(options: { json?: string; down?: boolean }): Promise<void> {
  const running = await step("AWS on this machine", up);
  const env = commandEnvironment(running);
  await step(`pulumi up --stack ${STACK}`, (log) => deploy(STACK, env, log));
  const { pipeline, region } = await readStackOutputs(STACK, env);
  const settings = clientSettings(region, env);

  const files = await vegaFiles(path.join(path.dirname(tools.folder), "sample"));
  await step(`Files into s3://${pipeline.sourceBucketName}`, (log) =>
    upload(new S3Client(settings), pipeline.datasets, files, log),
  );

  const result = await runPipeline(pipeline, settings);
  const data = new RedshiftDataClient(settings);
  await step("Every row accounted for, counted by DuckDB over the same files", () =>
    compareWithFiles(data, pipeline, result.report.pipeline, files),
  );
  await showFirstRows(data, pipeline);
  console.log("");
  showReport(result.report);
  if (options.json) {
    writeResult(options.json, result);
  }
  if (options.down) {
    await down();
    return;
  }
  console.log(`
${pc.bold("Look around:")} eval "$(npm run -s local -- env)", then psql dev, aws s3 ls, aws glue get-tables, pulumi stack ...
${pc.bold("Once more:")}   npm start        ${pc.dim("# loads nothing: every file is in the ledger")}
${pc.bold("The end:")}     npm run local -- down`);
}
