import { Command } from "commander";
import * as fs from "node:fs";
import { pipeline } from "node:stream/promises";
import { type Log, step } from "../../step";
import { datasetOf } from "../spec";
import { type DeployedPipeline, openPipeline } from "./open";
import { oneQuarantine, storedLines } from "./stored";

export function fetchCommand(): Command {
  return new Command("fetch")
    .description("get the rows that a run set aside, one JSON object a line, to mend them")
    .requiredOption("--stack <name>", "stack that holds the pipeline, e.g. dev")
    .requiredOption("--run <id>", "run of the job, e.g. jr_...")
    .requiredOption("--dataset <name>", "dataset of the rows")
    .requiredOption("--out <file>", "file to write, which must not exist yet")
    .action(fetch);
}

async function fetch(options: { stack: string; run: string; dataset: string; out: string }): Promise<void> {
  const deployed = await openPipeline(options.stack);
  datasetOf(deployed.spec, options.dataset);
  const rows = await step(`Rows of ${options.dataset} into ${options.out}`, (log) => write(deployed, options, log));
  console.log(
    `${rows.toLocaleString("en-US")} rows. Mend what stands in "values", take out the lines that are not to be loaded, then:\n` +
      `npm run pipeline -- quarantine reload ${options.out} --stack ${options.stack}`,
  );
}

async function write(
  { s3, spec }: DeployedPipeline,
  { run, dataset, out }: { run: string; dataset: string; out: string },
  log: Log,
): Promise<number> {
  const { keys } = await oneQuarantine(s3, spec, run, dataset);
  if (fs.existsSync(out)) {
    throw new Error(`${out} exists already. It may hold rows that somebody has mended: give another --out`);
  }
  let rows = 0;
  const numbered = async function* (): AsyncGenerator<string> {
    for await (const line of storedLines(s3, spec, keys)) {
      yield `${line}\n`;
      if (++rows % 10_000 === 0) {
        log(`${rows.toLocaleString("en-US")} rows`);
      }
    }
  };
  // Under its own name only once it is whole.
  const partial = `${out}.partial`;
  await pipeline(numbered, fs.createWriteStream(partial));
  fs.renameSync(partial, out);
  return rows;
}
