import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { buildLibrary } from "../../scripts/package/build";
import { root } from "../../scripts/setup/paths";
import { markdownTable } from "../support/markdown";

/** Ways to do one thing, each with what it took in each round, in milliseconds. */
type Taken = Record<string, number[]>;

/** Measures what the library adds: to the start of a program, and to its type check. */
export async function packageBench({ rounds }: { rounds: number }): Promise<void> {
  // Below the root, where Node and tsc find what the library depends on.
  const folder = fs.mkdtempSync(path.join(root, ".local", "library-"));
  try {
    const library = path.join(folder, "node_modules", "s3-to-redshift");
    buildLibrary(path.join(library, "dist"));
    fs.copyFileSync(path.join(root, "package.json"), path.join(library, "package.json"));
    // Without a package of its own here, Node and tsc would take the project for the library.
    fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "bench", private: true }));
    const modules = awsModules(path.join(library, "dist"));
    console.log(
      `${rounds} rounds, each way once in each; the library imports ${modules.length} modules of @pulumi/aws\n`,
    );
    show("import", importing(folder, modules, rounds));
    show("type check (tsc, strict, nodenext)", checking(folder, modules, rounds));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The modules of @pulumi/aws that the compiled library loads. */
function awsModules(dist: string): string[] {
  const files = fs.readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
  const found = files.flatMap((file) => [
    ...fs.readFileSync(path.join(dist, file), "utf8").matchAll(/require\("(@pulumi\/aws\/\w+)"\)/g),
  ]);
  return [...new Set(found.map(([, name]) => name))].sort();
}

function importing(cwd: string, modules: string[], rounds: number): Taken {
  const pulumi = ["@pulumi/pulumi", ...modules];
  return inTurns(rounds, {
    "its @pulumi/aws modules": () => loaded(cwd, pulumi),
    "the same and zod": () => loaded(cwd, [...pulumi, "zod"]),
    "the library": () => loaded(cwd, ["s3-to-redshift"]),
  });
}

/** Milliseconds that a new process takes to load modules, without its own start. */
function loaded(cwd: string, modules: string[]): number {
  const program = `
    const start = performance.now();
    for (const it of ${JSON.stringify(modules)}) require(it);
    console.log(performance.now() - start);`;
  return Number(execFileSync(process.execPath, ["-e", program], { cwd, encoding: "utf8" }));
}

function checking(cwd: string, modules: string[], rounds: number): Taken {
  const names = modules.filter((name) => !/\/get[A-Z]/.test(name));
  const base = names.map((name, i) => `import * as m${i} from "${name}";\nexport const n${i} = m${i};\n`).join("");
  fs.writeFileSync(path.join(cwd, "modules.ts"), base);
  fs.copyFileSync(path.join(root, "examples", "minimal", "index.ts"), path.join(cwd, "library.ts"));
  const skip = ["--skipLibCheck"];
  return inTurns(Math.ceil(rounds / 3), {
    "a program with its @pulumi/aws modules": () => checked(cwd, "modules.ts", skip),
    "examples/minimal": () => checked(cwd, "library.ts", skip),
    "the former, with all declarations": () => checked(cwd, "modules.ts", []),
    "the latter, with all declarations": () => checked(cwd, "library.ts", []),
  });
}

function checked(cwd: string, file: string, options: string[]): number {
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const strict = ["--strict", "--noEmit", "--target", "es2022", "--types", "node", "--module", "nodenext"];
  const start = performance.now();
  execFileSync(process.execPath, [tsc, ...strict, ...options, file], { cwd });
  return performance.now() - start;
}

/** What else the machine does falls on all ways alike. */
function inTurns(rounds: number, ways: Record<string, () => number>): Taken {
  const taken: Taken = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, way] of Object.entries(ways)) taken[name].push(way());
  }
  return taken;
}

function show(title: string, taken: Taken): void {
  const rows = Object.entries(taken).map(([name, times]) => {
    const sorted = times.toSorted((a, b) => a - b);
    return [name, sorted[0].toFixed(0), sorted[Math.floor(sorted.length / 2)].toFixed(0)];
  });
  console.log(`${markdownTable([title, "least, ms", "median, ms"], rows, [1, 2])}\n`);
}
