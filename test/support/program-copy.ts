import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../../scripts/setup/paths";

const PARTS = ["components", "stacks", "jobs", "package.json", "tsconfig.json"];

/** Copies the program with its stacks, whose files the CLI and the tests change. @returns the copy */
export function copyProgram(folder: string): string {
  const program = path.join(folder, "program");
  const stacks = fs.readdirSync(root).filter((name) => /^Pulumi(\.\w+)?\.yaml$/.test(name));
  for (const part of [...PARTS, ...stacks]) {
    fs.cpSync(path.join(root, part), path.join(program, part), { recursive: true });
  }
  fs.symlinkSync(path.join(root, "node_modules"), path.join(program, "node_modules"));
  return program;
}

/** Copies a program of test/ to the same place below a folder, beside the library and what it depends on. @returns the copy */
export function copyTestProgram(folder: string, source: string): string {
  const program = path.join(folder, path.relative(root, source));
  fs.cpSync(source, program, { recursive: true });
  for (const part of ["components", "node_modules"]) fs.symlinkSync(path.join(root, part), path.join(folder, part));
  return program;
}
