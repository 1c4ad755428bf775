-- lock the ledger
LOCK TABLE "s3_to_redshift_vega_local".loaded_files;
-- create the list of new files
CREATE TEMP TABLE "s3_to_redshift_files" (bucket VARCHAR(64), key VARCHAR(4096), etag VARCHAR(128), size BIGINT, modified_at TIMESTAMP, known_etag VARCHAR(128), folder VARCHAR(4096));
-- copy the list of new files
COPY "s3_to_redshift_files" FROM 's3://shop-work/staging/vega/airports/jr_1/files.csv' IAM_ROLE 'arn:aws:iam::123456789012:role/copy' FORMAT AS CSV;
-- check the list of new files
SELECT 1 / CASE WHEN count(*) = 2 AND count(DISTINCT bucket || '/' || key) = 2 THEN 1 ELSE 0 END FROM "s3_to_redshift_files";
-- create the target's schema
CREATE SCHEMA IF NOT EXISTS "vega";
-- create the target
CREATE TABLE IF NOT EXISTS "vega"."airports" ("iata" VARCHAR(3), "tags" SUPER, "seen" TIMESTAMP);
-- create the stage
CREATE TEMP TABLE "s3_to_redshift_stage" (LIKE "vega"."airports", "s3_to_redshift_json_tags" VARCHAR(65535));
-- copy the staged rows
COPY "s3_to_redshift_stage" ("iata", "s3_to_redshift_json_tags", "seen") FROM 's3://shop-work/staging/vega/airports/jr_1/manifest.json' IAM_ROLE 'arn:aws:iam::123456789012:role/copy' FORMAT AS PARQUET MANIFEST;
-- check the stage
SELECT 1 / CASE WHEN count(*) = 6 THEN 1 ELSE 0 END FROM "s3_to_redshift_stage";
-- create the list of partitions
CREATE TEMP TABLE "s3_to_redshift_partitions" ("seen" TIMESTAMP);
-- copy the list of partitions
COPY "s3_to_redshift_partitions" ("seen") FROM 's3://shop-work/staging/vega/airports/jr_1/partitions.json' IAM_ROLE 'arn:aws:iam::123456789012:role/copy' FORMAT AS PARQUET MANIFEST;
-- check the partitions
SELECT 1 / CASE WHEN count(*) = 0 THEN 1 ELSE 0 END FROM "s3_to_redshift_stage" LEFT JOIN (SELECT DISTINCT "seen", 1 AS listed FROM "s3_to_redshift_partitions") "s3_to_redshift_partitions" ON ("s3_to_redshift_stage"."seen" = "s3_to_redshift_partitions"."seen" OR ("s3_to_redshift_stage"."seen" IS NULL AND "s3_to_redshift_partitions"."seen" IS NULL)) WHERE "s3_to_redshift_partitions".listed IS NULL;
-- reconcile
SELECT 1 / CASE WHEN (SELECT count(*) FROM "s3_to_redshift_stage") + 0 + 3 + 1 = 10 THEN 1 ELSE 0 END;
-- delete the partitions that are replaced
DELETE FROM "vega"."airports" USING "s3_to_redshift_partitions" WHERE ("airports"."seen" = "s3_to_redshift_partitions"."seen" OR ("airports"."seen" IS NULL AND "s3_to_redshift_partitions"."seen" IS NULL));
-- apply
INSERT INTO "vega"."airports" ("iata", "tags", "seen") SELECT "iata", JSON_PARSE("s3_to_redshift_json_tags"), "seen" FROM "s3_to_redshift_stage";
-- forget the files of the partitions
DELETE FROM "s3_to_redshift_vega_local".loaded_files USING "s3_to_redshift_files" WHERE loaded_files.pipeline = 'vega-local' AND loaded_files.dataset = 'airports' AND LEFT(loaded_files.key, LEN("s3_to_redshift_files".folder)) = "s3_to_redshift_files".folder;
-- write the ledger
INSERT INTO "s3_to_redshift_vega_local".loaded_files (pipeline, dataset, bucket, key, etag, size, modified_at, rows, run_id, loaded_at) SELECT 'vega-local', 'airports', "s3_to_redshift_files".bucket, "s3_to_redshift_files".key, "s3_to_redshift_files".etag, "s3_to_redshift_files".size, "s3_to_redshift_files".modified_at, CAST(NULL AS BIGINT), 'jr_1', CAST('2025-01-31 12:00:00' AS TIMESTAMP) FROM "s3_to_redshift_files";
-- record the load
INSERT INTO "s3_to_redshift_vega_local".load_runs (run_id, pipeline, dataset, target, mode, files, bytes, rows_read, derived, loaded, deleted, quarantined, filtered, deduplicated, ties, started_at) SELECT 'jr_1', 'vega-local', 'airports', 'vega.airports', 'snapshot', 2, 100, 10, 0, (SELECT count(*) FROM "s3_to_redshift_stage"), 0, 3, 1, 0, 0, CAST('2025-01-31 12:00:00' AS TIMESTAMP);
