-- lock the ledger
LOCK TABLE "s3_to_redshift"."loaded_files";
-- create the list of new files
CREATE TEMP TABLE "s3_to_redshift_files" (bucket VARCHAR(64), key VARCHAR(4096), etag VARCHAR(128), size BIGINT);
-- copy the list of new files
COPY "s3_to_redshift_files" FROM 's3://shop-work/staging/vega/airports/jr_1/files.csv' IAM_ROLE 'arn:aws:iam::123456789012:role/copy' FORMAT AS CSV;
-- check the list of new files
SELECT 1 / CASE WHEN count(*) = 2 AND count(DISTINCT bucket || '/' || key) = 2 THEN 1 ELSE 0 END FROM "s3_to_redshift_files";
-- check that no file is loaded twice
SELECT 1 / CASE WHEN count(*) = 0 THEN 1 ELSE 0 END FROM "s3_to_redshift"."loaded_files" l JOIN "s3_to_redshift_files" f ON l.bucket = f.bucket AND l.key = f.key AND l.etag = f.etag WHERE l.pipeline = 'vega' AND l.dataset = 'airports';
-- create the target's schema
CREATE SCHEMA IF NOT EXISTS "vega";
-- create the target
CREATE TABLE IF NOT EXISTS "vega"."airports" ("iata" VARCHAR(3), "tags" SUPER, "seen" TIMESTAMP) DISTKEY ("iata") SORTKEY ("iata", "seen");
-- create the stage
CREATE TEMP TABLE "s3_to_redshift_stage" (LIKE "vega"."airports", "s3_to_redshift_json_tags" VARCHAR(65535), "s3_to_redshift_modified" TIMESTAMP, "s3_to_redshift_row" BIGINT);
-- copy the staged rows
COPY "s3_to_redshift_stage" ("iata", "s3_to_redshift_json_tags", "seen", "s3_to_redshift_modified", "s3_to_redshift_row") FROM 's3://shop-work/staging/vega/airports/jr_1/manifest.json' IAM_ROLE 'arn:aws:iam::123456789012:role/copy' FORMAT AS PARQUET MANIFEST;
-- check the stage
SELECT 1 / CASE WHEN count(*) = 7 THEN 1 ELSE 0 END FROM "s3_to_redshift_stage";
-- find the rows that a newer one replaces
CREATE TEMP TABLE "s3_to_redshift_superseded" AS SELECT "s3_to_redshift_row" FROM (SELECT "s3_to_redshift_row", ROW_NUMBER() OVER (PARTITION BY "iata" ORDER BY "seen" DESC NULLS LAST, "s3_to_redshift_modified" DESC NULLS LAST, "s3_to_redshift_row" DESC NULLS LAST) AS place FROM "s3_to_redshift_stage") ranked WHERE place > 1;
-- deduplicate
DELETE FROM "s3_to_redshift_stage" USING "s3_to_redshift_superseded" WHERE "s3_to_redshift_stage"."s3_to_redshift_row" = "s3_to_redshift_superseded"."s3_to_redshift_row";
-- reconcile
SELECT 1 / CASE WHEN (SELECT count(*) FROM "s3_to_redshift_stage") + (SELECT count(*) FROM "s3_to_redshift_superseded") + 3 + 0 = 10 THEN 1 ELSE 0 END;
-- delete the rows that are replaced
DELETE FROM "vega"."airports" USING "s3_to_redshift_stage" WHERE "airports"."iata" = "s3_to_redshift_stage"."iata";
-- apply
INSERT INTO "vega"."airports" ("iata", "tags", "seen") SELECT "iata", JSON_PARSE("s3_to_redshift_json_tags"), "seen" FROM "s3_to_redshift_stage";
-- forget the former content of changed files
DELETE FROM "s3_to_redshift"."loaded_files" USING "s3_to_redshift_files" WHERE pipeline = 'vega' AND dataset = 'airports' AND loaded_files.bucket = "s3_to_redshift_files".bucket AND loaded_files.key = "s3_to_redshift_files".key;
-- write the ledger
INSERT INTO "s3_to_redshift"."loaded_files" (pipeline, dataset, bucket, key, etag, size, run_id, loaded_at) SELECT 'vega', 'airports', bucket, key, etag, size, 'jr_1', CAST('2025-01-31 12:00:00' AS TIMESTAMP) FROM "s3_to_redshift_files";
-- record the load
INSERT INTO "s3_to_redshift"."load_runs" (run_id, pipeline, dataset, target, mode, files, bytes, rows_read, loaded, quarantined, filtered, deduplicated, started_at) SELECT 'jr_1', 'vega', 'airports', 'vega.airports', 'upsert', 2, 100, 10, (SELECT count(*) FROM "s3_to_redshift_stage"), 3, 0, (SELECT count(*) FROM "s3_to_redshift_superseded"), CAST('2025-01-31 12:00:00' AS TIMESTAMP);
