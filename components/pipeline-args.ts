import type * as pulumi from "@pulumi/pulumi";
import type { DatasetArgs } from "./dataset-args";
import type { CsvClassifierArgs } from "./catalog/classifiers";
import type { Recrawl, SchemaChangesArgs } from "./catalog/crawl-policy";
import type { JobSizeArgs } from "./job/size";
import type { MonitoringArgs } from "./monitoring/args";
import type { NetworkArgs } from "./network/network";
import type { ScheduleArgs } from "./schedule/args";
import type { AccessLogsArgs } from "./source/access-logs";
import type { BucketRetentionArgs } from "./source/lifecycle";
import type { ClusterArgs } from "./warehouse/cluster-args";
import type { ExistingWarehouseArgs } from "./warehouse/existing";
import type { ReaderArgs } from "./warehouse/grants";
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

  /**
   * Expiry and cheaper storage of files and old versions, in the pipeline's own bucket.
   * @default everything is kept, in S3 Standard
   */
  retention?: BucketRetentionArgs;

  /**
   * Where the access logs of the pipeline's own bucket go.
   * @default there are none
   */
  accessLogs?: AccessLogsArgs;

  /**
   * Whether S3 sends the bucket's events to EventBridge, as `schedule.onArrival` needs. Of an existing bucket this then owns all
   * notifications, see `BucketEvents`.
   * @default true for the pipeline's own bucket where `schedule.onArrival` asks for it, else false
   */
  sendEvents?: boolean;
}

/** How the crawler describes the files. */
export interface CrawlArgs {
  /**
   * Glob patterns of files to leave out, relative to each dataset's folder.
   * @default none
   */
  exclusions?: string[];

  /**
   * How CSV files are written.
   * @default what Glue's own classifier finds
   */
  csv?: CsvClassifierArgs;

  /**
   * What a crawl does with changed columns and vanished files.
   * @default the defaults of {@link SchemaChangesArgs}
   */
  schemaChanges?: SchemaChangesArgs;

  /**
   * What a crawl looks at after the first one.
   * @default Recrawl.Everything
   */
  recrawl?: Recrawl;

  /**
   * Number of files that are read of each folder with files, 1 to 249.
   * @default all files
   */
  sampleSize?: number;
}

/** A warehouse that is there already: either a workgroup with its ARN, or a cluster. */
export interface ExistingArgs extends ExistingWarehouseArgs {
  /**
   * ARN of the workgroup, which the job's role must name.
   * @default none: the warehouse is a cluster
   */
  workgroupArn?: pulumi.Input<string>;
}

/** The warehouse that receives the tables: one of the three, Redshift Serverless when none is given. */
export interface WarehouseArgs {
  /** @default the defaults of {@link ServerlessArgs} */
  serverless?: ServerlessArgs;

  /** @default no cluster is made */
  cluster?: ClusterArgs;

  /**
   * A warehouse that is there already. Its owner attaches the role `copyRoleArn` to it; without `adminSecretArn` its owner also
   * makes the user `IAMR:<name of the job's role>` with CREATE and TEMP on the database.
   * @default none
   */
  existing?: ExistingArgs;

  /**
   * Who may read all that is loaded; the target schemas are then made at once.
   * @default nobody but the loader
   */
  readers?: ReaderArgs[];
}

/** What is done with the warehouse between loads. */
export interface MaintenanceArgs {
  /**
   * Days that the record of each load is kept in the warehouse.
   * @default all are kept
   */
  keepRunsDays?: number;

  /**
   * Hours without rows after which a table is reported as stale.
   * @default none is
   */
  staleAfterHours?: number;

  /**
   * Minutes after which a run is stopped.
   * @default 120
   */
  timeoutMinutes?: number;
}

/** The log groups of a pipeline's own. */
export interface LogsArgs {
  /**
   * Days that log events are kept, one of the numbers that CloudWatch Logs knows.
   * @default 30
   */
  retentionDays?: number;

  /**
   * Whether the groups of the warehouse's audit logs are made too. Where the warehouse was there before, so are the groups: import
   * them first.
   * @default false: Redshift makes them, and they are kept for ever
   */
  auditLogs?: boolean;
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

  /** Where the files come from. */
  source: SourceArgs;

  /** At least one. */
  datasets: DatasetArgs[];

  /** @default the defaults of {@link CrawlArgs} */
  crawl?: CrawlArgs;

  /** @default the defaults of {@link JobSizeArgs} */
  job?: JobSizeArgs;

  /** @default Redshift Serverless, small */
  warehouse?: WarehouseArgs;

  /**
   * The VPC in which crawler, job and warehouse work.
   * @default Glue's own network, and the default VPC for the warehouse
   */
  network?: NetworkArgs;

  /**
   * A Glue workflow of crawl, load and maintenance, which starts by the clock, when files arrive, or on demand.
   * @default none: somebody else starts crawler and job
   */
  schedule?: ScheduleArgs;

  /**
   * A job that looks after the tables; the last part of the workflow where there is a schedule.
   * @default none
   */
  maintenance?: MaintenanceArgs;

  /**
   * Alarms, events and a dashboard.
   * @default none
   */
  monitoring?: MonitoringArgs;

  /** @default the defaults of {@link LogsArgs} */
  logs?: LogsArgs;

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
   * ARN of a KMS key that encrypts the pipeline's buckets, warehouse, logs, secrets and alarms. An existing source bucket must be
   * encrypted with it too, or with S3's own key. Its policy must let CloudWatch Logs, and where there is monitoring EventBridge and
   * CloudWatch, use it as that of `PipelineKey` does. Not together with `createKmsKey`.
   * @default keys that AWS owns
   */
  kmsKeyArn?: pulumi.Input<string>;

  /**
   * Whether the pipeline makes such a key, with the policy that it takes.
   * @default false
   */
  createKmsKey?: boolean;

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
