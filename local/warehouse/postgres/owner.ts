import { execFile } from "node:child_process";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The ids under which PostgreSQL runs; empty when it may run as the current user. */
export interface Owner {
  uid?: number;
  gid?: number;
}

/**
 * The system user for PostgreSQL, which refuses to run as root: `postgres` (made when missing) for root, else nobody but oneself.
 */
export async function databaseOwner(): Promise<Owner> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await ids().catch(async () => {
    await run("useradd", ["--system", "--user-group", "--no-create-home", "postgres"]);
    return ids();
  });
  return { uid, gid };
}

async function ids(): Promise<number[]> {
  const outputs = await Promise.all(["-u", "-g"].map((flag) => run("id", [flag, "postgres"])));
  return outputs.map(({ stdout }) => Number(stdout));
}

/** Whether the owner may enter all folders above a file; below a home folder of root's, for one, it may not. */
export async function canReach(file: string, owner: Owner): Promise<boolean> {
  if (owner.uid === undefined) return true;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = await fs.stat(folder);
    const bit = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}
