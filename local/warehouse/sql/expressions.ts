import { bodyStatements } from "./procedures";
import type { Place } from "./role-names";
import { code, isCode, keyword, made, startsWith, tokenise, join, type Token } from "./tokens";

/** Functions that PostgreSQL knows under another name. */
const RENAMED: Record<string, string> = {
  NVL: "COALESCE",
  ISNULL: "COALESCE",
  LEN: "LENGTH",
  TEXTLEN: "LENGTH",
  JSON_SERIALIZE: "redshift_json_serialize",
};

/** Functions whose first argument may be a bare date part: `DATEADD(day, 1, d)`. */
const WITH_DATE_PART = ["DATEADD", "DATE_ADD", "DATEDIFF", "DATE_DIFF", "DATE_PART", "PGDATE_PART", "DATE_TRUNC"];

const TYPES: Record<string, string> = { SUPER: "jsonb", VARBYTE: "bytea", VARBINARY: "bytea", TEXT: "varchar" };

/** Functions, types and literals inside any statement. The functions themselves are in database/functions.sql.ts. */
export function translateExpressions(tokens: Token[], place: Place): Token[] {
  const texts = tokens.map((token) => ({ ...token }));
  const real = texts.filter(isCode);
  const defines = keyword(real[0]) === "CREATE";
  real.forEach((token, i) => {
    if (token.kind === "string") token.text = withoutDisabledPassword(token.text);
    if (token.kind === "dollar") token.text = body(token, defines, place);
    const word = keyword(token);
    const called = keyword(real[i + 1]) === "(" && keyword(real[i - 1]) !== ".";
    if (called && RENAMED[word]) token.text = RENAMED[word];
    if (called && WITH_DATE_PART.includes(word) && real[i + 2]?.kind === "word" && keyword(real[i + 3]) === ",") {
      real[i + 2].text = `'${real[i + 2].text.toLowerCase()}'`;
      real[i + 2].kind = "string";
    }
    if (word === "SYSDATE" && !called) token.text = "sysdate()";
    if (word === "PASSWORD" && keyword(real[i + 1]) === "DISABLE") real[i + 1].text = "NULL";
    if (["::", "AS"].includes(keyword(real[i - 1])) && TYPES[word] && !startsWith(real, "( SELECT", i + 1))
      castTo(real, i, TYPES[word]);
    if (startsWith(real, "( MAX )", i + 1) && ["VARCHAR", "NVARCHAR", "VARYING"].includes(word))
      real[i + 2].text = "65535";
  });
  return texts;
}

/** Bounds of a byte string are kept by column types only, so a cast drops them. */
function castTo(tokens: Token[], at: number, type: string): void {
  const cast = keyword(tokens[at - 1]) === "::" || [")", "("].includes(keyword(tokens[at + 1]));
  if (!cast) return;
  tokens[at].text = type;
  if (type !== "bytea" || keyword(tokens[at + 1]) !== "(") return;
  for (let i = at + 1; i < tokens.length; i++) {
    const last = keyword(tokens[i]) === ")";
    tokens[i].text = "";
    if (last) return;
  }
}

/** A procedure may create users by dynamic SQL, which stands in its strings. */
const withoutDisabledPassword = (text: string) => text.replace(/\bPASSWORD\s+DISABLE\b/gi, "PASSWORD NULL");

/** @param isBody whether it is the body of a procedure, and no text */
function body({ text, at }: Token, isBody: boolean, place: Place): string {
  const mark = /^\$\w*\$/.exec(text)![0];
  const tokens = tokenise(text.slice(mark.length, -mark.length));
  const placed = tokens.map((token) => ({ ...token, at: at + mark.length + token.at }));
  return `${mark}${join(translateExpressions(isBody ? bodyStatements(placed, place) : placed, place))}${mark}`;
}

/** `SELECT TOP n ...` as `SELECT ... LIMIT n`. */
export function translateTop(tokens: Token[]): Token[] {
  const real = code(tokens);
  if (!startsWith(real, "SELECT TOP") || real[2]?.kind !== "number") return tokens;
  const dropped = new Set([real[1], real[2]]);
  return [...tokens.filter((token) => !dropped.has(token)), made(` LIMIT ${real[2].text}`)];
}
