import * as fs from "node:fs";
import * as path from "node:path";
import { root, tools } from "../setup/paths";
import { pythonCommand } from "../setup/prerequisites.mjs";
import { run } from "../setup/run";
import { fingerprint, isDone, markDone } from "../setup/stamp.mjs";
import type { Log } from "../step";

const folder = path.join(tools.folder, "policy-tools");
const requirements = path.join(root, "test", "policy", "calibration", "requirements.txt");

/** Python with policy_sentry, cloudsplaining and parliament, against which the engine is calibrated. */
export const policyToolsPython = path.join(folder, "bin", "python");

/** Makes their environment, apart from the one that the job runs in. */
export async function preparePolicyTools(log: Log): Promise<void> {
  const { command, seen } = pythonCommand();
  if (!command) throw new Error(`Python 3.11 is needed (found ${seen})`);
  const stamp = path.join(folder, ".installed");
  const want = fingerprint([requirements], seen);
  if (isDone(stamp, want)) return;
  fs.rmSync(folder, { recursive: true, force: true });
  await run(command, ["-m", "venv", folder], log);
  const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"];
  await run(policyToolsPython, [...pip, "-r", requirements], log);
  markDone(stamp, want);
}
