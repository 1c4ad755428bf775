import type * as pulumi from "@pulumi/pulumi";

/**
 * A Redshift database to load into: of Redshift Serverless, a cluster, or a warehouse that is there already. It has either
 * `workgroupName` or `clusterIdentifier`, which is what the Data API tells them apart by.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html
 */
export interface RedshiftTarget {
  /** Workgroup that runs the statements; undefined for a cluster. */
  readonly workgroupName?: pulumi.Output<string>;

  /** Cluster that runs the statements; undefined for Redshift Serverless. */
  readonly clusterIdentifier?: pulumi.Output<string>;

  /** Database that receives the tables. */
  readonly database: pulumi.Output<string>;

  /** ARN of the administrator's secret; undefined for an existing warehouse that was given none. */
  readonly adminSecretArn?: pulumi.Output<string>;
}
