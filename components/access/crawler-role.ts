import * as pulumi from "@pulumi/pulumi";
import type { AwsPlace } from "../aws-place";
import { type BucketPart, catalog, keyThroughS3, listing, logs, objects, type Statement } from "./documents";
import { serviceRole, type ServiceRoleArgs } from "./service-role";

/** Arguments of {@link CrawlerRole}. */
export interface CrawlerRoleArgs extends ServiceRoleArgs {
  /** Bucket that holds the source files. */
  bucketName: pulumi.Input<string>;

  /** Folders that are crawled, each with a trailing slash. */
  folders: string[];

  /** Catalog database that receives the tables. */
  databaseName: pulumi.Input<string>;

  /**
   * ARN of the KMS key that encrypts the source files.
   * @default none: S3's own key
   */
  kmsKeyArn?: pulumi.Input<string>;
}

/** The role of a crawler: it reads the source folders and writes their tables and partitions, and deletes nothing. */
export class CrawlerRole extends pulumi.ComponentResource {
  /** ARN of the role; who takes it waits until its policy is attached. */
  readonly roleArn: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `roleName` is none that IAM takes
   */
  constructor(name: string, args: CrawlerRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:access:CrawlerRole", name, args, opts);
    const names = pulumi.all([args.bucketName, args.databaseName, args.kmsKeyArn]);

    this.roleArn = serviceRole(this, name, args, {
      description: "Crawls the source folders of an S3 to Redshift pipeline",
      services: ["glue.amazonaws.com"],
      statements: (place) =>
        names.apply(([bucketName, databaseName, kmsKeyArn]) =>
          crawlerStatements(place, { bucketName, prefixes: args.folders }, databaseName, kmsKeyArn),
        ),
    });
    this.registerOutputs({ roleArn: this.roleArn });
  }
}

/**
 * What a crawler may do. AWS does not list the calls of the catalog that its crawlers make: these are the ones that reported
 * refusals name, or that AWS itself allows crawlers which change tables and partitions (`GlueRole` of the template below).
 *
 * @see https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-data-collection/blob/00919cb050f067ac323c2a48e82d316fd61fcb8c/data-collection/deploy/deploy-data-collection.yaml
 */
export const crawlerStatements = (
  place: AwsPlace,
  source: BucketPart,
  databaseName: string,
  kmsKeyArn?: string,
): Statement[] => [
  listing("ListSource", place, source),
  objects("ReadSource", place, source, ["s3:GetObject"]),
  ...keyThroughS3(place, kmsKeyArn, ["kms:Decrypt"]),
  catalog("WriteCatalog", place, databaseName, [
    "glue:GetDatabase",
    "glue:GetTable",
    "glue:GetTables",
    "glue:CreateTable",
    "glue:UpdateTable",
    "glue:GetPartition",
    "glue:GetPartitions",
    "glue:BatchGetPartition",
    "glue:CreatePartition",
    "glue:BatchCreatePartition",
    "glue:UpdatePartition",
    "glue:BatchUpdatePartition",
  ]),
  logs(place, "/aws-glue/crawlers"),
];
