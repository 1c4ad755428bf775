"""Load files from S3 into Redshift with AWS Glue: one module a stage, in the order in which rows pass.

arguments, spec -> catalog -> ledger -> read -> cast (names, types) -> stage -> sql -> redshift -> reconcile -> report
"""
