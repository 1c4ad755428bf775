import { DatabaseError, escapeIdentifier } from "pg";
import type { Home } from "../home/home";
import type { Warehouse } from "../postgres";
import type { ByteLimit } from "../sql/types";

const DUPLICATE_OBJECT = "42710";

/**
 * Makes the domains that keep the lengths of VARCHAR, CHAR and VARBYTE in bytes: PostgreSQL counts characters.
 * A column keeps its domain in LIKE and CREATE TABLE AS, which a check constraint would not survive.
 */
export class ByteLimits {
  private readonly made = new Set<string>();

  constructor(private readonly warehouse: Warehouse) {}

  async ensure({ id, database }: Home, limits: ByteLimit[]): Promise<void> {
    const missing = new Map(limits.map((limit) => [`${id} ${limit.name}`, limit]));
    for (const key of missing.keys()) if (this.made.has(key)) missing.delete(key);
    if (missing.size === 0) return;
    await this.warehouse.administer(database, async (client) => {
      for (const [key, { name, base, bytes }] of missing) {
        const domain = `CREATE DOMAIN pg_catalog.${escapeIdentifier(name)} AS ${base} CHECK (octet_length(VALUE) <= ${bytes})`;
        await client.query(domain).catch(unlessThere);
        this.made.add(key);
      }
    });
  }
}

function unlessThere(error: unknown): void {
  if (!(error instanceof DatabaseError) || error.code !== DUPLICATE_OBJECT) throw error;
}
