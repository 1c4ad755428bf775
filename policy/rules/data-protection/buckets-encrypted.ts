import { about, bucketsOf } from "../buckets";
import type { StackRule } from "../rule";

const ENCRYPTION = [
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
];

/** S3 encrypts with its own key anyway; who states it has decided, and sees a change in a preview. */
export const bucketsEncrypted: StackRule = {
  name: "buckets-encrypted",
  severity: "medium",
  title: "Every bucket states how its objects are encrypted",
  rationale: "Without it the choice of the key is left to whoever changes the account's default.",
  remedy: "Add a BucketServerSideEncryptionConfiguration with AES256, or aws:kms and the key.",
  link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html",

  checkStack(stack) {
    return bucketsOf(stack)
      .filter((bucket) => about(stack, bucket, ...ENCRYPTION).length === 0)
      .map((resource) => ({ resource, what: "has no BucketServerSideEncryptionConfiguration" }));
  },
};
