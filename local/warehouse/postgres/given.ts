import { Client } from "pg";

const OLDEST = 150_000;

/**
 * Checks a PostgreSQL server that somebody else runs.
 * @throws when it cannot be reached, is older than 15 (the first with MERGE), or the URL's user is no superuser, which the
 * catalog functions and the roles need.
 */
export async function checkServer(url: string): Promise<void> {
  const client = new Client(url);
  const where = redacted(url);
  try {
    await client.connect();
  } catch (error) {
    throw new Error(`cannot connect to the PostgreSQL server ${where}: ${(error as Error).message}`);
  }
  try {
    const { rows } = await client.query<{ version: number; name: string; superuser: boolean }>(
      `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS name,
              (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser`,
    );
    const [{ version, name, superuser }] = rows;
    if (version < OLDEST) throw new Error(`the PostgreSQL server ${where} is version ${name}: 15 or newer is needed`);
    if (!superuser) throw new Error(`the user of ${where} is no superuser: it must create roles and catalog functions`);
  } finally {
    await client.end();
  }
}

function redacted(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
