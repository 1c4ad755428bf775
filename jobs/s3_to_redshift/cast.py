"""Values to the target's types, setting aside the rows in which one does not fit.

Spark's usual cast turns what does not fit into null, or wraps it around. ``try_cast`` follows the rules of ANSI SQL, so
that a null from a value that is not null is the sign of a bad one.
https://spark.apache.org/docs/3.5.6/sql-ref-ansi-compliance.html#cast
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import (
    ArrayType,
    DataType,
    DateType,
    DoubleType,
    FloatType,
    MapType,
    NullType,
    NumericType,
    StringType,
    StructType,
    TimestampNTZType,
    TimestampType,
)

from .plan import TargetColumn
from .source_columns import RAW

BAD = "$bad"
"""Whether the row is to be set aside."""


@dataclass(frozen=True)
class CastColumn:
    target: TargetColumn
    """The rows have the column under the name that it has in Redshift."""
    source: str
    """Its name in the source: how a person knows it."""
    is_key: bool = False
    """Rows without a value here cannot be told from each other."""

    @property
    def name(self) -> str:
        return self.target.name


@dataclass(frozen=True)
class _Fault:
    column: str
    reason: str
    found: Column


@dataclass(frozen=True)
class Cast:
    rows: DataFrame
    """The rows as they were, further each column's new value (``typed_name``) and ``BAD``."""
    reasons: Column
    """Why a row is bad: an array of texts, each with the column."""


def typed_name(column: CastColumn) -> str:
    return f"{column.name}$typed"


def cast(rows: DataFrame, columns: Sequence[CastColumn]) -> Cast:
    """Cast each column, losing no row.

    Blank text is null for every type but text. Numbers are rounded to the target's scale, as Redshift rounds them.

    Raises:
        ValueError: the values of a column cannot be of the target's type at all, e.g. numbers as dates.
    """
    typed = rows.select("*", *[_typed(column, rows).alias(typed_name(column)) for column in columns])
    faults = [_Fault("row", "cannot be read", F.col(RAW).isNotNull())]
    for column in columns:
        faults += _faults(column, rows.schema[column.name].dataType)
    bad = reduce(Column.__or__, [F.coalesce(fault.found, F.lit(False)) for fault in faults])
    named = [F.when(fault.found, F.lit(f"{fault.column}: {fault.reason}")) for fault in faults]
    # What else is wrong with a row that could not be read only follows from that.
    unreadable = F.array(F.lit("row: cannot be read"))
    reasons = F.when(F.col(RAW).isNotNull(), unreadable).otherwise(F.array_compact(F.array(*named)))
    return Cast(typed.withColumn(BAD, bad), reasons)


def _typed(column: CastColumn, rows: DataFrame) -> Column:
    found, value, target = rows.schema[column.name].dataType, F.col(column.name), column.target.type.spark
    if isinstance(found, (StructType, ArrayType, MapType)):
        if target != "string":
            raise ValueError(
                f"column {column.source!r}: {found.simpleString()} in the files cannot become {column.target.type.sql}"
            )
        return F.to_json(value, {"ignoreNullFields": "false"})
    if column.target.type.is_json and isinstance(found, StringType):
        return F.when(F.trim(value) != "", value)
    if isinstance(found, NullType) or target == found.simpleString():
        return value.cast(target)
    moments, is_moment = (DateType, TimestampType, TimestampNTZType), target in ("date", "timestamp")
    if not isinstance(found, StringType) and target != "string" and is_moment != isinstance(found, moments):
        raise ValueError(
            f"column {column.source!r}: {found.simpleString()} in the files cannot become {column.target.type.sql}"
        )
    return F.expr(f"try_cast(`{column.name}` AS {target})")


def _faults(column: CastColumn, found: DataType) -> list[_Fault]:
    value, typed = F.col(column.name), F.col(typed_name(column))
    target = column.target.type
    faults: list[tuple[str, Column]] = []
    if target.spark == "string":
        if target.is_json and isinstance(found, StringType):
            faults.append(("is no JSON", typed.isNotNull() & F.get_json_object(typed, "$").isNull()))
        faults.append((f"is longer than {target.max_bytes} bytes", F.octet_length(typed) > target.max_bytes))
        faults.append(("has a NUL character", F.contains(typed, F.lit("\0"))))
    elif target.spark == "binary":
        faults.append((f"is longer than {target.max_bytes} bytes", F.octet_length(typed) > target.max_bytes))
    elif target.spark != found.simpleString():
        given = F.length(F.trim(value)) > 0 if isinstance(found, StringType) else value.isNotNull()
        faults.append(
            (f"does not fit {target.sql}", given & (typed.isNull() | _distorted(target.spark, found, value, typed)))
        )
    if column.is_key:
        faults.append(("is a key and has no value", typed.isNull()))
    return [_Fault(column.source, reason, F.coalesce(found, F.lit(False))) for reason, found in faults]


def _distorted(target: str, found: DataType, value: Column, typed: Column) -> Column:
    """Where ``try_cast`` gives a value that is not the one that stands there. Null counts as no."""
    if target in ("date", "timestamp") and isinstance(found, StringType):
        # Spark takes "10:15" for today at 10:15 and "2024" for the first of January.
        return ~value.rlike(r"^\s*\d{4}-\d{1,2}-\d{1,2}")
    if target in ("float", "double"):
        infinite = F.abs(typed.cast("double")) == float("inf")
        if isinstance(found, StringType):
            # Java takes "12d" for a number, and what is too large for infinite.
            says_infinite = F.lower(value).like("%inf%")
            return ~says_infinite & (infinite | F.lower(F.rtrim(value)).rlike("[df]$"))
        return infinite & (F.abs(value.cast("double")) != float("inf"))
    if target in ("smallint", "int", "bigint") and isinstance(found, NumericType):
        return (
            typed != value
            if isinstance(found, (FloatType, DoubleType)) or "decimal" in found.simpleString()
            else F.lit(False)
        )
    return F.lit(False)
