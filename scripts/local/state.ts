import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../setup/paths";

/** The local AWS that runs in the background, as its own process wrote it down. */
export interface RunningAws {
  /** Process id of local/daemon.ts. */
  pid: number;
  endpoint: string;
  region: string;
  accountId: string;
  /** PostgreSQL URL of the warehouse's administrator. */
  warehouseUrl: string;
  folder: string;
  startedAt: string;
}

/** Where the local AWS keeps its files; `LOCAL_AWS_FOLDER` moves it, so that a second one can run beside the first. */
export const awsFolder = () => path.resolve(root, process.env.LOCAL_AWS_FOLDER ?? path.join(".local", "aws"));

export const stateFile = () => path.join(awsFolder(), "state.json");

/** The running local AWS, or undefined when there is none that answers. */
export async function findRunning(): Promise<RunningAws | undefined> {
  if (!fs.existsSync(stateFile())) {
    return undefined;
  }
  const state: RunningAws = JSON.parse(fs.readFileSync(stateFile(), "utf8"));
  try {
    process.kill(state.pid, 0);
    await fetch(state.endpoint);
    return state;
  } catch {
    return undefined;
  }
}

/** @throws Error that says how to start it */
export async function requireRunning(): Promise<RunningAws> {
  const running = await findRunning();
  if (!running) {
    throw new Error("The local AWS does not run. Start it: npm run local -- up");
  }
  return running;
}
