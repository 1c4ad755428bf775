import { strict as assert } from "node:assert";
import { CopyRole, CrawlerRole, LoadJobRole, workPrefixes } from "../../../components";
import { deploy, place } from "../../support/harness";
import { ask, type Documents, SET_UP_TIMEOUT, type Tools } from "./oracle";

/** What an encrypted pipeline has beside a plain one. */
const ENCRYPTED = {
  kmsKeyArn: `arn:aws:kms:${place.region}:${place.accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  sourceAccountCondition: true,
};

const ROLES: Record<string, (more: Partial<typeof ENCRYPTED>) => unknown> = {
  crawler: (more) =>
    new CrawlerRole("shop", {
      roleName: "shop-dev-crawler",
      bucketName: "acme-raw",
      folders: ["sales/orders/", "sales/customers/"],
      databaseName: "shop_dev",
      ...more,
    }),
  "load job": (more) =>
    new LoadJobRole("shop", {
      roleName: "shop-dev-load-job",
      jobName: "shop-dev-load",
      sourceBucketName: "acme-raw",
      folders: ["sales/orders/", "sales/customers/"],
      databaseName: "shop_dev",
      workBucketName: "acme-work",
      workPrefixes,
      metricsNamespace: "S3ToRedshift",
      workgroupTag: { key: "s3-to-redshift:pipeline", value: "shop-dev" },
      ...more,
    }),
  COPY: (more) =>
    new CopyRole("shop", { roleName: "shop-dev-copy", bucketName: "acme-work", stagingPrefix: "staging/", ...more }),
};

/** What the tools must not miss, or their silence about the roles is worth nothing. */
const SPOILED = {
  identity: {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: ["*"] },
      { Effect: "Allow", Action: ["glue:GetTable"], Resource: ["arn:aws:s3:::acme-raw/*"] },
    ],
  },
  trust: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
  },
};

describe("the pipeline's own roles, with a KMS key and without", () => {
  const identity: Documents = { spoiled: SPOILED.identity };
  const trust: Documents = { spoiled: SPOILED.trust };
  let cloudsplaining: Tools["cloudsplaining"]["answer"];
  let parliament: Tools["parliament"]["answer"];

  before(async function () {
    this.timeout(SET_UP_TIMEOUT);
    for (const [role, make] of Object.entries(ROLES)) {
      for (const more of [{}, ENCRYPTED]) {
        const { one } = await deploy(() => make(more), { preview: true });
        const name = "kmsKeyArn" in more ? `${role}, encrypted` : role;
        identity[name] = JSON.parse(one("aws:iam/rolePolicy:RolePolicy").inputs.policy);
        trust[name] = JSON.parse(one("aws:iam/role:Role").inputs.assumeRolePolicy);
      }
    }
    cloudsplaining = await ask("cloudsplaining", { identity, trust });
    parliament = await ask("parliament", { identity });
  });

  /** Of what is found, only where something is. */
  const found = (answer: Record<string, object>) =>
    Object.fromEntries(Object.entries(answer).filter(([name, it]) => name !== "spoiled" && Object.keys(it).length > 0));

  it("are without a finding of cloudsplaining, whether of their policies or of who assumes them", () => {
    assert.deepEqual(Object.keys(cloudsplaining.identity.spoiled), ["DataExfiltration", "InfrastructureModification"]);
    assert.deepEqual(Object.keys(cloudsplaining.trust.spoiled), ["role_assumable_by_any_principal"]);
    assert.equal(Object.keys(cloudsplaining.trust).length, 7);
    assert.deepEqual(found(cloudsplaining.identity), {});
    assert.deepEqual(found(cloudsplaining.trust), {});
  });

  it("are without a finding of parliament and its community's auditors", () => {
    const issues = parliament.spoiled.map(([issue]) => issue).sort();
    assert.deepEqual(issues, ["RESOURCE_MISMATCH", "RESOURCE_STAR"]);
    assert.equal(Object.keys(parliament).length, 7);
    assert.deepEqual(found(parliament), {});
  });
});
