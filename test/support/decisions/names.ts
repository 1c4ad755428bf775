export const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };

export const arn = (service: string, resource: string) =>
  `arn:aws:${service}:${place.region}:${place.accountId}:${resource}`;

/** Names of what the roles may reach, and beside each of one that they must not. */
export const names = {
  raw: "decisions-raw",
  work: "decisions-work",
  database: "decisions",
  otherDatabase: "decisions_other",
  job: "decisions-load",
  workflow: "decisions",
  otherWorkflow: "decisions-other",
  workgroup: "decisions",
  otherWorkgroup: "decisions-other",
  cluster: "decisions",
  otherCluster: "decisions-other",
  clusterDatabase: "dev",
  otherClusterDatabase: "other",
  namespace: "AcmePipelines",
};
export const folders = ["sales/orders/"];
export const workgroupTag = { key: "s3-to-redshift:pipeline", value: "decisions" };

/** Buckets that KMS keys encrypt. */
export const locked = {
  raw: "decisions-locked-raw",
  work: "decisions-locked-work",
  /** Its policy lets every role read and write, so that the key alone decides. */
  open: "decisions-open",
  /** The same, with the other key. */
  foreign: "decisions-foreign",
};

/** A KMS key and the name that it goes by. */
export interface Key {
  arn: string;
  alias: string;
}

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;

/** The key that is given to roles with a key, and one that is not. */
export const keys: Record<"own" | "other", Key> = {
  own: { arn: arn("kms", `key/${id(1)}`), alias: "alias/decisions" },
  other: { arn: arn("kms", `key/${id(2)}`), alias: "alias/decisions-other" },
};

/** ARNs of the workgroups. Their ids, like those of keys, AWS makes up: where calls are real, the real ones stand for these. */
export const workgroupArns = {
  own: arn("redshift-serverless", `workgroup/${id(3)}`),
  other: arn("redshift-serverless", `workgroup/${id(4)}`),
};
