import { bucketsNotPublic } from "../../../../policy/rules/data-protection/buckets-not-public";
import { resource, stackFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unverifiable } from "../unknown";

const bucket = resource("aws:s3/bucket:Bucket", { bucket: "acme-raw" }, { name: "raw" });
const older = resource("aws:s3/bucketV2:BucketV2", { bucket: "acme-work" }, { name: "work" });
const on = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
const block = (switches: object = on, of = bucket) =>
  resource(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    { ...switches },
    { name: "block", from: { bucket: of } },
  );

describe("buckets-not-public", () => {
  inOurOwn(bucketsNotPublic);

  stackFindings(bucketsNotPublic, {
    "a bucket alone is found": [[bucket], ["raw: has no BucketPublicAccessBlock"]],
    "so is one of the older type": [[older], ["work: has no BucketPublicAccessBlock"]],
    "with all four switches it is fine": [[bucket, block()], []],
    "the older type is, too": [[older, block(on, older)], []],
    "a switch that is off is found at the block": [
      [bucket, block({ ...on, ignorePublicAcls: false })],
      ["block: ignorePublicAcls: expected true"],
    ],
    "so is one that is left out": [
      [bucket, block({ blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true })],
      ["block: restrictPublicBuckets: expected true"],
    ],
    "so are all": [
      [bucket, block({})],
      ["block: blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets: expected true"],
    ],
    "the block of another bucket does not count": [
      [bucket, older, block(on, older)],
      ["raw: has no BucketPublicAccessBlock"],
    ],
    "a stack without buckets is fine": [[], []],
  });

  unverifiable(bucketsNotPublic, {
    "a switch that is unknown at preview is noted": [
      [bucket, block({ ...on, blockPublicPolicy: UNKNOWN })],
      ["block.blockPublicPolicy"],
    ],
    "and the others are found": [
      [bucket, block({ ...on, blockPublicPolicy: UNKNOWN, blockPublicAcls: false })],
      ["block.blockPublicPolicy"],
      ["block: blockPublicAcls: expected true"],
    ],
    "the name of a bucket may be unknown": [
      [resource("aws:s3/bucket:Bucket", { bucket: UNKNOWN }, { name: "raw" }), block({ ...on, bucket: UNKNOWN })],
      [],
    ],
  });
});
