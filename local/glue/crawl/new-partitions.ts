import type { Table } from "@aws-sdk/client-glue";
import { foldersOf, type CrawledObject, type Similar, type Warn } from "./grouping";
import { written } from "./hive-type";
import { folderOf } from "./listing";
import type { FoundPartition } from "./partitions";
import type { Sniffed } from "./sniff/sniffed";

/**
 * The partitions that new folders are of tables that are there. What would be a new table, does not lie like the table's
 * partitions, or differs too much from it is left out with a warning.
 * @param objects of one bucket
 */
export function newPartitions(
  objects: CrawledObject[],
  tables: Table[],
  similar: Similar,
  warn: Warn,
): Map<Table, FoundPartition[]> {
  const byFolder = new Map<string, CrawledObject[]>();
  for (const crawled of objects) {
    const folder = folderOf(crawled.object.key);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), crawled]);
  }
  const found = new Map<Table, FoundPartition[]>();
  for (const [prefix, members] of byFolder) {
    const folder = `s3://${members[0].object.bucket}/${prefix}`;
    const table = tableAround(folder, tables);
    if (!table) {
      warn(`${folder} lies in no table and is left out: a crawl of new folders makes none`);
      continue;
    }
    const values = valuesOf(table, folder);
    if (!values) {
      const keys = table.PartitionKeys?.map(({ Name }) => Name).join(", ") || "it has none";
      warn(`${folder} does not lie like the partitions of table ${table.Name} (${keys}) and is left out`);
      continue;
    }
    const known = asSniffed(table);
    const fits = ({ sniffed }: CrawledObject) => similar(known, comparable(sniffed));
    for (const { object } of members.filter((member) => !fits(member))) {
      warn(`${object.key} differs from table ${table.Name} in its format or its schema and is left out`);
    }
    const fitting = members.filter(fits);
    if (fitting.length > 0) found.set(table, [...(found.get(table) ?? []), { values, prefix, objects: fitting }]);
  }
  return found;
}

/** The table whose folder the new one lies in, the innermost of several. */
function tableAround(folder: string, tables: Table[]): Table | undefined {
  const around = tables.filter((table) => folder.startsWith(locationOf(table)));
  return around.sort((a, b) => locationOf(b).length - locationOf(a).length)[0];
}

/** Ends with a slash. */
const locationOf = ({ StorageDescriptor }: Table) => (StorageDescriptor?.Location ?? "none").replace(/\/?$/, "/");

/** The values of the table's keys in a folder; undefined when it lies otherwise. */
function valuesOf(table: Table, folder: string): string[] | undefined {
  const keys = (table.PartitionKeys ?? []).map(({ Name }) => Name ?? "");
  const names = foldersOf(folder.slice(locationOf(table).length));
  if (keys.length === 0 || names.length !== keys.length) return undefined;
  const values = names.map((name, level) => {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(name) ?? [];
    if (key?.toLowerCase() === keys[level]) return value;
    // The keys of folders without a name of theirs.
    return /^partition_\d+$/.test(keys[level]) ? name : undefined;
  });
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** The table, to be compared with an object. */
function asSniffed({ Parameters = {}, StorageDescriptor }: Table): Sniffed {
  const columns = (StorageDescriptor?.Columns ?? []).map(({ Name = "", Type = "" }) => ({ name: Name, type: Type }));
  const classification = Parameters.classification as Sniffed["classification"];
  const compression = Parameters.compressionType as Sniffed["compression"];
  return { classification, compression, columns, parameters: {}, serdeParameters: {}, records: 0 };
}

/** With types as the catalog writes them. */
function comparable(sniffed: Sniffed): Sniffed {
  const columns = sniffed.columns.map(({ name, type }) => ({ name, type: type === null ? null : written(type) }));
  return { ...sniffed, columns };
}
