import type * as pulumi from "@pulumi/pulumi";
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

/** A column of the source. */
export interface ColumnArgs {
  /** As in the source. In Redshift it is in lower case, with `_` for other signs than letters and digits. */
  name: string;

  /** A type of the Glue Data Catalog: `bigint`, `varchar(20)`, `array<string>`. */
  type: string;
}

/** How new files come into the table. */
export interface LoadArgs {
  /** `append` adds all rows; `upsert` replaces those with the same keys. */
  mode: "append" | "upsert";

  /** Columns that identify a row; with `upsert` only, and needed there. */
  keys?: string[];

  /**
   * Column that decides between rows with the same keys: the largest value stays; with `upsert` only.
   * @default the row of the newest file stays
   */
  orderBy?: string;
}

/** The table in Redshift. */
export interface TargetArgs {
  /** Schema, created when it is missing. */
  schema: string;

  /** Table, created when it is missing. */
  table: string;

  /**
   * Column by which rows are distributed, when the table is created.
   * @default Redshift decides
   */
  distKey?: string;

  /**
   * Columns by which rows are sorted, when the table is created.
   * @default Redshift decides
   */
  sortKeys?: string[];
}

/** One folder of files that becomes one table. */
export interface DatasetArgs {
  /** Name in reports and arguments, unique in the pipeline. */
  name: string;

  /** Folder below the source prefix: `orders/`. The folders of a pipeline are equally deep and differ in their last part. */
  path: string;

  /** Format of the files; gzip is recognised. Partition folders (`year=2026/`) below the path become columns. */
  format: "csv" | "json" | "parquet";

  /**
   * Where the rows of a JSON file are: `$[*]` when each file is one array of rows. All JSON datasets of a pipeline have the same.
   * @default each line, or each object after the other, is a row
   * @see https://docs.aws.amazon.com/glue/latest/dg/custom-classifier.html#custom-classifier-json
   */
  jsonPath?: "$[*]";

  /**
   * The columns.
   * @default those that the crawler finds
   */
  columns?: ColumnArgs[];

  load: LoadArgs;
  target: TargetArgs;
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

  /** Days that a version is kept after it was replaced or deleted, or has expired. */
  noncurrentVersionDays: number;
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
