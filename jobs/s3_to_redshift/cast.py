"""Values to other types, with a sign for each that does not fit.

Spark's usual cast turns what does not fit into null, or wraps numbers around. A null from a value that is not null is
the sign of a bad one; ``try_cast``, which follows the rules of ANSI SQL, gives null where numbers would be wrapped.
https://spark.apache.org/docs/3.5.6/sql-ref-ansi-compliance.html#cast
"""

from __future__ import annotations

from pyspark.sql import Column
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

from .faults import Fault
from .source_columns import quoted
from .types import TargetType

_MOMENTS = (DateType, TimestampType, TimestampNTZType)


def is_nested(found: DataType) -> bool:
    return isinstance(found, (StructType, ArrayType, MapType))


def keeps(found: DataType, target: TargetType) -> bool:
    """Whether values of the type that is found are what is wanted as they are."""
    return found.simpleString() == target.spark and not target.is_json


def converted(column: str, found: DataType, target: TargetType, source: str) -> Column:
    """The values of ``column``, of the type ``found``, as those of the target. Blank text is null for every type but
    text. Numbers are rounded to the target's scale, as Redshift rounds them.

    Raises:
        ValueError: such values cannot be of the target's type at all, e.g. numbers as dates. It names ``source``.
    """
    value, wanted = F.col(quoted(column)), target.spark
    refused = ValueError(f"column {source!r}: {found.simpleString()} in the files cannot become {target.sql}")
    if is_nested(found):
        if wanted != "string":
            raise refused
        return F.to_json(value, {"ignoreNullFields": "false"})
    if isinstance(found, StringType):
        # try_cast raises and catches an error for each bad value; these casts give null, as tested.
        return F.when(F.trim(value) != "", value) if target.is_json else value.cast(wanted)
    if isinstance(found, NullType) or keeps(found, target):
        return value.cast(wanted)
    if wanted != "string" and (wanted in ("date", "timestamp")) != isinstance(found, _MOMENTS):
        raise refused
    return F.expr(f"try_cast({quoted(column)} AS {wanted})")


def type_faults(column: str, new: str, found: DataType, target: TargetType, source: str) -> list[Fault]:
    """Where ``new``, made of ``column`` by ``converted``, is not what stands there."""
    if keeps(found, target) or is_nested(found) or target.spark in ("string", "binary"):
        return []
    value, typed = F.col(quoted(column)), F.col(quoted(new))
    given = F.length(F.trim(value)) > 0 if isinstance(found, StringType) else value.isNotNull()
    wrong = (typed.isNull() & given) | (typed.isNotNull() & _distorted(target.spark, found, value, typed))
    return [Fault("type", f"{source}: does not fit {target.sql}", wrong)]


def size_faults(new: str, found: DataType, target: TargetType, source: str) -> list[Fault]:
    """Where the final value ``new``, made of one of the type ``found``, is none that Redshift takes."""
    typed = F.col(quoted(new))
    if target.spark not in ("string", "binary"):
        return []
    faults = [
        Fault("length", f"{source}: is longer than {target.max_bytes} bytes", F.octet_length(typed) > target.max_bytes)
    ]
    if target.spark == "string":
        faults.append(Fault("nul", f"{source}: has a NUL character", F.contains(typed, F.lit("\0"))))
    if target.is_json and not is_nested(found):
        faults.insert(
            0, Fault("json", f"{source}: is no JSON", typed.isNotNull() & F.get_json_object(typed, "$").isNull())
        )
    return faults


def _distorted(target: str, found: DataType, value: Column, typed: Column) -> Column:
    """Where a cast gives a value that is not the one that stands there. Null counts as no."""
    if isinstance(found, StringType):
        return _distorted_text(target, value, typed)
    if target in ("float", "double"):
        infinite = F.abs(typed.cast("double")) == float("inf")
        return infinite & (F.abs(value.cast("double")) != float("inf"))
    fractional = isinstance(found, (FloatType, DoubleType)) or "decimal" in found.simpleString()
    if target in ("smallint", "int", "bigint") and isinstance(found, NumericType) and fractional:
        return typed != value
    return F.lit(False)


def _distorted_text(target: str, value: Column, typed: Column) -> Column:
    if target in ("date", "timestamp"):
        # Spark takes "10:15" for today at 10:15 and "2024" for the first of January. The pattern is slow.
        plain = (F.instr(value, "-") == 5) & F.locate("-", value, 6).between(7, 8)
        return ~plain & ~value.rlike(r"^\s*\d{4}-\d{1,2}-\d{1,2}")
    if target in ("smallint", "int", "bigint"):
        return F.contains(value, F.lit("."))
    if target in ("float", "double"):
        # Java takes "12d" for a number, and what is too large for infinite.
        infinite = F.abs(typed.cast("double")) == float("inf")
        last = F.substring(F.rtrim(value), -1, 1)
        return (infinite & ~F.contains(F.lower(value), F.lit("inf"))) | (~infinite & last.isin("d", "D", "f", "F"))
    return F.lit(False)
