"""The rows of a dataset's files with the types that the catalog or the dataset says, nothing transformed yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import DataType, StringType, StructField, StructType

from .cast import converted, is_nested, type_faults
from .catalog import Table
from .faults import TYPE, Fault, any_of, noted, with_faults
from .names import target_name, target_names
from .read import Reading, Source, read, reads_lines_as_rows
from .source_columns import FAULTS, FILE, MODIFIED, POSITION, RAW, REPLACED, UNCLOSED, original
from .spec import Column as SpecColumn
from .spec import Dataset
from .types import TargetType, target_type

HIDDEN = (FILE, MODIFIED, POSITION, RAW, UNCLOSED)
_REPLACEMENT = "\ufffd"
_UNREAD = "unread"


@dataclass(frozen=True)
class SourceColumn:
    name: str
    """In Redshift, before it is renamed."""
    source: str
    """As the catalog or the dataset has it."""
    type: TargetType


@dataclass(frozen=True)
class Typed:
    rows: DataFrame
    """Each column's value, beside it what stands in the file (``original``), and the hidden ones."""
    columns: tuple[SourceColumn, ...]


def typed_rows(spark: SparkSession, parts: Sequence[Source], dataset: Dataset, reading: Reading) -> Typed:
    """The rows of all parts. One that cannot be read or has a value that does not fit says so in ``FAULTS``.

    Raises:
        ValueError: a file does not fit the table, or the transform casts a column that is not there.
    """
    columns = source_columns(parts[0].table if parts else Table(dataset.columns, ()), dataset)
    filled = [part for part in parts if part.files]
    if not filled:
        empty = _empty(spark, parts[0].format if parts else dataset.format, parts, dataset)
        return Typed(_cast(empty, columns, Reading()), columns)
    read_parts = [
        read(spark, part, lines_are_rows=reading.lines_are_rows and reads_lines_as_rows(part)) for part in filled
    ]
    typed = [_cast(rows, columns, reading) for rows in read_parts]
    return Typed(reduce(DataFrame.unionByName, _of_one_type(typed, columns)), columns)


def source_columns(table: Table, dataset: Dataset) -> tuple[SourceColumn, ...]:
    casts = {target_name(name): type_name for name, type_name in dataset.transform.cast.items()}
    names = target_names(column.name for column in table.all_columns)
    for name in dataset.transform.cast:
        if target_name(name) not in names:
            raise ValueError(
                f"dataset {dataset.name}, transform.cast.{name}: no column {name!r}; the columns are {', '.join(names)}"
            )
    return tuple(
        SourceColumn(name, column.name, target_type(casts.get(name, column.type)))
        for name, column in zip(names, table.all_columns, strict=True)
    )


def cast_text(rows: DataFrame, columns: Sequence[SourceColumn]) -> DataFrame:
    """Each column's value beside what stood there, with ``FAULTS``; other columns as they are."""
    found = {column.name: rows.schema[column.name].dataType for column in columns}
    kept = [name for name in rows.columns if name not in found]
    new = [_first_cast(column, found[column.name]).alias(column.name) for column in columns]
    both = rows.select(*[F.col(column.name).alias(original(column.name)) for column in columns], *new, *_named(kept))
    faults = [
        fault
        for column in columns
        for fault in type_faults(original(column.name), column.name, found[column.name], column.type, column.source)
    ]
    return with_faults(both, faults)


def _first_cast(column: SourceColumn, found: DataType) -> Column:
    # Expressions can look into a struct or array of a Parquet file; it becomes JSON text when all is done.
    if is_nested(found) and column.type.spark == "string":
        return F.col(column.name)
    return converted(column.name, found, column.type, column.source)


def _cast(rows: DataFrame, columns: Sequence[SourceColumn], reading: Reading) -> DataFrame:
    unreadable = F.when(F.col(RAW).isNotNull(), F.array(noted("readable", "row: cannot be read")))
    texts = [column for column in columns if isinstance(rows.schema[column.name].dataType, StringType)]
    replaced = [F.contains(F.col(column.name), F.lit(_REPLACEMENT)) for column in texts]
    marked = rows.select("*", unreadable.cast(TYPE).alias(FAULTS), any_of(replaced).alias(REPLACED))
    if reading.not_utf8:
        broken = F.col(FILE).isin(*reading.not_utf8)
        faults = [
            Fault("encoding", f"{column.source}: has bytes that are no UTF-8", broken & value)
            for column, value in zip(texts, replaced, strict=True)
        ]
        marked = with_faults(marked, faults)
    return cast_text(marked, columns)


def _of_one_type(parts: Sequence[DataFrame], columns: Sequence[SourceColumn]) -> Sequence[DataFrame]:
    """Values that differ in type between the parts: text that is the JSON of what is nested elsewhere becomes that."""
    for column in columns:
        types = {part.schema[column.name].dataType for part in parts}
        nested = next((found for found in types if is_nested(found)), None)
        if nested is not None and len(types) > 1:
            parts = [_nested(part, column, nested) for part in parts]
        if len({part.schema[original(column.name)].dataType for part in parts}) > 1:
            parts = [_as_text(part, original(column.name)) for part in parts]
    return parts


def _nested(rows: DataFrame, column: SourceColumn, wanted: DataType) -> DataFrame:
    found = rows.schema[column.name].dataType
    if found == wanted:
        return rows
    if not isinstance(found, StringType):
        raise ValueError(
            f"column {column.source!r}: is {found.simpleString()} in some files, {wanted.simpleString()} in others"
        )
    # Only the text of what it could not read tells that from_json put nulls for it.
    schema = StructType([StructField("value", wanted), StructField(_UNREAD, StringType())])
    text = F.concat(F.lit('{"value":'), F.col(column.name), F.lit("}"))
    parsed = F.from_json(text, schema, {"columnNameOfCorruptRecord": _UNREAD})
    rows = rows.withColumn(column.name, parsed)
    faults = [
        Fault(
            "json", f"{column.source}: is no JSON of {wanted.simpleString()}", F.col(column.name)[_UNREAD].isNotNull()
        )
    ]
    rows = with_faults(rows, faults)
    return rows.withColumn(column.name, F.col(column.name)["value"])


def _as_text(rows: DataFrame, name: str) -> DataFrame:
    value = F.col(name)
    text = F.to_json(value) if is_nested(rows.schema[name].dataType) else value.cast("string")
    return rows.withColumn(name, text)


def _named(names: Sequence[str]) -> list[Column]:
    return [F.col(f"`{name}`") for name in names]


def _empty(spark: SparkSession, form: str, parts: Sequence[Source], dataset: Dataset) -> DataFrame:
    table = parts[0].table if parts else Table(dataset.columns, ())
    fields = [StructField(target_name(column.name), StringType()) for column in table.all_columns]
    types = {MODIFIED: "timestamp", POSITION: "bigint", UNCLOSED: "boolean"}
    rows = spark.createDataFrame([], StructType(fields))
    if form == "parquet":
        rows = rows.select(*[_null(column).alias(target_name(column.name)) for column in table.all_columns])
    return rows.select("*", *[F.lit(None).cast(types.get(name, "string")).alias(name) for name in HIDDEN])


def _null(column: SpecColumn) -> Column:
    """With the fields of a struct, for expressions that name them."""
    nested = target_type(column.type).is_json
    return F.lit(None).cast(column.type if nested else target_type(column.type).spark)
