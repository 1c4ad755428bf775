import { strict as assert } from "node:assert";
import type * as pulumi from "@pulumi/pulumi";
import type { Registered } from "../support/harness";
import { valueOf } from "../support/harness";
import { committedConfig, deployStack } from "../support/stack";

const stacks = ["local", "dev", "prod"];
const preview = (stack: string) => deployStack(stack, committedConfig(stack), { preview: true });

/** Type and name of each AWS resource. */
const made = (resources: Registered[]) =>
  resources
    .filter(({ type }) => type.startsWith("aws:"))
    .map(({ type, name }) => `${type} ${name}`)
    .sort();

describe("program", () => {
  for (const stack of stacks) {
    it(`previews ${stack}, and knows every output that AWS does not make up`, async () => {
      const { resources, result } = await preview(stack);
      assert.equal(resources.filter(({ type }) => type === "pulumi:pulumi:Stack").length, 1);

      const unknown: string[] = [];
      for (const [name, output] of Object.entries<pulumi.Output<unknown> | undefined>({
        ...result.pipeline,
        region: result.region,
      })) {
        if (output && (await valueOf(output)) === undefined) {
          unknown.push(name);
        }
      }
      assert.deepEqual(unknown, stack === "local" ? ["adminSecretArn"] : ["adminSecretArn", "kmsKeyArn"]);
      assert.equal(await valueOf(result.pipeline.jobName), `vega-${stack}-load`);
      assert.deepEqual(
        (await valueOf(result.pipeline.datasets))?.map(({ name, catalogTable }) => [name, catalogTable]),
        [
          ["airports", "airports"],
          ["movies", "movies"],
          ["flights", "flights"],
          ["flights_by_month", "flights_by_month"],
        ],
      );
    });
  }

  it("makes the same resources of the same configuration, whatever the stack is called", async () => {
    const asDev = await deployStack("dev", committedConfig("dev"));
    const asOther = await deployStack("other", committedConfig("dev"));
    assert.deepEqual(made(asOther.resources), made(asDev.resources));
  });

  it("keeps and protects the data of prod, and lets go of that of local and dev", async () => {
    for (const [stack, kept] of Object.entries({ local: false, dev: false, prod: true })) {
      const { one } = await preview(stack);
      for (const [type, name] of [
        ["aws:s3/bucket:Bucket", "vega-source-bucket"],
        ["aws:s3/bucket:Bucket", "vega-work-bucket"],
        ["aws:redshiftserverless/namespace:Namespace", "vega-warehouse-namespace"],
      ]) {
        assert.equal(one(type, name).protect, kept, `${stack}: ${name}`);
      }
      assert.equal(one("aws:s3/bucket:Bucket", "vega-work-bucket").inputs.forceDestroy, !kept, stack);
    }
  });

  it("never runs the local stack's resources in a real account", () => {
    assert.deepEqual(JSON.parse(committedConfig("local")["aws:allowedAccountIds"]), ["123456789012"]);
  });

  it("waits for no lifecycle rule on the local stack, which the provider reads again and again for most of a minute", async () => {
    const { resources } = await preview("local");
    assert.ok(!resources.some(({ type }) => type.includes("Lifecycle")));
  });

  it("runs dev on spare capacity and prod at once", async () => {
    const executionClass = async (stack: string) =>
      (await preview(stack)).one("aws:glue/job:Job", "vega-load-job").inputs.executionClass;
    assert.deepEqual([await executionClass("dev"), await executionClass("prod")], ["FLEX", "STANDARD"]);
  });
});
