import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { Statement } from "../access/documents";
import type { AwsPlace } from "../aws-place";
import { checkArgument, wrongArgument } from "../validation";
import { privateBucket } from "./private-bucket";

/** Arguments of {@link LogBucket}. */
export interface LogBucketArgs {
  /** Physical name, unique in the partition. */
  bucketName: pulumi.Input<string>;

  /**
   * Names of the buckets that are logged here, all of this account and region. As they were computed, not as outputs of those
   * buckets: these wait for this one.
   */
  sourceBucketNames: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * Days that logs are kept. One that was deleted can be had back for 30 days.
   * @default logs are kept
   */
  expiryDays?: number;

  /**
   * Whether destroying the stack deletes the logs too.
   * @default false: a bucket that is not empty is not destroyed
   */
  forceDestroy?: boolean;

  /**
   * Tags of the bucket.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

const NONCURRENT_DAYS = 30;

/**
 * A private bucket that takes S3's access logs of the given buckets, and of no others.
 *
 * It is encrypted by S3's own key: S3 writes no access logs to a bucket with a KMS key.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export class LogBucket extends pulumi.ComponentResource {
  /** Name of the bucket; who takes it waits until S3 may write there. */
  readonly bucketName: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `sourceBucketNames` is empty or `expiryDays` is below 1
   */
  constructor(name: string, args: LogBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:source:LogBucket", name, args, opts);
    const expiryDays = checkArgument(z.int().min(1).optional(), args.expiryDays, "expiryDays");
    if (Array.isArray(args.sourceBucketNames) && args.sourceBucketNames.length === 0) {
      throw wrongArgument("sourceBucketNames", "is empty, expected at least one bucket that is logged");
    }
    const sources = pulumi.output(args.sourceBucketNames);

    this.bucketName = privateBucket(
      this,
      name,
      {
        ...args,
        encryption: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
        retention:
          expiryDays === undefined
            ? undefined
            : { prefixDays: { "": expiryDays }, noncurrentVersionDays: NONCURRENT_DAYS },
      },
      (place, bucketName) => sources.apply((names) => [logDelivery(place, bucketName, names)]),
    ).bucketName;
    this.registerOutputs({ bucketName: this.bucketName });
  }
}

/** Lets S3 put the access logs of the source buckets into the log bucket. */
const logDelivery = ({ partition, accountId }: AwsPlace, bucketName: string, sources: string[]): Statement => ({
  Sid: "S3WritesAccessLogs",
  Effect: "Allow",
  Principal: { Service: ["logging.s3.amazonaws.com"] },
  Action: ["s3:PutObject"],
  Resource: [`arn:${partition}:s3:::${bucketName}/*`],
  Condition: {
    StringEquals: { "aws:SourceAccount": accountId },
    ArnLike: { "aws:SourceArn": sources.map((source) => `arn:${partition}:s3:::${source}`) },
  },
});
