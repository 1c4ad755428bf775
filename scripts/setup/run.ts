import { spawn } from "node:child_process";

/**
 * Runs a command and hands each line of its output to `log`.
 *
 * @throws Error with the command's last lines when it does not end with 0
 */
export function run(
  command: string,
  args: string[],
  log: (line: string) => void,
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const last: string[] = [];
    const take = (chunk: Buffer) => {
      for (const line of chunk.toString().split(/[\r\n]+/)) {
        if (line.trim()) {
          last.push(line);
          last.splice(0, last.length - 20);
          log(line.trim());
        }
      }
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", reject);
    child.on("close", (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`${command} ended with ${code ?? signal}:\n${last.join("\n")}`)),
    );
  });
}
