/**
 * The system views that loaders and tools ask, filled truly from PostgreSQL's catalog. The base table of the load errors is
 * written by the COPY of this stand-in; a user sees the own errors, the superuser all, as on Redshift.
 * @see https://docs.aws.amazon.com/redshift/latest/dg/cm_chap_system-tables.html
 */
export const VIEWS = String.raw`
SET allow_system_table_mods = on;

CREATE VIEW pg_catalog.svv_tables AS
  SELECT table_catalog, table_schema, table_name, CASE table_type WHEN 'LOCAL TEMPORARY' THEN 'TEMPORARY' ELSE table_type END AS table_type,
         NULL::varchar AS remarks
  FROM information_schema.tables;

CREATE VIEW pg_catalog.svv_columns AS
  SELECT table_catalog, table_schema, table_name, column_name, ordinal_position, column_default, is_nullable,
         CASE udt_name WHEN 'jsonb' THEN 'super' WHEN 'bytea' THEN 'binary varying' ELSE data_type END AS data_type,
         coalesce(character_maximum_length, substring(domain_name FROM '^varbyte\((\d+)\)$')::integer) AS character_maximum_length,
         numeric_precision, numeric_precision_radix, numeric_scale, datetime_precision, NULL::varchar AS remarks
  FROM information_schema.columns;

CREATE VIEW pg_catalog.redshift_columns AS
  SELECT c.oid AS relation, n.nspname, c.relname, a.attname, a.attnum, a.attnotnull, pg_get_expr(d.adbin, d.adrelid) AS default_value,
         CASE WHEN t.typname LIKE 'varbyte(%' THEN 'binary varying' || substring(t.typname FROM '\(.*$') WHEN t.typname = 'jsonb' THEN 'super'
              WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) ELSE format_type(t.oid, a.atttypmod) END AS type,
         coalesce(s.encodings ->> a.attnum::text,
           CASE WHEN a.attnum = ANY(s.sort_keys) OR t.typname IN ('bool', 'float4', 'float8') THEN 'none'
                WHEN t.typname = 'jsonb' THEN 'zstd' WHEN t.typtype = 'd' THEN 'lzo' ELSE 'az64' END) AS encoding,
         coalesce(a.attnum = s.dist_key, false) AS distkey, coalesce(array_position(s.sort_keys, a.attnum), 0) AS sortkey
  FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN pg_catalog.redshift_storage s ON s.table_id = a.attrelid
  WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped;

CREATE VIEW pg_catalog.pg_table_def AS
  SELECT nspname AS schemaname, relname AS tablename, attname AS "column", type, encoding, distkey, sortkey, attnotnull AS notnull
  FROM pg_catalog.redshift_columns WHERE pg_table_is_visible(relation);

CREATE VIEW pg_catalog.svv_redshift_columns AS
  SELECT current_database() AS database_name, nspname AS schema_name, relname AS table_name, attname AS column_name, attnum::integer AS ordinal_position,
         type AS data_type, default_value AS column_default, CASE WHEN attnotnull THEN 'NO' ELSE 'YES' END AS is_nullable, encoding, distkey, sortkey,
         NULL::varchar AS column_acl, NULL::varchar AS remarks
  FROM pg_catalog.redshift_columns
  WHERE has_any_column_privilege(relation, 'SELECT, INSERT, UPDATE, REFERENCES') OR has_table_privilege(relation, 'DELETE');

CREATE VIEW pg_catalog.svv_table_info AS
  SELECT current_database() AS database, n.nspname AS schema, c.oid AS table_id, c.relname AS "table",
         CASE coalesce(s.dist_style, 'AUTO') WHEN 'AUTO' THEN 'AUTO(EVEN)' WHEN 'KEY' THEN 'KEY(' || k.attname || ')' ELSE s.dist_style END AS diststyle,
         coalesce(o.attname::text, CASE WHEN s.sort_keys IS NULL THEN 'AUTO(SORTKEY)' END) AS sortkey1, coalesce(cardinality(s.sort_keys), 0) AS sortkey_num
  FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.redshift_storage s ON s.table_id = c.oid
    LEFT JOIN pg_catalog.pg_attribute k ON k.attrelid = c.oid AND k.attnum = s.dist_key
    LEFT JOIN pg_catalog.pg_attribute o ON o.attrelid = c.oid AND o.attnum = s.sort_keys[1]
  WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND pg_relation_size(c.oid) > 0;

CREATE TABLE pg_catalog.redshift_load_errors (
  id bigint GENERATED ALWAYS AS IDENTITY, role name, query bigint, start_time timestamp, file_name varchar, line_number bigint, column_name varchar,
  column_type varchar, column_length varchar, position integer, raw_line varchar, raw_field_value varchar, error_code integer, error_message varchar);

CREATE VIEW pg_catalog.sys_load_error_detail AS
  SELECT (SELECT usesysid::integer FROM pg_user WHERE usename = role) AS user_id, query AS query_id, query AS transaction_id, 0 AS session_id,
         current_database()::varchar AS database_name, query AS table_id, start_time, file_name, line_number, column_name, column_type, column_length,
         position, raw_line, raw_field_value, error_code, error_message
  FROM pg_catalog.redshift_load_errors WHERE role = current_user OR pg_has_role(current_user, role, 'MEMBER');

CREATE VIEW pg_catalog.stl_load_errors AS
  SELECT (SELECT usesysid::integer FROM pg_user WHERE usename = role) AS userid, start_time AS starttime, query, file_name AS filename, line_number,
         column_name AS colname, column_type AS type, column_length AS col_length, position, raw_line, raw_field_value, error_code AS err_code,
         error_message AS err_reason
  FROM pg_catalog.redshift_load_errors WHERE role = current_user OR pg_has_role(current_user, role, 'MEMBER');

GRANT SELECT ON pg_catalog.svv_tables, pg_catalog.svv_columns, pg_catalog.pg_table_def, pg_catalog.svv_redshift_columns,
  pg_catalog.sys_load_error_detail, pg_catalog.stl_load_errors TO PUBLIC;
RESET allow_system_table_mods;
`;
