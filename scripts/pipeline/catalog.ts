import { EntityNotFoundException, GetTableCommand, type GlueClient, type Table } from "@aws-sdk/client-glue";
import type { DatasetOutput, PipelineOutputs } from "./outputs";

/** A dataset's table in the Glue catalog, as the crawler left it. */
export interface CatalogTable {
  dataset: string;
  table: string;
  classification: string;
  columns: { name: string; type: string }[];
  partitionKeys: string[];
  recordCount: string;
}

/**
 * Reads the catalog table of every dataset.
 *
 * @throws Error that names each dataset without a table, or whose table holds another format than declared
 */
export async function checkCatalog(glue: GlueClient, pipeline: PipelineOutputs): Promise<CatalogTable[]> {
  const tables: CatalogTable[] = [];
  const wrong: string[] = [];
  for (const dataset of pipeline.datasets) {
    const table = await readTable(glue, pipeline.databaseName, dataset.catalogTable);
    const classification = table?.Parameters?.classification;
    if (!table) {
      wrong.push(`${dataset.name}: no table ${dataset.catalogTable}; are there files below ${dataset.location}?`);
    } else if (classification !== dataset.format) {
      wrong.push(
        `${dataset.name}: the crawler found ${classification ?? "no known format"} below ${dataset.location}, ` +
          `the dataset declares ${dataset.format}`,
      );
    } else {
      tables.push(describe(dataset, table));
    }
  }
  if (wrong.length > 0) {
    throw new Error(
      `The catalog database ${pipeline.databaseName} does not fit the datasets:\n  ${wrong.join("\n  ")}`,
    );
  }
  return tables;
}

async function readTable(glue: GlueClient, DatabaseName: string, Name: string): Promise<Table | undefined> {
  try {
    return (await glue.send(new GetTableCommand({ DatabaseName, Name }))).Table;
  } catch (error) {
    if (error instanceof EntityNotFoundException) {
      return undefined;
    }
    throw error;
  }
}

function describe(dataset: DatasetOutput, table: Table): CatalogTable {
  return {
    dataset: dataset.name,
    table: dataset.catalogTable,
    classification: dataset.format,
    columns: (table.StorageDescriptor?.Columns ?? []).map((column) => ({ name: column.Name!, type: column.Type! })),
    partitionKeys: (table.PartitionKeys ?? []).map((key) => key.Name!),
    recordCount: table.Parameters?.recordCount ?? "unknown",
  };
}
