import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../../scripts/setup/paths";

/** The text of a page of docs/, by its name. */
export const page = (name: string) => fs.readFileSync(path.join(root, "docs", `${name}.md`), "utf8");

/** What stands below a heading of the second level. */
export const section = (text: string, title: string) => text.split(`\n## ${title}\n`)[1].split("\n## ")[0];

/** The rows of the text's first table, below its head, as their cells. */
export const rowsOf = (text: string): string[][] =>
  text
    .split(/^\|[ :|-]+\|\n/m)[1]
    .split(/\n(?!\|)/)[0]
    .trim()
    .split("\n")
    .map((line) =>
      line
        .slice(2, -2)
        .split(/ +\| +/)
        .map((cell) => cell.trim()),
    );

/** What a text has between backticks. */
export const codes = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code);

/** Blocks of code in a language. */
export const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map(([, code]) => code);
