import Table from "cli-table3";
import { Command } from "commander";
import * as fs from "node:fs";
import { type Log, step } from "../../step";
import { committedLoads } from "../ledger";
import { datasetOf } from "../spec";
import { type DeployedPipeline, openPipeline } from "./open";
import { parseRecord } from "./record";
import { mendedKeys, storedLines, type StoredQuarantine, storedQuarantine } from "./stored";

/** What one run set aside of one dataset, counted. */
export interface Quarantined {
  runId: string;
  dataset: string;
  written: string;
  rows: number;
  /** How many rows broke each rule; a row may break several. */
  rules: Record<string, number>;
  address: string;
  /** Whether the run's load was committed. If not, its files are new to the next run, and so are these rows. */
  loaded: boolean;
  /** Files of mended rows that were given for it. */
  mendedFiles: number;
}

export function listCommand(): Command {
  return new Command("list")
    .description("show what lies in quarantine: runs, datasets, rows and what is wrong with them")
    .requiredOption("--stack <name>", "stack that holds the pipeline, e.g. dev")
    .option("--dataset <name>", "only of this dataset")
    .option("--run <id>", "only of this run of the job, e.g. jr_...")
    .option("--json <file>", "also write it to this file")
    .action(list);
}

async function list(options: { stack: string; dataset?: string; run?: string; json?: string }): Promise<void> {
  const pipeline = await openPipeline(options.stack);
  if (options.dataset !== undefined) {
    datasetOf(pipeline.spec, options.dataset);
  }
  const found = await step("Rows in quarantine", (log) => countQuarantine(pipeline, options, log));
  show(found);
  if (options.json) {
    fs.writeFileSync(options.json, `${JSON.stringify({ version: 1, quarantined: found }, null, 2)}\n`);
  }
}

async function countQuarantine(
  pipeline: DeployedPipeline,
  { dataset, run }: { dataset?: string; run?: string },
  log: Log,
): Promise<Quarantined[]> {
  const { s3, spec, data, outputs } = pipeline;
  const stored = await storedQuarantine(s3, spec, { dataset, runId: run });
  // Before the first run there is no ledger to ask.
  const loads = stored.length > 0 ? await committedLoads(data, outputs, spec) : new Set<string>();
  const found: Quarantined[] = [];
  for (const one of stored) {
    log(`${one.dataset} of ${one.runId}`);
    found.push({
      runId: one.runId,
      dataset: one.dataset,
      written: one.written.toISOString(),
      ...(await count(pipeline, one)),
      address: one.address,
      loaded: loads.has(`${one.runId}/${one.dataset}`),
      mendedFiles: (await mendedKeys(s3, spec, one)).length,
    });
  }
  return found;
}

async function count({ s3, spec }: DeployedPipeline, { keys }: StoredQuarantine) {
  const rules: Record<string, number> = {};
  let rows = 0;
  for await (const line of storedLines(s3, spec, keys)) {
    rows++;
    for (const rule of new Set(parseRecord(line).reasons.map((reason) => reason.rule))) {
      rules[rule] = (rules[rule] ?? 0) + 1;
    }
  }
  return { rows, rules };
}

function show(found: Quarantined[]): void {
  if (found.length === 0) {
    console.log("Nothing lies in quarantine.");
    return;
  }
  const table = new Table({
    head: ["written", "dataset", "rows", "of them by rule", "mended files", "loaded"],
    colAligns: ["left", "left", "right", "left", "right", "left"],
    style: { head: [], border: [] },
  });
  for (const { written, dataset, rows, rules, mendedFiles, loaded } of found) {
    const reasons = Object.entries(rules).map(([rule, broken]) => `${rule} ${broken.toLocaleString("en-US")}`);
    const when = written.slice(0, 16).replace("T", " ");
    table.push([when, dataset, rows.toLocaleString("en-US"), reasons.join("\n"), mendedFiles, loaded ? "yes" : "no"]);
  }
  console.log(table.toString());
  // Run ids and addresses are too long for a table, and are what the next command is given.
  for (const { dataset, runId, address } of found) {
    console.log(`${dataset}: --run ${runId}\n  ${address}`);
  }
  if (found.some(({ loaded }) => !loaded)) {
    console.log("A run that loaded nothing of a dataset leaves its files, and so these rows too, to the next run.");
  }
}
