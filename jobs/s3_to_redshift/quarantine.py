"""The records of rows that are set aside: JSON lines, one a row, each a whole account of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from pyspark.sql import Column, DataFrame, Observation
from pyspark.sql import functions as F
from pyspark.sql.types import DataType, DecimalType

from .source_columns import FAULTS, FILE, POSITION, quoted

RECORD = "record"
_JSON = {
    "ignoreNullFields": "false",
    "timestampFormat": "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
    "timestampNTZFormat": "yyyy-MM-dd'T'HH:mm:ss.SSSSSS",
}


def record(run_id: str, dataset: str, values: Column, text: Column) -> Column:
    """A row's record as JSON text.

    Args:
        values: the row as it stood, a struct by the names of the source; null when it is not known.
        text: the text of a row that could not be read.
    """
    fields = {
        "runId": F.lit(run_id),
        "dataset": F.lit(dataset),
        "file": F.col(FILE),
        "row": F.col(POSITION),
        "reasons": F.col(FAULTS),
        "values": values,
        "text": text,
    }
    return F.to_json(F.struct(*[value.alias(name) for name, value in fields.items()]), _JSON)


def shown(name: str, found: DataType) -> Column:
    """A value such that its JSON says all of it: readers of JSON take a decimal for a double."""
    value = F.col(quoted(name))
    return value.cast("string") if isinstance(found, DecimalType) else value


def write_records(parts: Sequence[DataFrame], path: str) -> int:
    """Write the ``RECORD`` of all rows as JSON lines in files ``*.json`` under ``path``. Returns their number."""
    observed = Observation()
    rows = reduce(DataFrame.unionByName, [part.select(RECORD) for part in parts])
    rows.observe(observed, F.count(F.lit(1)).alias("rows")).write.mode("overwrite").text(path)
    _rename(rows, path)
    return observed.get["rows"]


def _rename(rows: DataFrame, path: str) -> None:
    """Spark's text files end with .txt. Its JSON files would hold the records as text in quotes."""
    context = rows.sparkSession.sparkContext
    folder = context._jvm.org.apache.hadoop.fs.Path(path)
    files = folder.getFileSystem(context._jsc.hadoopConfiguration())
    for found in files.listStatus(folder):
        name = found.getPath().getName()
        if name.endswith(".txt"):
            new = context._jvm.org.apache.hadoop.fs.Path(folder, name.removesuffix(".txt") + ".json")
            if not files.rename(found.getPath(), new):
                raise OSError(f"{found.getPath()} could not be renamed to {new}")
