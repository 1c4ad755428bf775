import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as library from "s3-to-redshift";
import { isolatedVpc } from "./vpc";

/**
 * Two pipelines that between them use every option of the library, each in a stack of its own: with `kind` "serverless" by the
 * clock into Redshift Serverless, with "cluster" when files arrive into a provisioned cluster.
 */
const config = new pulumi.Config();
const kind = config.require("kind");
const protectData = config.getBoolean("protectData") ?? true;
/** What an update changes. */
const timeoutMinutes = config.getNumber("timeoutMinutes") ?? 30;

const prefix = `every-${kind}`;
const tags = { team: "data", costCenter: "42" };
const { accountId } = aws.getCallerIdentityOutput();
const { region } = aws.getRegionOutput();
const vpc = isolatedVpc(prefix);

const logBucket = new library.LogBucket("access-logs", {
  bucketName: pulumi.interpolate`${prefix}-logs-${accountId}`,
  sourceBucketNames: [pulumi.interpolate`${prefix}-source-${accountId}-${region}`],
  expiryDays: 90,
  forceDestroy: true,
  tags,
});

const datasets: library.DatasetArgs[] = [
  {
    name: "orders",
    path: "orders/",
    format: "csv",
    columns: [
      { name: "order_id", type: "bigint" },
      { name: "changed_at", type: "timestamp" },
      { name: "qty", type: "int" },
      { name: "price", type: "string" },
      { name: "op", type: "string" },
      { name: "note", type: "string" },
    ],
    load: {
      mode: "upsert",
      method: "merge",
      keys: ["order_id"],
      orderBy: "changed_at",
      deletes: { column: "op", values: ["D"] },
    },
    target: {
      schema: "shop",
      table: "orders",
      distKey: "order_id",
      sortKeys: ["changed_at"],
      encodings: { quantity: "az64" },
      fileColumn: "source_file",
    },
    listing: { mode: "from-mark", overlapHours: 24 },
    onChangedFile: "reload",
    transform: {
      cast: { price: "decimal(12,2)" },
      rename: { qty: "quantity" },
      derive: [{ name: "total", type: "decimal(14,2)", expression: "price * quantity" }],
      where: "quantity > 0",
      drop: ["note"],
    },
    rules: [{ name: "price is not negative", check: "price >= 0", onFail: "quarantine" }],
    maxQuarantinedRatio: 0.5,
    checks: [
      { kind: "row-count", min: 1, max: 1_000_000 },
      { kind: "unique", columns: ["order_id"] },
      { kind: "freshness", column: "changed_at", maxAgeHours: 1_000_000, onFail: "warn" },
      { kind: "not-all-null", columns: ["total"] },
    ],
    evolution: "widen",
  },
  {
    name: "customers",
    path: "customers/",
    format: "json",
    jsonPath: "$[*]",
    load: { mode: "history", keys: ["customer_id"], validFrom: "since" },
    target: { schema: "shop", table: "customers" },
    evolution: "add-columns",
  },
  {
    name: "visits",
    path: "visits/",
    format: "parquet",
    load: { mode: "snapshot" },
    target: { schema: "web", table: "visits" },
    evolution: "strict",
  },
];

const warehouses: Record<string, library.WarehouseArgs> = {
  serverless: {
    serverless: {
      database: "analytics",
      baseCapacity: 8,
      maxCapacity: 64,
      usageLimits: [
        { period: library.UsageLimitPeriod.Daily, rpuHours: 64 },
        { period: library.UsageLimitPeriod.Monthly, rpuHours: 1000, onBreach: library.BreachAction.Log },
      ],
      track: library.MaintenanceTrack.Trailing,
      logExports: ["userlog", "connectionlog"],
    },
  },
  cluster: {
    cluster: {
      database: "analytics",
      nodeType: library.NodeType.Ra3Xlplus,
      numberOfNodes: 2,
      logExports: ["userlog", "connectionlog", "useractivitylog"],
      snapshotRetentionDays: 14,
      skipFinalSnapshot: true,
      maintenanceWindow: "sun:03:00-sun:04:00",
      track: library.MaintenanceTrack.Trailing,
      pause: { pauseCron: "cron(0 20 ? * MON-FRI *)", resumeCron: "cron(0 5 ? * MON-FRI *)" },
    },
  },
};
const schedules: Record<string, library.ScheduleArgs> = {
  serverless: { cron: "cron(0 5 * * ? *)", enabled: true, timeoutMinutes, notifyDelayMinutes: 20 },
  cluster: { onArrival: { batchSize: 1, batchWindowSeconds: 60 }, enabled: true, timeoutMinutes },
};

