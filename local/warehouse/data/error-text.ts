import { DatabaseError } from "pg";
import { ROLE_MARK, withoutRolePrefix } from "../database/role-names";
import { RedshiftError } from "../sql/error";

/** An error as the Data API shows it: `ERROR: ...`, then position and detail on lines of their own. */
export function errorText(error: unknown): string {
  const { severity, message, position, detail } = redshiftError(error);
  return [`${severity}: ${message}`, position && `Position: ${position}`, detail && `Detail: ${detail}`]
    .filter(Boolean)
    .join("\n  ");
}

interface Shown {
  severity: string;
  message: string;
  position?: number;
  detail?: string;
}

function redshiftError(error: unknown): Shown {
  if (error instanceof RedshiftError)
    return { severity: "ERROR", message: error.message, position: error.position, detail: error.detail };
  if (error instanceof DatabaseError) {
    const position = error.position === undefined ? undefined : Number(error.position);
    const { message, detail } = { detail: error.detail, ...worded(error) };
    return {
      severity: error.severity ?? "ERROR",
      position,
      message: withoutRolePrefix(message),
      detail: detail && withoutRolePrefix(detail),
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  // What breaks between this process and PostgreSQL is to Redshift's clients its own connection.
  if (LOST.test((error as NodeJS.ErrnoException).code ?? message))
    return { severity: "FATAL", message: `connection to the server was lost: ${message}` };
  return { severity: "ERROR", message };
}

const LOST = /^(ECONN\w+|EPIPE|Connection terminated|Client (has encountered a connection error|was closed))/;

/** Redshift's words where they differ from PostgreSQL's and a loader may look for them. */
function worded(error: DatabaseError): { message: string; detail?: string } {
  const { message } = error;
  switch (error.code) {
    case "23514": {
      const limit = /^value for domain "(varchar|char|varbyte)(\(\d+\))"/.exec(message);
      const types: Record<string, string> = {
        varchar: "character varying",
        char: "character",
        varbyte: "binary varying",
      };
      return limit ? { message: `value too long for type ${types[limit[1]]}${limit[2]}` } : { message };
    }
    case "23502":
      return { message: `Cannot insert a NULL value into column ${error.column}`, detail: undefined };
    case "40001":
      // PostgreSQL tells no table and no transactions.
      return {
        message: "1023",
        detail: "Serializable isolation violation on table - 0, transactions forming the cycle are: 0, 0",
      };
    case "42501":
      return { message: message.replace(/^permission denied for table /, "permission denied for relation ") };
    case "2BP01":
      return message.startsWith(`role "${ROLE_MARK}`)
        ? {
            message: message.replace(/because .*/, "because the role has a privilege on some object"),
            detail: undefined,
          }
        : { message };
    case "23505":
      // Only the catalog has unique keys here.
      return { message: "could not complete because of conflict with concurrent transaction", detail: undefined };
    case "21000":
      return {
        message: message.startsWith("MERGE") ? "Found multiple matches to update the same tuple." : message,
        detail: undefined,
      };
    default:
      return { message };
  }
}
