import type { Resource, Stack } from "./resources";

const BUCKETS = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];

/** The stack's buckets. */
export const bucketsOf = (stack: Stack): Resource[] => stack.ofType(...BUCKETS);

/** The resources of the types that are about the bucket. */
export function about(stack: Stack, bucket: Resource, ...types: string[]): Resource[] {
  return stack.ofType(...types).filter((it) => stack.names(it, "bucket", bucket, "bucket"));
}
