export type { ResourceTag } from "./access/documents";
export { CopyRole, type CopyRoleArgs } from "./access/copy-role";
export { CrawlerRole, type CrawlerRoleArgs } from "./access/crawler-role";
export type { GlueNetwork, GlueNetworkArgs } from "./access/glue-network";
export type { GlueRoleArgs } from "./access/glue-role";
export { LoadJobRole, type LoadJobRoleArgs } from "./access/load-job-role";
export type { WarehouseAccessArgs } from "./access/warehouse-access";
export type { CatalogTargetsArgs } from "./catalog/catalog-targets";
export type { CrawlArgs } from "./catalog/args";
export { type CsvClassifierArgs, CsvHeader } from "./catalog/classifiers";
export { Recrawl, type SchemaChangesArgs, SchemaDelete, SchemaUpdate } from "./catalog/crawl-policy";
export { CatalogDatabase, type CatalogDatabaseArgs } from "./catalog/database";
export { SourceCrawler, type SourceCrawlerArgs, tableName } from "./catalog/crawler";
export {
  DeclaredTables,
  type DeclaredTableArgs,
  type DeclaredTablesArgs,
  type PartitionKeyArgs,
} from "./catalog/declared-tables";
export type { CsvFilesArgs } from "./catalog/file-format";
export { type ProjectionArgs, ProjectionType } from "./catalog/partition-projection";
export {
  type ConnectionPlaceArgs,
  RedshiftConnection,
  type RedshiftConnectionArgs,
} from "./catalog/redshift-connection";
export { targetColumns } from "./catalog/target-columns";
export { type TargetTableArgs, targetTableName, TargetTables, type TargetTablesArgs } from "./catalog/target-tables";
export type { CostArgs, CostUsageArgs } from "./cost/args";
export { type CostEstimate, type CostItem, estimateMonthlyCost } from "./cost/estimate";
export { costText } from "./cost/text";
export * from "./dataset-args";
export { CatalogEncryption, type CatalogEncryptionArgs } from "./encryption/catalog-encryption";
export { PipelineKey, type PipelineKeyArgs } from "./encryption/key";
export {
  encryptedLogGroups,
  GlueSecurityConfiguration,
  type GlueSecurityConfigurationArgs,
} from "./encryption/security-configuration";
export type { JobPlaceArgs } from "./job/place";
export { LoadJob, type LoadJobArgs } from "./job/job";
export { MaintenanceJob, type MaintenanceJobArgs } from "./job/maintenance-job";
export { ExecutionClass, type JobSizeArgs, WorkerType } from "./job/size";
export { type Spec, specSchema, toSpec } from "./job/spec";
export type { TransformScript } from "./job/transform-script";
export { type WorkPrefixes, workPrefixes } from "./job/work-prefixes";
export type { AlarmGroup } from "./monitoring/alarm-group";
export { AlarmTopic, type AlarmTopicArgs } from "./monitoring/alarm-topic";
export type { MonitoringArgs } from "./monitoring/args";
export { PipelineDashboard, type PipelineDashboardArgs } from "./monitoring/dashboard";
export { LoadAlarms, type LoadAlarmsArgs, type LoadThresholdArgs } from "./monitoring/load-alarms";
export { CatalogChanges, type EventArgs, LoadEvents, type LoadEventsArgs } from "./monitoring/load-events";
export { LogGroups, type LogGroupsArgs, logGroupNames, type LogSourceArgs } from "./monitoring/log-groups";
export { PipelineMonitoring, type PipelineMonitoringArgs } from "./monitoring/pipeline-monitoring";
export { WarehouseAlarms, type WarehouseAlarmsArgs, type WarehouseThresholdArgs } from "./monitoring/warehouse-alarms";
export { GlueNetworkConnection, type GlueNetworkConnectionArgs } from "./network/glue-connection";
export { EndpointService, InterfaceEndpoints, type InterfaceEndpointsArgs } from "./network/interface-endpoints";
export { type NetworkArgs, PipelineNetwork, type PipelineNetworkArgs } from "./network/network";
export { S3GatewayEndpoint, type S3GatewayEndpointArgs } from "./network/s3-endpoint";
export { PipelineSecurityGroups, type PipelineSecurityGroupsArgs } from "./network/security-groups";
export type { LakeFormationArgs } from "./lake-formation/args";
export { LakeFormationGrants, type LakeFormationGrantsArgs } from "./lake-formation/grants";
export { dataLocationArn, LakeFormationLocation, type LakeFormationLocationArgs } from "./lake-formation/location";
export { S3ToRedshiftPipeline } from "./pipeline";
export type * from "./pipeline-args";
export type { DatasetOutput, TargetOutput } from "./pipeline-spec";
export type { ArrivalBatchArgs, ScheduleArgs } from "./schedule/args";
export { type ArrivalArgs, LoadSchedule, type LoadScheduleArgs } from "./schedule/load-schedule";
export { StartOnArrival, type StartOnArrivalArgs } from "./schedule/start-on-arrival";
export { StartWorkflowRole, type StartWorkflowRoleArgs } from "./schedule/start-workflow-role";
export { type AccessLogsArgs, BucketAccessLogs, type BucketAccessLogsArgs, LogDate } from "./source/access-logs";
export type { SourceArgs } from "./source/args";
export { DataBucket, type DataBucketArgs } from "./source/bucket";
export { BucketEvents, type BucketEventsArgs } from "./source/events";
export { type BucketRetentionArgs, type BucketTransitionArgs, StorageClass } from "./source/lifecycle";
export { LogBucket, type LogBucketArgs } from "./source/log-bucket";
export { existingBucket, type SourceBucket } from "./source/source-bucket";
export type { ExistingArgs, WarehouseArgs } from "./warehouse/args";
export { RedshiftCluster, type RedshiftClusterArgs } from "./warehouse/cluster";
export { type ClusterArgs, NodeType } from "./warehouse/cluster-args";
export { ExistingWarehouse, type ExistingWarehouseArgs } from "./warehouse/existing";
export { LoaderGrants, type LoaderGrantsArgs, type ReaderArgs } from "./warehouse/grants";
export { ClusterPause, type ClusterPauseArgs, type PauseArgs } from "./warehouse/pause";
export { RedshiftServerless, type RedshiftServerlessArgs, type ServerlessArgs } from "./warehouse/serverless";
export { MaintenanceTrack } from "./warehouse/settings";
export type { RedshiftTarget } from "./warehouse/target";
export { BreachAction, type UsageLimitArgs, UsageLimitPeriod } from "./warehouse/usage-limits";
