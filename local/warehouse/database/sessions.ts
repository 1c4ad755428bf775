import { escapeIdentifier } from "pg";
import type { Warehouse } from "../postgres";

/** Ends the sessions of a database. */
export async function endSessions(warehouse: Warehouse, database: string): Promise<void> {
  await warehouse.administer(undefined, (client) =>
    client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [database]),
  );
}

/** Whether a database takes sessions; where it does not, those that it has end. */
export async function allowSessions(warehouse: Warehouse, database: string, allowed: boolean): Promise<void> {
  await warehouse.administer(undefined, (client) =>
    client.query(`ALTER DATABASE ${escapeIdentifier(database)} WITH ALLOW_CONNECTIONS ${allowed}`),
  );
  if (!allowed) await endSessions(warehouse, database);
}

/** After how many milliseconds a statement of later sessions is ended; 0 for never. */
export async function setTimeoutOf(warehouse: Warehouse, database: string, milliseconds: number): Promise<void> {
  await warehouse.administer(undefined, (client) =>
    client.query(`ALTER DATABASE ${escapeIdentifier(database)} SET statement_timeout = ${milliseconds}`),
  );
}

/** A database under another name, which it had no session under any more. */
export async function renameDatabase(warehouse: Warehouse, database: string, name: string): Promise<void> {
  await warehouse.administer(undefined, (client) =>
    client.query(`ALTER DATABASE ${escapeIdentifier(database)} RENAME TO ${escapeIdentifier(name)}`),
  );
}
