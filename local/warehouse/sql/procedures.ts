import { escapeLiteral } from "pg";
import { notEmulated } from "./error";
import type { Place } from "./role-names";
import { accountStatement } from "./roles";
import { code, isCode, join, keyword, made, stringValue, type Token, tokenise } from "./tokens";

/** After these a statement of plpgsql begins. */
const BEFORE_STATEMENTS = [";", "BEGIN", "THEN", "ELSE", "LOOP"];
const ABOUT_ROLES = /\b(CREATE|DROP|ALTER|GRANT|REVOKE|TO|FROM)\s+ROLE\b/i;

/**
 * The body of a procedure with its statements about users, roles and privileges as PostgreSQL takes them, also where EXECUTE runs
 * one from a literal.
 * @throws {RedshiftError} for one about roles that is put together from pieces: nobody would translate it when it runs.
 */
export function bodyStatements(tokens: Token[], place: Place): Token[] {
  const result: Token[] = [];
  let begins = true;
  for (let at = 0; at < tokens.length;) {
    const opens = BEFORE_STATEMENTS.includes(keyword(tokens[at]));
    if (!begins || opens || !isCode(tokens[at])) {
      if (isCode(tokens[at])) begins = opens;
      result.push(tokens[at++]);
      continue;
    }
    const end = tokens.findIndex((token, i) => i > at && BEFORE_STATEMENTS.includes(keyword(token)));
    const statement = tokens.slice(at, end === -1 ? undefined : end);
    result.push(...translatedStatement(statement, place));
    at += statement.length;
    begins = false;
  }
  return result;
}

function translatedStatement(statement: Token[], place: Place): Token[] {
  const real = code(statement);
  const literal = keyword(real[0]) === "EXECUTE" && real.length === 2 ? literalValue(real[1]) : undefined;
  const account = accountStatement(literal === undefined ? statement : tokenise(literal), place);
  if (!account) {
    refuseDynamic(statement);
    return statement;
  }
  const { checks, statements } = account;
  const runs = statements.map((one) =>
    literal === undefined ? one : [made("EXECUTE "), made(escapeLiteral(join(one)), "string")],
  );
  return [...checks.map((call) => [made(`PERFORM ${call}`)]), ...runs].flatMap((one, i) =>
    i === 0 ? one : [made("; ", "operator"), ...one],
  );
}

function literalValue(token: Token): string | undefined {
  if (token.kind === "dollar") return token.text.replaceAll(/^\$\w*\$|\$\w*\$$/g, "");
  return token.kind === "string" ? stringValue(token) : undefined;
}

function refuseDynamic(statement: Token[]): void {
  if (keyword(statement[0]) === "RAISE") return;
  if (statement.some((token) => ["string", "dollar"].includes(token.kind) && ABOUT_ROLES.test(token.text)))
    throw notEmulated("SQL about roles that a procedure puts together");
}
