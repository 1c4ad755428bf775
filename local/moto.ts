import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "./ports";
import { killGroup, startSupervised, type SupervisedProcess } from "./supervised";

export interface Moto {
  /** `http://127.0.0.1:PORT` */
  url: string;
  close(): Promise<void>;
}

export interface MotoOptions {
  /** The interpreter of a Python environment that holds `moto[server]`. */
  python: string;
  /** Where `moto.log` goes. */
  folder: string;
}

const START_DEADLINE = 60_000;

/**
 * Starts an unpatched `moto_server` on a free port and waits until it answers.
 * @throws when it ends early or does not answer within a minute; the message names its log.
 */
export async function startMoto({ python, folder }: MotoOptions): Promise<Moto> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = path.join(folder, "moto.log");
  const child = startSupervised({
    python,
    command: [path.join(path.dirname(python), "moto_server"), "-H", "127.0.0.1", "-p", String(port)],
    cwd: folder,
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true", MOTO_PORT: String(port) },
  });
  const log = fs.createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = once(child, "close").then(() => log.end());
  try {
    await untilAnswering(url, child, logFile);
  } catch (error) {
    killGroup(child);
    throw error;
  }
  return {
    url,
    async close() {
      killGroup(child);
      await ended;
    },
  };
}

async function untilAnswering(url: string, child: SupervisedProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + START_DEADLINE;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`moto_server ended with code ${child.exitCode}: see ${logFile}`);
    try {
      const response = await fetch(`${url}/moto-api/data.json`);
      await response.arrayBuffer();
      if (response.ok) return;
    } catch {
      // Not listening yet.
    }
    await delay(100);
  }
  throw new Error(`moto_server did not answer at ${url} within ${START_DEADLINE / 1000} s: see ${logFile}`);
}
