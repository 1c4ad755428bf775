import { notEmulated } from "./error";
import { closing, findAtTop } from "./groups";
import { isCode, join, keyword, startsWith, syntaxError, type Token } from "./tokens";

/**
 * MERGE ... REMOVE DUPLICATES: target rows that match go, and every distinct source row comes in.
 * @param tokens without blanks and comments
 * @see https://docs.aws.amazon.com/redshift/latest/dg/r_MERGE.html
 */
export function mergeRemoveDuplicates(tokens: Token[]): string | undefined {
  if (!startsWith(tokens, "MERGE INTO") || !startsWith(tokens.slice(-2), "REMOVE DUPLICATES")) return undefined;
  const using = findAtTop(tokens, ["USING"]);
  const on = findAtTop(tokens, ["ON"], using);
  if (using === -1 || on === -1) throw syntaxError(tokens[2]);
  const text = (from: number, to: number) =>
    tokens
      .slice(from, to)
      .map((token) => token.text)
      .join(" ");
  const [target, source, condition] = [text(2, using), text(using + 1, on), text(on + 1, tokens.length - 2)];
  const name = /^\S+/.exec(target)![0];
  return `WITH replaced AS (DELETE FROM ${target} USING ${source} WHERE ${condition}) INSERT INTO ${name} SELECT DISTINCT * FROM ${source}`;
}

/** VACUUM and ANALYZE without the options that only Redshift has. */
export function maintenance(tokens: Token[]): string | undefined {
  const word = keyword(tokens[0]);
  if (word === "VACUUM") {
    let at = 1;
    while (["FULL", "SORT", "ONLY", "DELETE", "REINDEX", "RECLUSTER"].includes(keyword(tokens[at]))) at++;
    const to = findAtTop(tokens, ["TO", "BOOST"], at);
    return `VACUUM ${joined(tokens.slice(at, to === -1 ? undefined : to))}`;
  }
  if (word === "ANALYZE" || word === "ANALYSE") {
    const columns = findAtTop(tokens, ["PREDICATE", "ALL"], 1);
    return `ANALYZE ${joined(tokens.slice(keyword(tokens[1]) === "VERBOSE" ? 2 : 1, columns === -1 ? undefined : columns))}`;
  }
  return undefined;
}

/** The settings that only steer Redshift's queues are kept, and do nothing, as a setting of PostgreSQL's own kind. */
export function setting(tokens: Token[]): string | undefined {
  const known =
    /^(query_group|wlm_\w+|enable_result_cache_for_session|analyze_threshold_percent|auto_analyze|describe_field_name_in_uppercase)$/i;
  const at = keyword(tokens[1]) === "SESSION" || keyword(tokens[1]) === "LOCAL" ? 2 : 1;
  if (!["SET", "RESET"].includes(keyword(tokens[0])) || !known.test(tokens[at]?.text ?? "")) return undefined;
  return joined(
    tokens.map((token, i) => (i === at ? { ...token, text: `redshift.${token.text.toLowerCase()}` } : token)),
  );
}

/** Users and schemas without the options that PostgreSQL lacks. */
export function access(tokens: Token[]): Token[] {
  const real = tokens.filter(isCode);
  const drop = new Set<Token>();
  if (["CREATE USER", "ALTER USER"].some((words) => startsWith(real, words))) {
    real.forEach((token, i) => {
      const word = keyword(token);
      if (word === "CREATEUSER")
        throw notEmulated("CREATEUSER: the local Redshift has one superuser, the namespace's admin");
      if (word === "NOCREATEUSER") drop.add(token);
      if (startsWith(real, "SYSLOG ACCESS", i) || startsWith(real, "SESSION TIMEOUT", i))
        [0, 1, 2].forEach((k) => drop.add(real[i + k]));
    });
  }
  if (startsWith(real, "CREATE SCHEMA")) {
    const quota = real.findIndex((token) => keyword(token) === "QUOTA");
    if (quota !== -1) real.slice(quota).forEach((token) => drop.add(token));
  }
  return tokens.filter((token) => !drop.has(token));
}

/** Types in the argument list of a procedure. */
export function procedureArguments(tokens: Token[]): Token[] {
  const real = tokens.filter(isCode);
  const open = findAtTop(real, ["("]);
  if (!["CREATE PROCEDURE", "CREATE OR REPLACE PROCEDURE"].some((words) => startsWith(real, words)) || open === -1)
    return tokens;
  const args = new Set(real.slice(open, closing(real, open)));
  const types: Record<string, string> = { SUPER: "jsonb", VARBYTE: "bytea" };
  return tokens.map((token) =>
    args.has(token) && types[keyword(token)] ? { ...token, text: types[keyword(token)] } : token,
  );
}

const joined = (tokens: Token[]) =>
  join(tokens.flatMap((token) => [token, { kind: "blank", text: " ", at: -1 }])).trim();
