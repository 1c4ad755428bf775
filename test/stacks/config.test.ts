import { strict as assert } from "node:assert";
import * as path from "node:path";
import { root } from "../../scripts/setup/paths";
import { committedConfig, deployStack } from "../support/stack";

const key = "s3-to-redshift:pipeline";
const committed = () => JSON.parse(committedConfig("dev")[key]);

/** Changes the configuration, whose shape is the test's business, or returns another one. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Change = (pipeline: any) => unknown;

/** What the program says to the committed configuration after a change. */
async function problem(change: Change): Promise<string> {
  const pipeline = committed();
  const changed = change(pipeline) ?? pipeline;
  try {
    await deployStack("dev", { [key]: JSON.stringify(changed) });
  } catch (error) {
    assert.ok((error as { __pulumiRunError?: boolean }).__pulumiRunError, `no stack trace for ${error}`);
    return (error as Error).message;
  }
  return "nothing";
}

describe("configuration of a stack", () => {
  it("is right as committed", async () => assert.equal(await problem(() => undefined), "nothing"));

  const place = "Pulumi.dev.yaml: s3-to-redshift:pipeline";
  const wrong: [what: string, change: Change, message: string][] = [
    [
      "a text for a number",
      (pipeline) => void (pipeline.job.numberOfWorkers = "two"),
      `${place}.job.numberOfWorkers: expected number, got "two"`,
    ],
    [
      "too few workers",
      (pipeline) => void (pipeline.job.numberOfWorkers = 1),
      `${place}.job.numberOfWorkers: expected at least 2, got 1`,
    ],
    [
      "an unknown execution class",
      (pipeline) => void (pipeline.job.executionClass = "flex"),
      `${place}.job.executionClass: expected "STANDARD" or "FLEX", got "flex"`,
    ],
    [
      "a misspelt key",
      (pipeline) => void (pipeline.datasets[0].colums = []),
      `${place}.datasets[0].colums: unknown key, expected one of name, format, columns, load, target, listing, onChangedFile, transform, rules, maxQuarantinedRatio, checks, evolution, path, jsonPath`,
    ],
    [
      "a missing key",
      (pipeline) => void delete pipeline.datasets[1].load.mode,
      `${place}.datasets[1].load.mode: expected "append" or "upsert" or "replace" or "snapshot" or "history", got nothing`,
    ],
    [
      "a capacity in between",
      (pipeline) => void (pipeline.warehouse.serverless.baseCapacity = 9),
      `${place}.warehouse.serverless.baseCapacity: expected 4, or 8 to 512 in steps of 8, got 9`,
    ],
    [
      "a name that makes no names",
      (pipeline) => void (pipeline.name = "Vega"),
      `${place}.name: expected lower-case letters, digits and -, the first a letter, got "Vega"`,
    ],
    ["a text for the whole", () => "vega", `${place}: expected object, got "vega"`],
  ];
  for (const [what, change, message] of wrong) {
    it(`is refused with ${what}`, async () => assert.equal(await problem(change), message));
  }

  it("is refused with every wrong place, not only the first", async () => {
    const message = await problem((pipeline) => {
      pipeline.job.maxRetries = -1;
      pipeline.forceDestroy = "yes";
    });
    assert.deepEqual(message.split("\n"), [
      `${place}.job.maxRetries: expected at least 0, got -1`,
      `${place}.forceDestroy: expected boolean, got "yes"`,
    ]);
  });

  it("takes the path of a script from the project's folder on", async () => {
    const pipeline = committed();
    const script = "examples/history/customers.py";
    pipeline.datasets[0].transform = { script };
    const { one } = await deployStack("dev", { [key]: JSON.stringify(pipeline) });
    const { source } = one("aws:s3/bucketObjectv2:BucketObjectv2", "vega-load-transform-airports").inputs;
    assert.equal(await source.path, path.join(root, script));
  });

  it("is missed", async () => {
    await assert.rejects(deployStack("dev", {}), { message: `${place}: expected object, got nothing` });
  });
});
