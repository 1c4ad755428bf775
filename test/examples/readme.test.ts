import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../../scripts/setup/paths";

const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");

describe("README.md", () => {
  it("quotes the minimal example from its file", () => {
    const quoted = /```ts\n(.*?)```/s.exec(read("README.md"))![1];
    assert.equal(quoted, read("examples/minimal/index.ts"));
  });

  it("names only npm scripts that there are", () => {
    const { scripts } = JSON.parse(read("package.json"));
    for (const file of ["README.md", "CONTRIBUTING.md", "docs/local.md", "docs/result.md", "docs/configuration.md"]) {
      for (const [, name] of read(file).matchAll(/npm run (?:-s )?([\w:-]+)/g)) {
        assert.ok(name in scripts, `${file} names npm run ${name}`);
      }
    }
  });

  it("links only to files that there are", () => {
    for (const file of ["README.md", "CONTRIBUTING.md", "docs/local.md", "docs/loading.md", "docs/configuration.md"]) {
      for (const [, target] of read(file).matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
        assert.ok(fs.existsSync(path.resolve(root, path.dirname(file), target)), `${file} links to ${target}`);
      }
    }
  });
});
