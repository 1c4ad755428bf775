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

/**
 * Checks that the owner can reach a file, which fails below a home folder that only root may enter.
 * @throws naming the first folder that shuts the owner out.
 */
export async function checkReachable(file: string, owner: Owner): Promise<void> {
  if (owner.uid === undefined) return;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = await fs.stat(folder);
    const bit = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) {
      throw new Error(
        `PostgreSQL must not run as root, so it runs as the user postgres, and that user may not enter ${folder}: ` +
          `move the project elsewhere, run \`chmod o+x ${folder}\`, or give the URL of a PostgreSQL server (15 or newer).`,
      );
    }
    if (folder === path.dirname(folder)) return;
  }
}
