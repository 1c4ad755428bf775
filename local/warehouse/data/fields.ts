import type { Client, FieldDef } from "pg";
import { notEmulated } from "../sql/error";

/** One value as the Data API sends it. */
export type Field =
  | { isNull: true }
  | { booleanValue: boolean }
  | { longValue: number }
  | { doubleValue: number }
  | { stringValue: string }
  | { blobValue: string };

export interface ColumnMetadata {
  name: string;
  label: string;
  typeName: string;
  /** 1: may be NULL, 0: may not, 2: unknown. */
  nullable: number;
  length: number;
  precision: number;
  scale: number;
  isCaseSensitive: boolean;
  isCurrency: boolean;
  isSigned: boolean;
  schemaName: string;
  tableName: string;
}

interface Type {
  name: string;
  precision: number;
  signed?: boolean;
}

/** PostgreSQL's type ids under Redshift's names. */
const TYPES: Record<number, Type> = {
  16: { name: "bool", precision: 1 },
  17: { name: "varbyte", precision: 1024000 },
  20: { name: "int8", precision: 19, signed: true },
  21: { name: "int2", precision: 5, signed: true },
  23: { name: "int4", precision: 10, signed: true },
  19: { name: "name", precision: 128 },
  25: { name: "text", precision: 65535 },
  26: { name: "oid", precision: 10 },
  700: { name: "float4", precision: 8, signed: true },
  701: { name: "float8", precision: 17, signed: true },
  1042: { name: "bpchar", precision: 4096 },
  1043: { name: "varchar", precision: 65535 },
  1082: { name: "date", precision: 13 },
  1083: { name: "time", precision: 15 },
  1114: { name: "timestamp", precision: 29 },
  1184: { name: "timestamptz", precision: 35 },
  1266: { name: "timetz", precision: 21 },
  1700: { name: "numeric", precision: 38, signed: true },
  3802: { name: "super", precision: 65535 },
};

/**
 * PostgreSQL's text of a value, by its type.
 * @throws {RedshiftError} for a number that JavaScript's JSON would change.
 */
export function field(text: string | null, type: number): Field {
  if (text === null) return { isNull: true };
  switch (TYPES[type]?.name) {
    case "bool":
      return { booleanValue: text === "t" };
    case "int2":
    case "int4":
    case "int8":
    case "oid":
      if (!Number.isSafeInteger(Number(text)))
        throw notEmulated(`a result with the number ${text}, beyond 2^53: cast it to VARCHAR`);
      return { longValue: Number(text) };
    case "float4":
    case "float8":
      // JSON has no NaN and no infinity.
      return Number.isFinite(Number(text)) ? { doubleValue: Number(text) } : { stringValue: text };
    case "varbyte":
      return { blobValue: Buffer.from(text.slice(2), "hex").toString("base64") };
    case "super":
      return { stringValue: compact(text) };
    default:
      return { stringValue: text };
  }
}

/** JSON without the blanks that PostgreSQL writes and Redshift does not. */
const compact = (json: string) => json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, string?: string) => string ?? "");

/** What the Data API tells of the columns; the tables' side of it comes from the catalog. */
export async function columnMetadata(client: Client, fields: FieldDef[]): Promise<ColumnMetadata[]> {
  const tables = [...new Set(fields.map(({ tableID }) => tableID).filter((id) => id > 0))];
  const known = new Map<string, { nullable: boolean; schema: string; table: string }>();
  if (tables.length > 0) {
    const { rows } = await client.query<{ id: string; nullable: boolean; schema: string; table: string }>(
      `SELECT a.attrelid || '.' || a.attnum AS id, NOT a.attnotnull AS nullable, n.nspname AS schema, c.relname AS table
       FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE a.attrelid = ANY($1::oid[]) AND a.attnum > 0`,
      [tables],
    );
    for (const row of rows) known.set(row.id, row);
  }
  return fields.map((column) => {
    const source = known.get(`${column.tableID}.${column.columnID}`);
    const type = TYPES[column.dataTypeID] ?? { name: "varchar", precision: 65535 };
    const { precision, scale, length } = size(type, column);
    return {
      name: column.name,
      label: column.name,
      typeName: type.name,
      nullable: source ? Number(source.nullable) : 1,
      length,
      precision,
      scale,
      isCaseSensitive: ["varchar", "bpchar", "text"].includes(type.name),
      isCurrency: false,
      isSigned: type.signed ?? false,
      schemaName: source?.schema ?? "",
      tableName: source?.table ?? "",
    };
  });
}

function size(
  type: Type,
  { dataTypeModifier: modifier }: FieldDef,
): { precision: number; scale: number; length: number } {
  if (modifier < 4) return { precision: type.precision, scale: 0, length: 0 };
  if (type.name === "numeric") return { precision: (modifier - 4) >> 16, scale: (modifier - 4) & 0xffff, length: 0 };
  if (type.name === "varchar" || type.name === "bpchar") return { precision: modifier - 4, scale: 0, length: 0 };
  return { precision: type.precision, scale: 0, length: 0 };
}
