import { definition } from "./columns";
import { RedshiftError } from "./error";
import { closing, commaSeparated } from "./groups";
import { identifier, join, keyword, quote, startsWith, syntaxError, type Token } from "./tokens";
import type { ByteLimit } from "./types";

export interface TableDdl {
  sql: string;
  limits: ByteLimit[];
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
  const head = `CREATE ${local ? "TEMPORARY " : ""}TABLE ${ifNotExists ? "IF NOT EXISTS " : ""}${names.map((name) => quote(identifier(name))).join(".")}`;
  const list = keyword(tokens[at]) === "(" ? tokens.slice(at + 1, closing(tokens, at)) : undefined;
  const { keys, rest } = storage(tokens.slice(list ? closing(tokens, at) + 1 : at));
  if (keyword(rest[0]) === "AS")
    return { sql: `${head} ${list ? `(${spaced(list)}) ` : ""}${spaced(rest)}`, limits: [] };
  if (rest[0] || !list) throw syntaxError(rest[0]);

  const entries = commaSeparated(list).map(definition);
  const columns = entries.flatMap(({ column }) => column ?? []);
  const copied = entries.some(({ sql }) => sql?.toUpperCase().startsWith("LIKE "));
  const missing = keys.find((key) => !columns.includes(key));
  if (missing && !copied) throw new RedshiftError(`column "${missing}" named in key does not exist`, "42703");
  const notNull = entries.flatMap((entry) => entry.notNull ?? []);
  const sql = entries.flatMap((entry) => {
    if (!entry.sql) return [];
    return notNull.includes(entry.column ?? "") && !entry.sql.includes("NOT NULL")
      ? `${entry.sql} NOT NULL`
      : entry.sql;
  });
  return { sql: `${head} (${sql.join(", ")})`, limits: entries.flatMap(({ limit }) => limit ?? []) };
}

/** Reads over the table attributes: the columns that they name, and what follows. */
function storage(tokens: Token[]): { keys: string[]; rest: Token[] } {
  const keys: string[] = [];
  let at = 0;
  for (;;) {
    const word = keyword(tokens[at]);
    if (word === "COMPOUND" || word === "INTERLEAVED") {
      if (keyword(tokens[++at]) !== "SORTKEY") throw syntaxError(tokens[at]);
    } else if ((word === "SORTKEY" || word === "DISTKEY") && keyword(tokens[at + 1]) === "(") {
      const end = closing(tokens, at + 1);
      keys.push(
        ...tokens
          .slice(at + 2, end)
          .filter((token) => keyword(token) !== ",")
          .map(identifier),
      );
      at = end + 1;
    } else if (word === "SORTKEY" && keyword(tokens[at + 1]) === "AUTO") at += 2;
    else if (word === "DISTSTYLE" && STYLES.includes(keyword(tokens[at + 1]))) at += 2;
    else if (word === "BACKUP" && ["YES", "NO"].includes(keyword(tokens[at + 1]))) at += 2;
    else if (word === "ENCODE" && keyword(tokens[at + 1]) === "AUTO") at += 2;
    else return { keys, rest: tokens.slice(at) };
  }
}

const spaced = (tokens: Token[]) => join(tokens.flatMap((token) => [token, { kind: "blank", text: " ", at: -1 }]));
