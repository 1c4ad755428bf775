import { about, bucketsOf } from "../buckets";
import type { StackRule } from "../rule";

const SWITCHES = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

/** All four switches, since each closes another way. */
export const bucketsNotPublic: StackRule = {
  name: "buckets-not-public",
  severity: "critical",
  title: "Every bucket blocks public access in all four ways",
  rationale: "One wrong ACL or policy, and the files are on the internet.",
  remedy: `Add a BucketPublicAccessBlock with ${SWITCHES.join(", ")}.`,
  link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",

  checkStack(stack) {
    return bucketsOf(stack).flatMap((resource) => {
      const [block] = about(stack, resource, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
      if (!block) return { resource, what: "has no BucketPublicAccessBlock" };
      const off = SWITCHES.filter((name) => stack.read(block, (props) => props[name] ?? false) === false);
      return off.length > 0 ? { resource: block, what: `${off.join(", ")}: expected true` } : [];
    });
  },
};
