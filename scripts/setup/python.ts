import * as fs from "node:fs";
import * as path from "node:path";
import { root, tools } from "./paths";
import { pythonCommand } from "./prerequisites.mjs";
import { run } from "./run";
import { fingerprint, isDone, markDone } from "./stamp.mjs";

const requirements = path.join(root, "local", "python", "requirements.txt");

/** Makes the virtual environment from the lock file; pip checks the hash of all that it installs. */
export async function python(log: (line: string) => void): Promise<void> {
  const { command, seen } = pythonCommand();
  if (!command) {
    throw new Error(`Python 3.11 is needed (found ${seen})`);
  }
  const stamp = path.join(tools.python, ".installed");
  const want = fingerprint([requirements], seen);
  if (isDone(stamp, want)) {
    return;
  }
  fs.rmSync(tools.python, { recursive: true, force: true });
  await run(command, ["-m", "venv", tools.python], log);
  const pip = [
    "-m",
    "pip",
    "install",
    "--require-hashes",
    "--disable-pip-version-check",
    "--no-input",
    "--progress-bar",
    "off",
  ];
  await run(path.join(tools.python, "bin", "python"), [...pip, "-r", requirements], log);
  markDone(stamp, want);
}
