import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { docstrings } from "../../scripts/package/docstrings";
import { root } from "../../scripts/setup/paths";

describe("the API documentation", function () {
  this.timeout(120_000);

  it("has all that is exported, with words, and no link that leads nowhere", () => {
    // `npm run docs:api`, but for the pages.
    const program = path.join(root, "node_modules", "typedoc", "bin", "typedoc");
    const options = { cwd: root, encoding: "utf8" as const, env: { ...process.env, NO_COLOR: "1" } };
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, "--emit", "none"], options);
    const told = `${stdout}${stderr}`.split("\n").filter((line) => /^\[(warning|error)\]/.test(line));
    assert.deepEqual({ status, told }, { status: 0, told: [] });
  });

  it("says of each argument what it is", () => {
    const silent = [...docstrings()]
      .filter(([name]) => name.endsWith("Args"))
      .flatMap(([name, { members }]) =>
        Object.entries(members)
          .filter(([, { words }]) => !words)
          .map(([member]) => `${name}.${member}`),
      );
    assert.deepEqual(silent, []);
  });
});
