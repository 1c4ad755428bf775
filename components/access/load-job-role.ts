import * as pulumi from "@pulumi/pulumi";
import type { AwsPlace } from "../aws-place";
import type { WorkPrefixes } from "../job/work-prefixes";
import { allow, type BucketPart, catalog, keyThroughS3, listing, logs, objects, type Statement } from "./documents";
import { glueEncryptionStatements, type GlueRoleArgs } from "./glue-role";
import { serviceRole, type ServiceRoleArgs } from "./service-role";
import { checkWarehouseAccess, type WarehouseAccessArgs, warehouseStatements } from "./warehouse-access";

/** Arguments of {@link LoadJobRole}. */
export interface LoadJobRoleArgs extends GlueRoleArgs, WarehouseAccessArgs {
  /** Physical name of the job, whose earlier runs it asks about before it removes what they left behind. */
  jobName: string;

  /** Bucket that holds the source files. */
  sourceBucketName: pulumi.Input<string>;

  /** Source folders that the job loads, each with a trailing slash. */
  folders: string[];

  /** Catalog database that describes the source files. */
  databaseName: pulumi.Input<string>;

  /** Bucket in which the job works. */
  workBucketName: pulumi.Input<string>;

  /** What lies where in the work bucket. */
  workPrefixes: WorkPrefixes;

  /** CloudWatch namespace of the numbers of its runs. */
  metricsNamespace: string;

  /**
   * Whether it writes files of lineage events.
   * @default false
   */
  writesLineage?: boolean;

  /**
   * Catalog database with the tables that describe the targets, whose columns the job keeps in step.
   * @default none
   */
  targetsDatabaseName?: pulumi.Input<string>;
}

/** The role of the load job: it reads source and catalog, works in its own prefixes, and runs SQL in its own warehouse. */
export class LoadJobRole extends pulumi.ComponentResource {
  /** ARN of the role; who takes it waits until its policy is attached. */
  readonly roleArn: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `roleName` is none that IAM takes, or it is not exactly one warehouse
   */
  constructor(name: string, args: LoadJobRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:access:LoadJobRole", name, args, opts);
    checkWarehouseAccess(args);
    const { sourceBucketName, databaseName, workBucketName, kmsKeyArn, catalogKmsKeyArn } = args;
    const { workgroupArn, clusterIdentifier, database, targetsDatabaseName } = args;
    const inputs = pulumi.output({
      ...{ sourceBucketName, databaseName, workBucketName, kmsKeyArn, catalogKmsKeyArn },
      ...{ workgroupArn, clusterIdentifier, database, targetsDatabaseName },
    });

    this.roleArn = serviceRole(this, name, args, {
      description: "Loads source files of an S3 to Redshift pipeline",
      services: ["glue.amazonaws.com"],
      statements: (place) => inputs.apply((known) => loadJobStatements(place, { ...args, ...known })),
      network: args.network,
    });
    this.registerOutputs({ roleArn: this.roleArn });
  }
}

/** {@link LoadJobRoleArgs} once all is known. */
type Known = { [Key in keyof LoadJobRoleArgs]: pulumi.Unwrap<LoadJobRoleArgs[Key]> };

/** What the job may do. */
export const loadJobStatements = (
  place: AwsPlace,
  args: Omit<Known, keyof ServiceRoleArgs | "network">,
): Statement[] => [
  ...sourceStatements(place, { bucketName: args.sourceBucketName, prefixes: args.folders }, args.databaseName),
  ...workStatements(place, args.workBucketName, args.workPrefixes, args.writesLineage),
  ...targetStatements(place, args.targetsDatabaseName),
  ...keyThroughS3(place, args.kmsKeyArn, ["kms:Decrypt", "kms:GenerateDataKey"]),
  ...warehouseStatements(place, args),
  ownRuns(place, args.jobName),
  metrics(args.metricsNamespace),
  logs(place, "/aws-glue/jobs"),
  ...glueEncryptionStatements(place, "/aws-glue/jobs", args, args.targetsDatabaseName === undefined ? "read" : "write"),
];

/** What the job may do with the source files and their catalog. */
export const sourceStatements = (place: AwsPlace, source: BucketPart, databaseName: string): Statement[] => [
  listing("ListSource", place, source),
  objects("ReadSource", place, source, ["s3:GetObject"]),
  catalog("ReadCatalog", place, databaseName, ["glue:GetTable"]),
];

/** What the job may do in the work bucket. It deletes only what Spark left unfinished or a dead run left behind. */
export function workStatements(
  place: AwsPlace,
  bucketName: string,
  at: WorkPrefixes,
  writesLineage = false,
): Statement[] {
  const rows = { bucketName, prefixes: [at.staging, at.quarantine] };
  return [
    listing("ListRows", place, { bucketName, prefixes: [...rows.prefixes, at.mended] }),
    objects("WorkOnRows", place, rows, ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]),
    objects("ReadMended", place, { bucketName, prefixes: [at.mended] }, ["s3:GetObject"]),
    objects("ReadCode", place, { bucketName, prefixes: [at.code] }, ["s3:GetObject"]),
    objects("WriteReports", place, { bucketName, prefixes: [at.reports] }, ["s3:PutObject"]),
    ...(writesLineage
      ? [objects("WriteLineage", place, { bucketName, prefixes: [at.lineage] }, ["s3:PutObject"])]
      : []),
  ];
}

/** What the job may do with the tables that describe its targets, if there are any. */
export const targetStatements = (place: AwsPlace, databaseName: string | undefined): Statement[] =>
  databaseName === undefined
    ? []
    : [catalog("UpdateTargets", place, databaseName, ["glue:GetTable", "glue:UpdateTable"])];

/** Lets the job see how its own earlier runs ended. */
const ownRuns = (place: AwsPlace, jobName: string): Statement =>
  allow(
    "SeeOwnRuns",
    ["glue:GetJobRun"],
    [`arn:${place.partition}:glue:${place.region}:${place.accountId}:job/${jobName}`],
  );

/** Lets the job put numbers into its one namespace. */
const metrics = (namespace: string): Statement =>
  allow(
    "PutMetrics",
    ["cloudwatch:PutMetricData"],
    ["*"], // only metrics of a dataset have a resource
    { StringEquals: { "cloudwatch:namespace": namespace } },
  );
