import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { poll } from "../pipeline/poll";
import { root } from "../setup/paths";
import { withLock } from "../setup/lock.mjs";
import type { Log } from "../step";
import { awsFolder, findRunning, type RunningAws } from "./state";

const START_SECONDS = 120;

/**
 * Starts the local AWS in the background, or finds the one that runs.
 *
 * A fresh start empties its folder: moto keeps what it holds in memory, and a Pulumi state that remembers resources of a moto that
 * is gone would be a lie.
 */
export async function up(log: Log): Promise<RunningAws> {
  let running: RunningAws | undefined;
  await withLock(`${awsFolder()}.lock`, async () => {
    running = (await findRunning()) ?? (await start(log));
  });
  return running!;
}

async function start(log: Log): Promise<RunningAws> {
  const folder = awsFolder();
  fs.rmSync(folder, { recursive: true, force: true });
  // The Pulumi backend's folder, which `pulumi` wants to find.
  fs.mkdirSync(path.join(folder, "pulumi"), { recursive: true });
  const logFile = path.join(folder, "daemon.log");
  const output = fs.openSync(logFile, "a");
  const daemon = spawn(process.execPath, ["--require", "tsx/cjs", path.join(root, "local", "daemon.ts"), folder], {
    cwd: root,
    detached: true,
    stdio: ["ignore", output, output],
  });
  fs.closeSync(output);
  let ended: string | undefined;
  daemon.once("exit", (code, signal) => (ended = String(code ?? signal)));
  log("moto, PostgreSQL and the gateway");
  const running = await poll(
    "the start of the local AWS",
    async () => {
      if (ended !== undefined) {
        throw new Error(
          `The local AWS ended with ${ended} while starting:\n${fs.readFileSync(logFile, "utf8").slice(-2000)}`,
        );
      }
      return findRunning();
    },
    0.1,
    START_SECONDS,
  );
  daemon.unref();
  return running;
}
