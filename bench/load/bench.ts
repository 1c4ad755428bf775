import * as fs from "node:fs";
import * as os from "node:os";
import { step } from "../../scripts/step";
import { preparePeers } from "../support/peers";
import { makeData } from "./data";
import { judge, type Judgement } from "./judge";
import { measure, type Measurement } from "./measure";
import { faultTable, speedTable } from "./tables";
import type { Way } from "./way";
import { copy, copyDeleteInsert } from "./ways-copy";
import { dlt, sling, sparkJdbcPlain, sparkJdbcRewrite } from "./ways-peers";
import { append, upsert } from "./ways-pipeline";
import { endWorld, makeWorld, putData } from "./world";

export const WAYS: Way[] = [copy, copyDeleteInsert, upsert, append, sparkJdbcPlain, sparkJdbcRewrite, dlt, sling];

/** Scale of the files that the bad rows stand in: about 6,000 rows. */
const SMALL = 0.001;

export interface LoadBenchOptions {
  scale: number;
  /** Names of ways, or of a way and a form as `pipeline:csv`; all when left out. */
  only?: string[];
  /** Whether to load the bad rows too. */
  badRows: boolean;
  json?: string;
}

export interface LoadBenchResult {
  scale: number;
  rows: number;
  machine: string;
  results: Measurement[];
  /** By the way's name. */
  badRows: Record<string, Judgement>;
}

/** Loads the same files in each way, one after another, into the same PostgreSQL, and prints what it took. */
export async function loadBench(options: LoadBenchOptions): Promise<LoadBenchResult> {
  const chosen = WAYS.flatMap((way) => way.forms.map((form) => ({ way, form }))).filter(
    ({ way, form }) => options.only?.some((name) => name === way.name || name === `${way.name}:${form}`) ?? true,
  );
  if (chosen.length === 0) {
    throw new Error(`--only ${options.only}: no such way; there are ${WAYS.map(({ name }) => name).join(", ")}`);
  }
  await step("Peers, in an environment of their own", preparePeers);
  const data = await step(`lineitem at scale factor ${options.scale}`, (log) => makeData(options.scale, log));
  const small = await makeData(SMALL, () => undefined);
  const world = await step("AWS on this machine", makeWorld);
  const result: LoadBenchResult = {
    scale: options.scale,
    rows: data.rows,
    machine: `${os.cpus().length} × ${os.cpus()[0].model}, ${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    results: [],
    badRows: {},
  };
  try {
    await step("Files into S3", (log) => putData(world, data, log));
    for (const { way, form } of chosen) {
      result.results.push(await step(`${way.title}: ${form}`, () => measure(world, way, data, form)));
    }
    const ways = new Set(chosen.map(({ way }) => way));
    for (const way of options.badRows ? ways : []) {
      if (way.sameForBadRows) continue;
      result.badRows[way.name] = await step(`${way.title}: ten bad rows`, () => judge(world, way, small));
    }
  } finally {
    await endWorld(world);
  }
  console.log(`\n${data.rows.toLocaleString("en-US")} rows of lineitem, ${result.machine}\n`);
  console.log(speedTable(result.results));
  if (options.badRows) console.log(`\n${faultTable(result.badRows)}`);
  if (options.json !== undefined) fs.writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
  return result;
}
