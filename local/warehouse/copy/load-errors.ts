import type { DatabaseError } from "pg";
import { RedshiftError } from "../sql/error";
import { type TargetTable, typeName } from "./columns";
import type { CopyContext } from "./context";

/** One row of `sys_load_error_detail`. */
export interface LoadError {
  file: string;
  line: number;
  raw: string;
  column?: string;
  value?: string;
  code: number;
  message: string;
}

/** The value at fault of an error inside PostgreSQL's COPY; undefined for an error that no value causes. */
export function valueError(
  error: DatabaseError,
  table: TargetTable,
): { record: number; cause: Omit<LoadError, "file" | "line" | "raw"> } | undefined {
  const [, line, column, value] =
    /^COPY .*, line (\d+)(?:, column ([^:]+?)(?:: "([\s\S]*)"| null|: null input)?)?$/m.exec(error.where ?? "") ?? [];
  if (line === undefined) return undefined;
  const name = column ?? error.column;
  const target = table.columns.find((candidate) => candidate.name === name);
  return { record: Number(line) - 1, cause: { column: name, value, ...reason(error, target?.type, value) } };
}

/** @see https://docs.aws.amazon.com/redshift/latest/dg/r_Load_Error_Reference.html */
function reason(error: DatabaseError, type: string | undefined, value = ""): { code: number; message: string } {
  if (error.code === "23502") return { code: 1213, message: "Missing data for not-null field" };
  if (error.code === "22001" || error.code === "23514")
    return { code: 1204, message: "String length exceeds DDL length" };
  const position = /^\s*[-+]?\d*/.exec(value)![0].length;
  const digit = (name: string) => `Invalid digit, Value '${value[position] ?? ""}', Pos ${position}, Type: ${name}`;
  switch (type) {
    case "smallint":
    case "integer":
    case "bigint": {
      const name = { smallint: "Short", integer: "Integer", bigint: "Long" }[type];
      return {
        code: 1207,
        message: error.code === "22003" ? `Overflow, Value '${value}', Type: ${name}` : digit(name),
      };
    }
    case "real":
    case "double precision":
      return { code: 1208, message: digit(type === "real" ? "Float" : "Double") };
    case "numeric":
      return {
        code: 1209,
        message: error.code === "22003" ? "Numeric data overflow (result precision)" : digit("Decimal"),
      };
    case "boolean":
      return { code: 1210, message: "Unknown boolean format" };
    case "date":
      return { code: 1205, message: "Invalid Date Format - length must be 10 or more" };
    case "timestamp without time zone":
    case "timestamp with time zone":
      return { code: 1206, message: "Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]" };
    default:
      return { code: 1200, message: error.message };
  }
}

/**
 * Writes the error down, outside the transaction that fails, for `sys_load_error_detail` and `stl_load_errors`.
 * @returns the error of the statement
 */
export async function loadFailed(
  { deps, home, role, queryId }: CopyContext,
  table: TargetTable,
  error: LoadError,
): Promise<RedshiftError> {
  const target = table.columns.find(({ name }) => name === error.column);
  await deps.warehouse.administer(home.database, async (client) => {
    await client.query(
      `INSERT INTO pg_catalog.redshift_load_errors (role, query, start_time, file_name, line_number, column_name, column_type, column_length, position,
         raw_line, raw_field_value, error_code, error_message)
       VALUES ($1, $2, now() AT TIME ZONE 'UTC', $3, $4, $5, $6, $7, 0, $8, $9, $10, $11)`,
      [
        role,
        queryId,
        error.file,
        error.line,
        error.column ?? "",
        target ? typeName(target).replace(/\(.*/, "").toLowerCase() : "",
        String(target?.size ?? 0),
        error.raw.slice(0, 1024),
        (error.value ?? "").slice(0, 1024),
        error.code,
        error.message.slice(0, 512),
      ],
    );
  });
  return new RedshiftError(
    `Load into table '${table.name}' failed.  Check 'sys_load_error_detail' system table for details.`,
  );
}
