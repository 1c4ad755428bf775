import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";

/** Differences of one kind, with one reason. */
export interface Group {
  /** What the two are asked: a key of the answers that are compared. */
  about: string;
  engine: string;
  /** What the tool says. */
  tool: string;
  why: string;
  /** Actions, or policies and actions. */
  of: string[];
}

export const listedDifferences = (tool: string): Group[] =>
  JSON.parse(fs.readFileSync(path.join(__dirname, "differences", `${tool}.json`), "utf8")) as Group[];

/** A difference that was found. */
export type Difference = Omit<Group, "why" | "of"> & { of: string };

/** Fails on a difference that is not listed, and on a listed one that no longer is. */
export function assertListed(about: string, found: Difference[], groups: Group[]): void {
  const listed = groups
    .filter((it) => it.about === about)
    .flatMap((group) => group.of.map((of) => text({ ...group, of })));
  const seen = found.map(text);
  assert.deepEqual(
    { unlisted: without(seen, listed), gone: without(listed, seen), twice: repeated(listed) },
    { unlisted: [], gone: [], twice: [] },
  );
}

const text = ({ of, engine, tool }: Difference) => `${of}: the engine ${engine}, the tool ${tool}`;

const without = (texts: string[], others: string[]) => {
  const taken = new Set(others);
  return texts.filter((it) => !taken.has(it)).sort();
};

const repeated = (texts: string[]) => texts.filter((it, i) => texts.indexOf(it) < i);
