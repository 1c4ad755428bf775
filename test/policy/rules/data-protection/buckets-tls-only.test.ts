import { tlsOnlyStatement } from "../../../../components/access/documents";
import { bucketsTlsOnly } from "../../../../policy/rules/data-protection/buckets-tls-only";
import { resource, stackFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unverifiable } from "../unknown";

const bucket = resource("aws:s3/bucket:Bucket", { bucket: "acme-raw" }, { name: "raw" });
const older = resource("aws:s3/bucketV2:BucketV2", { bucket: "acme-work" }, { name: "work" });
const ofText = (policy: unknown, of = bucket) =>
  resource("aws:s3/bucketPolicy:BucketPolicy", { policy }, { name: "policy", from: { bucket: of } });
const policy = (...statements: object[]) => ofText(JSON.stringify({ Version: "2012-10-17", Statement: statements }));

const arn = "arn:aws:s3:::acme-raw";
const deny = tlsOnlyStatement("aws", "acme-raw");
const onlyIf = (Condition: object) => policy({ ...deny, Condition });
const letsPass = ["raw: has a policy that lets plain HTTP pass"];

describe("buckets-tls-only", () => {
  inOurOwn(bucketsTlsOnly);

  stackFindings(bucketsTlsOnly, {
    "a bucket without a policy is found": [[bucket], ["raw: has no BucketPolicy"]],
    "so is one of the older type": [[older], ["work: has no BucketPolicy"]],
    "that of another bucket does not count": [
      [bucket, older, ofText({ Version: "2012-10-17", Statement: [tlsOnlyStatement("aws", "acme-work")] }, older)],
      ["raw: has no BucketPolicy"],
    ],
    "our own statement is fine": [[bucket, policy(deny)], []],
    "as an object, too": [[bucket, ofText({ Version: "2012-10-17", Statement: [deny] })], []],
    "to everybody in a list": [[bucket, policy({ ...deny, Principal: { AWS: ["*"] } })], []],
    "in two statements": [
      [bucket, policy({ ...deny, Resource: arn }, { ...deny, Sid: "Objects", Resource: `${arn}/*` })],
      [],
    ],
    "beside one that allows": [
      [bucket, policy({ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: [arn, `${arn}/*`] }, deny)],
      [],
    ],
    "on *": [[bucket, policy({ ...deny, Resource: "*" })], []],
    "on all that begins with the bucket's name": [[bucket, policy({ ...deny, Resource: `${arn}*` })], []],
    "a stack without buckets is fine": [[], []],
  });

  describe("finds a policy", () => {
    stackFindings(bucketsTlsOnly, {
      "that only allows over TLS": [
        [bucket, policy({ ...deny, Effect: "Allow", Condition: { Bool: { "aws:SecureTransport": "true" } } })],
        letsPass,
      ],
      "that leaves out the objects": [[bucket, policy({ ...deny, Resource: arn })], letsPass],
      "that leaves out the bucket": [[bucket, policy({ ...deny, Resource: `${arn}/*` })], letsPass],
      "that knows a part of the objects": [[bucket, policy({ ...deny, Resource: [arn, `${arn}/sales/*`] })], letsPass],
      "that denies to read and not to write": [
        [bucket, policy({ ...deny, Action: ["s3:Get*", "s3:List*"] })],
        letsPass,
      ],
      ...Object.fromEntries(
        ["s3:DeleteObject", "s3:PutBucketPolicy", "s3:GetBucketLocation", "s3:ListBucketVersions"].map((action) => [
          `that denies all but ${action}`,
          [[bucket, policy({ ...deny, Action: undefined, NotAction: action })], letsPass],
        ]),
      ),
      "that denies only the three best known": [
        [bucket, policy({ ...deny, Action: ["s3:GetObject", "s3:PutObject", "s3:ListBucket"] })],
        letsPass,
      ],
      "that denies to some": [
        [bucket, policy({ ...deny, Principal: { AWS: "arn:aws:iam::444455556666:root" } })],
        letsPass,
      ],
      "that is malformed": [[bucket, ofText("{")], letsPass],
      "that is empty": [[bucket, policy()], letsPass],
      "whose object ARN hides that the bucket is left out": [
        [
          bucket,
          policy(
            { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${arn}/logs*` },
            { ...deny, Resource: `${arn}/*` },
          ),
        ],
        letsPass,
      ],
    });
  });

  describe("with a condition", () => {
    stackFindings(bucketsTlsOnly, {
      "if it exists, it is fine": [[bucket, onlyIf({ BoolIfExists: { "aws:SecureTransport": "false" } })], []],
      "as a boolean": [[bucket, onlyIf({ Bool: { "aws:SecureTransport": false } })], []],
      "turned round, it is found": [[bucket, onlyIf({ Bool: { "aws:SecureTransport": "true" } })], letsPass],
      "on the version of TLS": [[bucket, onlyIf({ NumericLessThan: { "s3:TlsVersion": "1.2" } })], letsPass],
      "for one endpoint only": [
        [bucket, onlyIf({ Bool: { "aws:SecureTransport": "false" }, StringEquals: { "aws:SourceVpce": "vpce-1" } })],
        letsPass,
      ],
      "with an operator that IAM does not know": [
        [bucket, onlyIf({ Boole: { "aws:SecureTransport": "false" } })],
        letsPass,
      ],
    });
  });

  unverifiable(bucketsTlsOnly, {
    "a policy that is unknown at preview is noted": [[bucket, ofText(UNKNOWN)], ["policy.policy"]],
    "and the other buckets are judged": [
      [bucket, ofText(UNKNOWN), older],
      ["policy.policy"],
      ["work: has no BucketPolicy"],
    ],
  });
});
