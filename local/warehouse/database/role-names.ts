/**
 * What PostgreSQL's names of Redshift's roles begin with, before the number of their database. PostgreSQL's roles belong to the whole
 * server and are users and groups too, while a role of Redshift is neither and its name has no colon.
 * @see https://docs.aws.amazon.com/redshift/latest/dg/r_role-usage-notes.html
 */
export const ROLE_MARK = "role:";

/** What the names of all roles of a database begin with. Its number stays when it gets another name. */
export const rolePrefixOf = (oid: number) => `${ROLE_MARK}${oid}:`;

/** A message of PostgreSQL's with the names that Redshift knows. */
export const withoutRolePrefix = (message: string) => message.replaceAll(new RegExp(`"${ROLE_MARK}\\d+:`, "g"), '"');
