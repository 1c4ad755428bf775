import type * as pulumi from "@pulumi/pulumi";
import type { CrawlArgs } from "./catalog/args";
import type { CatalogTargetsArgs } from "./catalog/catalog-targets";
import type { DatasetArgs } from "./dataset-args";
import type { JobSizeArgs } from "./job/size";
import type { LakeFormationArgs } from "./lake-formation/args";
import type { MonitoringArgs } from "./monitoring/args";
import type { NetworkArgs } from "./network/network";
import type { ScheduleArgs } from "./schedule/args";
import type { SourceArgs } from "./source/args";
import type { WarehouseArgs } from "./warehouse/args";

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
  /**
   * Days that staged rows are kept, 1 at least. Every load removes its own.
   * @default staged rows that a dead run left behind are kept until the next run
   */
  stagingDays?: number;

  /**
   * Days that rows are kept which were set aside, 1 at least.
   * @default rows that were set aside are kept
   */
  quarantineDays?: number;

  /**
   * Days that the reports of runs are kept, 1 at least.
   * @default reports are kept
   */
  reportsDays?: number;

  /**
   * Days that files of lineage events are kept, 1 at least.
   * @default lineage events are kept
   */
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

  /**
   * How the crawler describes the files.
   * @default the defaults of {@link CrawlArgs}
   */
  crawl?: CrawlArgs;

  /**
   * Tables of the Data Catalog that show the targets in Redshift, in a database of their own. Each load writes the columns there
   * that its table then has.
   * @default none: the catalog shows the source files only
   */
  catalogTargets?: CatalogTargetsArgs;

  /**
   * What crawler and job are granted by Lake Formation, for accounts in which it guards the Data Catalog; see
   * `LakeFormationGrants`.
   * @default none: IAM alone decides
   */
  lakeFormation?: LakeFormationArgs;

  /**
   * Size of the Glue job, and how long a run may take.
   * @default the defaults of {@link JobSizeArgs}
   */
  job?: JobSizeArgs;

  /**
   * Where the tables are.
   * @default Redshift Serverless, small
   */
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

  /**
   * How long logs are kept, and which.
   * @default the defaults of {@link LogsArgs}
   */
  logs?: LogsArgs;

  /**
   * Days after which the work bucket lets go of staged rows, quarantine and reports.
   * @default everything is kept
   */
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
   * ARN of the KMS key that encrypts the account's Data Catalog, or of an alias of it. Without it crawls and loads fail where the
   * catalog has a key: see `CatalogEncryption`.
   * @default none: the catalog has no key, or one that Glue itself uses (`SSE-KMS-WITH-SERVICE-ROLE`)
   */
  catalogKmsKeyArn?: pulumi.Input<string>;

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
