import { strict as assert } from "node:assert";
import type * as pulumi from "@pulumi/pulumi";
import { DataBucket, type DataBucketArgs, type LogDate } from "../../../components";
import { itIsAComponent, itRefuses, statementsOf } from "../../support/component";
import { deploy, valueOf } from "../../support/harness";
import { itPasses } from "../../support/rules";
import { dataProtection } from "../../../policy/rules/data-protection";
import { bucketsVersioned } from "../../../policy/rules/reliability-and-cost/buckets-versioned";

const make = (args: Partial<DataBucketArgs> = {}, opts?: pulumi.ComponentResourceOptions) =>
  new DataBucket("shop", { bucketName: "acme-raw", ...args }, opts);

const lifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

describe("DataBucket", () => {
  itIsAComponent({
    make: (opts) => make({}, opts),
    type: "s3-to-redshift:source:DataBucket",
    children: [
      ["aws:s3/bucket:Bucket", "shop-bucket"],
      ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "shop-encryption"],
      ["aws:s3/bucketOwnershipControls:BucketOwnershipControls", "shop-ownership"],
      ["aws:s3/bucketPolicy:BucketPolicy", "shop-policy"],
      ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "shop-public-access"],
      ["aws:s3/bucketVersioning:BucketVersioning", "shop-versioning"],
    ],
    outputs: ({ bucketName, arn }) => ({ bucketName, arn }),
  });

  it("is versioned, owned by the account and closed to the public", async () => {
    const { one } = await deploy(() => make());
    assert.equal(one("aws:s3/bucket:Bucket").inputs.bucket, "acme-raw");
    assert.equal(one("aws:s3/bucketVersioning:BucketVersioning").inputs.versioningConfiguration.status, "Enabled");
    assert.deepEqual(one("aws:s3/bucketOwnershipControls:BucketOwnershipControls").inputs.rule, {
      objectOwnership: "BucketOwnerEnforced",
    });
    assert.deepEqual(one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs, {
      bucket: "acme-raw",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  it("refuses requests without TLS, by a document that is known at preview", async () => {
    const deployment = await deploy(() => make(), { preview: true });
    assert.deepEqual(statementsOf(deployment, "aws:s3/bucketPolicy:BucketPolicy", "policy"), {
      TlsOnly: {
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:*"],
        Resource: ["arn:aws:s3:::acme-raw", "arn:aws:s3:::acme-raw/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    });
  });

  const encryption = async (args: Partial<DataBucketArgs>) => {
    const { one } = await deploy(() => make(args));
    return one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").inputs.rules;
  };

  it("is encrypted by S3's key, or by the given one", async () => {
    assert.deepEqual(await encryption({}), [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]);
    const key = "arn:aws:kms:eu-west-1:123456789012:key/one";
    assert.deepEqual(await encryption({ kmsKeyArn: key }), [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key },
        bucketKeyEnabled: true,
      },
    ]);
  });

  it("is encrypted by the key that AWS manages where that is asked for", async () => {
    assert.deepEqual(await encryption({ useAwsManagedKey: true }), [
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" }, bucketKeyEnabled: true },
    ]);
  });

  it("has name and ARN at preview", async () => {
    const { result } = await deploy(() => make(), { preview: true });
    assert.equal(await valueOf(result.bucketName), "acme-raw");
    assert.equal(await valueOf(result.arn), "arn:aws:s3:::acme-raw");
  });

  it("keeps everything unless a retention is given, which starts once there are versions", async () => {
    assert.ok(!(await deploy(() => make())).resources.some(({ type }) => type === lifecycle));

    const { one } = await deploy(() =>
      make({ retention: { prefixDays: { "staging/": 7 }, noncurrentVersionDays: 30 } }),
    );
    const { inputs, dependencies } = one(lifecycle);
    assert.deepEqual(inputs.rules, [
      { id: "expire-staging", status: "Enabled", filter: { prefix: "staging/" }, expiration: { days: 7 } },
      {
        id: "remove-old-versions",
        status: "Enabled",
        filter: { prefix: "" },
        expiration: { expiredObjectDeleteMarker: true },
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ]);
    assert.ok(dependencies.some((urn) => urn.endsWith("::shop-versioning")));
  });

  it("sends no events and is not logged unless told so", async () => {
    const types = (await deploy(() => make())).resources.map(({ type }) => type);
    assert.ok(!types.some((type) => /BucketNotification|BucketLogging/.test(type)), types.join());
  });

  it("sends its events to EventBridge, by a child", async () => {
    const { one } = await deploy(() => make({ sendEvents: true }));
    const notification = one("aws:s3/bucketNotification:BucketNotification");
    assert.deepEqual(notification.inputs, { bucket: "acme-raw", eventbridge: true });
    assert.equal(notification.name, "shop-events-notification");
    assert.match(notification.parent!, /DataBucket\$s3-to-redshift:source:BucketEvents::shop-events$/);
  });

  it("is logged where it is told, by a child", async () => {
    const { one } = await deploy(() =>
      make({ accessLogs: { logBucketName: "acme-logs", partitionedBy: "EventTime" } }),
    );
    const logging = one("aws:s3/bucketLogging:BucketLogging");
    assert.deepEqual(logging.inputs, {
      bucket: "acme-raw",
      targetBucket: "acme-logs",
      targetPrefix: "acme-raw/",
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
    });
    assert.equal(logging.name, "shop-access-logs-logging");
  });

  it("is not destroyed with its objects, unless told so", async () => {
    const forceDestroy = async (args: Partial<DataBucketArgs>) =>
      (await deploy(() => make(args))).one("aws:s3/bucket:Bucket").inputs.forceDestroy;
    assert.equal(await forceDestroy({}), false);
    assert.equal(await forceDestroy({ forceDestroy: true }), true);
  });

  it("protects its children when it is protected", async () => {
    const { one } = await deploy(() => make({}, { protect: true }));
    assert.equal(one("aws:s3/bucket:Bucket").protect, true);
  });

  itPasses(() => make({ sendEvents: true }), [...dataProtection, bucketsVersioned]);

  itRefuses([
    [
      "a retention of no days",
      () => make({ retention: { noncurrentVersionDays: 0 } }),
      /^retention\.noncurrentVersionDays: expected at least 1, got 0$/,
    ],
    [
      "a prefix without slash",
      () => make({ retention: { prefixDays: { staging: 7 }, noncurrentVersionDays: 1 } }),
      /^retention\.prefixDays\.staging: expected a prefix that ends with \//,
    ],
    [
      "two keys",
      () => make({ kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/one", useAwsManagedKey: true }),
      /^useAwsManagedKey: got true beside kmsKeyArn, expected one of the two$/,
    ],
    [
      "logs by another date",
      () => make({ accessLogs: { logBucketName: "acme-logs", partitionedBy: "Yesterday" as LogDate } }),
      /^accessLogs\.partitionedBy: expected "EventTime" or "DeliveryTime", got "Yesterday"$/,
    ],
  ]);
});
