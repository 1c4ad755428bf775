import { strict as assert } from "node:assert";
import {
  BreachAction,
  MaintenanceTrack,
  RedshiftServerless,
  type RedshiftServerlessArgs,
  type UsageLimitArgs,
  UsageLimitPeriod,
} from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const args: RedshiftServerlessArgs = {
  namespaceName: "shop-dev",
  workgroupName: "shop-dev",
  copyRoleArn: "arn:aws:iam::123456789012:role/shop-dev-copy",
};
const make = (changed: Partial<RedshiftServerlessArgs> = {}) => new RedshiftServerless("shop", { ...args, ...changed });
const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/one";
const namespace = "aws:redshiftserverless/namespace:Namespace";
const workgroup = "aws:redshiftserverless/workgroup:Workgroup";
const usageLimit = "aws:redshiftserverless/usageLimit:UsageLimit";
const { Daily, Weekly } = UsageLimitPeriod;

describe("RedshiftServerless", () => {
  itIsAComponent({
    make: (opts) => new RedshiftServerless("shop", args, opts),
    type: "s3-to-redshift:warehouse:RedshiftServerless",
    children: [
      [usageLimit, "shop-limit-daily-emit-metric"],
      [namespace, "shop-namespace"],
      [workgroup, "shop-workgroup"],
    ],
    outputs: ({ workgroupName, database, adminSecretArn }) => ({ workgroupName, database, adminSecretArn }),
  });

  it("has an administrator whose password AWS manages, the COPY role and audit logs", async () => {
    const { one } = await deploy(() => make());
    assert.deepEqual(one(namespace).inputs, {
      namespaceName: "shop-dev",
      dbName: "dev",
      manageAdminPassword: true,
      iamRoles: [args.copyRoleArn],
      logExports: ["userlog", "connectionlog", "useractivitylog"],
    });
  });

  it("is small, not public and takes TLS connections only", async () => {
    const { one } = await deploy(() => make());
    assert.deepEqual(one(workgroup).inputs, {
      workgroupName: "shop-dev",
      namespaceName: "shop-dev",
      baseCapacity: 8,
      maxCapacity: 32,
      publiclyAccessible: false,
      enhancedVpcRouting: false,
      configParameters: [{ parameterKey: "require_ssl", parameterValue: "true" }],
    });
    assert.deepEqual(one(workgroup).ignoreChanges, ["configParameters"]);
  });

  it("takes what it is given", async () => {
    const { one } = await deploy(() =>
      make({
        database: "shop",
        baseCapacity: 32,
        maxCapacity: 64,
        subnetIds: ["subnet-1", "subnet-2", "subnet-3"],
        securityGroupIds: ["sg-1"],
        enhancedVpcRouting: true,
        logExports: ["userlog"],
        track: MaintenanceTrack.Trailing,
        kmsKeyArn,
        tags: { team: "shop" },
      }),
    );
    const { dbName, logExports, kmsKeyId, adminPasswordSecretKmsKeyId, tags } = one(namespace).inputs;
    assert.deepEqual(
      { dbName, logExports, kmsKeyId, adminPasswordSecretKmsKeyId, tags },
      {
        dbName: "shop",
        logExports: ["userlog"],
        kmsKeyId: kmsKeyArn,
        adminPasswordSecretKmsKeyId: kmsKeyArn,
        tags: { team: "shop" },
      },
    );
    const {
      baseCapacity,
      maxCapacity,
      subnetIds,
      securityGroupIds,
      enhancedVpcRouting,
      trackName,
      tags: tagged,
    } = one(workgroup).inputs;
    assert.deepEqual(
      { baseCapacity, maxCapacity, subnetIds, securityGroupIds, enhancedVpcRouting, trackName, tagged },
      {
        baseCapacity: 32,
        maxCapacity: 64,
        subnetIds: ["subnet-1", "subnet-2", "subnet-3"],
        securityGroupIds: ["sg-1"],
        enhancedVpcRouting: true,
        trackName: "trailing",
        tagged: { team: "shop" },
      },
    );
  });

  it("grows to four times its base capacity, and no further than AWS lets it", async () => {
    for (const [baseCapacity, maxCapacity] of [
      [4, 16],
      [64, 256],
      [256, 512],
      [512, 512],
    ]) {
      const { one } = await deploy(() => make({ baseCapacity }));
      assert.equal(one(workgroup).inputs.maxCapacity, maxCapacity);
    }
  });

  it("tells by a metric when it used more in a day than its base capacity would, and stops nothing", async () => {
    const { one } = await deploy(() => make({ baseCapacity: 16 }));
    assert.deepEqual(one(usageLimit).inputs, {
      resourceArn: "arn:aws:made-up:eu-west-1:123456789012:shop-workgroup",
      usageType: "serverless-compute",
      period: "daily",
      amount: 384,
      breachAction: "emit-metric",
    });
  });

  it("has the limits that it is given, each named by what it counts and does, or none", async () => {
    const limits = async (usageLimits: UsageLimitArgs[]) =>
      (await deploy(() => make({ usageLimits }))).resources
        .filter(({ type }) => type === usageLimit)
        .map(({ name, inputs: { period, amount, breachAction } }) => [name, period, amount, breachAction])
        .sort();
    assert.deepEqual(await limits([]), []);
    assert.deepEqual(
      await limits([
        { period: Weekly, rpuHours: 100 },
        { period: Daily, rpuHours: 40, onBreach: BreachAction.Deactivate },
      ]),
      [
        ["shop-limit-daily-deactivate", "daily", 40, "deactivate"],
        ["shop-limit-weekly-emit-metric", "weekly", 100, "emit-metric"],
      ],
    );
  });

  it("protects what holds data when it is protected, and not the limits", async () => {
    const { one } = await deploy(() => new RedshiftServerless("shop", args, { protect: true }));
    assert.deepEqual(
      [namespace, workgroup, usageLimit].map((type) => one(type).protect),
      [true, true, false],
    );
  });

  itRefuses([
    [
      "a namespace in capitals",
      () => make({ namespaceName: "Shop" }),
      /^namespaceName: expected 3 to 64 .*, got "Shop"$/,
    ],
    ["a short workgroup", () => make({ workgroupName: "a" }), /^workgroupName: expected 3 to 64 .*, got "a"$/],
    ["a capacity in between", () => make({ baseCapacity: 12 }), /^baseCapacity: expected 4, or 8 to 512 .*, got 12$/],
    [
      "a maximum below the base",
      () => make({ maxCapacity: 4 }),
      /^maxCapacity: expected at least baseCapacity \(8\), got 4$/,
    ],
    [
      "a limit of nothing",
      () => make({ usageLimits: [{ period: Daily, rpuHours: 0 }] }),
      /^usageLimits\[0\]\.rpuHours: expected at least 1, got 0$/,
    ],
    [
      "two limits of the same kind",
      () => make({ usageLimits: [10, 20].map((rpuHours) => ({ period: Daily, rpuHours })) }),
      /^usageLimits\[1\]: expected another period or onBreach than in usageLimits\[0\], got \{/,
    ],
    [
      "an unknown track",
      () => make({ track: "preview" as MaintenanceTrack }),
      /^track: expected "current" or "trailing", got "preview"$/,
    ],
    ["a database with a blank", () => make({ database: "my db" }), /^database: expected .*, got "my db"$/],
    [
      "an unknown log",
      () => make({ logExports: ["errorlog"] }),
      /^logExports\[0\]: expected "userlog" or .*, got "errorlog"$/,
    ],
  ]);
});
