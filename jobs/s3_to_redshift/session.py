"""Spark's settings that the result depends on. All else is left as Glue, or the machine, has it."""

from __future__ import annotations

from py4j.java_gateway import java_import
from pyspark.sql import SparkSession

_SETTINGS = {
    # A time without a zone means the same on every machine.
    "spark.sql.session.timeZone": "UTC",
    # Casts are tried one by one (cast.py): a bad value is set aside and must not end the run.
    "spark.sql.ansi.enabled": "false",
    # Else a row with too few or too many fields goes unnoticed when not all columns are asked for.
    "spark.sql.csv.parser.columnPruning.enabled": "false",
    "spark.sql.caseSensitive": "false",
    # A file that cannot be read must fail the run, not shorten the table.
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    # Good and bad rows are written side by side (stage.py), a file each, instead of sorted one after the other.
    "spark.sql.maxConcurrentOutputFileWriters": "2",
    # COPY reads no INT96: https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-columnar.html
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    # Dates before 1582 are what the Parquet format says they are, not what Hive's calendar makes of them.
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInWrite": "CORRECTED",
}


def spark_session(app_name: str) -> SparkSession:
    """The session of this run, on the workers that Glue started, or where else Spark's configuration says."""
    builder = SparkSession.builder.appName(app_name)
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    # PySpark asks for this class by its short name for each part of each expression, and Java looks through all jars of
    # each package that it might be in.
    java_import(spark._jvm, "org.apache.spark.sql.functions")
    # Java leaves methods of more than 8,000 bytes uncompiled, and the loop that Spark makes of a table's casts and
    # checks is longer. Where Java was not told otherwise, Spark is to make several shorter ones of it.
    options = spark.sparkContext.getConf().get("spark.executor.defaultJavaOptions", "")
    limit = 65_535 if "-XX:-DontCompileHugeMethods" in options else 8_000
    spark.conf.set("spark.sql.codegen.hugeMethodLimit", str(limit))
    return spark
