import { GetTableCommand } from "@aws-sdk/client-glue";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { Command } from "commander";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { step } from "../../step";
import { committedLoads, filesOfRun } from "../ledger";
import { loadByJob } from "../load";
import { showReport } from "../show";
import { type DeployedDataset, datasetOf } from "../spec";
import { compact } from "./json-text";
import { checkMended, type MendedRows, readMended } from "./mended";
import { type DeployedPipeline, openPipeline } from "./open";
import { parseRecord } from "./record";
import { mendedFolder, mendedKeys, storedLines, storedQuarantine } from "./stored";

/** The others make tables or partitions anew from the source's files, which would take mended rows away again. */
const MODES = ["append", "upsert", "history"];

interface ReloadOptions {
  stack: string;
  unchanged?: boolean;
}

export function reloadCommand(): Command {
  return new Command("reload")
    .description("load the mended rows of a file that `fetch` wrote")
    .argument("<file>", "the file")
    .requiredOption("--stack <name>", "stack that holds the pipeline, e.g. dev")
    .option(
      "--unchanged",
      "take rows too in which nothing was changed: after a change of rules, types or the transform",
    )
    .action(reload);
}

async function reload(file: string, options: ReloadOptions): Promise<void> {
  const mended = readMended(fs.readFileSync(file, "utf8"));
  const pipeline = await openPipeline(options.stack);
  const dataset = datasetOf(pipeline.spec, mended.dataset);
  if (!MODES.includes(dataset.load.mode)) {
    throw new Error(
      `${dataset.name} is loaded in the mode ${dataset.load.mode}, which makes its rows anew from the source's files: ` +
        "mend those. Mended rows are taken by the modes " +
        MODES.join(", "),
    );
  }
  const rows = mended.rows.length.toLocaleString("en-US");
  const address = await step(`${rows} mended rows`, async (log) => {
    log("checking");
    await check(pipeline, dataset, mended, options);
    return put(pipeline, mended);
  });
  console.log(address);
  const { report } = await loadByJob(pipeline.outputs, pipeline.settings, { "--datasets": mended.dataset });
  showReport(report);
  if (report.datasets.every(({ status }) => status === "NOTHING_NEW")) {
    console.log("These rows had been loaded before.");
  }
}

async function check(
  pipeline: DeployedPipeline,
  dataset: DeployedDataset,
  mended: MendedRows,
  { unchanged }: ReloadOptions,
): Promise<void> {
  const { spec, data, outputs } = pipeline;
  const loads = await committedLoads(data, outputs, spec);
  if (!loads.has(`${mended.runId}/${mended.dataset}`)) {
    throw new Error(
      `Run ${mended.runId} loaded nothing of ${mended.dataset}, so its files, and with them these rows, are left to the next run. ` +
        "Mend the rows of a run that was loaded",
    );
  }
  checkMended(mended, {
    columns: await columnsOf(pipeline, dataset),
    originals: unchanged ? new Set() : await originals(pipeline, mended),
    // Rows with keys can be given twice: the second time they take the place of the first.
    given: dataset.load.mode === "append" ? await given(pipeline, mended) : new Map(),
    files: await filesOfRun(data, outputs, spec, mended),
  });
}

/** The source's columns: those that the dataset declares, else the catalog's. */
async function columnsOf({ glue, spec }: DeployedPipeline, dataset: DeployedDataset): Promise<Set<string>> {
  if (dataset.columns.length > 0) {
    return new Set(dataset.columns.map(({ name }) => name));
  }
  const place = { DatabaseName: spec.source.catalogDatabase, Name: dataset.catalogTable };
  const { Table } = await glue.send(new GetTableCommand(place));
  const columns = [...(Table?.StorageDescriptor?.Columns ?? []), ...(Table?.PartitionKeys ?? [])];
  return new Set(columns.map(({ Name }) => Name!));
}

async function originals({ s3, spec }: DeployedPipeline, { dataset, runId }: MendedRows): Promise<Set<string>> {
  const values = new Set<string>();
  for (const { keys } of await storedQuarantine(s3, spec, { dataset, runId })) {
    for await (const line of storedLines(s3, spec, keys)) {
      values.add(compact(parseRecord(line).rawValues));
    }
  }
  return values;
}

/** Values that were given for the run before, with the address of the object; but for the object that is about to be put again. */
async function given({ s3, spec }: DeployedPipeline, mended: MendedRows): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  const same = keyOf(mendedFolder(spec, mended.dataset), mended);
  for (const key of (await mendedKeys(s3, spec, mended)).filter((one) => one !== same)) {
    for await (const line of storedLines(s3, spec, [key])) {
      values.set(line, `s3://${spec.work.bucket}/${key}`);
    }
  }
  return values;
}

/** Puts the rows where the job looks for mended ones. The name says the content, so that the same is loaded once. */
async function put({ s3, spec }: DeployedPipeline, mended: MendedRows): Promise<string> {
  const { bucket } = spec.work;
  const Key = keyOf(mendedFolder(spec, mended.dataset), mended);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: contentOf(mended) }));
  return `s3://${bucket}/${Key}`;
}

const contentOf = ({ rows }: MendedRows) => rows.map(({ values }) => `${values}\n`).join("");

function keyOf(folder: string, mended: MendedRows): string {
  const hash = createHash("sha256").update(contentOf(mended)).digest("hex").slice(0, 16);
  return `${folder}${mended.runId}-${hash}.json`;
}
