-- create the list of candidates
CREATE TEMP TABLE "s3_to_redshift_candidates" (bucket VARCHAR(64), key VARCHAR(4096), etag VARCHAR(128), size BIGINT, modified_at TIMESTAMP);
-- copy the list of candidates
COPY "s3_to_redshift_candidates" FROM 's3://shop-work/staging/vega/airports/jr_1/candidates/' IAM_ROLE 'arn:aws:iam::123456789012:role/copy' FORMAT AS CSV GZIP;
-- find the new files
SELECT c.bucket, c.key, c.etag, c.size, CAST(c.modified_at AS VARCHAR(32)), NVL(l.etag, '') FROM "s3_to_redshift_candidates" c LEFT JOIN "s3_to_redshift_vega_local".loaded_files l ON l.pipeline = 'vega-local' AND l.dataset = 'airports' AND l.bucket = c.bucket AND l.key = c.key WHERE l.etag IS NULL OR l.etag <> c.etag ORDER BY c.modified_at, c.key;
