import type { Client } from "pg";
import { AwsError, type AwsRequest } from "../../gateway/service";
import type { WarehouseDeps } from "../deps";
import { connectTo } from "./connect";
import { errorText } from "./error-text";
import { page } from "./pages";
import { targetOf } from "./target";

const USUAL_PAGE = 1000;

/** ListDatabases, ListSchemas, ListTables and DescribeTable: what the caller's database user may see. */
export function catalogActions(deps: WarehouseDeps) {
  const ask = async <T>(request: AwsRequest, question: (client: Client) => Promise<T>): Promise<T> => {
    const target = await targetOf(request, deps);
    const database = (request.input.ConnectedDatabase as string | undefined) ?? target.database;
    const client = await connectTo(deps.warehouse, { ...target, database }).catch((error: unknown) => {
      throw new AwsError("DatabaseConnectionException", errorText(error), 500);
    });
    try {
      return await question(client);
    } finally {
      await client.end();
    }
  };
  const size = ({ input }: AwsRequest) => (input.MaxResults as number | undefined) ?? USUAL_PAGE;
  const pattern = (request: AwsRequest, name: string) => (request.input[name] as string | undefined) ?? "%";

  return {
    async ListDatabases(request: AwsRequest) {
      const { home } = await targetOf(request, deps);
      const { items, NextToken } = await ask(request, () =>
        Promise.resolve(page([home.dbName], request.input.NextToken, size(request))),
      );
      return { Databases: items, NextToken };
    },

    async ListSchemas(request: AwsRequest) {
      const { rows } = await ask(request, (client) =>
        client.query<{ name: string }>(SCHEMAS, [pattern(request, "SchemaPattern")]),
      );
      const { items, NextToken } = page(rows, request.input.NextToken, size(request));
      return { Schemas: items.map(({ name }) => name), NextToken };
    },

    async ListTables(request: AwsRequest) {
      const patterns = [pattern(request, "SchemaPattern"), pattern(request, "TablePattern")];
      const { rows } = await ask(request, (client) =>
        client.query<{ schema: string; name: string; type: string }>(TABLES, patterns),
      );
      const { items, NextToken } = page(rows, request.input.NextToken, size(request));
      return { Tables: items, NextToken };
    },

    async DescribeTable(request: AwsRequest) {
      const { Table, Schema } = request.input as { Table?: string; Schema?: string };
      const { rows } = await ask(request, (client) =>
        client.query<Record<string, unknown>>(COLUMNS, [Schema ?? "%", Table ?? "%"]),
      );
      const { items, NextToken } = page(rows, request.input.NextToken, size(request));
      return { TableName: Table, ColumnList: items, NextToken };
    },
  };
}

const SCHEMAS = `SELECT nspname AS name FROM pg_catalog.pg_namespace WHERE nspname LIKE $1 AND nspname !~ '^pg_(toast|temp)' ORDER BY 1`;

const TABLES = `
  SELECT n.nspname AS schema, c.relname AS name,
         CASE WHEN n.nspname IN ('pg_catalog', 'information_schema') THEN 'SYSTEM ' ELSE '' END || CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END AS type
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname LIKE $1 AND c.relname LIKE $2 AND c.relkind IN ('r', 'v') AND n.nspname !~ '^pg_(toast|temp)'
    AND (n.nspname NOT IN ('pg_catalog', 'information_schema') OR $1 <> '%')
  ORDER BY 1, 2`;

/** Types under the names that Redshift's driver gives them. */
const COLUMNS = `
  SELECT a.attname AS name, a.attname AS label, n.nspname AS "schemaName", c.relname AS "tableName",
         CASE t.typname WHEN 'jsonb' THEN 'super' WHEN 'bytea' THEN 'varbyte' ELSE t.typname END AS "typeName",
         CASE WHEN a.attnotnull THEN 0 ELSE 1 END AS nullable, pg_get_expr(d.adbin, d.adrelid) AS "columnDefault",
         coalesce(information_schema._pg_char_max_length(t.oid, m.modifier), information_schema._pg_numeric_precision(t.oid, m.modifier), 0) AS length,
         coalesce(information_schema._pg_numeric_precision(t.oid, m.modifier), information_schema._pg_char_max_length(t.oid, m.modifier), 0) AS precision,
         coalesce(information_schema._pg_numeric_scale(t.oid, m.modifier), 0) AS scale,
         t.typcategory = 'S' AS "isCaseSensitive", false AS "isCurrency", t.typcategory = 'N' AS "isSigned"
  FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_type w ON w.oid = a.atttypid
    JOIN pg_catalog.pg_type t ON t.oid = CASE WHEN w.typtype = 'd' THEN w.typbasetype ELSE w.oid END
    CROSS JOIN LATERAL (SELECT CASE WHEN w.typtype = 'd' THEN w.typtypmod ELSE a.atttypmod END AS modifier) m
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE n.nspname LIKE $1 AND c.relname LIKE $2 AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped
    AND (n.nspname <> 'pg_catalog' OR $1 = 'pg_catalog')
  ORDER BY n.nspname, c.relname, a.attnum`;
