import { type CopyStatement, parseCopy } from "../copy/parse";
import { alterTable } from "./alter-table";
import { createTable } from "./create-table";
import { RedshiftError } from "./error";
import { translateExpressions, translateTop } from "./expressions";
import { foldNames } from "./names";
import { bindParameters, type SqlParameter } from "./parameters";
import { refuse } from "./refuse";
import type { Place } from "./role-names";
import { accountStatement } from "./roles";
import { access, maintenance, mergeRemoveDuplicates, procedureArguments, setting } from "./statements";
import { code, isCode, join, keyword, startsWith, type Token, tokenise } from "./tokens";
import type { ByteLimit } from "./types";

/** A statement as PostgreSQL runs it. */
export interface Translated {
  kind: "sql";
  sql: string;
  /** Values of `$1`, `$2` ... */
  values: string[];
  /** Domains that must exist before it runs. */
  limits: ByteLimit[];
  /** Statements that run before and after it in its transaction. */
  before: string[];
  after: string[];
  /** Why it runs in no transaction block; undefined when it does. */
  alone?: string;
}

/**
 * One statement of Redshift for PostgreSQL. What both have stays as it is, down to blanks and comments.
 * @throws {RedshiftError} with Redshift's text for what Redshift refuses, with "not emulated" for what only it can do.
 */
export function translate(
  statement: string,
  place: Place,
  parameters: SqlParameter[] = [],
): Translated | CopyStatement {
  const { tokens, values } = bindParameters(single(tokenise(statement)), parameters);
  const original = code(tokens);
  if (keyword(original[0]) === "COPY") return parseCopy(original);
  refuse(original);
  const { checks, statements } = accountStatement(tokens, place) ?? { checks: [], statements: [tokens] };
  const all = statements.map((one) =>
    foldNames(translateTop(translateExpressions(procedureArguments(access(one)), place))),
  );
  const folded = all.pop()!;
  const real = code(folded);
  const table = keyword(real[0]) === "CREATE" ? createTable(real) : alterTable(real);
  const sql = table?.sql ?? mergeRemoveDuplicates(real) ?? maintenance(real) ?? setting(real) ?? join(folded);
  const { limits = [], after = [] } = table ?? {};
  const before = [...checks.map((call) => `SELECT ${call}`), ...all.map(join), ...(table?.before ?? [])];
  return { kind: "sql", sql, values, limits, before, after, alone: alone(real) };
}

/** @see https://docs.aws.amazon.com/redshift/latest/dg/r_TRUNCATE.html */
function alone(real: Token[]): string | undefined {
  if (startsWith(real, "VACUUM")) return "VACUUM cannot run inside a transaction block";
  if (alterTable(real)?.alone) return "ALTER TABLE ALTER COLUMN cannot run inside a transaction block";
  if (startsWith(real, "TRUNCATE")) {
    return "not emulated by the local Redshift: TRUNCATE in a batch, which would commit what the batch did before it. Use DELETE";
  }
  const control = ["BEGIN", "START TRANSACTION", "COMMIT", "END", "ROLLBACK", "ABORT"].find((words) =>
    startsWith(real, words),
  );
  return control && `not emulated by the local Redshift: ${control} in a batch, which is one transaction anyway`;
}

/** The statement without its closing semicolon. */
function single(tokens: Token[]): Token[] {
  const end = tokens.findIndex((token) => token.kind === "operator" && token.text === ";");
  if (end === -1) return tokens;
  if (tokens.slice(end).some((token) => isCode(token) && token.text !== ";")) {
    throw new RedshiftError("cannot insert multiple commands into a prepared statement", "42601");
  }
  return tokens.slice(0, end);
}
