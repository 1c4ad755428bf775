import { about, bucketsOf } from "../buckets";
import type { StackRule } from "../rule";

/** A file that was put over another can be brought back. */
export const bucketsVersioned: StackRule = {
  name: "buckets-versioned",
  severity: "medium",
  title: "Every bucket keeps versions of its objects",
  rationale: "A source file that was deleted or put over by mistake is gone, and the table cannot be loaded again.",
  remedy: "Add a BucketVersioning with the status Enabled, and a lifecycle rule for old versions.",
  link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",

  checkStack(stack) {
    const types = ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"];
    return bucketsOf(stack).flatMap((resource) => {
      const [versioning] = about(stack, resource, ...types);
      if (!versioning) return { resource, what: "has no BucketVersioning" };
      const status = stack.read(
        versioning,
        (props) => (props.versioningConfiguration as { status?: string } | undefined)?.status ?? "none",
      );
      return status === undefined || status === "Enabled"
        ? []
        : { resource: versioning, what: `status: expected Enabled, got ${status}` };
    });
  },
};
