import { strict as assert } from "node:assert";
import { LogBucket, type LogBucketArgs } from "../../../components";
import { dataProtection } from "../../../policy/rules/data-protection";
import { noOpenTrust } from "../../../policy/rules/iam-least-privilege/no-open-trust";
import { validDocuments } from "../../../policy/rules/iam-least-privilege/valid-documents";
import { bucketsVersioned } from "../../../policy/rules/reliability-and-cost/buckets-versioned";
import { itIsAComponent, itRefuses, statementsOf } from "../../support/component";
import { deploy } from "../../support/harness";
import { itPasses } from "../../support/rules";

const args: LogBucketArgs = { bucketName: "acme-logs", sourceBucketNames: ["acme-raw", "acme-work"] };
const make = (changed: Partial<LogBucketArgs> = {}) => new LogBucket("shop", { ...args, ...changed });
const lifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

describe("LogBucket", () => {
  itIsAComponent({
    make: (opts) => new LogBucket("shop", args, opts),
    type: "s3-to-redshift:source:LogBucket",
    children: [
      ["aws:s3/bucket:Bucket", "shop-bucket"],
      ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "shop-encryption"],
      ["aws:s3/bucketOwnershipControls:BucketOwnershipControls", "shop-ownership"],
      ["aws:s3/bucketPolicy:BucketPolicy", "shop-policy"],
      ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "shop-public-access"],
      ["aws:s3/bucketVersioning:BucketVersioning", "shop-versioning"],
    ],
    outputs: ({ bucketName }) => ({ bucketName }),
  });

  it("takes logs of its buckets in this account, and over TLS alone; known at preview", async () => {
    const deployment = await deploy(() => make(), { preview: true });
    assert.deepEqual(statementsOf(deployment, "aws:s3/bucketPolicy:BucketPolicy", "policy"), {
      TlsOnly: {
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:*"],
        Resource: ["arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      S3WritesAccessLogs: {
        Effect: "Allow",
        Principal: { Service: ["logging.s3.amazonaws.com"] },
        Action: ["s3:PutObject"],
        Resource: ["arn:aws:s3:::acme-logs/*"],
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": ["arn:aws:s3:::acme-raw", "arn:aws:s3:::acme-work"] },
        },
      },
    });
  });

  it("is encrypted by S3's key, since S3 writes its logs with no other", async () => {
    const { one } = await deploy(() => make());
    assert.deepEqual(
      one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").inputs.rules,
      [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    );
  });

  it("keeps logs, or lets them go after some days, and for good 30 days later", async () => {
    assert.ok(!(await deploy(() => make())).resources.some(({ type }) => type === lifecycle));
    const { one } = await deploy(() => make({ expiryDays: 90 }));
    assert.deepEqual(one(lifecycle).inputs.rules, [
      {
        id: "expire-all",
        status: "Enabled",
        filter: { prefix: "" },
        expiration: { days: 90 },
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ]);
  });

  it("is destroyed with its logs only if told so", async () => {
    const bucket = async (changed: Partial<LogBucketArgs>) =>
      (await deploy(() => make(changed))).one("aws:s3/bucket:Bucket").inputs;
    assert.deepEqual(await bucket({}), { bucket: "acme-logs", forceDestroy: false });
    assert.deepEqual(await bucket({ forceDestroy: true, tags: { team: "shop" } }), {
      bucket: "acme-logs",
      forceDestroy: true,
      tags: { team: "shop" },
    });
  });

  itPasses(() => make({ expiryDays: 90 }), [...dataProtection, bucketsVersioned, noOpenTrust, validDocuments]);

  itRefuses([
    ["no source", () => make({ sourceBucketNames: [] }), /^sourceBucketNames: is empty, expected at least one bucket/],
    ["no days", () => make({ expiryDays: 0 }), /^expiryDays: expected at least 1, got 0$/],
  ]);
});
