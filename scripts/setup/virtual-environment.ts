import * as fs from "node:fs";
import * as path from "node:path";
import type { Log } from "../step";
import { pythonCommand } from "./prerequisites.mjs";
import { run } from "./run";
import { fingerprint, isDone, markDone } from "./stamp.mjs";

/**
 * Makes a Python environment with what a requirements file names, unless that is what the folder holds.
 *
 * @param options of pip, besides: `--require-hashes`
 */
export async function virtualEnvironment(
  folder: string,
  requirements: string,
  log: Log,
  options: string[] = [],
): Promise<void> {
  const { command, seen } = pythonCommand();
  if (!command) throw new Error(`Python 3.11 is needed (found ${seen})`);
  const stamp = path.join(folder, ".installed");
  const want = fingerprint([requirements], seen);
  if (isDone(stamp, want)) return;
  fs.rmSync(folder, { recursive: true, force: true });
  await run(command, ["-m", "venv", folder], log);
  const quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"];
  const pip = ["-m", "pip", "install", ...options, ...quiet, "-r", requirements];
  await run(path.join(folder, "bin", "python"), pip, log);
  markDone(stamp, want);
}
