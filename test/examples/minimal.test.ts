import { strict as assert } from "node:assert";
import type * as pulumi from "@pulumi/pulumi";
import { deploy, valueOf } from "../support/harness";

describe("examples/minimal", () => {
  it("deploys a pipeline and tells its source bucket", async () => {
    const { one, result } = await deploy(
      () => import("../../examples/minimal") as Promise<{ sourceBucket: pulumi.Output<string> }>,
    );
    assert.match(one("aws:glue/job:Job").inputs.name, /^sales-test-load$/);
    assert.match((await valueOf(result.sourceBucket))!, /^sales-test-source-/);
  });
});
