import { poll } from "../pipeline/poll";
import { findRunning } from "./state";

const END_SECONDS = 60;

/** Ends the running local AWS and everything it started. False when there was none. */
export async function down(): Promise<boolean> {
  const running = await findRunning();
  if (!running) {
    return false;
  }
  process.kill(running.pid, "SIGTERM");
  await poll(
    `process ${running.pid} of the local AWS`,
    async () => (isAlive(running.pid) ? undefined : true),
    0.1,
    END_SECONDS,
  );
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
