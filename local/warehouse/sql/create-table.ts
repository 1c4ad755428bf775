import { type Definition, definition } from "./columns";
import { RedshiftError } from "./error";
import { closing, commaSeparated } from "./groups";
import { identifier, join, keyword, quote, startsWith, syntaxError, type Token } from "./tokens";
import { isDeclared, keepChanged, keepCreated, keepLike, type Storage } from "./storage";
import type { ByteLimit } from "./types";

export interface TableDdl {
  sql: string;
  limits: ByteLimit[];
  /** Statements that run before and after it in its transaction. */
  before?: string[];
  after?: string[];
}

const STYLES = ["AUTO", "EVEN", "KEY", "ALL"];

/**
 * CREATE TABLE with what concerns Redshift's storage stripped, and column types that keep Redshift's limits.
 * @param tokens without blanks and comments, beginning with CREATE
 * @returns undefined when it is no CREATE TABLE
 */
export function createTable(tokens: Token[]): TableDdl | undefined {
  let at = 1;
  while (["LOCAL", "TEMP", "TEMPORARY"].includes(keyword(tokens[at]))) at++;
  if (keyword(tokens[at]) !== "TABLE") return undefined;
  const temporary = at > 1;
  at += 1;
  const ifNotExists = startsWith(tokens, "IF NOT EXISTS", at);
  if (ifNotExists) at += 3;
  const nameAt = at;
  at += 1;
  while (keyword(tokens[at]) === ".") at += 2;
  const names = tokens.slice(nameAt, at).filter((token) => keyword(token) !== ".");
  if (names.some((token) => token.kind !== "word" && token.kind !== "quoted")) throw syntaxError(tokens[nameAt]);
  const local = temporary || identifier(names[0]).startsWith("#");
  const table = names.map((name) => quote(identifier(name))).join(".");
  const head = `CREATE ${local ? "TEMPORARY " : ""}TABLE ${ifNotExists ? "IF NOT EXISTS " : ""}${table}`;
  const list = keyword(tokens[at]) === "(" ? tokens.slice(at + 1, closing(tokens, at)) : undefined;
  const { storage, rest } = tableAttributes(tokens.slice(list ? closing(tokens, at) + 1 : at));
  if (keyword(rest[0]) === "AS") {
    const after = isDeclared(storage) ? [keepCreated(table, storage)] : [];
    return { sql: `${head} ${list ? `(${spaced(list)}) ` : ""}${spaced(rest)}`, limits: [], after };
  }
  if (rest[0] || !list) throw syntaxError(rest[0]);

  const entries = commaSeparated(list).map(definition);
  const columns = entries.flatMap(({ column }) => column ?? []);
  const parents = entries.flatMap(({ like }) => like ?? []);
  const declared = withColumns(storage, entries);
  const keys = [...(declared.distKey ? [declared.distKey] : []), ...(declared.sortKeys ?? [])];
  const missing = keys.find((key) => !columns.includes(key));
  if (missing && parents.length === 0)
    throw new RedshiftError(`column "${missing}" named in key does not exist`, "42703");
  const notNull = entries.flatMap((entry) => entry.notNull ?? []);
  const sql = entries.flatMap((entry) => {
    if (!entry.sql) return [];
    return notNull.includes(entry.column ?? "") && !entry.sql.includes("NOT NULL")
      ? `${entry.sql} NOT NULL`
      : entry.sql;
  });
  const after = parents.map((parent) => keepLike(table, parent));
  if (isDeclared(declared)) after.push((parents.length > 0 ? keepChanged : keepCreated)(table, declared));
  return { sql: `${head} (${sql.join(", ")})`, limits: entries.flatMap(({ limit }) => limit ?? []), after };
}

/** The storage of a table, with what stands at its columns. */
function withColumns(table: Storage, entries: Definition[]): Storage {
  const dist = entries.find(({ distKey }) => distKey)?.column;
  const sort = entries.flatMap(({ sortKey, column }) => (sortKey && column ? [column] : []));
  const encoded = entries.flatMap(({ encoding, column }): [string, string][] =>
    encoding && column ? [[column, encoding]] : [],
  );
  return {
    ...table,
    ...(dist !== undefined && { distStyle: "KEY", distKey: dist }),
    ...(sort.length > 0 && { sortKeys: sort }),
    ...(encoded.length > 0 && { encodings: Object.fromEntries(encoded) }),
  };
}

/** Reads over the table attributes: what they say of storage, and what follows. */
function tableAttributes(tokens: Token[]): { storage: Storage; rest: Token[] } {
  const storage: Storage = {};
  let at = 0;
  for (;;) {
    const word = keyword(tokens[at]);
    if (word === "COMPOUND" || word === "INTERLEAVED") {
      if (keyword(tokens[++at]) !== "SORTKEY") throw syntaxError(tokens[at]);
    } else if ((word === "SORTKEY" || word === "DISTKEY") && keyword(tokens[at + 1]) === "(") {
      const end = closing(tokens, at + 1);
      const names = tokens.slice(at + 2, end).filter((token) => keyword(token) !== ",");
      if (word === "SORTKEY") storage.sortKeys = names.map(identifier);
      else Object.assign(storage, { distStyle: "KEY", distKey: identifier(names[0]) });
      at = end + 1;
    } else if (word === "SORTKEY" && keyword(tokens[at + 1]) === "AUTO") at += 2;
    else if (word === "DISTSTYLE" && STYLES.includes(keyword(tokens[at + 1]))) {
      storage.distStyle = keyword(tokens[at + 1]);
      at += 2;
    } else if (word === "BACKUP" && ["YES", "NO"].includes(keyword(tokens[at + 1]))) at += 2;
    else if (word === "ENCODE" && keyword(tokens[at + 1]) === "AUTO") at += 2;
    else return { storage, rest: tokens.slice(at) };
  }
}

const spaced = (tokens: Token[]) => join(tokens.flatMap((token) => [token, { kind: "blank", text: " ", at: -1 }]));
