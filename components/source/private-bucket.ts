import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type Statement, tlsOnlyStatement } from "../access/documents";
import { type AwsPlace, awsPlace } from "../aws-place";
import { after } from "../ordering";
import { type BucketRetentionArgs, lifecycleRules } from "./lifecycle";
import { bucketArn, type SourceBucket } from "./source-bucket";

/** What makes one private bucket differ from another. */
interface PrivateBucketArgs {
  bucketName: pulumi.Input<string>;
  encryption: s3.BucketServerSideEncryptionConfigurationArgs["rules"];
  retention?: BucketRetentionArgs;
  forceDestroy?: boolean;
  tags?: Record<string, pulumi.Input<string>>;
}

/**
 * Creates a bucket that is versioned, encrypted, without ACLs, closed to the public and to plain HTTP: `NAME-bucket`,
 * `NAME-versioning` and so on, as children of `parent`.
 *
 * @param allowed statements of the bucket's policy besides the one that asks for TLS
 * @returns the bucket; who takes its name or ARN waits until it is closed and encrypted
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export function privateBucket(
  parent: pulumi.Resource,
  name: string,
  args: PrivateBucketArgs,
  allowed: (place: AwsPlace, bucketName: string) => pulumi.Input<Statement[]> = () => [],
): SourceBucket {
  const child = { parent };
  const place = awsPlace(parent);

  const { bucket } = new s3.Bucket(
    `${name}-bucket`,
    { bucket: args.bucketName, forceDestroy: args.forceDestroy ?? false, tags: args.tags },
    child,
  );
  const versioning = new s3.BucketVersioning(
    `${name}-versioning`,
    { bucket, versioningConfiguration: { status: "Enabled" } },
    child,
  );
  const encryption = new s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    { bucket, rules: args.encryption },
    child,
  );
  const ownership = new s3.BucketOwnershipControls(
    `${name}-ownership`,
    { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    child,
  );
  const publicAccess = new s3.BucketPublicAccessBlock(
    `${name}-public-access`,
    {
      bucket,
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
      bucket,
      policy: pulumi
        .all([place, bucket])
        .apply(([known, bucketName]) => pulumi.all([known, bucketName, allowed(known, bucketName)]))
        .apply(([known, bucketName, statements]) =>
          policyDocument([tlsOnlyStatement(known.partition, bucketName), ...statements]),
        ),
    },
    // S3 refuses one of two changes of a bucket's access that come at the same time (409 OperationAborted).
    { ...child, dependsOn: [publicAccess] },
  );
  if (args.retention) {
    new s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { bucket, rules: lifecycleRules(args.retention) },
      // A rule for noncurrent versions may only be set once the bucket has versions.
      { ...child, dependsOn: [versioning] },
    );
  }

  const settled = [versioning, encryption, ownership, policy];
  return {
    bucketName: after(bucket, settled),
    arn: after(bucketArn(place, bucket), settled),
  };
}
