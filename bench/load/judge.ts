import * as fs from "node:fs";
import * as path from "node:path";
import { benchFolder } from "../support/folder";
import { putFile } from "../support/objects";
import { type BadRow, BAD_ROWS, writeWithBadRows } from "./bad-rows";
import type { Data } from "./data";
import { prepare, type Target } from "./target";
import type { Files, Way, World } from "./way";

/** What became of the bad rows, seen in the table afterwards. */
export interface Judgement {
  /** By the fault's name, each as it was in a load that went through, else when it was alone among good rows. */
  byFault: Record<string, string>;
  /** Of the load with all of them. */
  together: string;
}

/** Loads the small files with the bad rows and looks what became of each. */
export async function judge(world: World, way: Way, small: Data): Promise<Judgement> {
  const together = await loadWith(world, way, small, BAD_ROWS, "all");
  const byFault: Record<string, string> = {};
  for (const [i, bad] of BAD_ROWS.entries()) {
    const alone = together.failed ? await loadWith(world, way, small, [bad], `${i + 1}`) : undefined;
    byFault[bad.fault] = (alone ? alone.fates[0] : together.fates[i]) ?? "the load fails";
  }
  return { byFault, together: together.text };
}

interface Outcome {
  failed: boolean;
  /** Of each bad row. */
  fates: string[];
  text: string;
}

async function loadWith(world: World, way: Way, small: Data, bad: BadRow[], id: string): Promise<Outcome> {
  const schema = `bad_${way.name}_${id}`.replaceAll("-", "_");
  const files = await put(world, small, bad, schema);
  const target = await prepare(world, way, schema);
  try {
    const { setAside } = await way.load(world, files, schema);
    const fates: string[] = [];
    for (const row of bad) fates.push(await fateOf(target, row, setAside));
    return { failed: false, fates, text: `${await goodRows(target)} of ${small.rows} good rows loaded` };
  } catch (error) {
    const message = (error as Error).message.trim().split("\n").at(-1)!;
    return { failed: true, fates: [], text: `fails, ${await goodRows(target)} rows stay (${message.slice(0, 80)})` };
  } finally {
    await target.drop();
  }
}

async function put({ aws, place }: World, small: Data, bad: BadRow[], id: string): Promise<Files> {
  const folder = path.join(benchFolder, "data", "bad", id);
  writeWithBadRows(folder, small.forms.csv.files[0], bad);
  const prefix = `${id}/`;
  for (const file of fs.readdirSync(folder)) await putFile(aws.s3, place.sourceBucket, prefix, path.join(folder, file));
  return { form: "csv", folder, prefix };
}

async function goodRows(target: Target): Promise<number> {
  const inBad = BAD_ROWS.map(({ partkey }) => `'${partkey}'`).join(", ");
  const [row] = await target.rows("count(*) AS rows", `l_partkey::text NOT IN (${inBad})`);
  return Number(row?.rows ?? 0);
}

async function fateOf(target: Target, { partkey, column, value }: BadRow, setAside = ""): Promise<string> {
  const rows = await target.rows("*", `l_partkey::text = '${partkey}'`);
  const aside = setAside.includes(String(partkey));
  if (rows.length === 0) return aside ? "set aside" : "gone without a word";
  if (aside) return "set aside and loaded";
  const row = rows[0];
  if (column === undefined) return row.l_comment === null ? "loaded, the rest NULL" : "loaded, the rest cut off";
  const found = row[column];
  if (found === null) return value === "" ? "loaded without a key" : "NULL, silently";
  return found === value ? `kept: the column is ${await target.typeOf(column)}` : `changed to ${JSON.stringify(found)}`;
}
