import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import { rulesDoc, withRules } from "../../../scripts/policy/rules-table";

describe("docs/policies.md", () => {
  it("lists the rules as they are; npx tsx scripts/policy/rules-table.ts writes them", async () => {
    const text = fs.readFileSync(rulesDoc, "utf8");
    assert.equal(await withRules(text), text);
  });
});
