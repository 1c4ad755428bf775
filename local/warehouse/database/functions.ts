/**
 * Redshift's functions that PostgreSQL lacks. They stand in pg_catalog, so that no search path hides them.
 * @see https://docs.aws.amazon.com/redshift/latest/dg/c_SQL_functions.html
 */
export const FUNCTIONS = String.raw`
CREATE FUNCTION pg_catalog.getdate() RETURNS timestamp LANGUAGE sql STABLE
  AS $$ SELECT date_trunc('second', statement_timestamp() AT TIME ZONE 'UTC') $$;

CREATE FUNCTION pg_catalog.sysdate() RETURNS timestamp LANGUAGE sql STABLE
  AS $$ SELECT transaction_timestamp() AT TIME ZONE 'UTC' $$;

CREATE FUNCTION pg_catalog.redshift_date_part_name(part text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN lower(part) IN ('y', 'yr', 'yrs', 'year', 'years') THEN 'year'
    WHEN lower(part) IN ('qtr', 'qtrs', 'quarter', 'quarters') THEN 'quarter'
    WHEN lower(part) IN ('mon', 'mons', 'month', 'months') THEN 'month'
    WHEN lower(part) IN ('w', 'week', 'weeks') THEN 'week'
    WHEN lower(part) IN ('d', 'day', 'days') THEN 'day'
    WHEN lower(part) IN ('h', 'hr', 'hrs', 'hour', 'hours') THEN 'hour'
    WHEN lower(part) IN ('m', 'min', 'mins', 'minute', 'minutes') THEN 'minute'
    WHEN lower(part) IN ('s', 'sec', 'secs', 'second', 'seconds') THEN 'second'
    WHEN lower(part) IN ('ms', 'msec', 'msecs', 'millisecond', 'milliseconds') THEN 'millisecond'
    WHEN lower(part) IN ('us', 'usec', 'usecs', 'microsecond', 'microseconds') THEN 'microsecond'
  END
$$;

CREATE FUNCTION pg_catalog.dateadd(part text, amount bigint, moment timestamp) RETURNS timestamp LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  name text := redshift_date_part_name(part);
BEGIN
  IF name IS NULL THEN RAISE EXCEPTION 'function dateadd does not know the date part "%"', part USING ERRCODE = '22023'; END IF;
  IF name = 'quarter' THEN RETURN moment + amount * interval '3 months'; END IF;
  RETURN moment + amount * ('1 ' || name)::interval;
END $$;

CREATE FUNCTION pg_catalog.datediff(part text, earlier timestamp, later timestamp) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  name text := redshift_date_part_name(part);
  years bigint := extract(year FROM later) - extract(year FROM earlier);
  microseconds numeric;
BEGIN
  IF name IS NULL THEN RAISE EXCEPTION 'function datediff does not know the date part "%"', part USING ERRCODE = '22023'; END IF;
  CASE name
    WHEN 'year' THEN RETURN years;
    WHEN 'quarter' THEN RETURN years * 4 + extract(quarter FROM later) - extract(quarter FROM earlier);
    WHEN 'month' THEN RETURN years * 12 + extract(month FROM later) - extract(month FROM earlier);
    WHEN 'week' THEN RETURN (date_trunc('week', later)::date - date_trunc('week', earlier)::date) / 7;
    WHEN 'day' THEN RETURN later::date - earlier::date;
    ELSE
      name := CASE name WHEN 'millisecond' THEN 'milliseconds' WHEN 'microsecond' THEN 'microseconds' ELSE name END;
      microseconds := extract(epoch FROM date_trunc(name, later) - date_trunc(name, earlier)) * 1000000;
      RETURN round(microseconds / (extract(epoch FROM ('1 ' || name)::interval) * 1000000));
  END CASE;
END $$;

CREATE FUNCTION pg_catalog.convert_timezone(zone text, moment timestamp) RETURNS timestamp LANGUAGE sql IMMUTABLE
  AS $$ SELECT moment AT TIME ZONE 'UTC' AT TIME ZONE zone $$;

CREATE FUNCTION pg_catalog.convert_timezone(source text, target text, moment timestamp) RETURNS timestamp LANGUAGE sql IMMUTABLE
  AS $$ SELECT moment AT TIME ZONE source AT TIME ZONE target $$;

CREATE FUNCTION pg_catalog.json_parse(document text) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT document::jsonb $$;

CREATE FUNCTION pg_catalog.redshift_json_serialize(document jsonb) RETURNS varchar LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN regexp_replace(document::text, '("(?:[^"\\]|\\.)*")|\s+', '\1', 'g')::varchar;

CREATE FUNCTION pg_catalog.json_extract_path_text(document text, VARIADIC path text[]) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT json_extract_path_text(document::json, VARIADIC path) $$;

CREATE FUNCTION pg_catalog.charindex(part text, whole text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT strpos(whole, part) $$;
`;
