import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/**
 * Runs `work` while no other process of this checkout does. A second one waits; a lock whose owner is dead is taken over.
 *
 * @param {string} file lock file; it holds the owner's process id
 * @param {() => Promise<void>} work
 */
export async function withLock(file, work) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let told = false;
  while (!tryLock(file)) {
    const owner = ownerOf(file);
    if (owner !== undefined && !isAlive(owner)) {
      takeAway(file, owner);
      continue;
    }
    if (!told) {
      console.error(`Another set-up runs here (process ${owner ?? "unknown"}); waiting for it.`);
      told = true;
    }
    await delay(250);
  }
  try {
    await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/** Linking a finished file is atomic and never shows an empty lock, which creating and then writing would. */
function tryLock(file) {
  const mine = `${file}.${process.pid}`;
  fs.writeFileSync(mine, String(process.pid));
  try {
    fs.linkSync(mine, file);
    // process.exit() in `work` skips `finally`, and the set-up ends that way when a step fails.
    process.once("exit", () => ownerOf(file) === process.pid && fs.rmSync(file, { force: true }));
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") {
      throw error;
    }
    return false;
  } finally {
    fs.rmSync(mine, { force: true });
  }
}

/** Renames before it removes, so that of several waiters only one takes a dead owner's lock away. */
function takeAway(file, deadOwner) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if (error.code === "ENOENT") {
      return;
    }
    throw error;
  }
  if (ownerOf(aside) !== deadOwner) {
    fs.linkSync(aside, file);
  }
  fs.rmSync(aside, { force: true });
}

function ownerOf(file) {
  try {
    return Number(fs.readFileSync(file, "utf8")) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
