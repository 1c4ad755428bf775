import { DuckDBTypeId, type DuckDBType } from "@duckdb/node-api";

/** A Hive type as the catalog writes it; null where no value was seen. */
export type HiveType =
  null | string | { array: HiveType } | { map: [HiveType, HiveType] } | { struct: [string, HiveType][] };

export interface Column {
  name: string;
  type: HiveType;
}

/** `struct<a:int,b:array<string>>` */
export function written(type: HiveType): string {
  if (type === null) return "string";
  if (typeof type === "string") return type;
  if ("array" in type) return `array<${written(type.array)}>`;
  if ("map" in type) return `map<${type.map.map(written).join(",")}>`;
  return `struct<${type.struct.map(([name, field]) => `${name}:${written(field)}`).join(",")}>`;
}

const WHOLE = ["tinyint", "smallint", "int", "bigint"];
const NUMBERS = [...WHOLE, "float", "double"];

/** The narrowest type that holds both; string when they have nothing in common, as crawlers write it. */
export function widened(a: HiveType, b: HiveType): HiveType {
  if (a === null) return b;
  if (b === null) return a;
  if (typeof a === "string" && typeof b === "string") return widenedScalar(a, b);
  if (typeof a === "object" && typeof b === "object") {
    if ("array" in a && "array" in b) return { array: widened(a.array, b.array) };
    if ("struct" in a && "struct" in b) return { struct: union(a.struct, b.struct) };
    if ("map" in a && "map" in b) return { map: [widened(a.map[0], b.map[0]), widened(a.map[1], b.map[1])] };
  }
  return "string";
}

function widenedScalar(a: string, b: string): string {
  if (a === b) return a;
  if (WHOLE.includes(a) && WHOLE.includes(b)) return WHOLE[Math.max(WHOLE.indexOf(a), WHOLE.indexOf(b))];
  return NUMBERS.includes(a) && NUMBERS.includes(b) ? "double" : "string";
}

function union(a: [string, HiveType][], b: [string, HiveType][]): [string, HiveType][] {
  const fields = new Map(a);
  for (const [name, type] of b) fields.set(name, widened(fields.get(name) ?? null, type));
  return [...fields];
}

/** The columns of both, the second's new ones last. */
export function mergedColumns(a: Column[], b: Column[]): Column[] {
  const pairs = (columns: Column[]) => columns.map(({ name, type }): [string, HiveType] => [name, type]);
  return union(pairs(a), pairs(b)).map(([name, type]) => ({ name, type }));
}

const SCALARS: Partial<Record<DuckDBTypeId, string>> = {
  [DuckDBTypeId.BOOLEAN]: "boolean",
  [DuckDBTypeId.TINYINT]: "tinyint",
  [DuckDBTypeId.SMALLINT]: "smallint",
  [DuckDBTypeId.UTINYINT]: "smallint",
  [DuckDBTypeId.INTEGER]: "int",
  [DuckDBTypeId.USMALLINT]: "int",
  [DuckDBTypeId.BIGINT]: "bigint",
  [DuckDBTypeId.UINTEGER]: "bigint",
  [DuckDBTypeId.UBIGINT]: "decimal(20,0)",
  [DuckDBTypeId.FLOAT]: "float",
  [DuckDBTypeId.DOUBLE]: "double",
  [DuckDBTypeId.DATE]: "date",
  [DuckDBTypeId.TIMESTAMP]: "timestamp",
  [DuckDBTypeId.TIMESTAMP_S]: "timestamp",
  [DuckDBTypeId.TIMESTAMP_MS]: "timestamp",
  [DuckDBTypeId.TIMESTAMP_NS]: "timestamp",
  [DuckDBTypeId.TIMESTAMP_TZ]: "timestamp",
  [DuckDBTypeId.TIME]: "bigint",
  [DuckDBTypeId.BLOB]: "binary",
};

/** The Hive type of what DuckDB found in a Parquet file. */
export function hiveType(type: DuckDBType): HiveType {
  switch (type.typeId) {
    case DuckDBTypeId.DECIMAL:
      return `decimal(${type.width},${type.scale})`;
    case DuckDBTypeId.LIST:
      return { array: hiveType(type.valueType) };
    case DuckDBTypeId.MAP:
      return { map: [hiveType(type.keyType), hiveType(type.valueType)] };
    case DuckDBTypeId.STRUCT:
      return { struct: type.entryNames.map((name, i) => [name, hiveType(type.entryTypes[i])]) };
    default:
      return SCALARS[type.typeId] ?? "string";
  }
}
