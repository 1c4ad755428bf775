"""What each row carries besides its values, under names that no column has: ``names`` lets no $ into one."""

from __future__ import annotations

from pyspark.sql import Column
from pyspark.sql import functions as F

FILE = "$file"
"""The file that the row is from."""
MODIFIED = "$modified"
"""When that file was written."""
RAW = "$raw"
"""The text of a row that could not be read; null for all others."""
UNCLOSED = "$unclosed"
"""Whether the row may be part of one that spans several lines."""


def of_row(raw: Column, unclosed: Column | None = None) -> list[Column]:
    """The four columns, for rows straight from files."""
    file = url_decoded(F.col("_metadata.file_path"))
    return [
        file.alias(FILE),
        F.col("_metadata.file_modification_time").alias(MODIFIED),
        raw.alias(RAW),
        (F.lit(False) if unclosed is None else unclosed).alias(UNCLOSED),
    ]


def url_decoded(text: Column) -> Column:
    """``%XX`` as the sign that it stands for. A + is a +, other than in forms on the Web."""
    return F.url_decode(F.replace(text, F.lit("+"), F.lit("%2B")))


def quoted(name: str) -> str:
    """A column's name for Spark, whatever signs it has."""
    return "`" + name.replace("`", "``") + "`"
