/** A user of the database, or several by group or role. */
export interface Reader {
  /** How a statement names it: `GROUP "analysts"`. */
  grantee: string;
  /** Whether it is there, as a condition in SQL. */
  exists: string;
  /** Makes it. */
  create: string;
}

/** The database user of an IAM role. It has no password, since IAM lets it in. */
export const iamUser = (roleName: string): Reader => ({
  grantee: identifier(userName(roleName)),
  exists: `SELECT 1 FROM pg_user WHERE usename = ${literal(userName(roleName))}`,
  create: `CREATE USER ${identifier(userName(roleName))} PASSWORD DISABLE`,
});

export const databaseGroup = (name: string): Reader => ({
  grantee: `GROUP ${identifier(name)}`,
  exists: `SELECT 1 FROM pg_group WHERE groname = ${literal(name)}`,
  create: `CREATE GROUP ${identifier(name)}`,
});

export const databaseRole = (name: string): Reader => ({
  grantee: `ROLE ${identifier(name)}`,
  exists: `SELECT 1 FROM svv_roles WHERE role_name = ${literal(name)}`,
  create: `CREATE ROLE ${identifier(name)}`,
});

/** Name of the database user of an IAM role. */
export const userName = (roleName: string) => `IAMR:${roleName}`;

/** Who is let into a database, and what for. */
interface Admission {
  database: string;
  /** IAM role that loads. */
  roleName: string;
  schemas: string[];
  readers: Reader[];
}

/**
 * The statements that make users and schemas and grant what they need. They may be repeated.
 *
 * Readers get the tables that are there, and by the loader's default privileges those that it will make.
 */
export function admissionStatements({ database, roleName, schemas, readers }: Admission): string[] {
  const loader = iamUser(roleName);
  const allSchemas = schemas.map(identifier).join(", ");
  const allReaders = readers.map(({ grantee }) => grantee).join(", ");
  return [
    ...[loader, ...readers].map(({ exists, create }) => `IF NOT EXISTS (${exists}) THEN ${create}; END IF;`),
    `GRANT CREATE, TEMP ON DATABASE ${identifier(database)} TO ${loader.grantee};`,
    ...schemas.map((name) => `CREATE SCHEMA IF NOT EXISTS ${identifier(name)} AUTHORIZATION ${loader.grantee};`),
    ...(schemas.length > 0
      ? [`GRANT USAGE, CREATE ON SCHEMA ${allSchemas} TO ${loader.grantee};`] // they may have been another's before
      : []),
    ...(readers.length > 0
      ? [
          `GRANT USAGE ON SCHEMA ${allSchemas} TO ${allReaders};`,
          `GRANT SELECT ON ALL TABLES IN SCHEMA ${allSchemas} TO ${allReaders};`,
          `ALTER DEFAULT PRIVILEGES FOR USER ${loader.grantee} IN SCHEMA ${allSchemas} GRANT SELECT ON TABLES TO ${allReaders};`,
        ]
      : []),
  ];
}

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
