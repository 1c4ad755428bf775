import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { ExistingWarehouse, type ExistingWarehouseArgs, type RedshiftTarget } from "../../../components";
import { itRefuses } from "../../support/component";
import { deploy, valueOf } from "../../support/harness";

const adminSecretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:redshift!shop-admin-a1b2c3";
const make = (args: Partial<ExistingWarehouseArgs>) => new ExistingWarehouse({ database: "dev", ...args });

const valuesOf = async (target: RedshiftTarget) =>
  Promise.all(
    [target.workgroupName, target.clusterIdentifier, target.database, target.adminSecretArn].map(
      (output) => output && valueOf(output),
    ),
  );

describe("ExistingWarehouse", () => {
  it("is a workgroup or a cluster, with a secret or without, and makes nothing", async () => {
    const { result, resources } = await deploy(() => [
      make({ workgroupName: "shop", adminSecretArn }),
      make({ clusterIdentifier: "shop" }),
    ]);
    assert.deepEqual(await valuesOf(result[0]), ["shop", undefined, "dev", adminSecretArn]);
    assert.deepEqual(await valuesOf(result[1]), [undefined, "shop", "dev", undefined]);
    assert.deepEqual(
      resources.filter(({ type }) => type !== "pulumi:pulumi:Stack"),
      [],
    );
  });

  it("takes names that another stack tells", async () => {
    const { result } = await deploy(() =>
      make({ clusterIdentifier: pulumi.output("shop"), database: Promise.resolve("sales$2") }),
    );
    assert.deepEqual(await valuesOf(result), [undefined, "shop", "sales$2", undefined]);
  });

  itRefuses([
    ["a warehouse of no kind", () => make({}), /^workgroupName: expected this or clusterIdentifier, got neither$/],
    [
      "a warehouse of two kinds",
      () => make({ workgroupName: "shop", clusterIdentifier: pulumi.output("shop") }),
      /^workgroupName: expected this or clusterIdentifier, got both$/,
    ],
    [
      "a workgroup in capitals",
      () => make({ workgroupName: "Shop" }),
      /^workgroupName: expected 3 to 64 lower-case letters, digits and -, got "Shop"$/,
    ],
    [
      "an endpoint for a cluster",
      () => make({ clusterIdentifier: "shop.abc.eu-west-1.redshift.amazonaws.com" }),
      /^clusterIdentifier: expected 1 to 63 .*, got "shop\.abc/,
    ],
    [
      "a database with a blank",
      () => make({ workgroupName: "shop", database: "my db" }),
      /^database: expected the name of a Redshift database, got "my db"$/,
    ],
    [
      "no database",
      () => new ExistingWarehouse({ workgroupName: "shop" } as ExistingWarehouseArgs),
      /^database: expected string, got nothing$/,
    ],
    [
      "a password for a secret",
      () => make({ workgroupName: "shop", adminSecretArn: "correct horse" }),
      /^adminSecretArn: expected the ARN of a secret, got "correct horse"$/,
    ],
  ]);
});
