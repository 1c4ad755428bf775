import { strict as assert } from "node:assert";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { deploy, valueOf } from "./harness";

describe("harness", () => {
  it("fails on an error in an apply that nobody waits for", async () => {
    const program = () => {
      pulumi.output(1).apply(() => {
        throw new Error("lost");
      });
    };
    await assert.rejects(deploy(program), /lost/);
  });

  it("fails on an error of the program", async () => {
    await assert.rejects(
      deploy(() => {
        throw new Error("at once");
      }),
      /at once/,
    );
  });

  it("knows what a provider makes up only after the deployment", async () => {
    const program = () => new s3.Bucket("shop", { bucket: "acme-raw" });
    const preview = await deploy(program, { preview: true });
    assert.deepEqual([await valueOf(preview.result.arn), await valueOf(preview.result.id)], [undefined, undefined]);
    assert.equal(await valueOf(preview.result.bucket), "acme-raw");
    const { result } = await deploy(program);
    assert.match((await valueOf(result.arn)) ?? "", /^arn:aws:/);
  });
});
