import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { checkArgument } from "../validation";

/** By which date the keys of logs are told apart. */
export const LogDate = {
  /** When the requests were made. */
  EventTime: "EventTime",
  /** When the log was written; a log then lies in one folder with others of its time. */
  DeliveryTime: "DeliveryTime",
} as const;
export type LogDate = (typeof LogDate)[keyof typeof LogDate];

/** Where a bucket's access logs go. */
export interface AccessLogsArgs {
  /**
   * Bucket of the same account and region that takes the logs: a `LogBucket`, or any other whose policy lets
   * `logging.s3.amazonaws.com` put objects.
   */
  logBucketName: pulumi.Input<string>;

  /**
   * What the keys of the logs begin with.
   * @default the name of the bucket that is logged, and a slash
   */
  prefix?: pulumi.Input<string>;

  /**
   * Whether keys go on with `ACCOUNT/REGION/BUCKET/YYYY/MM/DD/`, and by which date. Athena then reads a day without the others.
   * @default the date follows the prefix without folders
   */
  partitionedBy?: LogDate;
}

/** What `partitionedBy` accepts. */
export const logDateSchema = z.enum(LogDate).optional();

/** Arguments of {@link BucketAccessLogs}. */
export interface BucketAccessLogsArgs extends AccessLogsArgs {
  /** Bucket whose requests are logged; not the one that takes the logs, which would log its own logs. */
  bucketName: pulumi.Input<string>;
}

/**
 * Logs who asked what of a bucket. S3 writes the logs within hours and promises no completeness; CloudTrail's data events do.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
 */
export class BucketAccessLogs extends pulumi.ComponentResource {
  /** What the keys of the logs begin with. */
  readonly prefix: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `partitionedBy` is another date
   */
  constructor(name: string, args: BucketAccessLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:source:BucketAccessLogs", name, args, opts);
    const partitionDateSource = checkArgument(logDateSchema, args.partitionedBy, "partitionedBy");
    this.prefix = pulumi.output(args.prefix ?? pulumi.interpolate`${args.bucketName}/`);

    new s3.BucketLogging(
      `${name}-logging`,
      {
        bucket: args.bucketName,
        targetBucket: args.logBucketName,
        targetPrefix: this.prefix,
        targetObjectKeyFormat: partitionDateSource && { partitionedPrefix: { partitionDateSource } },
      },
      { parent: this },
    );

    this.registerOutputs({ prefix: this.prefix });
  }
}
