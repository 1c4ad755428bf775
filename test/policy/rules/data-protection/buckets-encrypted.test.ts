import { bucketsEncrypted } from "../../../../policy/rules/data-protection/buckets-encrypted";
import { resource, stackFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unverifiable } from "../unknown";

const bucket = resource("aws:s3/bucket:Bucket", { bucket: "acme-raw" }, { name: "raw" });
const older = resource("aws:s3/bucketV2:BucketV2", { bucket: "acme-work" }, { name: "work" });
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const encryption = (of = bucket, type = ENCRYPTION, rules: unknown = []) =>
  resource(type, { rules }, { from: { bucket: of } });
const older2 = encryption(
  older,
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
);

const found = (name: string) => `${name}: has no BucketServerSideEncryptionConfiguration`;

describe("buckets-encrypted", () => {
  inOurOwn(bucketsEncrypted);

  stackFindings(bucketsEncrypted, {
    "a bucket alone is found": [[bucket], [found("raw")]],
    "so is one of the older type": [[older], [found("work")]],
    "with its encryption it is fine": [[bucket, encryption()], []],
    "in the older types, too": [[older, older2], []],
    "that of another bucket does not count": [[bucket, older, older2], [found("raw")]],
    "nor does another part of the bucket": [
      [bucket, resource("aws:s3/bucketVersioning:BucketVersioning", {}, { from: { bucket } })],
      [found("raw")],
    ],
    "nor does what S3 fills in by itself": [
      [resource("aws:s3/bucket:Bucket", { serverSideEncryptionConfiguration: { rule: {} } }, { name: "raw" })],
      [found("raw")],
    ],
    "a stack without buckets is fine": [[], []],
  });

  unverifiable(bucketsEncrypted, {
    "what S3 will fill in is unknown at preview and does not count": [
      [resource("aws:s3/bucket:Bucket", { serverSideEncryptionConfiguration: UNKNOWN }, { name: "raw" })],
      [],
      [found("raw")],
    ],
    "a key that is unknown at preview is stated": [[bucket, encryption(bucket, ENCRYPTION, UNKNOWN)], []],
  });
});
