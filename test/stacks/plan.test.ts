import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { committedConfig, deployStack } from "../support/stack";
import { planOf } from "./plan";

const plans = path.join(__dirname, "plans");

/** What a change of a stack's plan looks like to who reviews it. `UPDATE_PLANS=1 npx mocha test/stacks/plan.test.ts` writes them. */
describe("the committed plan", () => {
  for (const stack of ["dev", "prod"]) {
    it(`of ${stack} is what the program makes`, async () => {
      const { resources } = await deployStack(stack, committedConfig(stack), { preview: true });
      const file = path.join(plans, `${stack}.txt`);
      if (process.env.UPDATE_PLANS) fs.writeFileSync(file, planOf(resources));
      assert.equal(planOf(resources), fs.readFileSync(file, "utf8"));
    });
  }
});
