import type { AwsPlace } from "./aws-place";

/** Physical names of a pipeline's resources: computed, so that ARNs and documents are known at preview. */
export const physicalNames = (prefix: string) => ({
  /** Hyphens would need quotes in SQL. */
  database: prefix.replace(/-/g, "_"),
  /** Of the catalog, for the tables in Redshift. */
  targetsDatabase: `${prefix.replace(/-/g, "_")}_targets`,
  crawler: `${prefix}-source`,
  job: `${prefix}-load`,
  namespace: prefix,
  workgroup: prefix,
  crawlerRole: `${prefix}-crawler`,
  jobRole: `${prefix}-load-job`,
  copyRole: `${prefix}-copy`,
  /** Role with which EventBridge starts the workflow. */
  arrivalRole: `${prefix}-arrival`,
  /** Role with which Redshift's scheduler pauses the cluster. */
  pauseRole: `${prefix}-pause`,
  maintenanceJob: `${prefix}-maintain`,
  workflow: prefix,
  cluster: prefix,
  /** Of the KMS key's alias. */
  key: prefix,
  securityConfiguration: prefix,
  /** What the names of the jobs' log groups begin with. */
  jobLogs: `/aws-glue/jobs/${prefix}`,
  alarmTopic: `${prefix}-alarms`,
});

/** Bucket names are unique in the partition, hence account and region. */
export const bucketName = (prefix: string, what: "source" | "work", { accountId, region }: AwsPlace) =>
  `${prefix}-${what}-${accountId}-${region}`;
