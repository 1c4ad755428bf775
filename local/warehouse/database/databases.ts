import { type Client, escapeIdentifier } from "pg";
import type { Home } from "../home/home";
import type { Warehouse } from "../postgres";
import { FUNCTIONS } from "./functions";
import { markDatabase } from "./leftovers";
import { rolePrefixOf } from "./role-names";
import { ROLE_VIEWS } from "./role-views";
import { createAdmin, dropRoles } from "./roles";
import { STORAGE } from "./storage";
import { VIEWS } from "./views";

/** PostgreSQL's names for a home's database and admin, and what those of its roles begin with. */
export type DatabaseNames = Pick<Home, "database" | "adminRole" | "rolePrefix">;

/**
 * Makes a home's database and admin. Databases and roles belong to the whole server in PostgreSQL, so a name that is taken gets
 * the home's name behind it, and a number where that is taken too.
 */
export async function createDatabase(
  warehouse: Warehouse,
  { name, dbName, adminUsername }: Pick<Home, "name" | "dbName" | "adminUsername">,
  password: string,
): Promise<DatabaseNames> {
  const names = await warehouse.administer(undefined, async (client) => {
    // Until this connection ends: two homes that are made at once must not find the same name free.
    await client.query("SELECT pg_advisory_lock(hashtext('homes'))");
    const database = await free(client, "SELECT FROM pg_database WHERE datname = $1", dbName, name);
    const adminRole = await free(client, "SELECT FROM pg_roles WHERE rolname = $1", adminUsername, name);
    await createAdmin(client, adminRole, password);
    await client.query(`CREATE DATABASE ${escapeIdentifier(database)} OWNER ${escapeIdentifier(adminRole)}`);
    await markDatabase(client, database, adminRole);
    return { database, adminRole, rolePrefix: (await rolePrefix(client, database))! };
  });
  await warehouse.administer(names.database, async (client) => {
    await client.query(FUNCTIONS);
    await client.query(STORAGE);
    await client.query(VIEWS);
    await client.query(ROLE_VIEWS);
    // On Redshift the admin is a superuser, who alone sees it.
    await client.query(`GRANT SELECT ON pg_catalog.svv_table_info TO ${escapeIdentifier(names.adminRole)}`);
    // On Redshift everybody may create in the schema public.
    await client.query("GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC");
  });
  return names;
}

export async function dropDatabase(
  warehouse: Warehouse,
  { database, adminRole }: Pick<DatabaseNames, "database" | "adminRole">,
): Promise<void> {
  await warehouse.administer(undefined, async (client) => {
    const prefix = await rolePrefix(client, database);
    await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(database)} WITH (FORCE)`);
    await dropRoles(client, adminRole, prefix);
  });
}

async function rolePrefix(client: Client, database: string): Promise<string | undefined> {
  const { rows } = await client.query<{ oid: number }>("SELECT oid FROM pg_database WHERE datname = $1", [database]);
  return rows[0] && rolePrefixOf(rows[0].oid);
}

async function free(client: Client, query: string, name: string, homeName: string): Promise<string> {
  const isFree = async (wanted: string) => (await client.query(query, [wanted])).rowCount === 0;
  let found = name;
  // PostgreSQL's names have 63 bytes.
  for (let i = 1; !(await isFree(found)); i++) found = `${name}-${homeName}`.slice(0, 60) + (i === 1 ? "" : `-${i}`);
  return found;
}
