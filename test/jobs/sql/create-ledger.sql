-- create the ledger's schema
CREATE SCHEMA IF NOT EXISTS "s3_to_redshift_vega_local";
-- create the ledger
CREATE TABLE IF NOT EXISTS "s3_to_redshift_vega_local".loaded_files (pipeline VARCHAR(128) NOT NULL, dataset VARCHAR(128) NOT NULL, bucket VARCHAR(64) NOT NULL, key VARCHAR(4096) NOT NULL, etag VARCHAR(128) NOT NULL, size BIGINT NOT NULL, modified_at TIMESTAMP NOT NULL, rows BIGINT, run_id VARCHAR(256) NOT NULL, loaded_at TIMESTAMP NOT NULL) SORTKEY (pipeline, dataset, key);
-- create the record of loads
CREATE TABLE IF NOT EXISTS "s3_to_redshift_vega_local".load_runs (run_id VARCHAR(256) NOT NULL, pipeline VARCHAR(128) NOT NULL, dataset VARCHAR(128) NOT NULL, target VARCHAR(256) NOT NULL, mode VARCHAR(16) NOT NULL, files BIGINT NOT NULL, bytes BIGINT NOT NULL, rows_read BIGINT NOT NULL, derived BIGINT NOT NULL, loaded BIGINT NOT NULL, deleted BIGINT NOT NULL, quarantined BIGINT NOT NULL, filtered BIGINT NOT NULL, deduplicated BIGINT NOT NULL, ties BIGINT NOT NULL, started_at TIMESTAMP NOT NULL) SORTKEY (started_at);
