import { strict as assert } from "node:assert";
import { type BucketRetentionArgs, type BucketTransitionArgs, DataBucket, StorageClass } from "../../../components";
import { itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const { StandardIa, IntelligentTiering, GlacierInstantRetrieval } = StorageClass;
const make = (retention: BucketRetentionArgs) => new DataBucket("shop", { bucketName: "acme-raw", retention });

const rulesOf = async (retention: BucketRetentionArgs) =>
  (await deploy(() => make(retention))).one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs
    .rules;

const clean = {
  id: "remove-old-versions",
  status: "Enabled",
  filter: { prefix: "" },
  expiration: { expiredObjectDeleteMarker: true },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
};

describe("the lifecycle of a bucket's objects", () => {
  it("moves source files to cheaper storage, step by step, and lets them go", async () => {
    const rules = await rulesOf({
      prefixDays: { "sales/": 730 },
      transitions: [
        { prefix: "sales/", days: 30, storageClass: StandardIa },
        { prefix: "sales/", days: 90, storageClass: GlacierInstantRetrieval },
        { prefix: "logs/2026/", days: 0, storageClass: IntelligentTiering },
      ],
    });
    assert.deepEqual(rules, [
      { id: "expire-sales", status: "Enabled", filter: { prefix: "sales/" }, expiration: { days: 730 } },
      {
        id: "move-sales",
        status: "Enabled",
        filter: { prefix: "sales/" },
        transitions: [
          { days: 30, storageClass: "STANDARD_IA" },
          { days: 90, storageClass: "GLACIER_IR" },
        ],
      },
      {
        id: "move-logs/2026",
        status: "Enabled",
        filter: { prefix: "logs/2026/" },
        transitions: [{ days: 0, storageClass: "INTELLIGENT_TIERING" }],
      },
      clean,
    ]);
  });

  it("keeps old versions where nothing is said of them", async () => {
    assert.deepEqual(await rulesOf({}), [clean]);
  });

  it("takes the whole bucket for the empty prefix, in one rule for all that expires", async () => {
    const rules = await rulesOf({
      prefixDays: { "": 365 },
      noncurrentVersionDays: 7,
      transitions: [{ days: 60, storageClass: StandardIa }],
    });
    assert.deepEqual(rules, [
      {
        id: "move-all",
        status: "Enabled",
        filter: { prefix: "" },
        transitions: [{ days: 60, storageClass: "STANDARD_IA" }],
      },
      {
        id: "expire-all",
        status: "Enabled",
        filter: { prefix: "" },
        expiration: { days: 365 },
        noncurrentVersionExpiration: { noncurrentDays: 7 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ]);
  });

  const moving = (...transitions: BucketTransitionArgs[]) => make({ transitions });
  const prefix = "sales/";
  itRefuses([
    [
      "STANDARD_IA before the 30th day",
      () => moving({ days: 29, storageClass: StandardIa }),
      /^retention\.transitions\[0\]\.days: expected at least 30, got 29$/,
    ],
    [
      "a second step less than 30 days after STANDARD_IA",
      () =>
        moving(
          { days: 59, storageClass: GlacierInstantRetrieval, prefix },
          { days: 30, storageClass: StandardIa, prefix },
        ),
      /^retention\.transitions\[0\]\.days: expected at least 60, got 59$/,
    ],
    [
      "a step back",
      () => moving({ days: 5, storageClass: IntelligentTiering }, { days: 5, storageClass: GlacierInstantRetrieval }),
      /^retention\.transitions\[1\]\.days: expected at least 6, got 5$/,
    ],
    [
      "the same class twice",
      () => moving({ days: 5, storageClass: IntelligentTiering }, { days: 6, storageClass: IntelligentTiering }),
      /^retention\.transitions\[1\]\.storageClass: expected another class than that of transitions\[0\], got "INTELL/,
    ],
    [
      "a step after the end",
      () => make({ prefixDays: { "sales/": 90 }, transitions: [{ prefix, days: 90, storageClass: StandardIa }] }),
      /^retention\.transitions\[0\]\.days: expected fewer than 90, after which the objects expire, got 90$/,
    ],
    [
      "a step after the end of the whole bucket",
      () => make({ prefixDays: { "": 60 }, transitions: [{ prefix, days: 61, storageClass: StandardIa }] }),
      /^retention\.transitions\[0\]\.days: expected fewer than 60, .*, got 61$/,
    ],
    [
      "a class that must be restored before it can be read",
      () => moving({ days: 90, storageClass: "GLACIER" as StorageClass }),
      /^retention\.transitions\[0\]\.storageClass: expected "INTELLIGENT_TIERING" or "STANDARD_IA" or "GLACIER_IR", got "GL/,
    ],
    [
      "a prefix that begins with a slash",
      () => moving({ prefix: "/sales/", days: 30, storageClass: StandardIa }),
      /^retention\.transitions\[0\]\.prefix: expected a prefix that ends with \/ .*, got "\/sales\/"$/,
    ],
    ["no step", () => moving(), /^retention\.transitions: expected at least 1 item\(s\), got \[\]$/],
  ]);

  it("takes steps of other prefixes for themselves", async () => {
    const rules = await rulesOf({
      transitions: [
        { prefix: "a/", days: 30, storageClass: StandardIa },
        { prefix: "b/", days: 0, storageClass: GlacierInstantRetrieval },
      ],
    });
    assert.equal(rules.length, 3);
  });
});
