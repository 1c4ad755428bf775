import { type Client, escapeIdentifier } from "pg";
import type { Warehouse } from "../postgres";
import { FUNCTIONS } from "./functions";
import { markDatabase } from "./leftovers";
import { createAdmin, dropRoles } from "./roles";
import { STORAGE } from "./storage";
import { VIEWS } from "./views";

/** PostgreSQL's names for a namespace's database and admin. */
export interface DatabaseNames {
  database: string;
  adminRole: string;
}

/**
 * Makes a namespace's database and admin. Databases and roles belong to the whole server in PostgreSQL, so a name that is
 * taken gets the namespace's name behind it.
 */
export async function createDatabase(
  warehouse: Warehouse,
  wanted: { namespaceName: string; dbName: string; adminUsername: string; password: string },
): Promise<DatabaseNames> {
  const names = await warehouse.administer(undefined, async (client) => {
    const database = await free(
      client,
      "SELECT FROM pg_database WHERE datname = $1",
      wanted.dbName,
      wanted.namespaceName,
    );
    const adminRole = await free(
      client,
      "SELECT FROM pg_roles WHERE rolname = $1",
      wanted.adminUsername,
      wanted.namespaceName,
    );
    await createAdmin(client, adminRole, wanted.password);
    await client.query(`CREATE DATABASE ${escapeIdentifier(database)} OWNER ${escapeIdentifier(adminRole)}`);
    await markDatabase(client, database, adminRole);
    return { database, adminRole };
  });
  await warehouse.administer(names.database, async (client) => {
    await client.query(FUNCTIONS);
    await client.query(STORAGE);
    await client.query(VIEWS);
    // On Redshift the admin is a superuser, who alone sees it.
    await client.query(`GRANT SELECT ON pg_catalog.svv_table_info TO ${escapeIdentifier(names.adminRole)}`);
    // On Redshift everybody may create in the schema public.
    await client.query("GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC");
  });
  return names;
}

export async function dropDatabase(warehouse: Warehouse, { database, adminRole }: DatabaseNames): Promise<void> {
  await warehouse.administer(undefined, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(database)} WITH (FORCE)`);
    await dropRoles(client, adminRole);
  });
}

async function free(client: Client, query: string, name: string, namespaceName: string): Promise<string> {
  const { rowCount } = await client.query(query, [name]);
  return rowCount === 0 ? name : `${name}-${namespaceName}`;
}
