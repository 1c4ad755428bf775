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
CREATE TABLE IF NOT EXISTS "vega"."airports" ("iata" VARCHAR(3), "tags" SUPER, "seen" TIMESTAMP, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN);
-- create the stage
CREATE TEMP TABLE "s3_to_redshift_stage" (LIKE "vega"."airports", "s3_to_redshift_json_tags" VARCHAR(65535), "s3_to_redshift_modified" TIMESTAMP, "s3_to_redshift_row" BIGINT, "s3_to_redshift_deleted" BOOLEAN);
-- copy the staged rows
COPY "s3_to_redshift_stage" ("iata", "s3_to_redshift_json_tags", "seen", "s3_to_redshift_modified", "s3_to_redshift_row", "s3_to_redshift_deleted") FROM 's3://shop-work/staging/vega/airports/jr_1/manifest.json' IAM_ROLE 'arn:aws:iam::123456789012:role/copy' FORMAT AS PARQUET MANIFEST;
-- check the stage
SELECT 1 / CASE WHEN count(*) = 6 THEN 1 ELSE 0 END FROM "s3_to_redshift_stage";
-- create the list of versions
CREATE TEMP TABLE "s3_to_redshift_versions" (LIKE "vega"."airports", "s3_to_redshift_deleted" BOOLEAN, "s3_to_redshift_modified" TIMESTAMP, "s3_to_redshift_row" BIGINT, s3_to_redshift_new INTEGER);
-- list the new versions
INSERT INTO "s3_to_redshift_versions" ("iata", "tags", "seen", valid_from, "s3_to_redshift_deleted", "s3_to_redshift_modified", "s3_to_redshift_row", s3_to_redshift_new) SELECT "iata", JSON_PARSE("s3_to_redshift_json_tags"), "seen", NVL(CAST("seen" AS TIMESTAMP), "s3_to_redshift_modified"), "s3_to_redshift_deleted", "s3_to_redshift_modified", "s3_to_redshift_row", 1 FROM "s3_to_redshift_stage";
-- list the stored versions
INSERT INTO "s3_to_redshift_versions" ("iata", "tags", "seen", valid_from, "s3_to_redshift_deleted", "s3_to_redshift_modified", "s3_to_redshift_row", s3_to_redshift_new) SELECT "airports"."iata", "airports"."tags", "airports"."seen", "airports".valid_from, FALSE, NULL, NULL, 0 FROM "vega"."airports" WHERE EXISTS (SELECT 1 FROM "s3_to_redshift_stage" WHERE "airports"."iata" = "s3_to_redshift_stage"."iata");
-- list the stored ends
INSERT INTO "s3_to_redshift_versions" ("iata", "tags", "seen", valid_from, "s3_to_redshift_deleted", "s3_to_redshift_modified", "s3_to_redshift_row", s3_to_redshift_new) SELECT "airports"."iata", NULL, NULL, "airports".valid_to, TRUE, NULL, NULL, 0 FROM "vega"."airports" LEFT JOIN "vega"."airports" next_version ON next_version."iata" = "airports"."iata" AND next_version.valid_from = "airports".valid_to WHERE "airports".valid_to IS NOT NULL AND next_version.valid_from IS NULL AND EXISTS (SELECT 1 FROM "s3_to_redshift_stage" WHERE "airports"."iata" = "s3_to_redshift_stage"."iata");
-- rank the versions of the same moment
CREATE TEMP TABLE "s3_to_redshift_ranked" AS SELECT ranked.*, ROW_NUMBER() OVER (PARTITION BY "iata", s3_to_redshift_rank ORDER BY valid_from) AS s3_to_redshift_place FROM (SELECT "s3_to_redshift_versions".*, ROW_NUMBER() OVER (PARTITION BY "iata", valid_from ORDER BY s3_to_redshift_new DESC, "s3_to_redshift_modified" DESC NULLS LAST, "s3_to_redshift_row" DESC NULLS LAST) AS s3_to_redshift_rank FROM "s3_to_redshift_versions") ranked;
-- find the versions that change nothing
CREATE TEMP TABLE "s3_to_redshift_unchanged" AS SELECT this."iata", this.s3_to_redshift_place, this.s3_to_redshift_new FROM "s3_to_redshift_ranked" this LEFT JOIN "s3_to_redshift_ranked" former ON this."iata" = former."iata" AND former.s3_to_redshift_rank = 1 AND former.s3_to_redshift_place = this.s3_to_redshift_place - 1 WHERE this.s3_to_redshift_rank = 1 AND CASE WHEN this."s3_to_redshift_deleted" THEN former.s3_to_redshift_place IS NULL OR former."s3_to_redshift_deleted" ELSE former.s3_to_redshift_place IS NOT NULL AND NOT former."s3_to_redshift_deleted" AND (JSON_SERIALIZE(this."tags") = JSON_SERIALIZE(former."tags") OR (this."tags" IS NULL AND former."tags" IS NULL)) END;
-- leave out the versions that change nothing
DELETE FROM "s3_to_redshift_ranked" USING "s3_to_redshift_unchanged" WHERE "s3_to_redshift_ranked".s3_to_redshift_rank = 1 AND "s3_to_redshift_ranked".s3_to_redshift_place = "s3_to_redshift_unchanged".s3_to_redshift_place AND "s3_to_redshift_ranked"."iata" = "s3_to_redshift_unchanged"."iata";
-- reconcile
SELECT 1 / CASE WHEN (SELECT count(*) FROM "s3_to_redshift_ranked" WHERE s3_to_redshift_new = 1 AND s3_to_redshift_rank = 1) + (SELECT count(*) FROM "s3_to_redshift_ranked" WHERE s3_to_redshift_new = 1 AND s3_to_redshift_rank > 1) + (SELECT count(*) FROM "s3_to_redshift_unchanged" WHERE s3_to_redshift_new = 1) + 3 + 1 = 10 THEN 1 ELSE 0 END;
-- delete the histories that are made anew
DELETE FROM "vega"."airports" USING "s3_to_redshift_stage" WHERE "airports"."iata" = "s3_to_redshift_stage"."iata";
-- apply
INSERT INTO "vega"."airports" ("iata", "tags", "seen", valid_from, valid_to, is_current) SELECT "iata", "tags", "seen", valid_from, ended, ended IS NULL FROM (SELECT "iata", "tags", "seen", valid_from, "s3_to_redshift_deleted", LEAD(valid_from) OVER (PARTITION BY "iata" ORDER BY valid_from) AS ended FROM "s3_to_redshift_ranked" WHERE s3_to_redshift_rank = 1) versions WHERE NOT "s3_to_redshift_deleted";
-- forget the former content of changed files
DELETE FROM "s3_to_redshift_vega_local".loaded_files USING "s3_to_redshift_files" WHERE loaded_files.pipeline = 'vega-local' AND loaded_files.dataset = 'airports' AND loaded_files.bucket = "s3_to_redshift_files".bucket AND loaded_files.key = "s3_to_redshift_files".key;
-- write the ledger
INSERT INTO "s3_to_redshift_vega_local".loaded_files (pipeline, dataset, bucket, key, etag, size, modified_at, rows, run_id, loaded_at) SELECT 'vega-local', 'airports', "s3_to_redshift_files".bucket, "s3_to_redshift_files".key, "s3_to_redshift_files".etag, "s3_to_redshift_files".size, "s3_to_redshift_files".modified_at, CAST(NULL AS BIGINT), 'jr_1', CAST('2025-01-31 12:00:00' AS TIMESTAMP) FROM "s3_to_redshift_files";
-- record the load
INSERT INTO "s3_to_redshift_vega_local".load_runs (run_id, pipeline, dataset, target, mode, files, bytes, rows_read, derived, loaded, deleted, quarantined, filtered, deduplicated, ties, started_at) SELECT 'jr_1', 'vega-local', 'airports', 'vega.airports', 'history', 2, 100, 10, 0, (SELECT count(*) FROM "s3_to_redshift_ranked" WHERE s3_to_redshift_new = 1 AND s3_to_redshift_rank = 1), (SELECT count(*) FROM "s3_to_redshift_ranked" WHERE s3_to_redshift_new = 1 AND s3_to_redshift_rank = 1 AND "s3_to_redshift_deleted"), 3, 1, (SELECT count(*) FROM "s3_to_redshift_ranked" WHERE s3_to_redshift_new = 1 AND s3_to_redshift_rank > 1) + (SELECT count(*) FROM "s3_to_redshift_unchanged" WHERE s3_to_redshift_new = 1), (SELECT count(*) FROM "s3_to_redshift_ranked" WHERE s3_to_redshift_new = 1 AND s3_to_redshift_rank > 1), CAST('2025-01-31 12:00:00' AS TIMESTAMP);
