import { strict as assert } from "node:assert";
import { LakeFormationGrants, type LakeFormationGrantsArgs } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const crawlerRoleArn = "arn:aws:iam::123456789012:role/shop-dev-crawler";
const jobRoleArn = "arn:aws:iam::123456789012:role/shop-dev-load-job";
const args: LakeFormationGrantsArgs = {
  databaseName: "shop_dev",
  jobRoleArn,
  crawlerRoleArn,
  locationArn: "arn:aws:s3:::acme-raw/sales",
  targetsDatabaseName: "shop_dev_targets",
};
const make = (changed: Partial<LakeFormationGrantsArgs> = {}) =>
  new LakeFormationGrants("shop", { ...args, ...changed });
const type = "aws:lakeformation/permissions:Permissions";

const granted = async (changed: Partial<LakeFormationGrantsArgs> = {}) => {
  const { resources } = await deploy(() => make(changed));
  const grants = resources.filter((it) => it.type === type);
  return Object.fromEntries(grants.map(({ name, inputs }) => [name, inputs]));
};

const tables = (databaseName: string) => ({ databaseName, wildcard: true });
const all = {
  "shop-crawler-database": {
    principal: crawlerRoleArn,
    database: { name: "shop_dev" },
    permissions: ["ALTER", "CREATE_TABLE", "DESCRIBE"],
  },
  "shop-crawler-tables": { principal: crawlerRoleArn, table: tables("shop_dev"), permissions: ["ALTER", "DESCRIBE"] },
  "shop-crawler-location": {
    principal: crawlerRoleArn,
    dataLocation: { arn: "arn:aws:s3:::acme-raw/sales" },
    permissions: ["DATA_LOCATION_ACCESS"],
  },
  "shop-job-tables": { principal: jobRoleArn, table: tables("shop_dev"), permissions: ["DESCRIBE"] },
  "shop-job-targets": { principal: jobRoleArn, table: tables("shop_dev_targets"), permissions: ["ALTER", "DESCRIBE"] },
};

describe("LakeFormationGrants", () => {
  itIsAComponent({
    make: (opts) => new LakeFormationGrants("shop", args, opts),
    type: "s3-to-redshift:lake-formation:LakeFormationGrants",
    children: Object.keys(all)
      .sort()
      .map((name) => [type, name]),
    outputs: ({ databaseName }) => ({ databaseName }),
  });

  it("lets the crawler make tables there, and the job describe them and keep its targets in step", async () => {
    assert.deepEqual(await granted(), all);
  });

  it("grants the job alone where there is no crawler and no targets", async () => {
    assert.deepEqual(
      await granted({ crawlerRoleArn: undefined, locationArn: undefined, targetsDatabaseName: undefined }),
      { "shop-job-tables": all["shop-job-tables"] },
    );
  });

  it("is waited for by who takes the database from it", async () => {
    const { result } = await deploy(() => make());
    const resources = await (
      result.databaseName as unknown as { allResources(): Promise<Set<{ __pulumiType: string }>> }
    ).allResources();
    assert.equal([...resources].filter((resource) => resource.__pulumiType === type).length, 5);
  });

  itRefuses([
    [
      "a location without crawler",
      () => make({ crawlerRoleArn: undefined }),
      /^locationArn: is for the crawler only, expected crawlerRoleArn beside it$/,
    ],
  ]);
});
