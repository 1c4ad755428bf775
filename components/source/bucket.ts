import * as pulumi from "@pulumi/pulumi";
import { checkArgument, wrongArgument } from "../validation";
import { type AccessLogsArgs, BucketAccessLogs, logDateSchema } from "./access-logs";
import { BucketEvents } from "./events";
import { type BucketRetentionArgs, retentionSchema } from "./lifecycle";
import { privateBucket } from "./private-bucket";
import type { SourceBucket } from "./source-bucket";

export type { BucketRetentionArgs } from "./lifecycle";

/** Arguments of {@link DataBucket}. */
export interface DataBucketArgs {
  /** Physical name, unique in the partition. */
  bucketName: pulumi.Input<string>;

  /**
   * Expiry and cheaper storage of objects and old versions.
   * @default everything is kept, in S3 Standard
   */
  retention?: BucketRetentionArgs;

  /**
   * ARN of the KMS key that encrypts what is put here without a word about encryption. Who puts an object may name another key;
   * readers then need that one.
   * @default S3's own key (AES256)
   */
  kmsKeyArn?: pulumi.Input<string>;

  /**
   * Whether the account's KMS key `aws/s3`, which AWS makes and manages, encrypts instead. All users and roles of the account
   * may use it through S3; other accounts cannot read what it encrypts.
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#aws-managed-customer-managed-keys
   */
  useAwsManagedKey?: boolean;

  /**
   * Whether S3 sends the bucket's events to EventBridge, see {@link BucketEvents}.
   * @default false
   */
  sendEvents?: boolean;

  /**
   * Where the bucket's access logs go.
   * @default there are none
   */
  accessLogs?: AccessLogsArgs;

  /**
   * Whether destroying the stack deletes the objects too.
   * @default false: a bucket that is not empty is not destroyed
   */
  forceDestroy?: boolean;

  /**
   * Tags of the bucket.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

/**
 * A private bucket: versioned, encrypted, without ACLs, closed to the public and to plain HTTP.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export class DataBucket extends pulumi.ComponentResource implements SourceBucket {
  /** Name of the bucket; who takes it waits until the bucket is closed and encrypted. */
  readonly bucketName: pulumi.Output<string>;

  /** ARN of the bucket, known at preview; who takes it waits too. */
  readonly arn: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `retention` holds days that S3 does not take, or that end before they begin, or a prefix
   * without trailing slash, when there are two keys, or when `accessLogs` is wrong
   */
  constructor(name: string, args: DataBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:source:DataBucket", name, args, opts);
    const retention = checkArgument(retentionSchema.optional(), args.retention, "retention");
    if (args.useAwsManagedKey && args.kmsKeyArn !== undefined) {
      throw wrongArgument("useAwsManagedKey", "got true beside kmsKeyArn, expected one of the two");
    }
    checkArgument(logDateSchema, args.accessLogs?.partitionedBy, "accessLogs.partitionedBy");
    const child = { parent: this };

    const bucket = privateBucket(this, name, { ...args, retention, encryption: [encryptionRule(args)] });
    this.bucketName = bucket.bucketName;
    this.arn = bucket.arn;
    if (args.sendEvents) {
      new BucketEvents(`${name}-events`, { bucketName: this.bucketName }, child);
    }
    if (args.accessLogs) {
      new BucketAccessLogs(`${name}-access-logs`, { ...args.accessLogs, bucketName: this.bucketName }, child);
    }

    this.registerOutputs({ bucketName: this.bucketName, arn: this.arn });
  }
}

const encryptionRule = ({ kmsKeyArn, useAwsManagedKey = false }: DataBucketArgs) =>
  kmsKeyArn === undefined && !useAwsManagedKey
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
    : {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
        bucketKeyEnabled: true,
      };
