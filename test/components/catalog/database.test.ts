import { strict as assert } from "node:assert";
import { CatalogDatabase } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const args = { databaseName: "shop_dev", tags: { team: "shop" } };

describe("CatalogDatabase", () => {
  itIsAComponent({
    make: (opts) => new CatalogDatabase("shop", args, opts),
    type: "s3-to-redshift:catalog:CatalogDatabase",
    children: [["aws:glue/catalogDatabase:CatalogDatabase", "shop-database"]],
    outputs: ({ databaseName }) => ({ databaseName }),
  });

  it("has the given name and tags", async () => {
    const { one } = await deploy(() => new CatalogDatabase("shop", args));
    const { inputs } = one("aws:glue/catalogDatabase:CatalogDatabase");
    assert.deepEqual(inputs, { name: "shop_dev", tags: { team: "shop" } });
  });

  itRefuses([
    [
      "a name that needs quotes",
      () => new CatalogDatabase("shop", { databaseName: "shop-dev" }),
      /^databaseName: expected 1 to 255 lower-case letters, digits and _, got "shop-dev"$/,
    ],
  ]);
});
