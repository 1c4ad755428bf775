/**
 * Distribution keys, sort keys and encodings as declared: nothing here is stored by them, but loaders and tools ask for them, and
 * Redshift drops no column that is a key. Columns are kept by number, which a new name does not change.
 * @see https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE.html
 */
export const STORAGE = `
SET allow_system_table_mods = on;

CREATE TABLE pg_catalog.redshift_storage (
  table_id oid PRIMARY KEY, dist_style text, dist_key smallint, sort_keys smallint[], encodings jsonb NOT NULL);

RESET allow_system_table_mods;

CREATE FUNCTION pg_catalog.redshift_keep_storage(created boolean, relation text, style text, dist_key name, keys name[], encodings jsonb)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  id oid := to_regclass(relation);
BEGIN
  -- CREATE TABLE IF NOT EXISTS may have made nothing.
  IF created AND (NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = id AND xmin = pg_current_xact_id()::xid)
    OR EXISTS (SELECT FROM pg_catalog.redshift_storage WHERE table_id = id)) THEN RETURN; END IF;
  INSERT INTO pg_catalog.redshift_storage AS kept VALUES (
    id, style,
    (SELECT attnum FROM pg_catalog.pg_attribute WHERE attrelid = id AND attname = dist_key),
    CASE WHEN keys IS NOT NULL THEN ARRAY(
      SELECT a.attnum FROM unnest(keys) WITH ORDINALITY AS k(name, place) JOIN pg_catalog.pg_attribute a ON a.attrelid = id AND a.attname = k.name
      ORDER BY k.place) END,
    coalesce((SELECT jsonb_object_agg(a.attnum, e.value) FROM jsonb_each_text(encodings) e JOIN pg_catalog.pg_attribute a
      ON a.attrelid = id AND a.attname = e.key), '{}'))
  ON CONFLICT ON CONSTRAINT redshift_storage_pkey DO UPDATE SET
    dist_style = coalesce(excluded.dist_style, kept.dist_style),
    dist_key = CASE WHEN excluded.dist_style IS NULL THEN kept.dist_key ELSE excluded.dist_key END,
    sort_keys = coalesce(excluded.sort_keys, kept.sort_keys),
    encodings = kept.encodings || excluded.encodings;
END $$;

CREATE FUNCTION pg_catalog.redshift_keep_like(relation text, parent text) RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
  SELECT pg_catalog.redshift_keep_storage(true, relation, s.dist_style,
    (SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = s.table_id AND attnum = s.dist_key),
    CASE WHEN s.sort_keys IS NOT NULL THEN ARRAY(
      SELECT a.attname FROM unnest(s.sort_keys) WITH ORDINALITY AS k(number, place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = s.table_id AND a.attnum = k.number ORDER BY k.place) END,
    coalesce((SELECT jsonb_object_agg(a.attname, e.value) FROM jsonb_each_text(s.encodings) e
      JOIN pg_catalog.pg_attribute a ON a.attrelid = s.table_id AND a.attnum = e.key::smallint), '{}'))
  FROM pg_catalog.redshift_storage s WHERE s.table_id = to_regclass(parent)
$$;

CREATE FUNCTION pg_catalog.redshift_check_drop(relation text, name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  kind text;
BEGIN
  SELECT CASE WHEN a.attnum = s.dist_key THEN 'distkey' ELSE 'sortkey' END INTO kind
  FROM pg_catalog.redshift_storage s JOIN pg_catalog.pg_attribute a ON a.attrelid = s.table_id AND a.attname = name
  WHERE s.table_id = to_regclass(relation) AND (a.attnum = s.dist_key OR a.attnum = ANY(s.sort_keys));
  IF FOUND THEN RAISE EXCEPTION 'cannot drop % column "%"', kind, name USING ERRCODE = '0A000'; END IF;
END $$;

CREATE FUNCTION pg_catalog.redshift_check_length(relation text, name text, type text, new_bytes integer)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  col record;
BEGIN
  SELECT c.relname, t.typname, substring(t.typname FROM '[0-9]+')::integer AS bytes, a.atthasdef, s.encodings ->> a.attnum::text AS encoding INTO col
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_type t ON t.oid = a.atttypid LEFT JOIN pg_catalog.redshift_storage s ON s.table_id = a.attrelid
  WHERE a.attrelid = to_regclass(relation) AND a.attname = name;
  IF NOT FOUND THEN RETURN; END IF;
  IF NOT starts_with(col.typname, type || '(') THEN
    RAISE EXCEPTION 'cannot alter column "%" of relation "%", only the length of VARCHAR and VARBYTE columns can be changed', name, col.relname
      USING ERRCODE = '0A000';
  END IF;
  IF col.bytes = new_bytes THEN
    RAISE EXCEPTION 'cannot alter column "%" of relation "%", target column size should be different', name, col.relname USING ERRCODE = '0A000';
  END IF;
  IF col.atthasdef AND new_bytes < col.bytes THEN
    RAISE EXCEPTION 'cannot decrease a VARCHAR column size with default value' USING ERRCODE = '0A000';
  END IF;
  IF col.encoding IN ('bytedict', 'runlength', 'text255', 'text32k') THEN
    RAISE EXCEPTION 'cannot alter column "%" of relation "%", encoding % does not support it', name, col.relname, col.encoding USING ERRCODE = '0A000';
  END IF;
END $$;
`;
