"""From a dataset's files to rows ready to be staged: the Spark part of a load, as the rest of the job sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pyspark.sql import Column, DataFrame, Observation, SparkSession
from pyspark.sql import functions as F

from .cast import converted, type_faults
from .catalog import Table
from .custom import customised
from .faults import TYPE, is_good, with_faults
from .names import target_name
from .plan import TargetColumn
from .quarantine import shown
from .read import Reading, Source, reads_lines_as_rows
from .source_columns import FAULTS, FILE, FILTERED, MODIFIED, POSITION, RAW, VALUES, original, quoted
from .spec import Dataset
from .transform import OutputColumn, transformed
from .typed import Typed, cast_text, source_columns, typed_rows

__all__ = ["Frame", "OutputColumn", "build", "source_rows", "write_partitions"]

Sources = tuple[Dataset, Sequence[Source]]


@dataclass(frozen=True)
class Frame:
    """The rows of a load, typed and transformed, not yet read: ``stage`` reads them."""

    rows: DataFrame
    """With hidden columns (``source_columns``) beside the values. After a query or script: what that made."""
    columns: tuple[OutputColumn, ...]
    """After the transform, without the marker of deleted rows."""
    values: Column
    """The row as it stood in its file, or null."""
    own: DataFrame | None
    """For a query or script: the rows before it, of which it got only those that are good and not filtered."""
    own_values: Column
    counted: Observation
    """``read``, the number of rows at the source, before any transform."""
    parts: Sequence[Source]
    reading: Reading
    again: Callable[[Reading], Frame]
    """The same, read in another way."""


def build(
    spark: SparkSession,
    parts: Sequence[Source],
    dataset: Dataset,
    tables: Callable[[str], Sources],
    script: Callable[[], str],
    *,
    run_id: str,
) -> Frame:
    """Read, cast and transform.

    Args:
        parts: the source's files and the mended ones. Files of no bytes have no rows.
        tables: the dataset of a name, with all its source files.
        script: the text of the transform's Python module.

    Raises:
        ValueError: files do not fit the table, or a step of the transform is wrong; the message says which.
    """
    filled = [replace(part, files=[file for file in part.files if file.size > 0]) for part in parts]

    def built(reading: Reading) -> Frame:
        typed = typed_rows(spark, filled, dataset, reading)
        columns = [OutputColumn(column.name, column.source, column.type) for column in typed.columns]
        counted = Observation()
        read = typed.rows.observe(counted, F.count(F.lit(1)).alias("read"))
        rows, output = transformed(read, columns, dataset)
        own, values = None, _values(typed)
        if dataset.transform.sql is not None or dataset.transform.script is not None:
            names = [column.name for column in output]
            kept = [F.col(name) for name in (*names, FILE, MODIFIED, POSITION)]
            good = rows.where(is_good() & ~F.col(FILTERED)).select(*kept, values.alias(VALUES))
            own = rows

            def table(name: str) -> DataFrame:
                other, sources = tables(name)
                return source_rows(spark, sources, other)

            rows, output = customised(spark, good, dataset, table, script, run_id)
        marker = target_name(dataset.deletes.column) if dataset.deletes is not None else None
        return Frame(
            rows=rows,
            columns=tuple(column for column in output if column.name != marker),
            values=values if own is None else F.col(VALUES),
            own=own,
            own_values=values,
            counted=counted,
            parts=filled,
            reading=reading,
            again=built,
        )

    return built(Reading(lines_are_rows=any(map(reads_lines_as_rows, filled))))


def source_rows(spark: SparkSession, parts: Sequence[Source], dataset: Dataset) -> DataFrame:
    """A dataset's rows as its files have them, typed, without those that are bad: what other datasets' queries see."""
    filled = [replace(part, files=[file for file in part.files if file.size > 0]) for part in parts]
    typed = typed_rows(spark, filled, dataset, Reading())
    return typed.rows.where(is_good()).select(*[column.name for column in typed.columns])


def write_partitions(
    spark: SparkSession,
    values: Sequence[Mapping[str, str | None]],
    table: Table,
    dataset: Dataset,
    columns: Sequence[TargetColumn],
    path: str,
) -> int:
    """Write partitions, given by the values in their folders' names, as the rows in them have these values: cast to the
    source's types, then to those of the target's ``columns``, in that order. Returns how many there are.

    Folders whose values do not fit have no row in the target, and are left out.
    """
    keys = {target_name(key.name) for key in table.partition_keys}
    sources = [column for column in source_columns(table, dataset) if column.name in keys]
    renamed = {target_name(old): target_name(new) for old, new in dataset.transform.rename.items()}
    names = {renamed.get(column.name, column.name): column for column in sources}
    given = [{target_name(name): text for name, text in folder.items()} for folder in values]
    schema = ", ".join(f"{quoted(column.name)} string" for column in sources)
    rows = spark.createDataFrame([tuple(folder[column.name] for column in sources) for folder in given], schema)
    rows = cast_text(rows.select("*", F.lit(None).cast(TYPE).alias(FAULTS)), sources)
    for column in columns:
        source = names[column.name]
        found = rows.schema[source.name].dataType
        new = f"{column.name}$new"
        rows = rows.select("*", converted(source.name, found, column.type, source.source).alias(new))
        rows = with_faults(rows, type_faults(source.name, new, found, column.type, source.source))
    good = rows.where(is_good()).select(*[F.col(quoted(f"{column.name}$new")).alias(column.name) for column in columns])
    written = good.distinct().collect()
    spark.createDataFrame(written, good.schema).coalesce(1).write.mode("overwrite").parquet(path)
    return len(written)


def _values(typed: Typed) -> Column:
    """The row as it stood; null when it could not be read, and its text is all there is."""
    fields = [
        shown(original(column.name), typed.rows.schema[original(column.name)].dataType).alias(column.source)
        for column in typed.columns
    ]
    return F.when(F.col(RAW).isNull(), F.struct(*fields))
