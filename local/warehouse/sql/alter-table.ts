import { definition } from "./columns";
import type { TableDdl } from "./create-table";
import { notEmulated } from "./error";
import { identifier, keyword, quote, startsWith, syntaxError, type Token } from "./tokens";
import { columnType } from "./types";

export interface TableChange extends TableDdl {
  /** Redshift runs it in no transaction block. */
  alone: boolean;
}

/**
 * The forms of ALTER TABLE that PostgreSQL does not take as they are.
 * @param tokens without blanks and comments
 * @returns undefined when PostgreSQL's own is the same
 * @see https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE.html
 */
export function alterTable(tokens: Token[]): TableChange | undefined {
  if (!startsWith(tokens, "ALTER TABLE")) return undefined;
  let at = 3;
  while (keyword(tokens[at]) === ".") at += 2;
  const table = tokens
    .slice(2, at)
    .filter((token) => keyword(token) !== ".")
    .map((token) => quote(identifier(token)))
    .join(".");
  const change = tokens.slice(at);
  const word = keyword(change[0]);
  if (word === "APPEND") throw notEmulated("ALTER TABLE APPEND");
  if (word === "ADD") return add(table, change);
  if (word === "ALTER") return alter(table, change);
  return undefined;
}

function add(table: string, change: Token[]): TableChange {
  const at = keyword(change[1]) === "COLUMN" ? 2 : 1;
  if (startsWith(change, "IF NOT EXISTS", at)) throw syntaxError(change[at + 1]);
  const { sql, limit, column } = definition(change.slice(at));
  if (!column) return onlyChecked(table);
  return { sql: `ALTER TABLE ${table} ADD COLUMN ${sql}`, limits: limit ? [limit] : [], alone: false };
}

function alter(table: string, change: Token[]): TableChange {
  const storage = ["DISTKEY", "DISTSTYLE", "SORTKEY", "COMPOUND", "ENCODE"];
  if (storage.includes(keyword(change[1]))) return onlyChecked(table);
  const at = keyword(change[1]) === "COLUMN" ? 2 : 1;
  if (keyword(change[at + 1]) === "ENCODE") return onlyChecked(table);
  if (keyword(change[at + 1]) !== "TYPE") throw syntaxError(change[at + 1]);
  const { sql, limit, length } = columnType(change, at + 2);
  if (change[at + 2 + length]) throw syntaxError(change[at + 2 + length]);
  const column = quote(identifier(change[at]));
  return { sql: `ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${sql}`, limits: limit ? [limit] : [], alone: true };
}

/** What only concerns Redshift's storage or its planner still needs the table, and its owner. */
const onlyChecked = (table: string): TableChange => ({
  sql: `ALTER TABLE ${table} RESET (autovacuum_enabled)`,
  limits: [],
  alone: false,
});
