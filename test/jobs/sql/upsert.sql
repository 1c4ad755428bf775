-- lock the ledger
LOCK TABLE "s3_to_redshift_vega_local".loaded_files;
-- create the list of new files
CREATE TEMP TABLE "s3_to_redshift_files" (bucket VARCHAR(64), key VARCHAR(4096), etag VARCHAR(128), size BIGINT, modified_at TIMESTAMP, known_etag VARCHAR(128), folder VARCHAR(4096));
-- copy the list of new files
COPY "s3_to_redshift_files" FROM 's3://shop-work/staging/vega/airports/jr_1/files.csv' IAM_ROLE 'arn:aws:iam::123456789012:role/copy' FORMAT AS CSV;
-- check the list of new files
SELECT 1 / CASE WHEN count(*) = 2 AND count(DISTINCT bucket || '/' || key) = 2 THEN 1 ELSE 0 END FROM "s3_to_redshift_files";
-- check that no file is loaded twice
SELECT 1 / CASE WHEN count(*) = 0 THEN 1 ELSE 0 END FROM "s3_to_redshift_files" f LEFT JOIN "s3_to_redshift_vega_local".loaded_files l ON l.pipeline = 'vega-local' AND l.dataset = 'airports' AND l.bucket = f.bucket AND l.key = f.key WHERE NVL(l.etag, '') <> NVL(f.known_etag, '');
-- create the target's schema
CREATE SCHEMA IF NOT EXISTS "vega";
-- create the target
CREATE TABLE IF NOT EXISTS "vega"."airports" ("iata" VARCHAR(3) ENCODE zstd, "tags" SUPER, "seen" TIMESTAMP) DISTKEY ("iata") SORTKEY ("iata", "seen");
-- create the stage
CREATE TEMP TABLE "s3_to_redshift_stage" (LIKE "vega"."airports", "s3_to_redshift_json_tags" VARCHAR(65535), "s3_to_redshift_modified" TIMESTAMP, "s3_to_redshift_row" BIGINT);
-- copy the staged rows
COPY "s3_to_redshift_stage" ("iata", "s3_to_redshift_json_tags", "seen", "s3_to_redshift_modified", "s3_to_redshift_row") FROM 's3://shop-work/staging/vega/airports/jr_1/manifest.json' IAM_ROLE 'arn:aws:iam::123456789012:role/copy' FORMAT AS PARQUET MANIFEST;
-- check the stage
SELECT 1 / CASE WHEN count(*) = 6 THEN 1 ELSE 0 END FROM "s3_to_redshift_stage";
-- find the rows that a newer one replaces
CREATE TEMP TABLE "s3_to_redshift_superseded" AS SELECT "s3_to_redshift_row", CASE WHEN order_rank = 1 THEN 1 ELSE 0 END AS tie FROM (SELECT "s3_to_redshift_row", RANK() OVER (PARTITION BY "iata" ORDER BY "seen" DESC NULLS LAST) AS order_rank, ROW_NUMBER() OVER (PARTITION BY "iata" ORDER BY "seen" DESC NULLS LAST, "s3_to_redshift_modified" DESC NULLS LAST, "s3_to_redshift_row" DESC NULLS LAST) AS place FROM "s3_to_redshift_stage" JOIN (SELECT "iata" FROM "s3_to_redshift_stage" GROUP BY "iata" HAVING count(*) > 1) twice USING ("iata")) ranked WHERE place > 1;
-- deduplicate
DELETE FROM "s3_to_redshift_stage" USING "s3_to_redshift_superseded" WHERE "s3_to_redshift_stage"."s3_to_redshift_row" = "s3_to_redshift_superseded"."s3_to_redshift_row";
-- find the rows that are older than the target's
INSERT INTO "s3_to_redshift_superseded" SELECT DISTINCT "s3_to_redshift_stage"."s3_to_redshift_row", 0 FROM "s3_to_redshift_stage" JOIN "vega"."airports" ON "airports"."iata" = "s3_to_redshift_stage"."iata" WHERE "airports"."seen" > "s3_to_redshift_stage"."seen" OR ("airports"."seen" IS NOT NULL AND "s3_to_redshift_stage"."seen" IS NULL);
-- leave the older rows out
DELETE FROM "s3_to_redshift_stage" USING "s3_to_redshift_superseded" WHERE "s3_to_redshift_stage"."s3_to_redshift_row" = "s3_to_redshift_superseded"."s3_to_redshift_row";
-- reconcile
SELECT 1 / CASE WHEN (SELECT count(*) FROM "s3_to_redshift_stage") + 0 + (SELECT count(*) FROM "s3_to_redshift_superseded") + 3 + 1 = 10 THEN 1 ELSE 0 END;
-- delete the rows that are replaced
DELETE FROM "vega"."airports" USING "s3_to_redshift_stage" WHERE "airports"."iata" = "s3_to_redshift_stage"."iata";
-- apply
INSERT INTO "vega"."airports" ("iata", "tags", "seen") SELECT "iata", JSON_PARSE("s3_to_redshift_json_tags"), "seen" FROM "s3_to_redshift_stage";
-- check 1
SELECT 1 / CASE WHEN (SELECT count(*) FROM "s3_to_redshift_stage") + 0 >= 1 AND (SELECT count(*) FROM "s3_to_redshift_stage") + 0 <= 100 THEN 1 ELSE 0 END;
-- check 2
SELECT CASE WHEN count(*) = 0 THEN 1 ELSE 0 END AS holds, CAST(count(*) AS VARCHAR(32)) || ' values come more than once' AS found FROM (SELECT t."iata" FROM "vega"."airports" t JOIN (SELECT DISTINCT "iata" FROM "s3_to_redshift_stage") s ON t."iata" = s."iata" GROUP BY t."iata" HAVING count(*) > 1) twice;
-- check 3
SELECT 1 / CASE WHEN count(*) = 0 OR MAX("seen") >= CAST('2025-01-30 12:00:00' AS TIMESTAMP) THEN 1 ELSE 0 END FROM "s3_to_redshift_stage";
-- check 4
SELECT CASE WHEN count(*) = 0 OR CASE WHEN count("iata") = 0 THEN 'iata ' ELSE '' END || CASE WHEN count("s3_to_redshift_json_tags") = 0 THEN 'tags ' ELSE '' END || CASE WHEN count("seen") = 0 THEN 'seen ' ELSE '' END = '' THEN 1 ELSE 0 END AS holds, CASE WHEN count("iata") = 0 THEN 'iata ' ELSE '' END || CASE WHEN count("s3_to_redshift_json_tags") = 0 THEN 'tags ' ELSE '' END || CASE WHEN count("seen") = 0 THEN 'seen ' ELSE '' END AS found FROM "s3_to_redshift_stage";
-- forget the former content of changed files
DELETE FROM "s3_to_redshift_vega_local".loaded_files USING "s3_to_redshift_files" WHERE loaded_files.pipeline = 'vega-local' AND loaded_files.dataset = 'airports' AND loaded_files.bucket = "s3_to_redshift_files".bucket AND loaded_files.key = "s3_to_redshift_files".key;
-- write the ledger
INSERT INTO "s3_to_redshift_vega_local".loaded_files (pipeline, dataset, bucket, key, etag, size, modified_at, rows, run_id, loaded_at) SELECT 'vega-local', 'airports', "s3_to_redshift_files".bucket, "s3_to_redshift_files".key, "s3_to_redshift_files".etag, "s3_to_redshift_files".size, "s3_to_redshift_files".modified_at, CAST(NULL AS BIGINT), 'jr_1', CAST('2025-01-31 12:00:00' AS TIMESTAMP) FROM "s3_to_redshift_files";
-- record the load
INSERT INTO "s3_to_redshift_vega_local".load_runs (run_id, pipeline, dataset, target, mode, files, bytes, rows_read, derived, loaded, deleted, quarantined, filtered, deduplicated, ties, started_at) SELECT 'jr_1', 'vega-local', 'airports', 'vega.airports', 'upsert', 2, 100, 10, 0, (SELECT count(*) FROM "s3_to_redshift_stage") + 0, 0, 3, 1, (SELECT count(*) FROM "s3_to_redshift_superseded"), (SELECT NVL(sum(tie), 0) FROM "s3_to_redshift_superseded"), CAST('2025-01-31 12:00:00' AS TIMESTAMP);
