import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import { root } from "../../scripts/setup/paths";
import { committedConfig } from "./stack";

/** What the package and its example are made of. */
const PARTS = ["components", "jobs", "examples", "package.json", "tsconfig.json", "tsconfig.build.json"];

/** A version of the library, compiled as its package has it, with the example program of its README. */
export interface Library {
  /** What would be `node_modules/s3-to-redshift`. */
  folder: string;
  /** JavaScript of the example. */
  example: string;
}

/** The library as a revision of git has it. */
export function libraryAt(revision: string, folder: string): Library {
  fs.mkdirSync(folder);
  const archive = execFileSync("git", ["archive", revision, ...PARTS], { cwd: root, maxBuffer: 1 << 28 });
  execFileSync("tar", ["-x", "-C", folder], { input: archive });
  return compiled(folder);
}

/** The library as it stands here. */
export function libraryOfToday(folder: string): Library {
  for (const part of PARTS) fs.cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  return compiled(folder);
}

function compiled(folder: string): Library {
  fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [tsc, "-p", path.join(folder, "tsconfig.build.json")], { stdio: "pipe" });
  return { folder, example: javaScriptOf(path.join(folder, "examples", "minimal", "index.ts")) };
}

/** A file of TypeScript as CommonJS. */
export function javaScriptOf(file: string): string {
  const source = fs.readFileSync(file, "utf8");
  return ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS } }).outputText;
}

/** Makes a program's folder that of a library's example. */
export function use(program: string, { folder, example }: Library): void {
  const modules = path.join(program, "node_modules");
  fs.rmSync(modules, { recursive: true, force: true });
  fs.mkdirSync(modules, { recursive: true });
  fs.symlinkSync(folder, path.join(modules, "s3-to-redshift"));
  fs.symlinkSync(path.join(root, "node_modules", "@pulumi"), path.join(modules, "@pulumi"));
  fs.writeFileSync(path.join(program, "index.js"), example);
}

/** Writes the files of a project of JavaScript, and of one stack that deploys to the local AWS. @param config by full key */
export function writeProject(program: string, name: string, stack: string, config: Record<string, string> = {}): void {
  const write = (file: string, content: object) => fs.writeFileSync(path.join(program, file), JSON.stringify(content));
  const aws = Object.entries(committedConfig("local")).filter(([key]) => key.startsWith("aws:"));
  write("Pulumi.yaml", { name, runtime: { name: "nodejs", options: { typescript: false } }, main: "index.js" });
  write(`Pulumi.${stack}.yaml`, { config: { ...Object.fromEntries(aws), ...config } });
}
