"""Files to rows, dropping nothing: a row that cannot be read keeps its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from .catalog import Table
from .names import target_name
from .read_csv import read_csv
from .read_json import read_json
from .read_parquet import read_parquet
from .source_columns import FILE, MODIFIED, POSITION, RAW, UNCLOSED, url_decoded


@dataclass(frozen=True)
class File:
    path: str
    """``s3://bucket/key``, or on this machine a path."""
    size: int
    """Bytes."""


@dataclass(frozen=True)
class Source:
    """The files of one load, all of one format."""

    format: str
    root: str
    """The address under which the files lie, with its final slash."""
    files: Sequence[File]
    table: Table
    head: Callable[[str], bytes]
    """Reads the beginning of a file."""


@dataclass(frozen=True)
class Reading:
    """How files are read."""

    lines_are_rows: bool = False
    """Large CSV files in parts, a line as a row: see ``reads_lines_as_rows``."""
    not_utf8: tuple[str, ...] = ()
    """Files known to hold bytes that are no UTF-8."""


# Spark reads a file of more than this many bytes in parts, so that all its cores have work.
_SPLIT_BYTES = 128 * 1024 * 1024


def reads_lines_as_rows(source: Source) -> bool:
    """Whether to begin with the faster reading of CSV, in which a large file is read in parts and a line is a row. It
    is wrong for quoted line breaks; ``UNCLOSED`` then says that there may be some."""
    large = any(file.size > _SPLIT_BYTES and not file.path.endswith((".gz", ".bz2")) for file in source.files)
    # In a single column a line break inside quotes leaves no trace.
    return source.format == "csv" and large and len(source.table.columns) > 1


def read(spark: SparkSession, source: Source, *, lines_are_rows: bool = False) -> DataFrame:
    """The rows of all files: the table's columns, under their names in Redshift, and those of ``source_columns``.

    Columns of CSV and JSON files and of paths are text, those of Parquet files what the files say. Which file lacks a
    column has null in it.

    Raises:
        ValueError: a file does not fit the table; the message names it.
    """
    paths = [file.path for file in source.files]
    escaped = [without_patterns(path) for path in paths]
    table = source.table
    if source.format == "csv":
        heads: list[bytes] = []
        if table.csv.header:
            with ThreadPoolExecutor(16) as pool:
                heads = list(pool.map(source.head, paths))
        rows = read_csv(spark, dict(zip(paths, escaped, strict=True)), heads, table, lines_are_rows=lines_are_rows)
    elif source.format == "json":
        rows = read_json(spark, escaped, table)
    else:
        rows = read_parquet(spark, escaped, table)
    keys = {target_name(key.name): _in_path(key.name, source.root) for key in table.partition_keys}
    names = [target_name(column.name) for column in table.all_columns]
    values = [(keys[name] if name in keys else F.col(name)).alias(name) for name in names]
    return rows.select(*values, FILE, MODIFIED, POSITION, RAW, UNCLOSED)


def without_patterns(path: str) -> str:
    """Spark takes a path for a pattern; in an object's key ``[`` or ``*`` are only letters."""
    return re.sub(r"([\\{}\[\]*?])", r"\\\1", path)


def _in_path(name: str, root: str) -> Column:
    """A partition key's value: of a folder ``name=value``, or for ``partition_0`` of the first folder, and so on.

    https://docs.aws.amazon.com/glue/latest/dg/crawler-s3-folder-table-partition.html
    """
    unnamed = re.fullmatch(r"partition_(\d+)", name)
    before = f"(?:[^/]*/){{{unnamed[1]}}}" if unnamed else f"(?:[^/]*/)*(?i:{re.escape(name)})="
    # Spark shows a file here as file:///path, the driver as /path.
    value = F.regexp_extract(FILE, f"{re.escape(root)}{before}([^/]*)/", 1)
    # Hive writes signs that a folder's name must not have as %XX.
    return F.when(~value.isin("", "__HIVE_DEFAULT_PARTITION__"), url_decoded(value))
