import { getRegionOutput } from "@pulumi/aws/getRegion";
import { S3ToRedshiftPipeline } from "../components";
import { pipelineConfig } from "./config";

const { name, args } = pipelineConfig();
const made = new S3ToRedshiftPipeline(name, args);

/** Region of all resources. */
export const region = getRegionOutput().region;

/** What a script needs to run the pipeline: names, ARNs and datasets, as `S3ToRedshiftPipeline` documents them. */
export const pipeline = {
  crawlerName: made.crawlerName,
  databaseName: made.databaseName,
  jobName: made.jobName,
  sourceBucketName: made.sourceBucketName,
  sourcePrefix: made.sourcePrefix,
  workBucketName: made.workBucketName,
  workgroupName: made.workgroupName,
  warehouseDatabase: made.warehouseDatabase,
  adminSecretArn: made.adminSecretArn,
  copyRoleArn: made.copyRoleArn,
  jobRoleArn: made.jobRoleArn,
  crawlerRoleArn: made.crawlerRoleArn,
  datasets: made.datasets,
};
