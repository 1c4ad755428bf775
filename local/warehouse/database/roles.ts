import { type Client, DatabaseError, escapeIdentifier, escapeLiteral } from "pg";
import type { Home } from "../home/home";

/** A role of PostgreSQL that does for a home's admin: no superuser, but it makes users and has what they have. */
export async function createAdmin(client: Client, role: string, password: string): Promise<void> {
  await client.query(
    `CREATE ROLE ${escapeIdentifier(role)} LOGIN CREATEROLE CREATEDB PASSWORD ${escapeLiteral(password)}`,
  );
  await client.query(`GRANT pg_read_all_data, pg_write_all_data, pg_signal_backend TO ${escapeIdentifier(role)}`);
  // Redshift's admin may do all that its users may. PostgreSQL 15 lacks the setting, and lets CREATEROLE do without.
  if (await knows(client, "createrole_self_grant")) {
    await client.query(`ALTER ROLE ${escapeIdentifier(role)} SET createrole_self_grant = 'set, inherit'`);
  }
}

export async function setPassword(client: Client, role: string, password: string): Promise<void> {
  await client.query(`ALTER ROLE ${escapeIdentifier(role)} PASSWORD ${escapeLiteral(password)}`);
}

/**
 * The database user of an IAM identity, made at its first connection, without any privilege, as Redshift does.
 * @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_GetCredentials.html
 */
export async function ensureIamRole(client: Client, role: string, password: string, home: Home): Promise<void> {
  const login = `LOGIN PASSWORD ${escapeLiteral(password)}`;
  // Serialises with itself: two logins of one new identity at once must both succeed.
  await client.query("BEGIN");
  await client.query("SELECT pg_advisory_xact_lock(hashtext($1))", [role]);
  const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [role]);
  await client.query(`${rowCount === 0 ? "CREATE" : "ALTER"} ROLE ${escapeIdentifier(role)} ${login}`);
  await client.query(`GRANT ${escapeIdentifier(role)} TO ${escapeIdentifier(home.adminRole)} WITH ADMIN OPTION`);
  await client.query("COMMIT");
}

/**
 * Drops the admin, the roles of its database, whose names have the prefix, and the users that it was made a member of, but for those
 * that another database still needs.
 */
export async function dropRoles(client: Client, admin: string, prefix: string | undefined): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM (
       SELECT r.rolname AS name FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid JOIN pg_roles a ON a.oid = m.member
       WHERE a.rolname = $1 AND r.rolname !~ '^pg_' UNION SELECT rolname FROM pg_roles WHERE starts_with(rolname, $2)
     ) AS dropped ORDER BY starts_with(name, $2) DESC`,
    [admin, prefix],
  );
  for (const { name } of [...rows, { name: admin }]) {
    await client.query(`DROP OWNED BY ${escapeIdentifier(name)}`).catch(unlessMissing);
    await client.query(`DROP ROLE ${escapeIdentifier(name)}`).catch(unlessNeeded);
  }
}

const DEPENDENT_OBJECTS = "2BP01";
const UNDEFINED_OBJECT = "42704";

function unlessNeeded(error: unknown): void {
  if (!(error instanceof DatabaseError) || error.code !== DEPENDENT_OBJECTS) throw error;
}

function unlessMissing(error: unknown): void {
  if (!(error instanceof DatabaseError) || error.code !== UNDEFINED_OBJECT) throw error;
}

async function knows(client: Client, setting: string): Promise<boolean> {
  const { rowCount } = await client.query("SELECT FROM pg_settings WHERE name = $1", [setting]);
  return rowCount === 1;
}
