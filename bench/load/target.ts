import { createTable } from "./lineitem";
import type { Way, World } from "./way";

/** The table that a way fills, looked at from outside. */
export interface Target {
  /** Rows that a condition picks, their values as text; none where there is no table. */
  rows(expressions: string, where?: string): Promise<Record<string, string | null>[]>;
  typeOf(column: string): Promise<string>;
  drop(): Promise<void>;
}

const UNDEFINED_TABLE = "42P01";
const asText = { getTypeParser: () => (text: string) => text };

/** Makes the schema, and the table where the way needs one, and lets PostgreSQL write down what went before. */
export async function prepare({ database }: World, way: Way, schema: string): Promise<Target> {
  const table = `${schema}.lineitem`;
  await database.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  if (way.needsTable) {
    await database.query(`CREATE SCHEMA ${schema}`);
    await database.query(createTable(table));
  }
  await database.query("CHECKPOINT");
  return {
    async rows(expressions, where = "true") {
      try {
        const text = `SELECT ${expressions} FROM ${table} WHERE ${where}`;
        return (await database.query<Record<string, string | null>>({ text, types: asText })).rows;
      } catch (error) {
        if ((error as { code?: string }).code === UNDEFINED_TABLE) return [];
        throw error;
      }
    },
    async typeOf(column) {
      const { rows } = await database.query<{ type: string }>(
        "SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2",
        [table, column],
      );
      return rows[0].type;
    },
    async drop() {
      for (const name of [schema, `${schema}_staging`]) await database.query(`DROP SCHEMA IF EXISTS ${name} CASCADE`);
    },
  };
}
