import type { AwsRequest } from "../gateway/service";
import type { Announce } from "./events";

type Input = Record<string, unknown>;

const OF_DATABASES = ["CreateDatabase", "DeleteDatabase", "CreateTable", "DeleteTable", "BatchDeleteTable"];
const OF_TABLES = [
  ...["UpdateTable", "CreatePartition", "UpdatePartition", "DeletePartition"],
  ...["BatchCreatePartition", "BatchUpdatePartition", "BatchDeletePartition"],
];
/** How many names one event holds. */
const MOST = 100;

/**
 * Tells EventBridge what a call has changed in the Data Catalog.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html
 */
export function announceChange({ action, input, region, caller }: AwsRequest, announce: Announce): void {
  const arn = (resource: string) => `arn:aws:glue:${region}:${caller.accountId}:${resource}`;
  const table = (input.TableName ?? (input.TableInput as Input | undefined)?.Name ?? input.Name) as string;
  if (OF_DATABASES.includes(action)) {
    const databaseName = (input.DatabaseName ??
      (input.DatabaseInput as Input | undefined)?.Name ??
      input.Name) as string;
    const isOfTables = action.includes("Table");
    const tables =
      action === "BatchDeleteTable" ? ((input.TablesToDelete ?? []) as string[]) : isOfTables ? [table] : [];
    for (const changedTables of pages(tables)) {
      const resources = isOfTables
        ? changedTables.map((name) => arn(`table/${databaseName}/${name}`))
        : [arn(`database/${databaseName}`)];
      const detail = { databaseName, typeOfChange: action, ...(isOfTables && { changedTables }) };
      announce("Glue Data Catalog Database State Change", detail, resources);
    }
  } else if (OF_TABLES.includes(action)) {
    const databaseName = input.DatabaseName as string;
    const isOfPartitions = action.includes("Partition");
    for (const changedPartitions of pages(partitionsOf(input).map((values) => `[${values.join(", ")}]`))) {
      const detail = {
        databaseName,
        typeOfChange: action,
        tableName: table,
        ...(isOfPartitions && { changedPartitions }),
      };
      announce("Glue Data Catalog Table State Change", detail, [arn(`table/${databaseName}/${table}`)]);
    }
  }
}

/** The values of each partition that a call names. */
function partitionsOf(input: Input): string[][] {
  const { PartitionValueList, PartitionValues, PartitionInput, PartitionInputList, PartitionsToDelete, Entries } =
    input;
  const single = PartitionValueList ?? PartitionValues ?? (PartitionInput as Input | undefined)?.Values;
  if (single) return [single as string[]];
  const several = (PartitionInputList ?? PartitionsToDelete ?? Entries ?? []) as Input[];
  return several.map(({ Values, PartitionValueList: values }) => (values ?? Values ?? []) as string[]);
}

/** At least one, which may be empty. */
function pages(names: string[]): string[][] {
  const count = Math.max(1, Math.ceil(names.length / MOST));
  return Array.from({ length: count }, (_, i) => names.slice(i * MOST, (i + 1) * MOST));
}
