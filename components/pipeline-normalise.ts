import * as pulumi from "@pulumi/pulumi";
import type { ResourceTag } from "./access/documents";
import { tableName } from "./catalog/crawler";
import { jobSizeSchema } from "./job/size";
import { metricsNamespace as metricsNamespaceSchema, type Spec } from "./job/spec";
import { type TransformScript, transformScript } from "./job/transform-script";
import { workPrefixes } from "./job/work-prefixes";
import type { RetentionArgs, S3ToRedshiftPipelineArgs } from "./pipeline-args";
import {
  datasetsSchema,
  lineageSchema,
  namePrefixSchema,
  retentionSchema,
  sourcePrefixSchema,
} from "./pipeline-schema";
import type { BucketRetentionArgs } from "./source/bucket";
import { checkArgument, wrongArgument } from "./validation";
import { checkServerless } from "./warehouse/serverless";

/** The arguments of a pipeline, checked and completed. */
export interface NormalisedPipeline {
  prefix: string;
  datasets: Spec["datasets"];
  /** Modules that the datasets' transforms name. */
  scripts: TransformScript[];
  metricsNamespace: string;
  lineage?: Spec["lineage"];
  /** Where the rows of all JSON files are. */
  jsonPath?: string;
  /** Marks what belongs to the pipeline. */
  tag: ResourceTag;
  tags: Record<string, pulumi.Input<string>>;
  retention?: BucketRetentionArgs;
}

const tagKey = "s3-to-redshift:pipeline";

/** @throws InputPropertyError when an argument is wrong, with its path, what was found and what is expected */
export function normalise(name: string, args: S3ToRedshiftPipelineArgs): NormalisedPipeline {
  const prefix = checkArgument(namePrefixSchema, args.namePrefix ?? `${name}-${pulumi.getStack()}`, "namePrefix");
  const sourcePrefix = checkArgument(sourcePrefixSchema, args.source.prefix, "source.prefix");
  const checked = checkArgument(datasetsSchema, args.datasets, "datasets");
  const scripts: TransformScript[] = [];
  const datasets = checked.map(({ path, jsonPath: _, transform, ...dataset }, i) => {
    const script =
      transform?.script === undefined
        ? undefined
        : transformScript(dataset.name, transform.script, `datasets[${i}].transform.script`);
    scripts.push(...(script ? [script] : []));
    return {
      ...dataset,
      transform: script ? { ...transform, script: `${workPrefixes.code}${script.fileName}` } : transform,
      prefix: `${sourcePrefix}${path}`,
      catalogTable: tableName(path),
    };
  });
  checkArgument(jobSizeSchema.optional(), args.job, "job");
  checkServerless(args.warehouse?.serverless ?? {}, "warehouse.serverless");
  if (args.tags && tagKey in args.tags) {
    throw wrongArgument("tags", `expected other keys than ${tagKey}, by which the job's role knows its workgroup`);
  }
  const lineage = args.lineage && checkArgument(lineageSchema, args.lineage, "lineage");
  return {
    prefix,
    datasets,
    scripts,
    metricsNamespace: checkArgument(
      metricsNamespaceSchema,
      args.metricsNamespace ?? "S3ToRedshift",
      "metricsNamespace",
    ),
    lineage: lineage && { namespace: prefix, ...lineage },
    jsonPath: checked.find(({ jsonPath }) => jsonPath)?.jsonPath,
    tag: { key: tagKey, value: prefix },
    tags: { ...args.tags, [tagKey]: prefix },
    retention: args.retention && workRetention(checkArgument(retentionSchema, args.retention, "retention")),
  };
}

function workRetention({
  stagingDays,
  quarantineDays,
  reportsDays,
  lineageDays,
  noncurrentVersionDays,
}: RetentionArgs) {
  const prefixDays: Record<string, number> = {};
  if (stagingDays !== undefined) prefixDays[workPrefixes.staging] = stagingDays;
  if (quarantineDays !== undefined) prefixDays[workPrefixes.quarantine] = quarantineDays;
  if (reportsDays !== undefined) prefixDays[workPrefixes.reports] = reportsDays;
  if (lineageDays !== undefined) prefixDays[workPrefixes.lineage] = lineageDays;
  return { prefixDays, noncurrentVersionDays };
}
