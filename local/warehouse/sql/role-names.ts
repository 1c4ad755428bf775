import { escapeLiteral } from "pg";
import type { Home } from "../home/home";
import { notEmulated } from "./error";
import { quote, syntaxError, type Token } from "./tokens";

/** Where a statement runs: PostgreSQL has other names for some of what belongs to its whole server. */
export type Place = Pick<Home, "dbName" | "database" | "rolePrefix">;

/** A statement about users, roles or privileges as PostgreSQL takes it. */
export interface AccountSql {
  /** Calls of functions that fail where Redshift refuses and PostgreSQL would not. */
  checks: string[];
  /** One or more statements. */
  statements: Token[][];
}

/** The call of a function of database/role-views.ts. */
export const check = (what: "new_role" | "new_user" | "drop_role" | "user", name: string) =>
  `pg_catalog.redshift_check_${what}(${escapeLiteral(name)})`;

/** Of a name in PostgreSQL. */
const MOST_BYTES = 63;

/** PostgreSQL's name of a role, quoted. */
export function roleName(token: Token | undefined, { rolePrefix }: Place): string {
  const role = userName(token);
  if (/^(sys|ds):/.test(role)) throw notEmulated(`the system-defined role ${role}`);
  const most = MOST_BYTES - Buffer.byteLength(rolePrefix);
  if (Buffer.byteLength(role) > most)
    throw notEmulated(`the role "${role}", whose name has more than ${most} bytes (Redshift takes 127)`);
  return quote(rolePrefix + role);
}

/** The name of a user or role: it keeps its case where it is quoted. */
export function userName(token: Token | undefined): string {
  if (token?.kind === "quoted") return token.text.slice(1, -1).replaceAll('""', '"');
  if (token?.kind !== "word") throw syntaxError(token);
  return token.text.toLowerCase();
}
