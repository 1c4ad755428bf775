import * as fs from "node:fs";
import { Client } from "pg";
import { type Log, step } from "../../scripts/step";
import { databaseUrl } from "../support/database";
import { type BenchAws, endBenchAws, startBenchAws } from "../support/local-aws";
import { markdownTable } from "../support/markdown";
import {
  type DatasetReport,
  makePipeline,
  makePlace,
  type Place,
  type PipelineRun,
  runPipeline,
} from "../support/pipeline";
import { growLedger, putFiles } from "./grow";

const NEW_FILES = 10;

/** Listing modes of the spec. A file may be up to an hour late: 60 files. */
const LISTINGS = {
  all: { mode: "all" },
  "from-mark": { mode: "from-mark", overlapHours: 1 },
};
type Listing = keyof typeof LISTINGS;

export interface HistoryBenchOptions {
  /** Numbers of files that are loaded already. */
  files: number[];
  /** Runs with ten new files each; the median counts. */
  rounds: number;
  json?: string;
}

export interface HistoryMeasurement {
  listing: Listing;
  loaded: number;
  /** Objects that the run listed. */
  listed: number;
  /** From StartJobRun to the run's end, and the parts of it that the report names. */
  seconds: Record<string, number>;
}

/** Runs the pipeline with ten new files beside ever more that are loaded, and prints what a run costs. */
export async function historyBench(options: HistoryBenchOptions): Promise<HistoryMeasurement[]> {
  const aws = await step("AWS on this machine", startBenchAws);
  const results: HistoryMeasurement[] = [];
  try {
    const place = await makePlace(aws);
    const database = new Client(await databaseUrl(aws));
    await database.connect();
    try {
      for (const loaded of options.files) {
        const found = await step(`${loaded.toLocaleString("en-US")} files loaded`, (log) =>
          measure({ aws, place, database, loaded, rounds: options.rounds, log }),
        );
        results.push(...found);
      }
    } finally {
      await database.end();
    }
  } finally {
    await endBenchAws();
  }
  console.log(`\n${tableOf(results)}`);
  if (options.json !== undefined) fs.writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
  return results;
}

interface Input {
  aws: BenchAws;
  place: Place;
  database: Client;
  loaded: number;
  rounds: number;
  log: Log;
}

async function measure({ aws, place, database, loaded, rounds, log }: Input): Promise<HistoryMeasurement[]> {
  const prefix = `history-${loaded}/`;
  const pipelines: { listing: Listing; name: string; job: string }[] = [];
  await putFiles(aws, place, prefix, [0, NEW_FILES], log);
  for (const listing of Object.keys(LISTINGS) as Listing[]) {
    const name = `${listing}-${loaded}`;
    const job = await makePipeline(aws, place, {
      name,
      prefix,
      format: "csv",
      columns: [
        { name: "id", type: "bigint" },
        { name: "name", type: "varchar(20)" },
      ],
      listing: LISTINGS[listing],
      load: { mode: "append" },
      target: { schema: name.replaceAll("-", "_"), table: "rows" },
    });
    log(`${listing}: the first load`);
    check(await runPipeline(aws, place, job), NEW_FILES);
    pipelines.push({ listing, name, job });
  }
  await putFiles(aws, place, prefix, [NEW_FILES, loaded], log);
  for (const { name } of pipelines) await growLedger(database, name, prefix, loaded);

  const runs: Record<Listing, { seconds: Record<string, number>; listed: number }[]> = { all: [], "from-mark": [] };
  for (let round = 0; round < rounds; round++) {
    const first = loaded + round * NEW_FILES;
    await putFiles(aws, place, prefix, [first, first + NEW_FILES], log);
    for (const { listing, job } of pipelines) {
      log(`${listing}: ${NEW_FILES} new files, round ${round + 1} of ${rounds}`);
      const run = await runPipeline(aws, place, job);
      const { seconds, listing: listed } = check(run, NEW_FILES);
      runs[listing].push({ seconds: { job: run.seconds, ...seconds }, listed: listed?.listed ?? 0 });
    }
  }
  return pipelines.map(({ listing }) => {
    const sorted = runs[listing].toSorted((a, b) => a.seconds.job - b.seconds.job);
    return { listing, loaded, ...sorted[Math.floor(sorted.length / 2)] };
  });
}

/** @throws when the run did not load exactly the new files */
function check({ error, report }: PipelineRun, files: number): DatasetReport {
  if (error !== undefined || report?.status !== "LOADED") throw new Error(report?.error ?? error ?? "no report");
  if (report.files !== files) throw new Error(`the run loaded ${report.files} files, not the ${files} new ones`);
  return report;
}

function tableOf(results: HistoryMeasurement[]): string {
  const parts = ["job", "list", "stage", "load", "total"];
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
  const smallest = (listing: Listing) => results.find((result) => result.listing === listing)!.seconds;
  return markdownTable(
    [
      "listing",
      "files loaded before",
      "listed",
      "job, s",
      ...parts.slice(1).map((part) => `${part}, s`),
      "× first row",
    ],
    results
      .toSorted((a, b) => a.listing.localeCompare(b.listing) || a.loaded - b.loaded)
      .map(({ listing, loaded, listed, seconds }) => [
        listing,
        loaded.toLocaleString("en-US"),
        listed.toLocaleString("en-US"),
        ...parts.map((part) => (seconds[part] ?? 0).toFixed(1)),
        (seconds.job / smallest(listing).job).toFixed(2),
      ]),
    numbers,
  );
}
