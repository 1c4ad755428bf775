import { getPartitionOutput } from "@pulumi/aws/getPartition";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { tlsOnlyStatement, policyDocument } from "../access/documents";
import { after } from "../ordering";
import { checkArgument, strict } from "../validation";

/** How long a bucket keeps what nobody needs any more. */
export interface BucketRetentionArgs {
  /** Days after which objects below a prefix expire: `{ "staging/": 7 }`. */
  prefixDays?: Record<string, number>;

  /** Days that a version is kept after it was replaced or deleted, or has expired. */
  noncurrentVersionDays: number;
}

/** Arguments of {@link DataBucket}. */
export interface DataBucketArgs {
  /** Physical name, unique in the partition. */
  bucketName: pulumi.Input<string>;

  /**
   * Expiry of objects and old versions.
   * @default everything is kept
   */
  retention?: BucketRetentionArgs;

  /**
   * ARN of the KMS key that encrypts the objects.
   * @default S3's own key (AES256)
   */
  kmsKeyArn?: pulumi.Input<string>;

  /**
   * Whether destroying the stack deletes the objects too.
   * @default false: a bucket that is not empty is not destroyed
   */
  forceDestroy?: boolean;

  /** @default none */
  tags?: Record<string, pulumi.Input<string>>;
}

const days = z.int().min(1);
const retentionSchema = strict({
  prefixDays: z.record(z.string().regex(/^[^/].*\/$/, "expected a prefix that ends with /"), days).optional(),
  noncurrentVersionDays: days,
});

/**
 * A private bucket: versioned, encrypted, without ACLs, closed to the public and to plain HTTP.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export class DataBucket extends pulumi.ComponentResource {
  /** Name of the bucket; who takes it waits until the bucket is closed and encrypted. */
  readonly bucketName: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `retention` holds a number of days below 1 or a prefix without trailing slash
   */
  constructor(name: string, args: DataBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:source:DataBucket", name, args, opts);
    const retention = checkArgument(retentionSchema.optional(), args.retention, "retention");
    const child = { parent: this };

    const bucket = new s3.Bucket(
      `${name}-bucket`,
      { bucket: args.bucketName, forceDestroy: args.forceDestroy ?? false, tags: args.tags },
      child,
    );
    const versioning = new s3.BucketVersioning(
      `${name}-versioning`,
      { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      child,
    );
    const encryption = new s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      { bucket: bucket.bucket, rules: [encryptionRule(args.kmsKeyArn)] },
      child,
    );
    const ownership = new s3.BucketOwnershipControls(
      `${name}-ownership`,
      { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      child,
    );
    const publicAccess = new s3.BucketPublicAccessBlock(
      `${name}-public-access`,
      {
        bucket: bucket.bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      child,
    );
    const policy = new s3.BucketPolicy(
      `${name}-policy`,
      {
        bucket: bucket.bucket,
        policy: pulumi
          .all([getPartitionOutput({}, child).partition, bucket.bucket])
          .apply(([partition, bucketName]) => policyDocument([tlsOnlyStatement(partition, bucketName)])),
      },
      // S3 refuses one of two changes of a bucket's access that come at the same time (409 OperationAborted).
      { ...child, dependsOn: [publicAccess] },
    );
    if (retention) {
      new s3.BucketLifecycleConfiguration(
        `${name}-lifecycle`,
        { bucket: bucket.bucket, rules: lifecycleRules(retention) },
        // A rule for noncurrent versions may only be set once the bucket has versions.
        { ...child, dependsOn: [versioning] },
      );
    }

    this.bucketName = after(bucket.bucket, [versioning, encryption, ownership, policy]);
    this.registerOutputs({ bucketName: this.bucketName });
  }
}

const encryptionRule = (kmsKeyArn?: pulumi.Input<string>) =>
  kmsKeyArn === undefined
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
    : {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
        bucketKeyEnabled: true,
      };

function lifecycleRules({ prefixDays = {}, noncurrentVersionDays }: BucketRetentionArgs) {
  const expiry = Object.entries(prefixDays).map(([prefix, days]) => ({
    id: `expire-${prefix.slice(0, -1)}`,
    status: "Enabled",
    filter: { prefix },
    expiration: { days },
  }));
  return [
    ...expiry,
    {
      id: "remove-old-versions",
      status: "Enabled",
      filter: { prefix: "" },
      expiration: { expiredObjectDeleteMarker: true },
      noncurrentVersionExpiration: { noncurrentDays: noncurrentVersionDays },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    },
  ];
}
