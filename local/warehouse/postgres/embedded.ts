import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "pg";
import { freePort } from "../../ports";
import { type Binaries, binaries, copyOfBinaries } from "./binaries";
import { canReach, databaseOwner, type Owner } from "./owner";

const run = promisify(execFile);
/** Redshift sorts by bytes and folds the case of all letters. */
const COLLATION = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
const START_DEADLINE = 60_000;
const USER = "postgres";

/** The rest, above all fsync and synchronous_commit, keeps PostgreSQL's safe defaults, so that measures are honest. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "256MB",
  maintenance_work_mem: "128MB",
  work_mem: "128MB",
  // What is loaded into a table of the same transaction goes to its file alone, and is there before the commit.
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "4GB",
  checkpoint_timeout: "15min",
  wal_compression: "on",
  max_connections: "100",
};

/**
 * Runs the server and ends it with a fast shutdown as soon as standard input closes. The system closes it when this process
 * ends, however it ends, so no server outlives its owner.
 */
const GUARD = `exec 3<&0
"$@" </dev/null 3<&- &
server=$!
(cat <&3 >/dev/null; kill -INT $server 2>/dev/null) &
wait $server`;

export interface EmbeddedServer {
  url: string;
  /** Ends the server as a crash would, sessions and all, and starts it again on the same data and port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a new, empty PostgreSQL in `<folder>/postgres` on 127.0.0.1. What an earlier run left there is deleted.
 * @throws when it does not accept connections within a minute; the message names its log.
 */
export async function startEmbedded(folder: string, wantedPort?: number): Promise<EmbeddedServer> {
  const [owner, port] = await Promise.all([databaseOwner(), wantedPort ?? freePort()]);
  const { home, programs, temporary } = await makeHome(folder, owner);
  const data = path.join(home, "data");
  const logFile = path.join(home, "postgres.log");

  const password = randomBytes(24).toString("hex");
  const passwordFile = path.join(home, "password");
  await fs.writeFile(passwordFile, password, { mode: 0o600 });
  if (owner.uid !== undefined) await fs.chown(passwordFile, owner.uid, owner.gid!);
  const flags = [
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    ...COLLATION,
    "--no-sync",
    "--no-instructions",
  ];
  await run(programs.initdb, ["-D", data, "-U", USER, `--pwfile=${passwordFile}`, ...flags], { ...owner, cwd: home });
  await fs.rm(passwordFile);

  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const url = `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`;
  const command = [programs.postgres, "-D", data, "-p", String(port), ...settings];
  const start = async () => {
    const started = await launch(command, owner, home, logFile);
    try {
      await untilAccepting(url, started, logFile);
    } catch (error) {
      await shutDown(started);
      throw error;
    }
    return started;
  };
  const removeHome = () => (temporary ? fs.rm(home, { recursive: true, force: true }) : Promise.resolve());
  let guard: ChildProcess;
  try {
    guard = await start();
  } catch (error) {
    await removeHome();
    throw error;
  }
  return {
    url,
    async restart() {
      const ended = once(guard, "exit");
      process.kill(await serverOf(data), "SIGQUIT");
      await ended;
      guard.stdin!.destroy();
      guard = await start();
    },
    async close() {
      await shutDown(guard);
      await removeHome();
    },
  };
}

async function launch(command: string[], owner: Owner, home: string, logFile: string): Promise<ChildProcess> {
  const log = await fs.open(logFile, "a");
  const guard = spawn("sh", ["-c", GUARD, "sh", ...command], {
    ...owner,
    cwd: home,
    detached: true,
    stdio: ["pipe", log.fd, log.fd],
  });
  await log.close();
  return guard;
}

/** Process id of the server itself, which its guard waits for. */
async function serverOf(data: string): Promise<number> {
  return Number((await fs.readFile(path.join(data, "postmaster.pid"), "utf8")).split("\n")[0]);
}

interface Home {
  home: string;
  programs: Binaries;
  /** Whether the folder goes with the server. */
  temporary: boolean;
}

/**
 * `<folder>/postgres`; where PostgreSQL's user may not enter the project's folders, a temporary one with a copy of the programs.
 */
async function makeHome(folder: string, owner: Owner): Promise<Home> {
  const programs = await binaries();
  let home = path.join(folder, "postgres");
  await fs.rm(home, { recursive: true, force: true });
  await fs.mkdir(home, { recursive: true });
  if (owner.uid === undefined) return { home, programs, temporary: false };
  // The folder of the local AWS is the project's own to open; those above it are not.
  await fs.chmod(folder, (await fs.stat(folder)).mode | 0o011);
  const reached = await Promise.all([canReach(home, owner), canReach(programs.postgres, owner)]);
  const temporary = reached.includes(false);
  if (temporary) {
    home = await fs.mkdtemp(path.join(os.tmpdir(), "local-warehouse-"));
  }
  await fs.chown(home, owner.uid, owner.gid!);
  return { home, programs: temporary ? await copyOfBinaries(programs, home) : programs, temporary };
}

async function untilAccepting(url: string, guard: ChildProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + START_DEADLINE;
  let last = "";
  while (Date.now() < deadline) {
    if (guard.exitCode !== null) throw new Error(`PostgreSQL ended with code ${guard.exitCode}: see ${logFile}`);
    const client = new Client(url);
    try {
      await client.connect();
      return;
    } catch (error) {
      last = (error as Error).message;
    } finally {
      await client.end();
    }
    await delay(25);
  }
  throw new Error(`PostgreSQL did not accept connections within ${START_DEADLINE / 1000} s (${last}): see ${logFile}`);
}

async function shutDown(guard: ChildProcess): Promise<void> {
  if (guard.exitCode !== null) return;
  const ended = once(guard, "exit");
  guard.stdin!.destroy();
  await ended;
}
