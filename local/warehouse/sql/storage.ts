import { escapeLiteral } from "pg";

/**
 * What a statement says of a table's storage. PostgreSQL has no place for it, so it is kept beside the catalog, for the system
 * views and for what Redshift refuses because of it.
 */
export interface Storage {
  /** `AUTO`, `EVEN`, `ALL` or `KEY`; undefined when the statement does not say. */
  distStyle?: string;
  distKey?: string;
  /** Empty for none; undefined when the statement does not say. */
  sortKeys?: string[];
  /** By column. */
  encodings?: Record<string, string>;
}

/** The statement that keeps the storage of the table that was just made; what was there before keeps its own. */
export const keepCreated = (table: string, storage: Storage) => keep(true, table, storage);

/** The statement that keeps a change of a table's storage. */
export const keepChanged = (table: string, storage: Storage) => keep(false, table, storage);

/** The statement that gives the table that was just made the storage of the one that it is LIKE. */
export const keepLike = (table: string, parent: string) =>
  `SELECT pg_catalog.redshift_keep_like(${escapeLiteral(table)}, ${escapeLiteral(parent)})`;

/** The statement that fails for a column that Redshift would not drop. */
export const checkDrop = (table: string, column: string) =>
  `SELECT pg_catalog.redshift_check_drop(${escapeLiteral(table)}, ${escapeLiteral(column)})`;

/** The statement that fails for a column whose length Redshift would not change to the number of bytes. */
export const checkLength = (table: string, column: string, type: string, bytes: number) =>
  `SELECT pg_catalog.redshift_check_length(${escapeLiteral(table)}, ${escapeLiteral(column)}, ${escapeLiteral(type)}, ${bytes})`;

function keep(created: boolean, table: string, { distStyle, distKey, sortKeys, encodings = {} }: Storage): string {
  const text = (value: string | undefined) => (value === undefined ? "NULL" : escapeLiteral(value));
  const keys = sortKeys ? `ARRAY[${sortKeys.map(escapeLiteral).join(", ")}]::name[]` : "NULL";
  const values = [String(created), escapeLiteral(table), text(distStyle), text(distKey), keys];
  return `SELECT pg_catalog.redshift_keep_storage(${values.join(", ")}, ${escapeLiteral(JSON.stringify(encodings))})`;
}

/** Whether a statement says anything of storage. */
export const isDeclared = ({ distStyle, sortKeys, encodings = {} }: Storage) =>
  distStyle !== undefined || sortKeys !== undefined || Object.keys(encodings).length > 0;
