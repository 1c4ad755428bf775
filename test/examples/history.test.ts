import { strict as assert } from "node:assert";
import type { Spec } from "../../components";
import { deploy } from "../support/harness";

describe("examples/history", () => {
  it("deploys a pipeline whose spec has an upsert with deletes, and a history with a script", async () => {
    // A program runs when it is loaded, so not before the mocks are there.
    const { one } = await deploy(() => require("../../examples/history/index")); // eslint-disable-line @typescript-eslint/no-require-imports
    const object = "aws:s3/bucketObjectv2:BucketObjectv2";
    const { datasets, lineage }: Spec = JSON.parse(one(object, "shop-load-spec").inputs.content);
    const [orders, customers] = datasets;
    assert.deepEqual(orders.load, {
      mode: "upsert",
      keys: ["order id"],
      orderBy: "changed at",
      deletes: { column: "op", values: ["D"] },
    });
    assert.equal(customers.load.mode, "history");
    assert.equal(customers.transform?.script, one(object, "shop-load-transform-customers").inputs.key);
    assert.deepEqual(lineage, { namespace: "shop-test" });
  });
});
