"""Good rows to the staging prefix as Parquet, bad rows to the quarantine prefix as JSON lines."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyspark.sql import Column, Observation
from pyspark.sql import functions as F

from .cast import BAD, Cast, CastColumn, typed_name
from .plan import MODIFIED as STAGED_MODIFIED
from .plan import ROW
from .source_columns import FILE, MODIFIED, RAW, UNCLOSED

# Redshift wants files of 1 MB to 1 GB, a multiple of its slices:
# https://docs.aws.amazon.com/redshift/latest/dg/c_best-practices-use-multiple-files.html
_FILE_BYTES = 64 * 1024 * 1024
_LEAST_FILES = 4


@dataclass(frozen=True)
class Staged:
    """Rows, counted while they were written."""

    read: int
    quarantined: int
    unclosed: int
    """Rows that may be parts of rows: see ``read.reads_lines_as_rows``."""


def stage(cast: Cast, columns: Sequence[CastColumn], path: str, *, source_bytes: int, with_row: bool) -> Staged:
    """Write the good rows under ``path``, the columns in the order of the COPY, and count all rows in the same pass.

    Args:
        source_bytes: size of the files that are read; the number of files written goes by it.
        with_row: write each row's place too, for telling the newest of several rows with the same key.
    """
    observed = Observation()
    counted = cast.rows.observe(
        observed,
        F.count(F.lit(1)).alias("read"),
        F.count_if(F.col(BAD)).alias("quarantined"),
        F.count_if(F.col(UNCLOSED)).alias("unclosed"),
    )
    values = [F.col(typed_name(column)).alias(column.target.staged_name) for column in columns]
    if with_row:
        # Grows with the place in a file, and from file to file as Spark takes them.
        values += [F.col(MODIFIED).alias(STAGED_MODIFIED), F.monotonically_increasing_id().alias(ROW)]
    cores = cast.rows.sparkSession.sparkContext.defaultParallelism
    files = max(_LEAST_FILES, cores, math.ceil(source_bytes / _FILE_BYTES))
    # Coalesce only joins what is read together anyway; to repartition would send every row through a shuffle.
    counted.where(~F.col(BAD)).select(*values).coalesce(files).write.mode("overwrite").parquet(path)
    return Staged(**observed.get)


def quarantine(cast: Cast, columns: Sequence[CastColumn], path: str, run_id: str) -> int:
    """Write the bad rows under ``path``: run, file, reasons, and the row as its text, or where the text is not known
    any more as a JSON object of its values. Returns their number.

    This reads the files a second time, so it is called only when there are bad rows.
    """
    observed = Observation()
    values = F.struct(*[F.col(column.name).alias(column.source) for column in columns])
    row: Column = F.coalesce(F.col(RAW), F.to_json(values))
    bad = cast.rows.where(F.col(BAD)).observe(observed, F.count(F.lit(1)).alias("rows"))
    bad.select(
        F.lit(run_id).alias("run_id"), F.col(FILE).alias("file"), cast.reasons.alias("reasons"), row.alias("row")
    ).write.mode("overwrite").json(path)
    return observed.get["rows"]


def manifest(files: Iterable[tuple[str, int]]) -> bytes:
    """The manifest for COPY of files given by address and size in bytes.

    https://docs.aws.amazon.com/redshift/latest/dg/loading-data-files-using-manifest.html
    """
    entries = [{"url": url, "mandatory": True, "meta": {"content_length": size}} for url, size in files]
    return json.dumps({"entries": entries}, indent=1).encode()
