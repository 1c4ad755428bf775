"""What each row carries besides its values, under names that no column has: ``names`` lets no $ into one."""

from __future__ import annotations

from pyspark.sql import Column
from pyspark.sql import functions as F

FILE = "$file"
"""The file that the row is from."""
MODIFIED = "$modified"
"""When that file was written."""
POSITION = "$row"
"""The row's number in its file, from 1, where Spark knows it."""
RAW = "$raw"
"""The text of a row that could not be read; null for all others."""
UNCLOSED = "$unclosed"
"""Whether the row may be part of one that spans several lines."""
REPLACED = "$replaced"
"""Whether a value holds U+FFFD, which readers put where bytes are no UTF-8."""
FAULTS = "$faults"
"""Why the row is to be set aside: an array of rule and reason; null for a good row."""
FILTERED = "$filtered"
"""Whether the transform leaves the row out."""
VALUES = "$values"
"""The row as it stood in its file: a struct of the source's columns."""


def of_row(raw: Column, unclosed: Column | None = None, position: Column | None = None) -> list[Column]:
    """The first five columns, for rows straight from files."""
    return [
        url_decoded(F.col("_metadata.file_path")).alias(FILE),
        F.col("_metadata.file_modification_time").alias(MODIFIED),
        (F.lit(None).cast("bigint") if position is None else position).alias(POSITION),
        raw.alias(RAW),
        (F.lit(False) if unclosed is None else unclosed).alias(UNCLOSED),
    ]


def original(name: str) -> str:
    """The column with what stands in the file, beside the typed one of that name."""
    return f"{name}$"


def url_decoded(text: Column) -> Column:
    """``%XX`` as the sign that it stands for. A + is a +, other than in forms on the Web."""
    decoded = F.url_decode(F.replace(text, F.lit("+"), F.lit("%2B")))
    # Decoding costs more than reading the row; few paths need it.
    return F.when(F.contains(text, F.lit("%")), decoded).otherwise(text)


def quoted(name: str) -> str:
    """A column's name for Spark, whatever signs it has."""
    return "`" + name.replace("`", "``") + "`"
