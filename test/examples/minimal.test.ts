import { strict as assert } from "node:assert";
import type * as pulumi from "@pulumi/pulumi";
import { deploy, valueOf } from "../support/harness";

describe("examples/minimal", () => {
  it("deploys a pipeline and tells its source bucket", async () => {
    const { one, result } = await deploy(
      // A program runs when it is loaded, so not before the mocks are there.
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      () => require("../../examples/minimal/index") as { sourceBucket: pulumi.Output<string> },
    );
    assert.match(one("aws:glue/job:Job").inputs.name, /^sales-test-load$/);
    assert.match((await valueOf(result.sourceBucket))!, /^sales-test-source-/);
  });
});
