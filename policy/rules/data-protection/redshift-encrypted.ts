import type { ResourceRule } from "../rule";

/** Serverless is always encrypted. */
export const redshiftEncrypted: ResourceRule = {
  name: "redshift-encrypted",
  severity: "high",
  title: "Every Redshift cluster is encrypted at rest",
  rationale: "Snapshots and disks hold every table in plain.",
  remedy: "Set encrypted to true, and kmsKeyId for a key of one's own.",
  link: "https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html",

  resources: {
    "aws:redshift/cluster:Cluster": ({ props: { encrypted } }) =>
      String(encrypted) === "true"
        ? []
        : [`encrypted: expected true, got ${encrypted === undefined ? "none" : String(encrypted)}`],
  },
};
