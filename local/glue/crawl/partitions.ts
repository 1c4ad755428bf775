import type { CrawledObject, Group, Warn } from "./grouping";
import { foldersOf } from "./grouping";
import { folderOf } from "./listing";

export interface FoundPartition {
  values: string[];
  /** Its folder, ending with `/`. */
  prefix: string;
  objects: CrawledObject[];
}

export interface Partitioned {
  /** Empty when the table has no partitions. */
  keys: string[];
  partitions: FoundPartition[];
  /** The objects that fit the keys. */
  objects: CrawledObject[];
}

/**
 * Finds the partitions of a table in the folders below its root. `k=v` folders give the key's name, others `partition_0`, `partition_1` ...
 * All objects must lie equally deep; those that do not (most win) are left out with a warning.
 */
export function partitionsOf({ root, objects }: Group, warn: Warn): Partitioned {
  const depthBelow = ({ object }: CrawledObject) => foldersOf(object.key.slice(root.length)).length;
  const depth = mostCommon(objects.map(depthBelow));
  const kept = objects.filter((crawled) => depthBelow(crawled) === depth);
  for (const crawled of objects) {
    if (!kept.includes(crawled))
      warn(`${crawled.object.key} lies at another depth than the partitions of ${root} and is left out`);
  }
  if (depth === 0) return { keys: [], partitions: [], objects: kept };
  const byPrefix = new Map<string, CrawledObject[]>();
  for (const crawled of kept) {
    const prefix = folderOf(crawled.object.key);
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), crawled]);
  }
  const paths = [...byPrefix.keys()].map((prefix) => foldersOf(prefix.slice(root.length)));
  const names = Array.from({ length: depth }, (_, level) => keyName(paths.map((path) => path[level])));
  const partitions = [...byPrefix].map(([prefix, members], i) => ({
    prefix,
    objects: members,
    values: paths[i].map((folder, level) =>
      names[level] === undefined ? folder : folder.slice(folder.indexOf("=") + 1),
    ),
  }));
  let unnamed = 0;
  return { keys: names.map((name) => name ?? `partition_${unnamed++}`), partitions, objects: kept };
}

/** The key that all folders of one level name, in lower case. */
function keyName(folders: string[]): string | undefined {
  const [first, ...others] = folders.map((folder) => /^([^=]+)=/.exec(folder)?.[1].toLowerCase());
  return others.every((name) => name === first) ? first : undefined;
}

function mostCommon(numbers: number[]): number {
  const count = (value: number) => numbers.filter((number) => number === value).length;
  return numbers.reduce((best, value) => (count(value) > count(best) ? value : best), numbers[0]);
}
