"""The usual Glue script: read the files with a schema, append the rows over JDBC. It keeps Spark's own defaults."""

import argparse
import sys

from pyspark.sql import SparkSession

parser = argparse.ArgumentParser(allow_abbrev=False)
for name in ("path", "format", "schema", "url", "user", "password", "table"):
    parser.add_argument(f"--{name}", required=True)
options, _ = parser.parse_known_args(sys.argv[1:])

spark = SparkSession.builder.getOrCreate()
reader = spark.read.schema(options.schema)
rows = reader.csv(options.path, header=True) if options.format == "csv" else spark.read.parquet(options.path)
rows.write.jdbc(
    options.url,
    options.table,
    mode="append",
    properties={"driver": "org.postgresql.Driver", "user": options.user, "password": options.password},
)
spark.stop()
