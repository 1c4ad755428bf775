import { strict as assert } from "node:assert";
import { CopyRole, RedshiftCluster, RedshiftServerless } from "../../../components";
import { dataProtection } from "../../../policy/rules/data-protection";
import { iamLeastPrivilege } from "../../../policy/rules/iam-least-privilege";
import { reliabilityAndCost } from "../../../policy/rules/reliability-and-cost";
import { findingsIn, resourcesOf } from "../../policy/rules/own";

const copyRole = () =>
  new CopyRole("copy", { roleName: "shop-dev-copy", bucketName: "acme-work", stagingPrefix: "staging/" }).roleArn;
const subnetIds = ["subnet-1", "subnet-2", "subnet-3"];

const warehouses = {
  "Redshift Serverless": () =>
    new RedshiftServerless("shop", { namespaceName: "shop-dev", workgroupName: "shop-dev", copyRoleArn: copyRole() }),
  "a cluster": () => new RedshiftCluster("shop", { clusterIdentifier: "shop-dev", copyRoleArn: copyRole() }),
  "a cluster with subnets and a schedule": () =>
    new RedshiftCluster("shop", {
      clusterIdentifier: "shop-dev",
      copyRoleArn: copyRole(),
      subnetIds,
      pause: { pauseCron: "cron(0 20 ? * MON-FRI *)", resumeCron: "cron(0 6 ? * MON-FRI *)" },
    }),
};

describe("The policy packs", () => {
  for (const [what, make] of Object.entries(warehouses)) {
    it(`find nothing in ${what}`, async () => {
      const resources = await resourcesOf(make);
      const rules = [...iamLeastPrivilege, ...dataProtection, ...reliabilityAndCost];
      const found = await Promise.all(
        rules.map(async (rule) => (await findingsIn(resources, rule)).map((it) => `${rule.name}: ${it}`)),
      );
      assert.deepEqual(found.flat(), []);
    });
  }
});
