import { type Client, escapeIdentifier } from "pg";
import { RedshiftError } from "../sql/error";
import type { CopyStatement } from "./parse";

/** A column that a COPY fills. */
export interface TargetColumn {
  name: string;
  /** Type below a domain, as PostgreSQL calls it: `character varying`, `integer`, `jsonb`. */
  type: string;
  /** Length of VARCHAR, CHAR and VARBYTE in bytes; precision of DECIMAL. */
  size?: number;
  scale?: number;
}

/** Redshift's name of a column's type, as its messages have it. */
export function typeName({ type, size, scale }: TargetColumn): string {
  const names: Record<string, string> = {
    "character varying": "VARCHAR",
    character: "CHAR",
    bytea: "VARBYTE",
    jsonb: "SUPER",
    "double precision": "DOUBLE",
    numeric: "DECIMAL",
    "timestamp without time zone": "TIMESTAMP",
    "timestamp with time zone": "TIMESTAMPTZ",
  };
  const name = names[type] ?? type.toUpperCase();
  if (name === "DECIMAL") return `${name}(${size}, ${scale})`;
  return size === undefined ? name : `${name}(${size})`;
}

export interface TargetTable {
  /** For SQL. */
  sql: string;
  name: string;
  columns: TargetColumn[];
}

interface Row {
  name: string;
  type: string;
  domain: string | null;
  modifier: number;
  identity: boolean;
}

/**
 * The table of a COPY and the columns that it fills, in the order of the files' columns.
 * @throws {RedshiftError} when the table or a column does not exist, or a column generates its values.
 */
export async function targetTable(client: Client, copy: CopyStatement): Promise<TargetTable> {
  const sql = copy.table.map(escapeIdentifier).join(".");
  const name = copy.table.at(-1)!;
  const { rows } = await client.query<Row>(
    `SELECT a.attname AS name, format_type(b.oid, NULL) AS type, CASE WHEN t.typtype = 'd' THEN t.typname END AS domain,
            CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS modifier, a.attidentity <> '' AS identity
     FROM pg_catalog.pg_attribute a
       JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
       JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
     WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
    [sql],
  );
  if (rows.length === 0) throw new RedshiftError(`Cannot COPY into nonexistent table ${name}`, "42P01");
  return { sql, name, columns: chosen(rows, copy, name).map(column) };
}

function chosen(rows: Row[], copy: CopyStatement, table: string): Row[] {
  if (copy.columns.length === 0) return rows.filter(({ identity }) => copy.explicitIds || !identity);
  return copy.columns.map((name, i) => {
    const row = rows.find((candidate) => candidate.name === name);
    if (!row) throw new RedshiftError(`column "${name}" of relation "${table}" does not exist`, "42703");
    if (copy.columns.indexOf(name) !== i) throw new RedshiftError(`column "${name}" specified more than once`, "42701");
    if (row.identity && !copy.explicitIds)
      throw new RedshiftError(`cannot set an identity column to a value: "${name}"; use EXPLICIT_IDS`, "42601");
    return row;
  });
}

function column({ name, type, domain, modifier }: Row): TargetColumn {
  const size = /\((\d+)\)$/.exec(domain ?? "")?.[1];
  if (size !== undefined) return { name, type, size: Number(size) };
  if (modifier < 4) return { name, type };
  if (type === "numeric") return { name, type, size: (modifier - 4) >> 16, scale: (modifier - 4) & 0xffff };
  return type.startsWith("character") ? { name, type, size: modifier - 4 } : { name, type };
}
