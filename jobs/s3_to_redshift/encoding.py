"""Which files hold bytes that are no UTF-8. Readers put U+FFFD for them, which may as well stand in a file by right."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from .read import Source, without_patterns
from .source_columns import url_decoded


def files_not_utf8(spark: SparkSession, parts: Sequence[Source]) -> tuple[str, ...]:
    """Addresses of the text files with such bytes, as rows have them. Reads the files once more."""
    paths = [without_patterns(file.path) for part in parts if part.format != "parquet" for file in part.files]
    if not paths:
        return ()
    lines = spark.read.text(paths)
    # The text source hands on a line's bytes as they are.
    again = F.encode(F.decode(F.col("value").cast("binary"), "UTF-8"), "UTF-8")
    broken = lines.where(again != F.col("value").cast("binary"))
    found = broken.select(url_decoded(F.col("_metadata.file_path")).alias("file")).distinct().collect()
    return tuple(sorted(row.file for row in found))
