import * as pulumi from "@pulumi/pulumi";
import { CopyRole } from "./access/copy-role";
import { CrawlerRole } from "./access/crawler-role";
import { LoadJobRole } from "./access/load-job-role";
import { SourceCrawler } from "./catalog/crawler";
import { CatalogDatabase } from "./catalog/database";
import { LoadJob } from "./job/job";
import { MaintenanceJob } from "./job/maintenance-job";
import { workPrefixes } from "./job/work-prefixes";
import { LakeFormationGrants } from "./lake-formation/grants";
import { LogGroups, logGroupNames } from "./monitoring/log-groups";
import { physicalNames } from "./names";
import { PipelineNetwork } from "./network/network";
import type { S3ToRedshiftPipelineArgs } from "./pipeline-args";
import { pipelineBuckets } from "./pipeline-buckets";
import { pipelineEncryption } from "./pipeline-encryption";
import { normalise } from "./pipeline-normalise";
import { pipelineMonitoring, pipelineSchedule } from "./pipeline-operation";
import { type DatasetOutput, datasetOutputs, pipelineSpec } from "./pipeline-spec";
import { pipelineTargets } from "./pipeline-targets";
import { pipelineWarehouse } from "./pipeline-warehouse";
import { LoaderGrants } from "./warehouse/grants";

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
  /** Name of the catalog database with the target tables, where the catalog shows them. */
  readonly targetsDatabaseName?: pulumi.Output<string>;
  /** Name of the job that loads new files. */
  readonly jobName: pulumi.Output<string>;
  /** Log group to which runs of the job print. */
  readonly jobLogGroupName: pulumi.Output<string>;
  /** Name of the job that looks after the tables, where there is maintenance. */
  readonly maintenanceJobName?: pulumi.Output<string>;
  /** Name of the workflow of crawl, load and maintenance, where there is a schedule. */
  readonly workflowName?: pulumi.Output<string>;
  /** Bucket that holds the source files. */
  readonly sourceBucketName: pulumi.Output<string>;
  /** Prefix of all datasets in it. */
  readonly sourcePrefix: pulumi.Output<string>;
  /** Bucket with staged rows, quarantine, reports and the job's code. */
  readonly workBucketName: pulumi.Output<string>;
  /** Redshift Serverless workgroup that runs SQL; undefined for a cluster. */
  readonly workgroupName?: pulumi.Output<string>;
  /** Cluster that runs SQL; undefined for Redshift Serverless. */
  readonly clusterIdentifier?: pulumi.Output<string>;
  /** Database with the target tables. */
  readonly warehouseDatabase: pulumi.Output<string>;
  /** ARN of the secret with the warehouse administrator's password; undefined for an existing warehouse that was given none. */
  readonly adminSecretArn?: pulumi.Output<string>;
  /** ARN of the role with which COPY reads. */
  readonly copyRoleArn: pulumi.Output<string>;
  /** ARN of the role with which the job runs. */
  readonly jobRoleArn: pulumi.Output<string>;
  /** ARN of the role with which the crawler runs. */
  readonly crawlerRoleArn: pulumi.Output<string>;
  /** ARN of the key that encrypts, where there is one of one's own. */
  readonly kmsKeyArn?: pulumi.Output<string>;
  /** Id of the security group of Glue's runs, for connections of one's own, where there is a network. */
  readonly glueSecurityGroupId?: pulumi.Output<string>;
  /** ARN of the SNS topic that is told of failures, where there is monitoring. */
  readonly topicArn?: pulumi.Output<string>;
  /** Name of the CloudWatch dashboard, where there is one. */
  readonly dashboardName?: pulumi.Output<string>;
  /** What comes from where and goes where. */
  readonly datasets: pulumi.Output<DatasetOutput[]>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when an argument is wrong, with its path, what was found and what is expected
   */
  constructor(name: string, args: S3ToRedshiftPipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:index:S3ToRedshiftPipeline", name, args, opts);
    const normalised = normalise(name, args);
    const { prefix, datasets, jsonPath, tag, tags, logSources } = normalised;
    const { sourceAccountCondition, protectData, warehouse = {} } = args;
    const names = physicalNames(prefix);
    const folders = datasets.map((dataset) => dataset.prefix);
    const child = { parent: this };
    const dataChild = { parent: this, protect: protectData };

    const encryption = pipelineEncryption(name, args, names, logSources, tags, { child, dataChild });
    const { kmsKeyArn, securityConfiguration: securityConfigurationName } = encryption;
    this.kmsKeyArn = kmsKeyArn === undefined ? undefined : pulumi.output(kmsKeyArn);
    const network =
      args.network && new PipelineNetwork(`${name}-network`, { ...args.network, namePrefix: prefix, tags }, child);
    const connectionNames = network?.connectionNames;
    this.glueSecurityGroupId = network?.glueSecurityGroupId;
    const copyingRole = { sourceAccountCondition, tags, kmsKeyArn: encryption.roleKeyArn };
    const glueRole = {
      ...copyingRole,
      catalogKmsKeyArn: args.catalogKmsKeyArn,
      securityConfigurationName: encryption.securityConfigurationName,
      network: network?.glueNetwork,
    };
    const logs = new LogGroups(
      `${name}-logs`,
      { ...logSources, retentionDays: args.logs?.retentionDays, kmsKeyArn, tags },
      child,
    );
    this.jobLogGroupName = pulumi.output(logGroupNames(logSources)[0]);

    const buckets = pipelineBuckets(name, args, normalised, kmsKeyArn, { child, dataChild });
    this.sourceBucketName = buckets.sourceBucketName;
    this.sourcePrefix = pulumi.output(args.source.prefix);
    this.workBucketName = buckets.workBucketName;

    const catalog = new CatalogDatabase(`${name}-catalog`, { databaseName: names.database, tags }, child);
    this.databaseName = catalog.databaseName;

    const files = { databaseName: this.databaseName, folders };
    this.crawlerRoleArn = new CrawlerRole(
      `${name}-crawler`,
      { roleName: names.crawlerRole, bucketName: this.sourceBucketName, ...files, ...glueRole },
      child,
    ).roleArn;
    this.crawlerName = new SourceCrawler(
      `${name}-source`,
      {
        ...args.crawl,
        crawlerName: names.crawler,
        roleArn: this.crawlerRoleArn,
        bucketName: this.sourceBucketName,
        jsonPath,
        ...files,
        connectionName: connectionNames?.[0],
        securityConfigurationName,
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
        ...copyingRole,
      },
      child,
    ).roleArn;
    const { target, access } = pipelineWarehouse(
      `${name}-warehouse`,
      warehouse,
      {
        names,
        // Its audit logs go to groups that it would make itself where they are not there.
        copyRoleArn: pulumi.all([this.copyRoleArn, logs.jobLogPrefix]).apply(([arn]) => arn),
        kmsKeyArn,
        network,
        tag,
        tags,
      },
      dataChild,
    );
    this.workgroupName = target.workgroupName;
    this.clusterIdentifier = target.clusterIdentifier;
    this.warehouseDatabase = target.database;
    this.adminSecretArn = target.adminSecretArn;
    if (target.adminSecretArn) {
      new LoaderGrants(
        `${name}-loader`,
        { target, roleName: names.jobRole, readers: warehouse.readers, schemas: normalised.schemas },
        child,
      );
    }

    const targets = pipelineTargets(`${name}-targets`, args, normalised, names, this.warehouseDatabase, child);
    this.targetsDatabaseName = targets?.databaseName;
    this.jobRoleArn = new LoadJobRole(
      `${name}-job`,
      {
        roleName: names.jobRole,
        jobName: names.job,
        sourceBucketName: this.sourceBucketName,
        ...files,
        workBucketName: this.workBucketName,
        workPrefixes,
        metricsNamespace: normalised.metricsNamespace,
        // Events that go to a URL are no files.
        writesLineage: normalised.lineage !== undefined && normalised.lineage.url === undefined,
        targetsDatabaseName: this.targetsDatabaseName,
        ...access,
        ...glueRole,
      },
      child,
    ).roleArn;
    if (args.lakeFormation) {
      const { jobRoleArn, crawlerRoleArn, databaseName, targetsDatabaseName } = this;
      const granted = { ...args.lakeFormation, jobRoleArn, crawlerRoleArn, databaseName, targetsDatabaseName };
      this.databaseName = new LakeFormationGrants(`${name}-lake-formation`, granted, child).databaseName;
    }
    const jobPlace = { connectionNames, securityConfigurationName, logGroupPrefix: logs.jobLogPrefix, tags };
    const loadJob = new LoadJob(
      `${name}-load`,
      {
        jobName: names.job,
        roleArn: this.jobRoleArn,
        bucketName: this.workBucketName,
        codePrefix: workPrefixes.code,
        spec: pipelineSpec(normalised, this, targets),
        transformScripts: normalised.scripts,
        size: args.job,
        ...jobPlace,
      },
      child,
    );
    this.jobName = loadJob.jobName;
    if (args.maintenance) {
      const { timeoutMinutes } = args.maintenance;
      const { scriptUri, packageUri, specUri } = loadJob;
      this.maintenanceJobName = new MaintenanceJob(
        `${name}-maintenance`,
        {
          jobName: names.maintenanceJob,
          roleArn: this.jobRoleArn,
          scriptUri,
          packageUri,
          specUri,
          timeoutMinutes,
          ...jobPlace,
        },
        child,
      ).jobName;
    }

    this.workflowName = pipelineSchedule(`${name}-schedule`, args, normalised, names, this, child);
    const monitoring = pipelineMonitoring(`${name}-monitoring`, args, normalised, kmsKeyArn, this, child);
    this.topicArn = monitoring?.topicArn;
    this.dashboardName = monitoring?.dashboardName;

    this.datasets = this.sourceBucketName.apply((known) => datasetOutputs(known, datasets));
    this.registerOutputs({
      crawlerName: this.crawlerName,
      databaseName: this.databaseName,
      targetsDatabaseName: this.targetsDatabaseName,
      jobName: this.jobName,
      jobLogGroupName: this.jobLogGroupName,
      maintenanceJobName: this.maintenanceJobName,
      workflowName: this.workflowName,
      sourceBucketName: this.sourceBucketName,
      sourcePrefix: this.sourcePrefix,
      workBucketName: this.workBucketName,
      workgroupName: this.workgroupName,
      clusterIdentifier: this.clusterIdentifier,
      warehouseDatabase: this.warehouseDatabase,
      adminSecretArn: this.adminSecretArn,
      copyRoleArn: this.copyRoleArn,
      jobRoleArn: this.jobRoleArn,
      crawlerRoleArn: this.crawlerRoleArn,
      kmsKeyArn: this.kmsKeyArn,
      glueSecurityGroupId: this.glueSecurityGroupId,
      topicArn: this.topicArn,
      dashboardName: this.dashboardName,
      datasets: this.datasets,
    });
  }
}
