import * as pulumi from "@pulumi/pulumi";
import type { Spec } from "./job/spec";
import { workPrefixes } from "./job/work-prefixes";
import type { NormalisedPipeline } from "./pipeline-normalise";
import type { DescribedTargets } from "./pipeline-targets";

/** Where a dataset comes from and where it goes. */
export interface DatasetOutput {
  name: string;
  /** S3 URI of its folder, with a trailing slash. */
  location: string;
  /** Table that the crawler makes of the folder. */
  catalogTable: string;
  /** `csv`, `json` or `parquet`. */
  format: string;
  target: TargetOutput;
}

/** A table in Redshift. */
export interface TargetOutput {
  schema: string;
  table: string;
}

/** Names of what the pipeline is made of. */
interface Parts {
  sourceBucketName: pulumi.Output<string>;
  databaseName: pulumi.Output<string>;
  workBucketName: pulumi.Output<string>;
  workgroupName?: pulumi.Output<string>;
  clusterIdentifier?: pulumi.Output<string>;
  warehouseDatabase: pulumi.Output<string>;
  copyRoleArn: pulumi.Output<string>;
}

/** The spec of the pipeline's job. */
export const pipelineSpec = (
  { prefix, datasets, metricsNamespace, lineage, maintenance }: NormalisedPipeline,
  parts: Parts,
  targets: DescribedTargets | undefined,
): pulumi.Output<Spec> =>
  pulumi.output({
    version: 1 as const,
    pipeline: prefix,
    source: { bucket: parts.sourceBucketName, catalogDatabase: parts.databaseName },
    work: {
      bucket: parts.workBucketName,
      stagingPrefix: workPrefixes.staging,
      quarantinePrefix: workPrefixes.quarantine,
      mendedPrefix: workPrefixes.mended,
      reportsPrefix: workPrefixes.reports,
      lineagePrefix: workPrefixes.lineage,
    },
    warehouse: {
      workgroupName: parts.workgroupName,
      clusterIdentifier: parts.clusterIdentifier,
      database: parts.warehouseDatabase,
      copyRoleArn: parts.copyRoleArn,
    },
    datasets: targets
      ? targets.tableNames.apply((tables) => datasets.map((it, i) => ({ ...it, catalogTarget: tables[i] })))
      : datasets,
    catalogTargets: targets && { database: targets.databaseName },
    metricsNamespace,
    lineage,
    maintenance,
  });

/** The datasets, as the pipeline's users see them. */
export const datasetOutputs = (sourceBucketName: string, datasets: Spec["datasets"]): DatasetOutput[] =>
  datasets.map(({ name, prefix, catalogTable, format, target: { schema, table } }) => ({
    name,
    location: `s3://${sourceBucketName}/${prefix}`,
    catalogTable,
    format,
    target: { schema, table },
  }));
