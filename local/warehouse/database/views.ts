/**
 * The system views that loaders and tools ask, filled truly from PostgreSQL's catalog. The base table of the load errors is
 * written by the COPY of this stand-in; a user sees the own errors, the superuser all, as on Redshift.
 * @see https://docs.aws.amazon.com/redshift/latest/dg/cm_chap_system-tables.html
 */
export const VIEWS = `
SET allow_system_table_mods = on;

CREATE VIEW pg_catalog.svv_tables AS
  SELECT table_catalog, table_schema, table_name, CASE table_type WHEN 'LOCAL TEMPORARY' THEN 'TEMPORARY' ELSE table_type END AS table_type,
         NULL::varchar AS remarks
  FROM information_schema.tables;

CREATE VIEW pg_catalog.svv_columns AS
  SELECT table_catalog, table_schema, table_name, column_name, ordinal_position, column_default, is_nullable,
         CASE udt_name WHEN 'jsonb' THEN 'super' WHEN 'bytea' THEN 'binary varying' ELSE data_type END AS data_type,
         character_maximum_length, numeric_precision, numeric_precision_radix, numeric_scale, datetime_precision,
         NULL::varchar AS remarks
  FROM information_schema.columns;

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

GRANT SELECT ON pg_catalog.svv_tables, pg_catalog.svv_columns, pg_catalog.sys_load_error_detail, pg_catalog.stl_load_errors TO PUBLIC;
RESET allow_system_table_mods;
`;
