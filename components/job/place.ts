import type * as pulumi from "@pulumi/pulumi";

/** Where and how a job runs. */
export interface JobPlaceArgs {
  /**
   * Glue connections through which it reaches a VPC, all in one VPC; it takes the first whose subnet is fit.
   * @default none: it runs in Glue's own network
   */
  connectionNames?: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * Glue security configuration that encrypts what it writes to its logs.
   * @default none
   */
  securityConfigurationName?: pulumi.Input<string>;

  /**
   * What the names of its log groups begin with: `/aws-glue/jobs/sales-dev`. They are made where they are not there.
   * @default the groups that all jobs of the account share, `/aws-glue/jobs/output` and `/aws-glue/jobs/error`
   * @see https://docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html
   */
  logGroupPrefix?: pulumi.Input<string>;

  /**
   * Tags of the job.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}
