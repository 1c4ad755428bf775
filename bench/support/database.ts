import { Client } from "pg";
import type { RunningAws } from "../../scripts/local/state";

/** URL, as PostgreSQL's superuser, of the database behind the workgroup: the one that PostgreSQL does not have from the start. */
export async function databaseUrl({ warehouseUrl }: RunningAws): Promise<string> {
  const client = new Client(warehouseUrl);
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "SELECT datname AS name FROM pg_database WHERE datname <> 'postgres' AND NOT datistemplate",
  );
  await client.end();
  const url = new URL(warehouseUrl);
  url.pathname = `/${encodeURIComponent(rows[0].name)}`;
  return url.href;
}
