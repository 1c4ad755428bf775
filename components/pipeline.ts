import * as pulumi from "@pulumi/pulumi";
import { CopyRole } from "./access/copy-role";
import { CrawlerRole } from "./access/crawler-role";
import { LoadJobRole } from "./access/load-job-role";
import { awsPlace } from "./aws-place";
import { SourceCrawler } from "./catalog/crawler";
import { CatalogDatabase } from "./catalog/database";
import { LoadJob } from "./job/job";
import { workPrefixes } from "./job/work-prefixes";
import { bucketName, physicalNames } from "./names";
import type { S3ToRedshiftPipelineArgs } from "./pipeline-args";
import { normalise } from "./pipeline-normalise";
import { type DatasetOutput, datasetOutputs, pipelineSpec } from "./pipeline-spec";
import { type BucketRetentionArgs, DataBucket } from "./source/bucket";
import { LoaderGrants } from "./warehouse/grants";
import { RedshiftServerless } from "./warehouse/serverless";

/**
 * A pipeline that brings files from S3 into tables of Redshift: each file once, all of it or nothing.
 *
 * A crawler describes the files in the Glue Data Catalog; a Glue job loads those that are new.
 *
 * ```ts
 * new S3ToRedshiftPipeline("sales", {
 *   source: { bucketName: "acme-raw", prefix: "sales/" },
 *   datasets: [
 *     {
 *       name: "orders",
 *       path: "orders/",
 *       format: "csv",
 *       load: { mode: "upsert", keys: ["order_id"] },
 *       target: { schema: "sales", table: "orders" },
 *     },
 *   ],
 * });
 * ```
 */
export class S3ToRedshiftPipeline extends pulumi.ComponentResource {
  /** Name of the crawler that describes the source files. */
  readonly crawlerName: pulumi.Output<string>;
  /** Name of the catalog database with the source tables. */
  readonly databaseName: pulumi.Output<string>;
  /** Name of the job that loads new files. */
  readonly jobName: pulumi.Output<string>;
  /** Bucket that holds the source files. */
  readonly sourceBucketName: pulumi.Output<string>;
  /** Prefix of all datasets in it. */
  readonly sourcePrefix: pulumi.Output<string>;
  /** Bucket with staged rows, quarantine, reports and the job's code. */
  readonly workBucketName: pulumi.Output<string>;
  /** Redshift Serverless workgroup that runs SQL. */
  readonly workgroupName: pulumi.Output<string>;
  /** Database with the target tables. */
  readonly warehouseDatabase: pulumi.Output<string>;
  /** ARN of the secret with the warehouse administrator's password. */
  readonly adminSecretArn: pulumi.Output<string>;
  /** ARN of the role with which COPY reads. */
  readonly copyRoleArn: pulumi.Output<string>;
  /** ARN of the role with which the job runs. */
  readonly jobRoleArn: pulumi.Output<string>;
  /** ARN of the role with which the crawler runs. */
  readonly crawlerRoleArn: pulumi.Output<string>;
  /** What comes from where and goes where. */
  readonly datasets: pulumi.Output<DatasetOutput[]>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when an argument is wrong, with its path, what was found and what is expected
   */
  constructor(name: string, args: S3ToRedshiftPipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:index:S3ToRedshiftPipeline", name, args, opts);
    const normalised = normalise(name, args);
    const { prefix, datasets, jsonPath, tag, tags, retention } = normalised;
    const { kmsKeyArn, sourceAccountCondition, forceDestroy, protectData } = args;
    const names = physicalNames(prefix);
    const folders = datasets.map((dataset) => dataset.prefix);
    const place = awsPlace(this);
    const role = { kmsKeyArn, sourceAccountCondition, tags };
    const child = { parent: this };
    const dataChild = { parent: this, protect: protectData };

    const bucket = (what: "source" | "work", keep?: BucketRetentionArgs) =>
      new DataBucket(
        `${name}-${what}`,
        {
          bucketName: place.apply((known) => bucketName(prefix, what, known)),
          retention: keep,
          kmsKeyArn,
          forceDestroy,
          tags,
        },
        dataChild,
      ).bucketName;
    this.sourceBucketName =
      args.source.bucketName === undefined ? bucket("source") : pulumi.output(args.source.bucketName);
    this.sourcePrefix = pulumi.output(args.source.prefix);
    this.workBucketName = bucket("work", retention);

    const catalog = new CatalogDatabase(`${name}-catalog`, { databaseName: names.database, tags }, child);
    this.databaseName = catalog.databaseName;

    const source = { databaseName: this.databaseName, folders };
    this.crawlerRoleArn = new CrawlerRole(
      `${name}-crawler`,
      { roleName: names.crawlerRole, bucketName: this.sourceBucketName, ...source, ...role },
      child,
    ).roleArn;
    this.crawlerName = new SourceCrawler(
      `${name}-source`,
      {
        crawlerName: names.crawler,
        roleArn: this.crawlerRoleArn,
        bucketName: this.sourceBucketName,
        jsonPath,
        ...source,
        tags,
      },
      child,
    ).crawlerName;

    this.copyRoleArn = new CopyRole(
      `${name}-copy`,
      {
        roleName: names.copyRole,
        bucketName: this.workBucketName,
        stagingPrefix: workPrefixes.staging,
        ...role,
      },
      child,
    ).roleArn;
    const warehouse = new RedshiftServerless(
      `${name}-warehouse`,
      {
        ...args.warehouse?.serverless,
        namespaceName: names.namespace,
        workgroupName: names.workgroup,
        copyRoleArn: this.copyRoleArn,
        kmsKeyArn,
        tags,
      },
      dataChild,
    );
    this.workgroupName = warehouse.workgroupName;
    this.warehouseDatabase = warehouse.database;
    this.adminSecretArn = warehouse.adminSecretArn;
    new LoaderGrants(`${name}-loader`, { target: warehouse, roleName: names.jobRole }, child);

    this.jobRoleArn = new LoadJobRole(
      `${name}-job`,
      {
        roleName: names.jobRole,
        jobName: names.job,
        sourceBucketName: this.sourceBucketName,
        ...source,
        workBucketName: this.workBucketName,
        workPrefixes,
        metricsNamespace: normalised.metricsNamespace,
        // Events that go to a URL are no files.
        writesLineage: normalised.lineage !== undefined && normalised.lineage.url === undefined,
        workgroupTag: tag,
        ...role,
      },
      child,
    ).roleArn;
    this.jobName = new LoadJob(
      `${name}-load`,
      {
        jobName: names.job,
        roleArn: this.jobRoleArn,
        bucketName: this.workBucketName,
        codePrefix: workPrefixes.code,
        spec: pipelineSpec(normalised, this),
        transformScripts: normalised.scripts,
        size: args.job,
        tags,
      },
      child,
    ).jobName;

    this.datasets = this.sourceBucketName.apply((bucketName) => datasetOutputs(bucketName, datasets));
    this.registerOutputs({
      crawlerName: this.crawlerName,
      databaseName: this.databaseName,
      jobName: this.jobName,
      sourceBucketName: this.sourceBucketName,
      sourcePrefix: this.sourcePrefix,
      workBucketName: this.workBucketName,
      workgroupName: this.workgroupName,
      warehouseDatabase: this.warehouseDatabase,
      adminSecretArn: this.adminSecretArn,
      copyRoleArn: this.copyRoleArn,
      jobRoleArn: this.jobRoleArn,
      crawlerRoleArn: this.crawlerRoleArn,
      datasets: this.datasets,
    });
  }
}
