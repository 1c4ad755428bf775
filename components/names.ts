import type { AwsPlace } from "./aws-place";

/** Physical names of a pipeline's resources: computed, so that ARNs and documents are known at preview. */
export const physicalNames = (prefix: string) => ({
  /** Hyphens would need quotes in SQL. */
  database: prefix.replace(/-/g, "_"),
  crawler: `${prefix}-source`,
  job: `${prefix}-load`,
  namespace: prefix,
  workgroup: prefix,
  crawlerRole: `${prefix}-crawler`,
  jobRole: `${prefix}-load-job`,
  copyRole: `${prefix}-copy`,
});

/** Bucket names are unique in the partition, hence account and region. */
export const bucketName = (prefix: string, what: "source" | "work", { accountId, region }: AwsPlace) =>
  `${prefix}-${what}-${accountId}-${region}`;
