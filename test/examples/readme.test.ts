import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Command } from "commander";
import { pipelineCommand } from "../../scripts/pipeline/command";
import { root } from "../../scripts/setup/paths";
import { chosen } from "../../scripts/testing/suites";
import { blocks, codes } from "../support/page";

const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...fs.readdirSync(path.join(root, "docs")).flatMap((file) => (file.endsWith(".md") ? [`docs/${file}`] : [])),
];

describe("README.md", () => {
  it("quotes the minimal example from its file", () => {
    const quoted = /```ts\n(.*?)```/s.exec(read("README.md"))![1];
    assert.equal(quoted, read("examples/minimal/index.ts"));
  });

  it("leads to every page of docs", () => {
    const all = ["README.md", "docs/components.md"].map(read).join("");
    const missing = pages.filter((page) => page.startsWith("docs/") && !all.includes(`](${page})`));
    assert.deepEqual(
      missing.filter((page) => !all.includes(`](${path.basename(page)})`)),
      [],
    );
  });
});

describe("CONTRIBUTING.md", () => {
  const text = read("CONTRIBUTING.md");

  it("names the suites of npm test", () => {
    const [, named] = /# some suites: (.*)/.exec(text)!;
    assert.deepEqual(
      named.split(", ").sort(),
      chosen()
        .map(({ name }) => name)
        .sort(),
    );
  });

  it("has every folder of the library on its map", () => {
    const folders = fs.readdirSync(path.join(root, "components"), { withFileTypes: true });
    const row = text.split("\n").find((line) => line.startsWith("| `components/`"))!;
    assert.deepEqual(
      codes(row)
        .filter((name) => /^[\w-]+\/$/.test(name) && name !== "components/")
        .sort(),
      folders.flatMap((it) => (it.isDirectory() ? [`${it.name}/`] : [])).sort(),
    );
  });
});

describe("README.md, CONTRIBUTING.md and the pages of docs", () => {
  it("name only npm scripts that there are", () => {
    const { scripts } = JSON.parse(read("package.json"));
    for (const file of pages) {
      for (const [, name] of read(file).matchAll(/npm run (?:-s )?([\w:-]+)/g)) {
        assert.ok(name in scripts, `${file} names npm run ${name}`);
      }
    }
  });

  it("name only commands and options of the pipeline that there are", () => {
    let seen = 0;
    for (const file of pages) {
      for (const [line, words] of read(file).matchAll(/npm run pipeline -- ([^`#\n]+)/g)) {
        const { command, rest } = commandOf(pipelineCommand(), words.trim().split(/\s+/));
        assert.deepEqual(command.commands, [], `${file}: ${line}`);
        for (const [option] of rest.matchAll(/--[\w-]+/g)) {
          assert.ok(
            command.options.some(({ long }) => long === option),
            `${file}: ${line} has ${option}`,
          );
        }
        seen++;
      }
    }
    assert.ok(seen > 15, `only ${seen} found`);
  });

  it("link only to files, and to headings in them, that there are", () => {
    for (const file of pages) {
      for (const [, target, heading] of read(file).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)) {
        const linked = target === "" ? file : path.join(path.dirname(file), target);
        assert.ok(fs.existsSync(path.join(root, linked)), `${file} links to ${target}`);
        if (heading) assert.ok(headings(read(linked)).includes(heading), `${file} links to ${target}#${heading}`);
      }
    }
  });

  it("name only files and folders that there are", () => {
    const made = /^(docs\/api|policy\/dist)\b/;
    const committed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root });
    const files = committed.toString().trim().split("\n");
    const there = new Set(files.flatMap((file) => [file, ...above(file)]));
    const folders = [...new Set(files.map((file) => file.split("/")[0]))].filter((name) => !name.includes("."));
    const named = new RegExp(`(?<![\\w./-])(?:${folders.join("|")})(?:/[\\w.-]+)*/?`, "g");
    for (const file of pages) {
      const text = read(file);
      for (const words of [...blocks(text, "sh"), ...codes(text)].filter((it) => it.includes("/"))) {
        for (const [name] of words.matchAll(named)) {
          assert.ok(made.test(name) || there.has(name.replace(/\/$/, "")), `${file} names ${name}`);
        }
      }
    }
  });
});

/** The command that words lead to, and what follows. */
function commandOf(command: Command, [word, ...others]: string[]): { command: Command; rest: string } {
  const next = command.commands.find((it) => it.name() === word);
  return next ? commandOf(next, others) : { command, rest: [word, ...others].join(" ") };
}

/** As GitHub makes anchors of headings. */
const headings = (text: string) =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

/** The folders in which a file lies. */
const above = (file: string): string[] => {
  const folder = path.posix.dirname(file);
  return folder === "." ? [] : [folder, ...above(folder)];
};
