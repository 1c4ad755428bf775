import { strict as assert } from "node:assert";
import { about } from "../../../policy/rules/buckets";
import type { Resource } from "../../../policy/rules/resources";
import { resource, stackOf, UNKNOWN } from "../support/findings";

const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const bucket = (name: unknown) => resource("aws:s3/bucket:Bucket", { bucket: name }, { name: "raw" });
const block = (props: Record<string, unknown>, from?: Record<string, Resource>) =>
  resource(BLOCK, props, { name: "block", from });

describe("what is about a bucket", () => {
  const cases: Record<string, [bucket: Resource, block: Resource, isAbout: boolean]> = {
    "takes its name from it": [bucket(UNKNOWN), block({ bucket: UNKNOWN }, { bucket: bucket(UNKNOWN) }), true],
    "also where the bucket does not tell it": [bucket(undefined), block({}, { bucket: bucket(undefined) }), true],
    "has its name in plain text": [bucket("acme-raw"), block({ bucket: "acme-raw" }), true],
    "has not that of another": [bucket("acme-raw"), block({ bucket: "acme-work" }), false],
    "has not that of another, which was made of its name": [
      bucket("acme-raw"),
      block({ bucket: "acme-raw-copy" }, { bucket: bucket("acme-raw") }),
      false,
    ],
    "takes nothing else from it": [bucket(UNKNOWN), block({ bucket: UNKNOWN }, { region: bucket(UNKNOWN) }), false],
    "has no unknown name from elsewhere": [bucket("acme-raw"), block({ bucket: UNKNOWN }), false],
    "is not what both leave out": [bucket(undefined), block({}), false],
  };
  for (const [title, [of, it_, isAbout]] of Object.entries(cases)) {
    it(title, () => {
      assert.deepEqual(about(stackOf([of, it_]), of, BLOCK), isAbout ? [it_] : []);
    });
  }

  it("is of the type that is asked for", () => {
    const raw = bucket("acme-raw");
    assert.deepEqual(about(stackOf([raw, block({ bucket: "acme-raw" })]), raw, "aws:s3/bucketPolicy:BucketPolicy"), []);
  });
});
