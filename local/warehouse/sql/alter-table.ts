import { definition, encodingName } from "./columns";
import type { TableDdl } from "./create-table";
import { notEmulated, RedshiftError } from "./error";
import { closing } from "./groups";
import { checkDrop, checkLength, isDeclared, keepChanged, type Storage } from "./storage";
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
  switch (keyword(change[0])) {
    case "APPEND":
      throw notEmulated("ALTER TABLE APPEND");
    case "ADD":
      return add(table, change);
    case "ALTER":
      return alter(table, change);
    case "DROP":
      return drop(table, change);
    default:
      return undefined;
  }
}

function add(table: string, change: Token[]): TableChange {
  const at = keyword(change[1]) === "COLUMN" ? 2 : 1;
  if (startsWith(change, "IF NOT EXISTS", at)) throw syntaxError(change[at + 1]);
  const { sql, limit, column, encoding } = definition(change.slice(at));
  if (!column) return onlyKept(table, {});
  const has = (words: string) => change.some((_, i) => startsWith(change, words, i));
  if (has("PRIMARY KEY") || has("UNIQUE"))
    throw refused("ALTER TABLE ADD COLUMN does not support columns defined with UNIQUE or PRIMARY KEY constraints");
  if (has("NOT NULL") && !has("DEFAULT"))
    throw refused("ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default expression");
  return {
    sql: `ALTER TABLE ${table} ADD COLUMN ${sql}`,
    limits: limit ? [limit] : [],
    after: encoding ? [keepChanged(table, { encodings: { [column]: encoding } })] : [],
    alone: false,
  };
}

/** Redshift drops one column at a time, and no key. */
function drop(table: string, change: Token[]): TableChange | undefined {
  if (keyword(change[1]) === "CONSTRAINT") return undefined;
  const at = keyword(change[1]) === "COLUMN" ? 2 : 1;
  const mode = keyword(change[at + 1]);
  const end = at + (["RESTRICT", "CASCADE"].includes(mode) ? 2 : 1);
  if (startsWith(change, "IF EXISTS", at) || change[end]) throw syntaxError(change[at + 1]);
  const column = identifier(change[at]);
  const sql = `ALTER TABLE ${table} DROP COLUMN ${quote(column)}${end === at + 2 ? ` ${mode}` : ""}`;
  return { sql, limits: [], before: [checkDrop(table, column)], alone: false };
}

function alter(table: string, change: Token[]): TableChange {
  const storage = storageChange(change);
  if (storage) return onlyKept(table, storage);
  const at = keyword(change[1]) === "COLUMN" ? 2 : 1;
  const column = identifier(change[at]);
  const word = keyword(change[at + 1]);
  if (word === "ENCODE") return onlyKept(table, { encodings: { [column]: encodingName(change[at + 2]) } });
  if (startsWith(change, "SET DEFAULT", at + 1) || startsWith(change, "DROP DEFAULT", at + 1))
    throw refused("ALTER COLUMN SET/DROP DEFAULT is not supported");
  if (word !== "TYPE") throw syntaxError(change[at + 1]);
  const { sql, limit, length } = columnType(change, at + 2);
  const rest = change[at + 2 + length];
  if (keyword(rest) === "USING") throw refused("ALTER TABLE ALTER COLUMN does not support USING expression");
  if (rest) throw syntaxError(rest);
  const kind = limit?.name.replace(/\(.*/, "") ?? sql;
  return {
    sql: `ALTER TABLE ${table} ALTER COLUMN ${quote(column)} TYPE ${sql}`,
    limits: limit ? [limit] : [],
    before: [checkLength(table, column, kind, limit?.bytes ?? 0)],
    alone: true,
  };
}

/** ALTER DISTKEY, DISTSTYLE, SORTKEY and ENCODE AUTO; undefined for another change. */
function storageChange(change: Token[]): Storage | undefined {
  const [, word, second, , fourth] = change.map(keyword);
  if (word === "DISTKEY") return { distStyle: "KEY", distKey: identifier(change[2]) };
  if (word === "DISTSTYLE") return { distStyle: second, ...(fourth && { distKey: identifier(change[4]) }) };
  if (word === "ENCODE") return {};
  const at = word === "COMPOUND" ? 2 : 1;
  if (keyword(change[at]) !== "SORTKEY") return undefined;
  if (keyword(change[at + 1]) !== "(") return { sortKeys: [] };
  const names = change.slice(at + 2, closing(change, at + 1)).filter((token) => keyword(token) !== ",");
  return { sortKeys: names.map(identifier) };
}

/** What only concerns Redshift's storage or its planner still needs the table, and its owner. */
const onlyKept = (table: string, storage: Storage): TableChange => ({
  sql: `ALTER TABLE ${table} RESET (autovacuum_enabled)`,
  limits: [],
  after: isDeclared(storage) ? [keepChanged(table, storage)] : [],
  alone: false,
});

const refused = (message: string) => new RedshiftError(message, "0A000");
