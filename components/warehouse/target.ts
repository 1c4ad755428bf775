import type * as pulumi from "@pulumi/pulumi";

/** A Redshift database to load into. */
export interface RedshiftTarget {
  /** Name of the Redshift Serverless workgroup that runs the statements. */
  readonly workgroupName: pulumi.Output<string>;

  /** Database that receives the tables. */
  readonly database: pulumi.Output<string>;

  /** ARN of the secret with the administrator's password, which Redshift manages. */
  readonly adminSecretArn: pulumi.Output<string>;
}
