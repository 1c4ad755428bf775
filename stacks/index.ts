import { getRegionOutput } from "@pulumi/aws/getRegion";
import { costText, estimateMonthlyCost, S3ToRedshiftPipeline } from "../components";
import { costConfig, pipelineConfig } from "./config";
import { ownVpc } from "./vpc";

const { name, vpc, args } = pipelineConfig();
const network = vpc ? ownVpc(name, vpc, args.tags) : args.network;
const usage = costConfig();
const made = new S3ToRedshiftPipeline(name, { ...args, network });

/** Region of all resources. */
export const region = getRegionOutput().region;

/** What the pipeline costs in a month, in words, by the committed prices and what `s3-to-redshift:cost` says of its use. */
export const estimatedMonthlyCost = region.apply((known) =>
  costText(estimateMonthlyCost({ region: known, pipeline: { ...args, network }, usage })),
);

/** What a script needs to run the pipeline: names, ARNs and datasets, as `S3ToRedshiftPipeline` documents them. */
export const pipeline = {
  crawlerName: made.crawlerName,
  databaseName: made.databaseName,
  targetsDatabaseName: made.targetsDatabaseName,
  jobName: made.jobName,
  jobLogGroupName: made.jobLogGroupName,
  maintenanceJobName: made.maintenanceJobName,
  workflowName: made.workflowName,
  sourceBucketName: made.sourceBucketName,
  sourcePrefix: made.sourcePrefix,
  workBucketName: made.workBucketName,
  workgroupName: made.workgroupName,
  clusterIdentifier: made.clusterIdentifier,
  warehouseDatabase: made.warehouseDatabase,
  adminSecretArn: made.adminSecretArn,
  copyRoleArn: made.copyRoleArn,
  jobRoleArn: made.jobRoleArn,
  crawlerRoleArn: made.crawlerRoleArn,
  kmsKeyArn: made.kmsKeyArn,
  topicArn: made.topicArn,
  dashboardName: made.dashboardName,
  datasets: made.datasets,
};
