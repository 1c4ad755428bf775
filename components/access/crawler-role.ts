import * as pulumi from "@pulumi/pulumi";
import type { AwsPlace } from "../aws-place";
import { type BucketPart, catalog, keyThroughS3, listing, logs, objects, type Statement } from "./documents";
import { type GlueEncryption, glueEncryptionStatements, type GlueRoleArgs } from "./glue-role";
import { serviceRole } from "./service-role";

/** Arguments of {@link CrawlerRole}. */
export interface CrawlerRoleArgs extends GlueRoleArgs {
  /** Bucket that holds the source files. */
  bucketName: pulumi.Input<string>;

  /** Folders that are crawled, each with a trailing slash. */
  folders: string[];

  /** Catalog database that receives the tables. */
  databaseName: pulumi.Input<string>;
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
    const { kmsKeyArn, catalogKmsKeyArn, securityConfigurationName } = args;
    const encryption = pulumi.output({ kmsKeyArn, catalogKmsKeyArn, securityConfigurationName });
    const names = pulumi.all([args.bucketName, args.databaseName, encryption]);

    this.roleArn = serviceRole(this, name, args, {
      description: "Crawls the source folders of an S3 to Redshift pipeline",
      services: ["glue.amazonaws.com"],
      statements: (place) =>
        names.apply(([bucketName, databaseName, keys]) =>
          crawlerStatements(place, { bucketName, prefixes: args.folders }, databaseName, keys),
        ),
      network: args.network,
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
  encryption: pulumi.Unwrap<GlueEncryption> = {},
): Statement[] => [
  listing("ListSource", place, source),
  objects("ReadSource", place, source, ["s3:GetObject"]),
  ...keyThroughS3(place, encryption.kmsKeyArn, ["kms:Decrypt"]),
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
  ...glueEncryptionStatements(place, "/aws-glue/crawlers", encryption, "write"),
];
