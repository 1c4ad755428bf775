import { RedshiftError } from "./error";

export type TokenKind = "word" | "quoted" | "string" | "dollar" | "number" | "operator" | "blank" | "comment";

/** A piece of SQL text. The texts of all tokens, joined, are the statement again. */
export interface Token {
  kind: TokenKind;
  text: string;
  /** Offset in the statement; -1 for a token that a translation made. */
  at: number;
}

const PATTERNS: [TokenKind, RegExp][] = [
  ["blank", /\s+/y],
  ["comment", /--[^\n]*/y],
  // Redshift reads a backslash in a string as an escape.
  ["string", /'(?:[^'\\]|''|\\[\s\S])*'/y],
  ["quoted", /"(?:[^"]|"")*"/y],
  ["dollar", /\$(\w*)\$[\s\S]*?\$\1\$/y],
  ["word", /[#\p{L}_][\p{L}\p{N}_$]*/uy],
  ["number", /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["operator", /::|<=|>=|<>|!=|\|\||->>|->|#>>|#>|@>|<@|:=|[\s\S]/y],
];

/** @throws {RedshiftError} for a string, an identifier, a dollar quote or a comment that does not end. */
export function tokenise(sql: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < sql.length;) {
    const token = blockComment(sql, at) ?? match(sql, at);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function match(sql: string, at: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const text = pattern.exec(sql)?.[0];
    if (text === undefined) continue;
    if (kind === "operator" && /^['"]$/.test(text)) throw unterminated(sql, at);
    return { kind, text, at };
  }
  throw new Error(`no token at offset ${at}`);
}

/** Block comments nest. */
function blockComment(sql: string, at: number): Token | undefined {
  if (!sql.startsWith("/*", at)) return undefined;
  let depth = 0;
  for (let i = at; i < sql.length;) {
    const two = sql.slice(i, i + 2);
    if (two === "/*") depth++;
    else if (two === "*/") depth--;
    i += two === "/*" || two === "*/" ? 2 : 1;
    if (depth === 0) return { kind: "comment", text: sql.slice(at, i), at };
  }
  throw new RedshiftError(`unterminated /* comment at or near "${sql.slice(at)}"`, "42601");
}

function unterminated(sql: string, at: number): RedshiftError {
  const what = sql[at] === "'" ? "quoted string" : "quoted identifier";
  return new RedshiftError(`unterminated ${what} at or near "${sql.slice(at)}"`, "42601");
}

/** Whether the token carries meaning. */
export const isCode = (token: Token) => token.kind !== "blank" && token.kind !== "comment";

/** Tokens without blanks and comments. */
export const code = (tokens: Token[]) => tokens.filter(isCode);

/** A word in upper case, an operator as it is, "" for all else. */
export const keyword = (token: Token | undefined) =>
  token?.kind === "word" ? token.text.toUpperCase() : token?.kind === "operator" ? token.text : "";

/** Whether the tokens from `at` on are these keywords. */
export const startsWith = (tokens: Token[], keywords: string, at = 0) =>
  keywords.split(" ").every((word, i) => keyword(tokens[at + i]) === word);

export const join = (tokens: Token[]) => tokens.map((token) => token.text).join("");

/** A token that a translation puts in. */
export const made = (text: string, kind: TokenKind = "word"): Token => ({ kind, text, at: -1 });

/** The value of a string literal. */
export function stringValue(token: Token): string {
  const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };
  return token.text
    .slice(1, -1)
    .replace(/''|\\([\s\S])/g, (_, escaped?: string) => (escaped === undefined ? "'" : (escapes[escaped] ?? escaped)));
}

/** An identifier as Redshift knows it: folded to lower case, even a quoted one. */
export function identifier(token: Token): string {
  return token.kind === "quoted"
    ? token.text.slice(1, -1).replaceAll('""', '"').toLowerCase()
    : token.text.toLowerCase();
}

export const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

export function syntaxError(token: Token | undefined): RedshiftError {
  if (!token) return new RedshiftError("syntax error at end of input", "42601");
  return new RedshiftError(
    `syntax error at or near "${token.text}"`,
    "42601",
    undefined,
    token.at < 0 ? undefined : token.at + 1,
  );
}
