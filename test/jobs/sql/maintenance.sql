-- last loads
SELECT dataset, CAST(MAX(started_at) AS VARCHAR(32)) FROM "s3_to_redshift_vega_local".load_runs WHERE pipeline = 'vega-local' GROUP BY dataset;
-- forget old records of loads
DELETE FROM "s3_to_redshift_vega_local".load_runs USING (SELECT dataset, MAX(started_at) AS started_at FROM "s3_to_redshift_vega_local".load_runs WHERE pipeline = 'vega-local' GROUP BY dataset) newest WHERE load_runs.pipeline = 'vega-local' AND load_runs.dataset = newest.dataset AND load_runs.started_at < newest.started_at AND load_runs.started_at < DATEADD(day, -30, CAST('2025-01-31 12:00:00' AS TIMESTAMP));
