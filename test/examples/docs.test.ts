import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../../scripts/setup/paths";

const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");

describe("docs/examples.md", () => {
  const page = read("docs/examples.md");

  it("has a line for each example", () => {
    const listed = [...page.matchAll(/^\| \[([\w-]+)\]\(\.\.\/examples\/\1\/index\.ts\)/gm)].map(([, name]) => name);
    assert.deepEqual(listed.sort(), fs.readdirSync(path.join(root, "examples")).sort());
  });

  it("quotes examples from their files", () => {
    const quoted = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
    assert.deepEqual(
      quoted,
      ["csv-upsert", "many-datasets"].map((name) => read(`examples/${name}/index.ts`)),
    );
  });

  it("lists only programs that have a test", () => {
    for (const name of fs.readdirSync(path.join(root, "examples"))) {
      assert.ok(fs.existsSync(path.join(__dirname, `${name}.test.ts`)), name);
    }
  });
});
