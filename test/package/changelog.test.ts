import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../../scripts/setup/paths";
import { changelog, type Entry } from "../support/changelog";

const versionOf = (part: string): string =>
  JSON.parse(fs.readFileSync(path.join(root, part, "package.json"), "utf8")).version;

describe("CHANGELOG.md", () => {
  const entries = changelog(fs.readFileSync(path.join(root, "CHANGELOG.md"), "utf8"));
  const [unreleased, ...released] = entries;

  it("begins with what is not released, which says what a user gets", () => {
    assert.equal(unreleased.title, "Unreleased");
    assert.deepEqual(wrongParts(unreleased), []);
  });

  it("has a dated entry for each release, the newest first", () => {
    for (const entry of released) {
      assert.match(entry.title, /^\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}$/);
      assert.deepEqual(wrongParts(entry), []);
      assert.ok(Object.keys(entry.parts).length > 0, `${entry.title} is empty`);
    }
    const numbers = released.map(({ title }) => title.split(/[ .]/).slice(0, 3).map(Number));
    const sorted = numbers.toSorted((a, b) => b[0] - a[0] || b[1] - a[1] || b[2] - a[2]);
    assert.deepEqual(numbers, sorted);
  });

  it("has the packages' one version as its newest release, unless nothing was released yet", () => {
    const version = versionOf(".");
    assert.equal(versionOf("policy"), version);
    const [newest] = released;
    assert.equal(newest?.title.split(" ")[0] ?? version, version);
  });

  it("is read rightly by these tests", () => {
    const [first, second] = changelog(SAMPLE);
    assert.deepEqual(first, { title: "Unreleased", parts: { Added: ["`a`: b c."] }, loose: [] });
    assert.deepEqual(wrongParts(second), ["Odd is no part of a changelog", "Odd has no line"]);
  });
});

const SAMPLE = `# Changelog

Words.

## Unreleased

### Added

- \`a\`: b
  c.

## 1.0.0 - 2026-11-25

### Odd
`;

const PARTS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

/** What of an entry is not as Keep a Changelog has it. */
const wrongParts = ({ parts, loose }: Entry): string[] => [
  ...loose.map((line) => `no part has the line: ${line}`),
  ...Object.keys(parts)
    .filter((part) => !PARTS.includes(part))
    .map((part) => `${part} is no part of a changelog`),
  ...Object.entries(parts).flatMap(([part, lines]) => (lines.length > 0 ? [] : [`${part} has no line`])),
];
