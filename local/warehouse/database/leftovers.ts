import { type Client, escapeIdentifier, escapeLiteral } from "pg";
import type { Warehouse } from "../postgres";
import { dropDatabase } from "./databases";

const MARK = "home of the local Redshift, admin ";

/** Marks a database as one that lives no longer than the local AWS. */
export async function markDatabase(client: Client, database: string, adminRole: string): Promise<void> {
  await client.query(`COMMENT ON DATABASE ${escapeIdentifier(database)} IS ${escapeLiteral(MARK + adminRole)}`);
}

/**
 * Drops the databases that an earlier local AWS left on a server: what it knew of them is gone with it, and
 * their names would be taken.
 */
export async function dropLeftovers(warehouse: Warehouse): Promise<void> {
  const { rows } = await warehouse.administer(undefined, (client) =>
    client.query<{ database: string; adminRole: string }>(
      `SELECT datname AS database, substr(shobj_description(oid, 'pg_database'), length($1) + 1) AS "adminRole"
       FROM pg_catalog.pg_database WHERE starts_with(shobj_description(oid, 'pg_database'), $1)`,
      [MARK],
    ),
  );
  for (const names of rows) await dropDatabase(warehouse, names);
}
