import * as pulumi from "@pulumi/pulumi";
import type { ResourceTag } from "./access/documents";
import type { CrawlArgs } from "./catalog/args";
import type { CatalogTargetsArgs } from "./catalog/catalog-targets";
import { csvClassifierSchema } from "./catalog/classifiers";
import { crawlPolicySchema } from "./catalog/crawl-policy";
import { tableName } from "./catalog/crawler";
import { connectionNameSchema } from "./catalog/redshift-connection";
import { firstOfName } from "./catalog/target-tables";
import type { Dataset } from "./job/dataset";
import { jobSizeSchema } from "./job/size";
import { metricsNamespace as metricsNamespaceSchema, type Spec } from "./job/spec";
import { type TransformScript, transformScript } from "./job/transform-script";
import { workPrefixes } from "./job/work-prefixes";
import type { LogSourceArgs } from "./monitoring/log-groups";
import { physicalNames } from "./names";
import { locationArnSchema } from "./lake-formation/args";
import type { MaintenanceArgs, RetentionArgs, S3ToRedshiftPipelineArgs } from "./pipeline-args";
import {
  datasetsSchema,
  lineageSchema,
  logsSchema,
  maintenanceSchema,
  namePrefixSchema,
  retentionSchema,
  sourcePrefixSchema,
} from "./pipeline-schema";
import { scheduleSchema } from "./schedule/args";
import type { BucketRetentionArgs } from "./source/bucket";
import { checkArgument, wrongArgument } from "./validation";
import type { ExistingArgs, WarehouseArgs } from "./warehouse/args";
import { checkCluster } from "./warehouse/cluster-args";
import { checkExisting } from "./warehouse/existing";
import { grantsShape } from "./warehouse/grants";
import { checkInput } from "./warehouse/inputs";
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
  maintenance?: Spec["maintenance"];
  /** Schemas of the targets that others are to read. */
  schemas?: string[];
  /** Whose log groups the pipeline makes. */
  logSources: LogSourceArgs;
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
  checkWarehouse(args.warehouse ?? {});
  checkArgument(crawlPolicySchema, crawlPolicy(args.crawl), "crawl");
  checkArgument(csvClassifierSchema.optional(), args.crawl?.csv, "crawl.csv");
  if (args.catalogTargets) checkCatalogTargets(args.catalogTargets, checked);
  const { locationArn } = args.lakeFormation ?? {};
  if (locationArn !== undefined) checkInput(locationArnSchema, locationArn, "lakeFormation.locationArn");
  checkArgument(scheduleSchema.optional(), args.schedule, "schedule");
  checkArgument(maintenanceSchema.optional(), args.maintenance, "maintenance");
  checkArgument(logsSchema.optional(), args.logs, "logs");
  if (args.createKmsKey && args.kmsKeyArn !== undefined) {
    throw wrongArgument("createKmsKey", "got true beside kmsKeyArn, expected one of the two");
  }
  for (const key of ["retention", "accessLogs"] as const) {
    if (args.source.bucketName !== undefined && args.source[key] !== undefined) {
      throw wrongArgument(`source.${key}`, "is for the pipeline's own bucket, expected no source.bucketName beside it");
    }
  }
  if (args.tags && tagKey in args.tags) {
    throw wrongArgument("tags", `expected other keys than ${tagKey}, by which the job's role knows its workgroup`);
  }
  if (args.lineage && args.network && args.network.httpsCidrBlocks === undefined) {
    throw wrongArgument(
      "lineage",
      "expected network.httpsCidrBlocks, by which the job reaches PyPI and the events' receiver",
    );
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
    maintenance: specMaintenance(args.maintenance),
    schemas: args.warehouse?.readers && [...new Set(checked.map(({ target }) => target.schema))],
    logSources: logSources(prefix, args),
    retention: args.retention && workRetention(checkArgument(retentionSchema, args.retention, "retention")),
  };
}

function checkWarehouse({ serverless, cluster, existing, readers }: WarehouseArgs): void {
  const given = Object.entries({ serverless, cluster, existing }).filter(([, kind]) => kind !== undefined);
  if (given.length > 1) {
    const got = given.map(([key]) => key).join(" and ");
    throw wrongArgument("warehouse", `expected one of serverless, cluster and existing, got ${got}`);
  }
  if (cluster) checkCluster(cluster, "warehouse.cluster");
  else if (existing) checkExistingArgs(existing);
  else checkServerless(serverless ?? {}, "warehouse.serverless");
  checkArgument(grantsShape.readers, readers, "warehouse.readers");
  if (readers && existing && existing.adminSecretArn === undefined) {
    throw wrongArgument("warehouse.readers", "expected warehouse.existing.adminSecretArn, with which they are let in");
  }
}

function checkExistingArgs({ workgroupArn, ...target }: ExistingArgs): void {
  checkExisting(target, "warehouse.existing");
  if ((workgroupArn === undefined) !== (target.workgroupName === undefined)) {
    throw wrongArgument("warehouse.existing.workgroupArn", "expected it together with workgroupName");
  }
}

function checkCatalogTargets({ connectionName }: CatalogTargetsArgs, datasets: Dataset[]): void {
  if (connectionName !== undefined) checkInput(connectionNameSchema, connectionName, "catalogTargets.connectionName");
  const targets = datasets.map(({ target }) => target);
  targets.forEach((_, i) => {
    const same = firstOfName(targets, i);
    if (same < i) {
      const text = `expected another name in the catalog than that of datasets[${same}].target`;
      throw wrongArgument(`datasets[${i}].target`, text);
    }
  });
}

const crawlPolicy = ({ schemaChanges, recrawl, sampleSize }: CrawlArgs = {}) => ({
  schemaChanges,
  recrawl,
  sampleSize,
});

function specMaintenance({ keepRunsDays, staleAfterHours }: MaintenanceArgs = {}): Spec["maintenance"] {
  return keepRunsDays === undefined && staleAfterHours === undefined ? undefined : { keepRunsDays, staleAfterHours };
}

function logSources(
  prefix: string,
  { kmsKeyArn, createKmsKey, logs, warehouse }: S3ToRedshiftPipelineArgs,
): LogSourceArgs {
  const names = physicalNames(prefix);
  const hasKey = createKmsKey === true || kmsKeyArn !== undefined;
  const audited = warehouse?.existing
    ? {}
    : warehouse?.cluster
      ? { clusterIdentifier: names.cluster }
      : { namespaceName: names.namespace };
  return {
    jobLogPrefix: names.jobLogs,
    ...(hasKey && {
      securityConfigurationName: names.securityConfiguration,
      jobRoleName: names.jobRole,
      crawlerRoleName: names.crawlerRole,
    }),
    ...(logs?.auditLogs && audited),
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
