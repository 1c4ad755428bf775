import type { ColumnArgs } from "../dataset-args/dataset";
import type { Dataset } from "../job/dataset";
import { targetName } from "../job/names";

/**
 * The columns that the load job makes a dataset's table with, by their names in Redshift and with catalog types as crawlers give
 * them to Redshift's. None where only a run tells: the dataset declares no columns, or a query or script makes them.
 */
export function targetColumns({ columns, transform = {}, load, target }: Dataset): ColumnArgs[] {
  if (!columns || transform.sql !== undefined || transform.script !== undefined) return [];
  const named = ({ name, type }: ColumnArgs): [string, string] => [targetName(name), type];
  const casts = new Map(Object.entries(transform.cast ?? {}).map(([name, type]) => named({ name, type })));
  const renamed = new Map(
    Object.entries(transform.rename ?? {}).map(([old, name]) => [targetName(old), targetName(name)]),
  );
  const source = columns
    .map(named)
    .map(([name, type]): [string, string] => [renamed.get(name) ?? name, casts.get(name) ?? type]);
  const dropped = [...(transform.drop ?? []), ...("deletes" in load && load.deletes ? [load.deletes.column] : [])];
  const all = new Map([...source, ...(transform.derive ?? []).map(named)]);
  dropped.forEach((name) => all.delete(targetName(name)));
  if (target.fileColumn !== undefined) all.set(target.fileColumn, "string");
  if (load.mode === "history") {
    all.set("valid_from", "timestamp").set("valid_to", "timestamp").set("is_current", "boolean");
  }
  return [...all].map(([name, type]) => ({ name, type: ofRedshift(type) }));
}

/** The catalog's type for what a column of the given type is in Redshift. SUPER is text of JSON to who reads it by JDBC. */
function ofRedshift(type: string): string {
  const text = type.toLowerCase().trim().replace(/\s+/g, " ");
  if (/^(var)?char|^(array|struct|map)</.test(text)) return "string";
  if (text === "timestamp with time zone") return "timestamp";
  const decimal = /^decimal\((\d+)(?:,(\d+))?\)$/.exec(text.replaceAll(" ", ""));
  if (decimal) return `decimal(${decimal[1]},${decimal[2] ?? 0})`;
  return { tinyint: "smallint", integer: "int", decimal: "decimal(10,0)" }[text] ?? text;
}
