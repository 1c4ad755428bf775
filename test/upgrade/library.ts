import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import { root } from "../../scripts/setup/paths";

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
  const source = fs.readFileSync(path.join(folder, "examples", "minimal", "index.ts"), "utf8");
  const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  return { folder, example: outputText };
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
