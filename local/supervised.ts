import { type ChildProcessByStdio, spawn } from "node:child_process";
import * as path from "node:path";
import type { Readable, Writable } from "node:stream";

export type SupervisedProcess = ChildProcessByStdio<Writable, Readable, Readable>;

export interface SupervisedOptions {
  /** The Python interpreter that runs the supervisor. */
  python: string;
  command: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** Starts a command in a process group of its own that does not outlive this process, even when it is killed. */
export function startSupervised({ python, command, cwd, env }: SupervisedOptions): SupervisedProcess {
  return spawn(python, [path.join(__dirname, "supervise.py"), ...command], {
    cwd,
    env,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** Kills the process and everything it started. */
export function killGroup(child: SupervisedProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
