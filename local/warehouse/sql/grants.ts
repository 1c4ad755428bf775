import { notEmulated } from "./error";
import { findAtTop } from "./groups";
import { type AccountSql, check, type Place, roleName, userName } from "./role-names";
import { code, identifier, keyword, made, quote, startsWith, syntaxError, type Token } from "./tokens";

interface Grantee {
  sql: string;
  /** Name of a user; undefined for a role, a group and PUBLIC. */
  user?: string;
  /** `WITH GRANT OPTION` or `WITH ADMIN OPTION`, which in Redshift is each user's own. */
  option?: string;
}

/**
 * GRANT, REVOKE and ALTER DEFAULT PRIVILEGES with PostgreSQL's names of roles and of the database.
 * @param tokens with blanks and comments
 * @returns undefined when PostgreSQL's is the same
 * @see https://docs.aws.amazon.com/redshift/latest/dg/r_GRANT.html
 */
export function grant(tokens: Token[], place: Place): AccountSql | undefined {
  const real = code(tokens);
  const verb = findAtTop(real, ["GRANT", "REVOKE"]);
  const forRole = findAtTop(real.slice(0, verb), ["ROLE"]);
  if (forRole !== -1) throw syntaxError(real[forRole]);
  const to = findAtTop(real, [keyword(real[verb]) === "GRANT" ? "TO" : "FROM"], verb);
  if (verb === -1 || to === -1) return undefined;
  const what = real.slice(verb + 1, to);
  const on = findAtTop(what, ["ON"]);
  const replaced = on === -1 ? grantedRoles(what, place) : database(what.slice(on + 1), place);
  const list = grantees(real.slice(to + 1), on === -1, place);
  if (replaced.size === 0 && !list.changed) return undefined;

  const head = tokens.slice(0, tokens.indexOf(real[to]) + 1).flatMap((token) => replaced.get(token) ?? token);
  const statement = (some: Grantee[], option = "") =>
    some.length === 0
      ? []
      : [[...head, made(` ${some.map(({ sql }) => sql).join(", ")}${option && ` ${option}`}`), ...list.rest]];
  const withOption = list.grantees.filter(({ option }) => option !== undefined);
  const users = list.grantees.flatMap(({ user }) => user ?? []);
  return {
    // PostgreSQL would take a group, or a role of its own.
    checks: on === -1 ? users.map((user) => check("user", user)) : [],
    statements: [
      ...statement(list.grantees.filter(({ option }) => option === undefined)),
      ...statement(withOption, withOption[0]?.option),
    ],
  };
}

/** `ROLE a, ROLE b` of a statement that grants roles: what stands in place of which tokens. */
function grantedRoles(what: Token[], place: Place): Map<Token, Token[]> {
  const replaced = new Map<Token, Token[]>();
  let at = startsWith(what, "ADMIN OPTION FOR") ? 3 : 0;
  if (keyword(what[at]) !== "ROLE")
    throw notEmulated(
      findAtTop(what, ["FOR"]) === -1
        ? "GRANT and REVOKE of system permissions"
        : "scoped permissions (FOR ... IN ...) of GRANT and REVOKE",
    );
  for (;;) {
    if (keyword(what[at]) !== "ROLE") throw syntaxError(what[at]);
    replaced.set(what[at], []);
    refuseSystemRole(what, at + 1);
    replaced.set(what[at + 1], [made(roleName(what[at + 1], place))]);
    at += 2;
    if (!what[at]) return replaced;
    if (keyword(what[at++]) !== ",") throw syntaxError(what[at - 1]);
  }
}

/** The database, where it has another name in PostgreSQL. */
function database(objects: Token[], { dbName, database }: Place): Map<Token, Token[]> {
  if (keyword(objects[0]) !== "DATABASE" || dbName === database) return new Map();
  const names = objects.slice(1).filter((token) => ["word", "quoted"].includes(token.kind));
  const ours = names.filter((token) => identifier(token) === dbName);
  return new Map(ours.map((token) => [token, [made(quote(database))]]));
}

function grantees(tokens: Token[], ofRoles: boolean, place: Place) {
  const grantees: Grantee[] = [];
  let changed = false;
  for (let at = 0; ; at++) {
    const kind = keyword(tokens[at]);
    if (ofRoles && kind === "GROUP") throw syntaxError(tokens[at]);
    const name = tokens[kind === "ROLE" || kind === "GROUP" ? ++at : at];
    if (name?.kind !== "word" && name?.kind !== "quoted") throw syntaxError(name);
    if (kind === "ROLE") refuseSystemRole(tokens, at);
    const grantee: Grantee =
      kind === "ROLE"
        ? { sql: roleName(name, place) }
        : kind === "GROUP" || kind === "PUBLIC"
          ? { sql: kind === "GROUP" ? `GROUP ${name.text}` : name.text }
          : { sql: name.text, user: userName(name) };
    changed ||= kind === "ROLE";
    if (keyword(tokens[++at]) === "WITH") {
      const option = ofRoles ? "WITH ADMIN OPTION" : "WITH GRANT OPTION";
      if (grantee.user === undefined) throw syntaxError(tokens[at]);
      if (!startsWith(tokens, option, at)) throw syntaxError(tokens[at + 1]);
      grantee.option = option;
      at += 3;
    }
    grantees.push(grantee);
    if (keyword(tokens[at]) === ",") continue;
    const mixed = grantees.length > 1 && grantees.some(({ option }) => option !== undefined);
    if (ofRoles && tokens[at]) throw syntaxError(tokens[at]);
    const rest = tokens.slice(at).map((token) => made(` ${token.text}`));
    return { grantees, changed: changed || mixed, rest };
  }
}

function refuseSystemRole(tokens: Token[], at: number): void {
  if (keyword(tokens[at + 1]) !== ":") return;
  throw notEmulated(`the system-defined role ${tokens[at].text}:${tokens[at + 2]?.text ?? ""}`);
}
