import { notEmulated, RedshiftError } from "./error";
import { grant } from "./grants";
import { type AccountSql, check, type Place, roleName, userName } from "./role-names";
import { code, keyword, made, startsWith, syntaxError, type Token } from "./tokens";

/**
 * Statements that make, drop and grant roles, grants of privileges to them or on the database, and CREATE USER.
 * @param tokens of one statement, with blanks and comments
 * @returns undefined for another statement, or when PostgreSQL's is the same
 * @see https://docs.aws.amazon.com/redshift/latest/dg/t_Roles.html
 */
export function accountStatement(tokens: Token[], place: Place): AccountSql | undefined {
  const real = code(tokens);
  const starts = (words: string) => startsWith(real, words);
  if (starts("CREATE ROLE")) return createRole(real, place);
  if (starts("DROP ROLE")) return dropRole(real, place);
  if (starts("ALTER ROLE")) throw notEmulated("ALTER ROLE");
  if (starts("CREATE USER")) return { checks: [check("new_user", userName(real[2]))], statements: [tokens] };
  if (["GRANT", "REVOKE", "ALTER DEFAULT PRIVILEGES"].some(starts)) {
    return grant(tokens, place);
  }
  return undefined;
}

function createRole([, , name, option]: Token[], place: Place): AccountSql {
  const role = userName(name);
  if (keyword(option) === "EXTERNALID") throw notEmulated("CREATE ROLE ... EXTERNALID");
  if (option) throw syntaxError(option);
  const found = /[:/\\\n.]/.exec(role);
  if (found) throw new RedshiftError(`invalid character "${found[0]}" in role name "${role}"`, "42602");
  if (role === "public") throw new RedshiftError(`role name "${role}" is reserved`, "42939");
  return { checks: [check("new_role", role)], statements: [[made(`CREATE ROLE ${roleName(name, place)}`)]] };
}

/** @see https://docs.aws.amazon.com/redshift/latest/dg/r_DROP_ROLE.html */
function dropRole([, , name, mode, more]: Token[], place: Place): AccountSql {
  const dropped = roleName(name, place);
  const [extra] = ["FORCE", "RESTRICT"].includes(keyword(mode)) ? [more] : [mode];
  if (extra) throw syntaxError(extra);
  const checks = keyword(mode) === "FORCE" ? [] : [check("drop_role", userName(name))];
  return { checks, statements: [[made(`DROP ROLE ${dropped}`)]] };
}
