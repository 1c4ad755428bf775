import { bucketsVersioned } from "../../../../policy/rules/reliability-and-cost/buckets-versioned";
import { resource, stackFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unverifiable } from "../unknown";

const bucket = resource("aws:s3/bucket:Bucket", { bucket: "acme-raw" }, { name: "raw" });
const older = resource("aws:s3/bucketV2:BucketV2", { bucket: "acme-work" }, { name: "work" });
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const versioning = (versioningConfiguration: unknown, of = bucket, type = VERSIONING) =>
  resource(type, { versioningConfiguration }, { name: "versioning", from: { bucket: of } });
const on = { status: "Enabled" };

describe("buckets-versioned", () => {
  inOurOwn(bucketsVersioned);

  stackFindings(bucketsVersioned, {
    "a bucket alone is found": [[bucket], ["raw: has no BucketVersioning"]],
    "so is one of the older type": [[older], ["work: has no BucketVersioning"]],
    "with versions it is fine": [[bucket, versioning(on)], []],
    "in the older types, too": [[older, versioning(on, older, "aws:s3/bucketVersioningV2:BucketVersioningV2")], []],
    "versions that are suspended are found": [
      [bucket, versioning({ status: "Suspended" })],
      ["versioning: status: expected Enabled, got Suspended"],
    ],
    "so is a status that is left out": [
      [bucket, versioning({ mfaDelete: "Enabled" })],
      ["versioning: status: expected Enabled, got none"],
    ],
    "versions of another bucket do not count": [
      [bucket, older, versioning(on, older)],
      ["raw: has no BucketVersioning"],
    ],
    "a stack without buckets is fine": [[], []],
  });

  describe("unknown at preview", () => {
    unverifiable(bucketsVersioned, {
      "versions are noted": [[bucket, versioning(UNKNOWN)], ["versioning.versioningConfiguration"]],
      "so is their status": [
        [bucket, versioning({ status: UNKNOWN }), older],
        ["versioning.versioningConfiguration.status"],
        ["work: has no BucketVersioning"],
      ],
    });
  });
});
