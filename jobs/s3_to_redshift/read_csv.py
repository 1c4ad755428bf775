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
from .faults import any_of
from .names import target_name
from .source_columns import of_row, quoted

_RAW = "$raw"
# No text, so that only a field with nothing in it is null; "" in quotes is empty text.
_NO_TEXT = "\ufdd0"


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
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    fields: dict[tuple[str, ...], Sequence[str | None]] = {}
    if not table.csv.header:
        groups[tuple(columns)] = list(paths.values())
        fields[tuple(columns)] = columns
    for (path, escaped), head in zip(paths.items(), heads, strict=False):
        # Without even a header the file is empty, and reads as no rows whatever its columns are.
        header = header_names(path, head, table.csv) or tuple(columns)
        if header not in groups:
            fields[header] = columns_of(path, header, table)
        groups[header].append(escaped)
    parts = [
        _read(spark, group, header, fields[header], columns, table.csv, lines_are_rows)
        for header, group in groups.items()
    ]
    return reduce(DataFrame.unionByName, parts)


def _read(
    spark: SparkSession,
    paths: list[str],
    header: Sequence[str],
    fields: Sequence[str | None],
    columns: list[str],
    form: CsvFormat,
    lines_are_rows: bool,
) -> DataFrame:
    names = _distinct(header)
    rows = (
        spark.read.schema(StructType([StructField(name, StringType()) for name in [*names, _RAW]]))
        .option("header", form.header)
        .option("sep", form.delimiter)
        .option("quote", form.quote)
        .option("escape", form.quote)
        .option("nullValue", _NO_TEXT)
        .option("multiLine", not lines_are_rows)
        .option("mode", "PERMISSIVE")
        .option("columnNameOfCorruptRecord", _RAW)
        .csv(paths)
    )
    found = [F.col(quoted(name)) for name in names]
    # The parser takes the file's first line end for that of all lines: of CR LF after LF the CR stays.
    last = found[-1] if lines_are_rows else F.regexp_replace(found[-1], r"\r$", "")
    read = dict(zip(fields, [*found[:-1], last], strict=True))
    values = [read.get(column, F.lit(None).cast("string")).alias(column) for column in columns]
    raw = F.col(_RAW)
    return rows.select(*values, *of_row(raw, _any_holds([*found, raw], form.quote) if lines_are_rows else F.lit(False)))


def _distinct(header: Sequence[str]) -> Sequence[str]:
    """The header's names, since Spark warns of each file with others, unless they cannot be names of columns."""
    if all(header) and len({name.lower() for name in header}) == len(header):
        return header
    return [f"field{place}" for place in range(len(header))]


def _any_holds(texts: Sequence[Column], part: str) -> Column:
    """A row of several lines, read line by line, leaves a quote in a value or in the text of an unreadable row."""
    return any_of([F.contains(text, F.lit(part)) for text in texts])
