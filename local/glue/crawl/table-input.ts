import type { PartitionInput, StorageDescriptor, Table, TableInput } from "@aws-sdk/client-glue";
import { columnsOf, type FoundTable } from "./found-table";
import type { CrawledObject } from "./grouping";
import { type Column, written } from "./hive-type";
import type { FoundPartition } from "./partitions";
import type { Sniffed } from "./sniff/sniffed";

const TEXT = {
  InputFormat: "org.apache.hadoop.mapred.TextInputFormat",
  OutputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
};

const FORMATS: Record<Sniffed["classification"], { InputFormat?: string; OutputFormat?: string; serde?: string }> = {
  csv: { ...TEXT, serde: "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe" },
  json: { ...TEXT, serde: "org.openx.data.jsonserde.JsonSerDe" },
  parquet: {
    InputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
    OutputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
    serde: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
  },
  UNKNOWN: {},
};

/** Parameters that depend on what was found, so that an old value must not stay. */
const OWN_PARAMETERS = [
  "skip.header.line.count",
  "delimiter",
  "areColumnsQuoted",
  "customSerde",
  "columnsOrdered",
  "jsonPath",
  "DEPRECATED_BY_CRAWLER",
];

/** The table as a crawler writes it, over the one that is there. */
export function tableInput(table: FoundTable, crawler: string, columns: Column[], old?: Table): TableInput {
  const descriptor = storageDescriptor(table.objects, table.location, columns, crawler);
  const kept = Object.entries(old?.Parameters ?? {}).filter(([key]) => !OWN_PARAMETERS.includes(key));
  const partitioned: Record<string, string> =
    table.partitionKeys.length > 0 ? { "partition_filtering.enabled": "true" } : {};
  return {
    Name: table.name,
    Description: old?.Description,
    Owner: "owner",
    Retention: 0,
    StorageDescriptor: descriptor,
    PartitionKeys: table.partitionKeys.map((Name) => ({ Name, Type: "string" })),
    TableType: "EXTERNAL_TABLE",
    Parameters: { ...Object.fromEntries(kept), ...descriptor.Parameters, ...partitioned },
  };
}

export function partitionInput({ objects, prefix, values }: FoundPartition, crawler: string): PartitionInput {
  const location = `s3://${objects[0].object.bucket}/${prefix}`;
  const descriptor = storageDescriptor(objects, location, columnsOf(objects), crawler);
  return { Values: values, StorageDescriptor: descriptor, Parameters: {} };
}

/** The input that would write the same table again. */
export function inputOf({
  Name,
  Description,
  Owner,
  Retention,
  StorageDescriptor,
  PartitionKeys,
  TableType,
  Parameters,
}: Table): TableInput {
  return { Name, Description, Owner, Retention, StorageDescriptor, PartitionKeys, TableType, Parameters };
}

function storageDescriptor(
  objects: CrawledObject[],
  location: string,
  columns: Column[],
  crawler: string,
): StorageDescriptor {
  const [{ sniffed }] = objects;
  const { InputFormat, OutputFormat, serde } = FORMATS[sniffed.classification];
  return {
    Columns: columns.map(({ name, type }) => ({ Name: name, Type: written(type) })),
    Location: location,
    InputFormat,
    OutputFormat,
    Compressed: sniffed.compression !== "none",
    NumberOfBuckets: -1,
    SerdeInfo: { SerializationLibrary: sniffed.serde ?? serde, Parameters: serdeParameters(objects) },
    BucketColumns: [],
    SortColumns: [],
    Parameters: parameters(objects, crawler),
    StoredAsSubDirectories: false,
  };
}

function serdeParameters(objects: CrawledObject[]): Record<string, string> {
  const [{ sniffed }] = objects;
  if (sniffed.classification !== "json") return sniffed.serdeParameters;
  const paths = new Set(objects.flatMap((crawled) => crawled.sniffed.serdeParameters.paths?.split(",") ?? []));
  return { paths: [...paths].sort().join(",") };
}

function parameters(objects: CrawledObject[], crawler: string): Record<string, string> {
  const size = objects.reduce((sum, { object }) => sum + object.size, 0);
  const records = objects.reduce((sum, { sniffed }) => sum + sniffed.records, 0);
  const [{ sniffed }] = objects;
  return {
    CrawlerSchemaDeserializerVersion: "1.0",
    CrawlerSchemaSerializerVersion: "1.0",
    UPDATED_BY_CRAWLER: crawler,
    averageRecordSize: String(Math.max(1, Math.floor(size / Math.max(records, 1)))),
    classification: sniffed.classification,
    compressionType: sniffed.compression,
    objectCount: String(objects.length),
    recordCount: String(records),
    sizeKey: String(size),
    typeOfData: "file",
    ...sniffed.parameters,
  };
}
