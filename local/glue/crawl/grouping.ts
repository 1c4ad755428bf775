import type { CrawlConfiguration } from "./configuration";
import { widened } from "./hive-type";
import type { Place, S3Object } from "./listing";
import type { Sniffed } from "./sniff/sniffed";

export interface CrawledObject {
  object: S3Object;
  sniffed: Sniffed;
}

/** The objects that make one table, and the folder (or, for a file that fits no other, the object) that it lies at. */
export interface Group {
  root: string;
  objects: CrawledObject[];
}

export type Warn = (message: string) => void;

export type Similar = (a: Sniffed, b: Sniffed) => boolean;

/** The share of folders at one level that must look alike to be partitions of one table. */
const PARTITION_THRESHOLD = 0.7;

/**
 * Sorts a target's objects into tables: by the configured level, or as crawlers do by default, where folders that look alike are
 * partitions of one table and others are tables of their own.
 * https://docs.aws.amazon.com/glue/latest/dg/crawler-s3-folder-table-partition.html
 */
export function groupObjects(
  place: Place,
  objects: CrawledObject[],
  configuration: CrawlConfiguration,
  warn: Warn,
): Group[] {
  const { tableLevel } = configuration;
  if (tableLevel !== undefined) return byLevel(place, objects, tableLevel, warn);
  return underFolder(place.prefix, objects, similarity(configuration), warn);
}

/** Whether two objects may be of one table. */
export function similarity({ tableLevel, combineCompatibleSchemas }: CrawlConfiguration): Similar {
  return tableLevel !== undefined || combineCompatibleSchemas ? isCompatible : isSimilar;
}

function byLevel({ bucket, prefix }: Place, objects: CrawledObject[], level: number, warn: Warn): Group[] {
  const depth = Math.max(level - 1, foldersOf(prefix).length);
  const groups = new Map<string, CrawledObject[]>();
  for (const crawled of objects) {
    const folders = foldersOf(crawled.object.key);
    if (folders.length < depth) {
      warn(`s3://${bucket}/${crawled.object.key} lies above table level ${level} and is left out`);
      continue;
    }
    const root = folders
      .slice(0, depth)
      .map((name) => `${name}/`)
      .join("");
    groups.set(root, [...(groups.get(root) ?? []), crawled]);
  }
  return [...groups].map(([root, members]) => ({ root, objects: ofOneFormat(root, members, warn) }));
}

/** Objects that differ in format or packing cannot share a table: most objects win, then most bytes. */
function ofOneFormat(root: string, objects: CrawledObject[], warn: Warn): CrawledObject[] {
  const formats = new Map<string, CrawledObject[]>();
  for (const crawled of objects) {
    const format = formatOf(crawled.sniffed);
    formats.set(format, [...(formats.get(format) ?? []), crawled]);
  }
  const bytes = (members: CrawledObject[]) => members.reduce((sum, { object }) => sum + object.size, 0);
  const known = (members: CrawledObject[]) => (members[0].sniffed.classification === "UNKNOWN" ? 0 : 1);
  const [most, ...others] = [...formats].sort(
    ([, a], [, b]) => known(b) - known(a) || b.length - a.length || bytes(b) - bytes(a),
  );
  for (const [format, members] of others) {
    const names = members.map(({ object }) => object.key).join(", ");
    warn(
      `${root} holds files of different formats: its table is ${most[0]}, and these, which are ${format}, are left out: ${names}`,
    );
  }
  return most[1];
}

function underFolder(prefix: string, objects: CrawledObject[], similar: Similar, warn: Warn): Group[] {
  const folders = new Map<string, CrawledObject[]>();
  const direct: CrawledObject[] = [];
  for (const crawled of objects) {
    const [folder, ...below] = crawled.object.key.slice(prefix.length).split("/");
    if (below.length === 0) direct.push(crawled);
    else folders.set(folder, [...(folders.get(folder) ?? []), crawled]);
  }
  const groups = direct.length > 0 ? ofFiles(prefix, direct, similar, warn) : [];
  const partitions = partitionFolders(folders, similar);
  if (partitions.length > 0)
    groups.push({ root: prefix, objects: partitions.flatMap((folder) => folders.get(folder) ?? []) });
  for (const [folder, members] of folders) {
    if (!partitions.includes(folder)) groups.push(...underFolder(`${prefix}${folder}/`, members, similar, warn));
  }
  return groups;
}

function ofFiles(prefix: string, files: CrawledObject[], similar: Similar, warn: Warn): Group[] {
  const recognised = files.filter(({ sniffed }) => sniffed.classification !== "UNKNOWN");
  const members = recognised.length > 0 ? recognised : files;
  for (const { object } of files.filter((file) => !members.includes(file))) {
    warn(`${object.key} is of no known format and is left out`);
  }
  if (alike(members, similar)) return [{ root: prefix, objects: members }];
  warn(`${prefix} holds files whose formats or schemas differ: each becomes a table of its own`);
  return members.map((file) => ({ root: file.object.key, objects: [file] }));
}

/** The folders that are partitions of one table at their parent; none when they are too different. */
function partitionFolders(folders: Map<string, CrawledObject[]>, similar: Similar): string[] {
  const uniform = [...folders].filter(([, objects]) => alike(objects, similar) && haveOneDepth(objects));
  let largest: string[] = [];
  for (const [, [sample]] of uniform) {
    const cluster = uniform
      .filter(([, [other]]) => similar(sample.sniffed, other.sniffed) && depthOf(sample) === depthOf(other))
      .map(([folder]) => folder);
    if (cluster.length > largest.length) largest = cluster;
  }
  const named = largest.every((folder) => folder.includes("="));
  const enough = largest.length > 1 || (largest.length === 1 && named);
  return enough && largest.length / folders.size > PARTITION_THRESHOLD ? largest : [];
}

function alike(objects: CrawledObject[], similar: Similar): boolean {
  return objects.every(({ sniffed }) => similar(objects[0].sniffed, sniffed));
}

function haveOneDepth(objects: CrawledObject[]): boolean {
  return objects.every((crawled) => depthOf(crawled) === depthOf(objects[0]));
}

function depthOf({ object }: CrawledObject): number {
  return object.key.split("/").length;
}

export function foldersOf(key: string): string[] {
  return key.split("/").slice(0, -1);
}

function formatOf({ classification, compression }: Sniffed): string {
  return compression === "none" ? classification : `${classification} (${compression})`;
}

function isCompatible(a: Sniffed, b: Sniffed): boolean {
  return formatOf(a) === formatOf(b);
}

/** AWS does not say how it measures this: here, most columns of the narrower schema are in the other, with types that go together. */
function isSimilar(a: Sniffed, b: Sniffed): boolean {
  if (!isCompatible(a, b)) return false;
  const [narrow, wide] = [a.columns, b.columns].sort((x, y) => x.length - y.length);
  const types = new Map(wide.map(({ name, type }) => [name, type]));
  const shared = narrow.filter(({ name, type }) => {
    const other = types.get(name);
    if (other === undefined) return false;
    return widened(type, other) !== "string" || [type, other].every((one) => one === "string" || one === null);
  });
  return shared.length >= narrow.length * PARTITION_THRESHOLD;
}
