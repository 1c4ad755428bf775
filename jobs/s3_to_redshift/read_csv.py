"""CSV files. All fields are text: Spark's own casts would turn what does not fit into null."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import reduce

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StringType, StructField, StructType

from .catalog import CsvFormat, Table
from .csv_header import columns_of, header_names
from .names import target_name
from .source_columns import of_row

_RAW = "raw"

Fields = tuple[str | None, ...]


def read_csv(
    spark: SparkSession, paths: Mapping[str, str], heads: Sequence[bytes], table: Table, *, lines_are_rows: bool
) -> DataFrame:
    """Rows of files that may differ in their columns.

    A row with too few or too many fields is unreadable. Quotes in quotes are doubled, as RFC 4180 has it.

    Args:
        paths: each path, with the same path as Spark takes it.
        heads: the beginning of each file; empty where files have no header.
        lines_are_rows: do not look for line breaks in quotes.
    """
    columns = [target_name(column.name) for column in table.columns]
    groups: dict[Fields, list[str]] = defaultdict(list)
    if not table.csv.header:
        groups[tuple(columns)] = list(paths.values())
    for (path, escaped), head in zip(paths.items(), heads, strict=False):
        header = header_names(path, head, table.csv)
        # Without even a header the file is empty, and reads as no rows whatever its columns are.
        groups[columns_of(path, header, table) if header else tuple(columns)].append(escaped)
    parts = [_read(spark, group, fields, columns, table.csv, lines_are_rows) for fields, group in groups.items()]
    return reduce(DataFrame.unionByName, parts)


def _read(
    spark: SparkSession, paths: list[str], fields: Fields, columns: list[str], form: CsvFormat, lines_are_rows: bool
) -> DataFrame:
    names = [f"field{place}" for place in range(len(fields))]
    rows = (
        spark.read.schema(StructType([StructField(name, StringType()) for name in [*names, _RAW]]))
        .option("header", form.header)
        .option("sep", form.delimiter)
        .option("quote", form.quote)
        .option("escape", form.quote)
        .option("multiLine", not lines_are_rows)
        .option("mode", "PERMISSIVE")
        .option("columnNameOfCorruptRecord", _RAW)
        .csv(paths)
    )
    read = {field: F.col(name) for field, name in zip(fields, names, strict=True)}
    if not lines_are_rows and fields[-1] is not None:
        # The parser takes the file's first line end for that of all lines: of "\\r\\n" after "\\n" the "\\r" stays.
        read[fields[-1]] = F.regexp_replace(names[-1], r"\r$", "")
    values = [read.get(column, F.lit(None).cast("string")).alias(column) for column in columns]
    unclosed = _holds_quote([*names, _RAW], form.quote) if lines_are_rows else F.lit(False)
    return rows.select(*values, *of_row(F.col(_RAW), unclosed))


def _holds_quote(names: Sequence[str], quote: str) -> Column:
    """A row of several lines, read line by line, leaves a quote in a value or in the text of an unreadable row."""
    holds = [F.coalesce(F.contains(F.col(name), F.lit(quote)), F.lit(False)) for name in names]
    return reduce(Column.__or__, holds)
