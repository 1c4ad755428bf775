import { createHash } from "node:crypto";
import type { CrawledObject, Group, Warn } from "./grouping";
import { type Column, mergedColumns } from "./hive-type";
import { type FoundPartition, partitionsOf } from "./partitions";

export interface FoundTable {
  name: string;
  /** `s3://BUCKET/FOLDER/` */
  location: string;
  columns: Column[];
  partitionKeys: string[];
  partitions: FoundPartition[];
  objects: CrawledObject[];
}

/** The table of a group, named after its folder. */
export function tableOf(group: Group, bucket: string, tablePrefix: string, warn: Warn): FoundTable {
  const { keys, partitions, objects } = partitionsOf(group, warn);
  const base = group.root.replace(/\/$/, "").split("/").pop() || bucket;
  return {
    name: tableName(tablePrefix + base),
    location: `s3://${bucket}/${group.root}`,
    columns: columnsOf(objects),
    partitionKeys: keys.map((key) => key.toLowerCase()),
    partitions,
    objects,
  };
}

export function columnsOf(objects: CrawledObject[]): Column[] {
  return objects.reduce((columns: Column[], { sniffed }) => mergedColumns(columns, sniffed.columns), []);
}

/** The name that crawlers give a table when another one has its name already. */
export function disambiguated(name: string, location: string): string {
  return `${name}_${createHash("md5").update(location).digest("hex")}`;
}

function tableName(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9_]/g, "_");
}
