import * as pulumi from "@pulumi/pulumi";
import { checkArgument } from "../validation";
import { glueJob, jobNameSchema } from "./glue-job";
import type { JobPlaceArgs } from "./place";
import { ExecutionClass } from "./size";

/** Arguments of {@link MaintenanceJob}. */
export interface MaintenanceJobArgs extends JobPlaceArgs {
  /** Physical name of the job, 1 to 255 characters. */
  jobName: string;

  /** ARN of the load job's role: who made the tables looks after them. */
  roleArn: pulumi.Input<string>;

  /** S3 URI of the load job's script. */
  scriptUri: pulumi.Input<string>;

  /** S3 URI of the package that the script takes. */
  packageUri: pulumi.Input<string>;

  /** S3 URI of the load job's spec. */
  specUri: pulumi.Input<string>;

  /**
   * Minutes after which a run is stopped: 1 to 10080.
   * @default 120
   */
  timeoutMinutes?: number;
}

/**
 * The Glue job that looks after what the load job filled: VACUUM and ANALYZE where Redshift's own do not come to it, the expiry
 * of old records of loads, and which tables got no rows for long.
 *
 * A job of its own, since Glue starts no job when that very job has succeeded.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/dg/t_Reclaiming_storage_space202.html
 */
export class MaintenanceJob extends pulumi.ComponentResource {
  /** Name of the Glue job. */
  readonly jobName: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `jobName` is none that Glue takes
   */
  constructor(name: string, args: MaintenanceJobArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:job:MaintenanceJob", name, args, opts);
    const { scriptUri, packageUri, specUri } = args;
    const job = glueJob(this, name, args, {
      jobName: checkArgument(jobNameSchema, args.jobName, "jobName"),
      description: "Looks after the tables of an S3 to Redshift pipeline",
      roleArn: args.roleArn,
      scriptUri,
      arguments: { "--task": "maintain", "--spec_uri": specUri, "--extra-py-files": packageUri },
      // All work is Redshift's; nobody waits for it.
      size: { executionClass: ExecutionClass.Flex, timeoutMinutes: args.timeoutMinutes ?? 120 },
    });
    this.jobName = job.name;
    this.registerOutputs({ jobName: this.jobName });
  }
}
