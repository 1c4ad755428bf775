import type { TargetColumn } from "./columns";

/** A top-level column of a Parquet file, as `parquet_schema` of DuckDB tells it. */
export interface ParquetColumn {
  name: string;
  /** Physical type; null for a nested one. */
  type: string | null;
  logical: string;
  converted: string | null;
  precision?: number;
  scale?: number;
}

/**
 * Whether Redshift's scan loads a Parquet column into a column of the table. It converts nothing: not even a narrower integer
 * into a wider one.
 * @see https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-columnar.html
 */
export function fits(file: ParquetColumn, column: TargetColumn): boolean {
  const { type, converted, logical } = file;
  const bits =
    /IntType\(bitWidth=(\d+), isSigned=(?:1|true)/.exec(logical)?.[1] ?? /^INT_(\d+)$/.exec(converted ?? "")?.[1];
  const plain = bits === undefined && converted === null && logical === "";
  const text =
    converted === "UTF8" || converted === "ENUM" || logical.startsWith("StringType") || logical.startsWith("EnumType");
  switch (column.type) {
    case "smallint":
      return type === "INT32" && bits === "16";
    case "integer":
      return type === "INT32" && (plain || bits === "32");
    case "bigint":
      return type === "INT64" && (plain || bits === "64");
    case "real":
      return type === "FLOAT";
    case "double precision":
      return type === "DOUBLE";
    case "boolean":
      return type === "BOOLEAN";
    case "numeric":
      return file.precision === column.size && file.scale === column.scale;
    case "character varying":
    case "character":
      return type === "BYTE_ARRAY" && (text || plain);
    case "bytea":
      return type === "BYTE_ARRAY" && plain;
    case "date":
      return type === "INT32" && (converted === "DATE" || logical.startsWith("DateType"));
    case "timestamp without time zone":
    case "timestamp with time zone":
      return (
        type === "INT96" ||
        (type === "INT64" && ((converted?.startsWith("TIMESTAMP_") ?? false) || logical.startsWith("TimestampType")))
      );
    case "jsonb":
      return true;
    default:
      return false;
  }
}

/** The column as Redshift's message shows it. */
export function shown({ name, type, converted, logical, precision, scale }: ParquetColumn): string {
  if (type === null) return `optional group ${name}`;
  const note =
    precision !== undefined && (converted === "DECIMAL" || logical.startsWith("Decimal"))
      ? ` (DECIMAL(${precision},${scale}))`
      : converted
        ? ` (${converted})`
        : "";
  return `optional ${type.toLowerCase()} ${name}${note}`;
}
