import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { componentNames } from "../../scripts/package/served";
import { root } from "../../scripts/setup/paths";

describe("docs/components.md", () => {
  it("names every component, and none that there is not", () => {
    const page = fs.readFileSync(path.join(root, "docs", "components.md"), "utf8");
    const named = [...page.matchAll(/`([A-Z]\w+)`/g)]
      .map(([, name]) => name)
      .filter((name) => name !== "ExistingWarehouse");
    assert.deepEqual([...new Set(named)].sort(), componentNames());
  });
});
