import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { tableName } from "./catalog/crawler";
import { checkDatasets, datasetShape } from "./job/dataset";
import type { JobSizeArgs } from "./job/size";
import { matching, strict } from "./validation";

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
   * The columns.
   * @default those that the crawler finds
   */
  columns?: ColumnArgs[];

  load: LoadArgs;
  target: TargetArgs;
}

/** The warehouse that receives the tables: Redshift Serverless. */
export interface WarehouseArgs {
  /**
   * Database that is created with it.
   * @default "dev"
   */
  database?: string;

  /**
   * Capacity that a query finds, in RPUs (16 GB of memory each): 4, or 8 to 512 in steps of 8.
   * @default 8
   */
  baseCapacity?: number;

  /**
   * Capacity that is not exceeded, in RPUs.
   * @default as much as AWS finds useful
   */
  maxCapacity?: number;

  /**
   * Subnets in three availability zones.
   * @default those of the default VPC
   */
  subnetIds?: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * Security groups of the workgroup.
   * @default the VPC's default one
   */
  securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * Whether COPY's traffic keeps to the VPC. It needs an S3 endpoint or a NAT gateway there.
   * @default false
   */
  enhancedVpcRouting?: boolean;

  /**
   * Audit logs that go to CloudWatch: `userlog`, `connectionlog`, `useractivitylog`.
   * @default all three
   */
  logExports?: string[];
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

  /** @default the defaults of {@link WarehouseArgs} */
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

/** Leaves 35 of a bucket name's 63 characters to `-source-`, the account and the longest region. */
export const namePrefixSchema = matching(
  /^[a-z][a-z0-9-]{1,26}[a-z0-9]$/,
  "3 to 28 lower-case letters, digits and -, the first a letter, the last no -",
);

export const sourcePrefixSchema = matching(
  /^(?:[^/\x00-\x1f][^\x00-\x1f]*\/)?$/,
  "a prefix that ends with / and does not begin with it, or nothing",
);

const dataset = strict({
  ...datasetShape,
  path: matching(/^[^/\x00-\x1f][^\x00-\x1f]*\/$/, "a folder that ends with / and does not begin with it"),
});

/** What `datasets` accepts. */
export const datasetsSchema = z
  .array(dataset)
  .min(1)
  .superRefine(checkDatasets)
  .superRefine((datasets, context) => {
    const problem = (i: number, message: string) => context.addIssue({ code: "custom", path: [i, "path"], message });
    datasets.forEach(({ path }, i) => {
      const same = datasets.findIndex((other) => tableName(other.path) === tableName(path));
      if (same < i) {
        problem(i, `expected another last part than datasets[${same}].path, since that names the catalog table`);
      }
      if (path.split("/").length !== datasets[0].path.split("/").length) {
        problem(i, "expected as many folders as in datasets[0].path, since a crawler has one table level");
      }
    });
  });

/** What `retention` accepts. */
export const retentionSchema = strict({
  stagingDays: z.int().min(1).optional(),
  quarantineDays: z.int().min(1).optional(),
  reportsDays: z.int().min(1).optional(),
  noncurrentVersionDays: z.int().min(1),
});
