import type * as pulumi from "@pulumi/pulumi";
import { CatalogDatabase } from "./catalog/database";
import { targetColumns } from "./catalog/target-columns";
import { TargetTables } from "./catalog/target-tables";
import type { physicalNames } from "./names";
import type { S3ToRedshiftPipelineArgs } from "./pipeline-args";
import type { NormalisedPipeline } from "./pipeline-normalise";

/** What the catalog shows of a pipeline's tables in Redshift. */
export interface DescribedTargets {
  databaseName: pulumi.Output<string>;
  /** In the order of the datasets. */
  tableNames: pulumi.Output<string[]>;
}

/** Makes the database and the tables that describe the targets, if it is asked for. */
export function pipelineTargets(
  name: string,
  { catalogTargets }: S3ToRedshiftPipelineArgs,
  { datasets, tags }: NormalisedPipeline,
  names: ReturnType<typeof physicalNames>,
  warehouseDatabase: pulumi.Output<string>,
  opts: pulumi.ComponentResourceOptions,
): DescribedTargets | undefined {
  if (!catalogTargets) return undefined;
  const { databaseName } = new CatalogDatabase(name, { databaseName: names.targetsDatabase, tags }, opts);
  const targets = datasets.map((dataset) => ({
    schema: dataset.target.schema,
    table: dataset.target.table,
    columns: targetColumns(dataset),
  }));
  const { tableNames } = new TargetTables(name, { ...catalogTargets, databaseName, warehouseDatabase, targets }, opts);
  return { databaseName, tableNames };
}