const key = new library.PipelineKey("given-key", {
  keyName: `${prefix}-given`,
  logGroupNames: library.logGroupNames({
    jobLogPrefix: `/aws-glue/jobs/${prefix}`,
    securityConfigurationName: prefix,
    jobRoleName: `${prefix}-load-job`,
    crawlerRoleName: `${prefix}-crawler`,
    namespaceName: prefix,
  }),
  topicNames: [`${prefix}-alarms`],
  tags,
});
new library.CatalogEncryption("catalog-encryption", { kmsKeyArn: key.keyArn });

const pipeline = new library.S3ToRedshiftPipeline("every", {
  namePrefix: prefix,
  source: {
    prefix: "raw/",
    retention: {
      prefixDays: { "raw/old/": 400 },
      noncurrentVersionDays: 30,
      transitions: [{ prefix: "raw/", days: 60, storageClass: "STANDARD_IA" }],
    },
    accessLogs: {
      logBucketName: logBucket.bucketName,
      prefix: "source/",
      partitionedBy: library.LogDate.EventTime,
    },
    sendEvents: true,
  },
  datasets,
  crawl: {
    exclusions: ["**.tmp"],
    csv: { delimiter: ";", quote: "'", header: library.CsvHeader.Present },
    schemaChanges: { update: "LOG", delete: "LOG" },
    recrawl: kind === "serverless" ? library.Recrawl.NewFoldersOnly : library.Recrawl.Everything,
    sampleSize: 10,
  },
  job: {
    workerType: library.WorkerType.G2X,
    numberOfWorkers: 4,
    executionClass: library.ExecutionClass.Flex,
    timeoutMinutes,
    // A run that is to fail must not start again beside the next one.
    maxRetries: kind === "cluster" ? 0 : 1,
  },
  warehouse: {
    ...warehouses[kind],
    readers: [{ iamRole: "analyst" }, { group: "reporting" }, { role: "analysts" }],
  },
  network: {
    ...vpc,
    minimumZones: 3,
    s3EndpointPolicy: aws.iam.getPolicyDocumentOutput({
      statements: [
        { principals: [{ type: "*", identifiers: ["*"] }], actions: ["s3:*"], resources: [`arn:aws:s3:::${prefix}-*`] },
      ],
    }).json,
    endpoints: Object.values(library.EndpointService),
    jdbcPort: 5439,
    httpsCidrBlocks: ["0.0.0.0/0"],
  },
  schedule: schedules[kind],
  maintenance: { keepRunsDays: 400, staleAfterHours: 48, timeoutMinutes: 60 },
  monitoring: {
    emails: ["data-alerts@example.com"],
    webhookUrl: "https://alerts.example.com/s3-to-redshift",
    events: { stoppedRuns: true, catalogChanges: library.CatalogChanges.Tables },
    loads: { maxMinutes: 25, maxQuarantinedRatio: 0.01, freshnessHours: 26 },
    warehouse: kind === "cluster" ? { maxDiskPercent: 80, maxCpuPercent: 90 } : { maxRpuHoursPerDay: 60 },
    dashboard: true,
  },
  logs: { retentionDays: 14, auditLogs: true },
  retention: { stagingDays: 7, quarantineDays: 90, reportsDays: 400, lineageDays: 30, noncurrentVersionDays: 30 },
  metricsNamespace: "AcmePipelines",
  lineage: { namespace: "acme" },
  ...(kind === "cluster" ? { createKmsKey: true } : { kmsKeyArn: key.keyArn }),
  catalogTargets: { connectionName: `${prefix}-redshift` },
  catalogKmsKeyArn: key.aliasArn,
  lakeFormation: {},
  sourceAccountCondition: true,
  protectData,
  forceDestroy: true,
  tags,
});

export const outputs = {
  crawlerName: pipeline.crawlerName,
  databaseName: pipeline.databaseName,
  jobName: pipeline.jobName,
  maintenanceJobName: pipeline.maintenanceJobName,
  workflowName: pipeline.workflowName,
  sourceBucketName: pipeline.sourceBucketName,
  workBucketName: pipeline.workBucketName,
  workgroupName: pipeline.workgroupName,
  clusterIdentifier: pipeline.clusterIdentifier,
  warehouseDatabase: pipeline.warehouseDatabase,
  adminSecretArn: pipeline.adminSecretArn,
  crawlerRoleArn: pipeline.crawlerRoleArn,
  jobRoleArn: pipeline.jobRoleArn,
  copyRoleArn: pipeline.copyRoleArn,
  datasets: pipeline.datasets,
};
