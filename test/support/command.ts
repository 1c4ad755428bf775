import { spawnSync } from "node:child_process";

/** Runs a command to its end. @returns what it printed @throws Error with all of that when it does not end with 0 */
export function runCommand(command: string, args: string[], cwd: string, env = process.env): string {
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  if (status !== 0) {
    throw new Error(`${[command, ...args].join(" ")} ended with ${status ?? signal}:\n${stdout}${stderr}`);
  }
  return stdout;
}
