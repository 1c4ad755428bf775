import type * as pulumi from "@pulumi/pulumi";
import type { DatasetArgs } from "./dataset-args";
import type { JobSizeArgs } from "./job/size";
import type { ServerlessArgs } from "./warehouse/serverless";

/** Where the files come from. */
export interface SourceArgs {
  /**
   * An existing bucket in the pipeline's region.
   * @default the pipeline makes a bucket of its own
   */
  bucketName?: pulumi.Input<string>;

  /** Prefix below which all datasets lie: `sales/`; empty for the whole bucket. */
  prefix: string;
}

/** The warehouse that receives the tables. */
export interface WarehouseArgs {
  /** @default the defaults of {@link ServerlessArgs} */
  serverless?: ServerlessArgs;
}

/** Days after which the work bucket lets go of what lies there. */
export interface RetentionArgs {
  /** @default staged rows that a dead run left behind are kept until the next run */
  stagingDays?: number;

  /** @default rows that were set aside are kept */
  quarantineDays?: number;

  /** @default reports are kept */
  reportsDays?: number;

  /** @default lineage events are kept */
  lineageDays?: number;

  /** Days that a version is kept after it was replaced or deleted, or has expired. */
  noncurrentVersionDays: number;
}

/**
 * Whom runs tell by OpenLineage which tables came of which files.
 *
 * @see https://openlineage.io/docs/spec/object-model
 */
export interface LineageArgs {
  /**
   * OpenLineage's namespace of the job.
   * @default what the names of all AWS resources begin with: `sales-dev`
   */
  namespace?: string;

  /**
   * The http or https URL that events are posted to.
   * @default a file for each run below `lineage/` of the work bucket
   */
  url?: string;
}

/** Arguments of `S3ToRedshiftPipeline`. */
export interface S3ToRedshiftPipelineArgs {
  /**
   * What the names of all AWS resources begin with: 3 to 28 lower-case letters, digits and `-`, unique in the account.
   * @default the component's name and the stack's: `sales-dev`
   */
  namePrefix?: string;

  source: SourceArgs;

  /** At least one. */
  datasets: DatasetArgs[];

  /** @default the defaults of {@link JobSizeArgs} */
  job?: JobSizeArgs;

  /** @default Redshift Serverless, small */
  warehouse?: WarehouseArgs;

  /** @default everything is kept */
  retention?: RetentionArgs;

  /**
   * CloudWatch namespace of the numbers of each run: rows read, loaded and set aside, duration, age of the newest file.
   * @default "S3ToRedshift"
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Namespace
   */
  metricsNamespace?: string;

  /**
   * Lineage events of each run. The job then installs the package `openlineage-python` from PyPI when it starts.
   * @default none
   */
  lineage?: LineageArgs;

  /**
   * ARN of a KMS key that encrypts the pipeline's buckets and warehouse. An existing source bucket must be encrypted with
   * it too, or with S3's own key.
   * @default keys that AWS owns
   */
  kmsKeyArn?: pulumi.Input<string>;

  /**
   * Whether AWS services may assume the roles only on behalf of this account (`aws:SourceAccount`).
   * @default false
   */
  sourceAccountCondition?: boolean;

  /**
   * Whether Pulumi refuses to delete the buckets and the warehouse.
   * @default false
   */
  protectData?: boolean;

  /**
   * Whether destroying the stack deletes the objects in the pipeline's buckets too.
   * @default false: a bucket that is not empty is not destroyed
   */
  forceDestroy?: boolean;

  /**
   * Tags of all resources that take any, besides the pipeline's own tag.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}
