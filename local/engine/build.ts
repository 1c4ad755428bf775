import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as readline from "node:readline";
import { executable } from "./find";
import type { Binary } from "./modules";

export type Log = (line: string) => void;

/**
 * Builds binaries into a folder, each under its name only once it is whole, so that a build that was interrupted
 * goes on with the first one that is missing.
 *
 * @throws Error when Go is missing or too old, or with the end of what `go build` printed
 */
export async function build(binaries: readonly Binary[], folder: string, log: Log): Promise<void> {
  checkGo(binaries);
  fs.mkdirSync(folder, { recursive: true });
  for (const [index, binary] of binaries.entries()) {
    const file = path.join(folder, executable(binary.name));
    const partial = `${file}.${process.pid}.partial`;
    const say = (what: string) => log(`${binary.name} (${index + 1} of ${binaries.length}): ${what}`);
    say("building with Go");
    try {
      await goBuild(binary, partial, say);
      fs.renameSync(partial, file);
    } finally {
      fs.rmSync(partial, { force: true });
    }
  }
}

function goBuild(binary: Binary, output: string, say: Log): Promise<void> {
  const flags = ["-v", "-trimpath", "-buildvcs=false", "-ldflags", binary.ldflags, "-o", output];
  const go = spawn("go", ["build", ...flags, binary.package], {
    cwd: binary.module,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const last: string[] = [];
  let compiled = 0;
  readline.createInterface({ input: go.stderr }).on("line", (line) => {
    last.push(line);
    last.splice(0, last.length - 20);
    const module = /^go: (downloading .*)/.exec(line);
    if (module?.[1]) {
      say(module[1]);
    } else if (/^[\w./-]+$/.test(line)) {
      say(`${++compiled} packages compiled, ${line}`);
    }
  });
  return new Promise((resolve, reject) => {
    go.on("error", reject);
    go.on("close", (code, signal) => {
      if (code === 0) {
        resolve();
      } else {
        reject(new Error(`go build of ${binary.name} ended with ${code ?? signal}:\n${last.join("\n")}`));
      }
    });
  });
}

function checkGo(binaries: readonly Binary[]): void {
  const needed = binaries.map(neededGo).reduce((a, b) => (isAtLeast(a, b) ? a : b));
  const names = binaries.map((binary) => binary.name).join(", ");
  const why = `Go ${needed} or newer is needed to build ${names}, which ${binaries.length > 1 ? "are" : "is"} not installed`;
  let found: string;
  try {
    found = execFileSync("go", ["env", "GOVERSION"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    throw new Error(`${why}; found no \`go\` on the PATH.`);
  }
  if (!isAtLeast(found.replace(/^go/, ""), needed)) {
    throw new Error(`${why}; found ${found}.`);
  }
}

function neededGo(binary: Binary): string {
  const file = path.join(binary.module, "go.mod");
  const version = /^go (\d+\.\d+(?:\.\d+)?)$/m.exec(fs.readFileSync(file, "utf8"))?.[1];
  if (!version) {
    throw new Error(`${file}: no line "go VERSION"`);
  }
  return version;
}

/** Whether a version such as 1.26.8 is another one or newer. */
export function isAtLeast(version: string, needed: string): boolean {
  const [a, b] = [version, needed].map((text) => text.split(".").map((part) => Number.parseInt(part, 10)));
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) {
      return difference > 0;
    }
  }
  return true;
}
