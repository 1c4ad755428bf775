import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { CostUsageArgs, DatasetArgs, S3ToRedshiftPipelineArgs } from "../components";
import { catalogTargetsSchema } from "../components/catalog/catalog-targets";
import { lakeFormationSchema } from "../components/lake-formation/args";
import { csvClassifierSchema } from "../components/catalog/classifiers";
import { crawlPolicySchema } from "../components/catalog/crawl-policy";
import { costUsageSchema } from "../components/cost/args";
import { jobSizeSchema } from "../components/job/size";
import { metricsNamespace } from "../components/job/spec";
import { monitoringSchema } from "../components/monitoring/args";
import { EndpointService } from "../components/network/interface-endpoints";
import {
  datasetsSchema,
  lineageSchema,
  logsSchema,
  maintenanceSchema,
  namePrefixSchema,
  retentionSchema,
  sourcePrefixSchema,
} from "../components/pipeline-schema";
import { scheduleSchema } from "../components/schedule/args";
import { logDateSchema } from "../components/source/access-logs";
import { retentionSchema as bucketRetentionSchema } from "../components/source/lifecycle";
import { joinPath, matching, problemsOf, strict } from "../components/validation";
import { clusterShape } from "../components/warehouse/cluster-args";
import { grantsShape } from "../components/warehouse/grants";
import { vpcSchema } from "./vpc";
import { serverlessShape } from "../components/warehouse/serverless";

const ofVpc = { subnetIds: z.array(z.string()).optional(), securityGroupIds: z.array(z.string()).optional() };

/** The key `s3-to-redshift:pipeline` of a stack's configuration: the pipeline's name and its arguments. */
export const pipelineSchema = strict({
  name: matching(/^[a-z][a-z0-9-]*$/, "lower-case letters, digits and -, the first a letter"),
  namePrefix: namePrefixSchema.optional(),
  source: strict({
    bucketName: z.string().optional(),
    prefix: sourcePrefixSchema,
    retention: bucketRetentionSchema.optional(),
    accessLogs: strict({
      logBucketName: z.string(),
      prefix: z.string().optional(),
      partitionedBy: logDateSchema,
    }).optional(),
    sendEvents: z.boolean().optional(),
  }),
  datasets: datasetsSchema,
  crawl: strict({
    ...crawlPolicySchema.shape,
    exclusions: z.array(z.string()).optional(),
    csv: csvClassifierSchema.optional(),
  }).optional(),
  catalogTargets: catalogTargetsSchema.optional(),
  job: jobSizeSchema.optional(),
  warehouse: strict({
    serverless: strict({ ...serverlessShape, ...ofVpc }).optional(),
    cluster: strict({ ...clusterShape, ...ofVpc }).optional(),
    existing: strict({
      workgroupName: z.string().optional(),
      workgroupArn: z.string().optional(),
      clusterIdentifier: z.string().optional(),
      database: z.string(),
      adminSecretArn: z.string().optional(),
    }).optional(),
    readers: grantsShape.readers,
  }).optional(),
  network: strict({
    vpcId: z.string(),
    subnetIds: z.array(z.string()),
    minimumZones: z.int().optional(),
    routeTableIds: z.array(z.string()).optional(),
    s3EndpointPolicy: z.string().optional(),
    endpoints: z.array(z.enum(EndpointService)).optional(),
    jdbcPort: z.int().optional(),
    httpsCidrBlocks: z.array(z.string()).optional(),
  }).optional(),
  vpc: vpcSchema.optional(),
  schedule: scheduleSchema.optional(),
  maintenance: maintenanceSchema.optional(),
  monitoring: monitoringSchema.optional(),
  logs: logsSchema.optional(),
  retention: retentionSchema.optional(),
  metricsNamespace: metricsNamespace.optional(),
  lineage: lineageSchema.optional(),
  kmsKeyArn: z.string().optional(),
  createKmsKey: z.boolean().optional(),
  catalogKmsKeyArn: z.string().optional(),
  lakeFormation: lakeFormationSchema.optional(),
  sourceAccountCondition: z.boolean().optional(),
  protectData: z.boolean().optional(),
  forceDestroy: z.boolean().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

/** The configured pipeline. */
export interface PipelineConfig {
  name: string;
  /** What the stack's own VPC is to be, if it has one. */
  vpc?: z.infer<typeof vpcSchema>;
  args: S3ToRedshiftPipelineArgs;
}

/**
 * The pipeline that the stack's configuration asks for.
 * @throws RunError that names every wrong key or value by file and place
 */
export function pipelineConfig(): PipelineConfig {
  const { name, datasets, vpc, ...args } = configured("pipeline", pipelineSchema);
  if (vpc && args.network) throw new pulumi.RunError(`${placeOf("pipeline")}.vpc: expected this or network, got both`);
  return { name, vpc, args: { ...args, datasets: datasets.map(withScriptOfProject) } };
}

/**
 * What the pipeline does in a month, as the key `s3-to-redshift:cost` has it, for the estimate of what it costs.
 * @throws RunError as {@link pipelineConfig} does
 */
export const costConfig = (): CostUsageArgs => configured("cost", costUsageSchema.prefault({}));

function configured<S extends z.ZodType>(key: string, schema: S): z.output<S> {
  const value = new pulumi.Config().getObject(key);
  const problems = problemsOf(schema, value);
  if (problems.length > 0) {
    throw new pulumi.RunError(problems.map(({ path, text }) => `${joinPath(placeOf(key), path)}: ${text}`).join("\n"));
  }
  return schema.parse(value);
}

const placeOf = (key: string) => `Pulumi.${pulumi.getStack()}.yaml: ${pulumi.getProject()}:${key}`;

/** The engine runs the program in stacks/; in the project's files a path starts at the project's folder. */
const withScriptOfProject = ({ transform, ...dataset }: z.infer<typeof datasetsSchema>[number]): DatasetArgs => ({
  ...dataset,
  transform: transform?.script ? { ...transform, script: path.resolve(__dirname, "..", transform.script) } : transform,
});
