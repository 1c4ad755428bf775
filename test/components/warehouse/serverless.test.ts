import { strict as assert } from "node:assert";
import { RedshiftServerless, type RedshiftServerlessArgs } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const args: RedshiftServerlessArgs = {
  namespaceName: "shop-dev",
  workgroupName: "shop-dev",
  copyRoleArn: "arn:aws:iam::123456789012:role/shop-dev-copy",
};
const make = (changed: Partial<RedshiftServerlessArgs> = {}) => new RedshiftServerless("shop", { ...args, ...changed });
const namespace = "aws:redshiftserverless/namespace:Namespace";
const workgroup = "aws:redshiftserverless/workgroup:Workgroup";

describe("RedshiftServerless", () => {
  itIsAComponent({
    make: (opts) => new RedshiftServerless("shop", args, opts),
    type: "s3-to-redshift:warehouse:RedshiftServerless",
    children: [
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
        kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/one",
        tags: { team: "shop" },
      }),
    );
    const { dbName, logExports, kmsKeyId, tags } = one(namespace).inputs;
    assert.deepEqual(
      { dbName, logExports, kmsKeyId, tags },
      {
        dbName: "shop",
        logExports: ["userlog"],
        kmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/one",
        tags: { team: "shop" },
      },
    );
    const {
      baseCapacity,
      maxCapacity,
      subnetIds,
      securityGroupIds,
      enhancedVpcRouting,
      tags: tagged,
    } = one(workgroup).inputs;
    assert.deepEqual(
      { baseCapacity, maxCapacity, subnetIds, securityGroupIds, enhancedVpcRouting, tagged },
      {
        baseCapacity: 32,
        maxCapacity: 64,
        subnetIds: ["subnet-1", "subnet-2", "subnet-3"],
        securityGroupIds: ["sg-1"],
        enhancedVpcRouting: true,
        tagged: { team: "shop" },
      },
    );
  });

  it("protects its children when it is protected", async () => {
    const { one } = await deploy(() => new RedshiftServerless("shop", args, { protect: true }));
    assert.deepEqual([one(namespace).protect, one(workgroup).protect], [true, true]);
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
    ["a database with a blank", () => make({ database: "my db" }), /^database: expected .*, got "my db"$/],
    [
      "an unknown log",
      () => make({ logExports: ["errorlog"] }),
      /^logExports\[0\]: expected "userlog" or .*, got "errorlog"$/,
    ],
  ]);
});
