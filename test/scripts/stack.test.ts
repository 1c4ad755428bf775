import { strict as assert } from "node:assert";
import * as path from "node:path";
import { environmentOf } from "../../scripts/stack";

describe("the environment of a stack", () => {
  const folder = process.env.LOCAL_AWS_FOLDER;
  afterEach(() => {
    if (folder === undefined) delete process.env.LOCAL_AWS_FOLDER;
    else process.env.LOCAL_AWS_FOLDER = folder;
  });

  it("is this process's own where the stack lies on AWS", async () => {
    assert.equal(await environmentOf("dev"), process.env);
  });

  it("asks for the local AWS where the stack lies there", async () => {
    process.env.LOCAL_AWS_FOLDER = path.join(__dirname, "nothing-here");
    await assert.rejects(environmentOf("local"), /does not run\. Start it: npm run local -- up/);
  });

  it("names the stacks that there are when there is no such one", async () => {
    await assert.rejects(environmentOf("test"), /no file Pulumi\.test\.yaml\. Known are dev, local, prod/);
  });
});
