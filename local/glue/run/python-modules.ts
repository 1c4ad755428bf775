import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";

const SCRIPT = path.join(__dirname, "missing_modules.py");

/**
 * Glue installs the packages of `--additional-python-modules` before a run begins. Nothing is installed here: the local Python
 * environment must have them.
 * @throws Error that names those that it does not have.
 */
export async function requirePythonModules(python: string, modules: string[]): Promise<void> {
  if (modules.length === 0) return;
  const { stdout } = await promisify(execFile)(python, [SCRIPT, ...modules]);
  const missing = stdout.split("\n").filter(Boolean);
  if (missing.length > 0) {
    throw new Error(
      `--additional-python-modules: the local Python environment lacks ${missing.join(", ")}. The local AWS installs nothing at a run's ` +
        "start: add it to local/python/requirements.in (CONTRIBUTING.md says how)",
    );
  }
}
