import { strict as assert } from "node:assert";
import type * as pulumi from "@pulumi/pulumi";
import { deployExample, itPassesThePolicyPacks, specOf } from "../support/example";
import { type Deployment, place, valueOf } from "../support/harness";

const EXAMPLE = "existing-cluster";
const inAccount = (service: string, what: string) => `arn:aws:${service}:${place.region}:${place.accountId}:${what}`;
const kmsKeyArn = inAccount("kms", "key/11111111-2222-3333-4444-555555555555");
const adminSecretArn = inAccount("secretsmanager", "secret:redshift!analytics-admin-AbCdEf");
const config = {
  "s3-to-redshift:bucketName": "acme-exports",
  "s3-to-redshift:clusterIdentifier": "acme-analytics",
  "s3-to-redshift:adminSecretArn": adminSecretArn,
  "s3-to-redshift:kmsKeyArn": kmsKeyArn,
};

interface Exported {
  copyRoleArn: pulumi.Output<string>;
}

describe("examples/existing-cluster", () => {
  let made: Deployment<Exported>;
  const inputsOf = (type: string, name?: string) => made.one(type, name).inputs;
  before(async () => {
    made = await deployExample<Exported>(EXAMPLE, { config });
  });

  itPassesThePolicyPacks(EXAMPLE, { config });

  it("makes no warehouse, no source bucket and no key", () => {
    const data = made.resources.filter(({ type }) =>
      /^aws:(redshift\/|redshiftserverless\/|kms\/|s3\/bucket:)/.test(type),
    );
    assert.deepEqual(
      data.map(({ name }) => name),
      ["shop-work-bucket"],
    );
  });

  it("loads from the bucket into the cluster", async () => {
    const { source, warehouse } = specOf(made);
    assert.equal(source.bucket, "acme-exports");
    const copyRoleArn = await valueOf(made.result.copyRoleArn);
    assert.deepEqual(warehouse, { clusterIdentifier: "acme-analytics", database: "analytics", copyRoleArn });
  });

  it("grants as the cluster's administrator", () => {
    const statements = made.resources.filter(({ type }) => type === "aws:redshiftdata/statement:Statement");
    for (const { name, inputs } of statements) {
      const { clusterIdentifier, database, secretArn } = inputs;
      assert.deepEqual([clusterIdentifier, database, secretArn], ["acme-analytics", "analytics", adminSecretArn], name);
    }
    assert.ok(statements.some(({ inputs }) => inputs.sql.includes("analysts")));
  });

  it("encrypts all that it makes with the given key", () => {
    const encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    const [rule] = inputsOf(encryption).rules;
    assert.equal(rule.applyServerSideEncryptionByDefault.kmsMasterKeyId, kmsKeyArn);
    assert.equal(inputsOf("aws:sns/topic:Topic").kmsMasterKeyId, kmsKeyArn);
    const { cloudwatchEncryption } = inputsOf(
      "aws:glue/securityConfiguration:SecurityConfiguration",
    ).encryptionConfiguration;
    assert.equal(cloudwatchEncryption.kmsKeyArn, kmsKeyArn);
  });

  it("watches the cluster", () => {
    const disk = made.resources.find(({ name }) => name.endsWith("-disk"))!.inputs;
    assert.deepEqual([disk.dimensions, disk.threshold], [{ ClusterIdentifier: "acme-analytics" }, 70]);
  });
});
