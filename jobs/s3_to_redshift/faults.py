"""What is wrong with a row, noted in the row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from .source_columns import FAULTS

_ELEMENT = "struct<rule:string,reason:string>"
TYPE = f"array<{_ELEMENT}>"
_BITS = 63
"""Of a bigint that is never negative."""


@dataclass(frozen=True)
class Fault:
    rule: str
    """A built-in rule, or one of the dataset's own."""
    reason: str
    """Begins with the column, as it is called in the source."""
    found: Column
    """Whether the row has it; null counts as no."""


def is_good() -> Column:
    return F.col(FAULTS).isNull()


def with_faults(rows: DataFrame, faults: Sequence[Fault], among: Column | None = None) -> DataFrame:
    """The rows, of those in ``among`` the faulty ones with what is wrong in addition to what was known.

    Whether a row has a fault is asked once, for a bit, and only bad rows get the words for their bits: Java leaves the
    loop that Spark makes of all this uncompiled where it is longer than 8,000 bytes.
    """
    if not faults:
        return rows
    groups = [faults[i : i + _BITS] for i in range(0, len(faults), _BITS)]
    masks = [f"$mask{i}" for i in range(len(groups))]
    marked = rows.select("*", *[_mask(group).alias(mask) for group, mask in zip(groups, masks, strict=True)])
    named = [
        F.when(F.col(mask).bitwiseAND(1 << i) != 0, noted(fault.rule, fault.reason))
        for group, mask in zip(groups, masks, strict=True)
        for i, fault in enumerate(group)
    ]
    # array_compact would do it by a lambda, for which Spark leaves the loop.
    new = F.array_except(F.array(*named), F.array(F.lit(None).cast(_ELEMENT)))
    earlier = F.coalesce(F.col(FAULTS), F.array().cast(TYPE))
    bad = any_of([F.col(mask) != 0 for mask in masks])
    faulty = bad if among is None else among & bad
    found = F.when(faulty, F.concat(earlier, new)).otherwise(F.col(FAULTS))
    return marked.select(*[F.col(f"`{name}`") for name in rows.columns if name != FAULTS], found.alias(FAULTS))


def _mask(faults: Sequence[Fault]) -> Column:
    """A bit for each fault."""
    bits = [F.when(fault.found, F.lit(1 << i).cast("bigint")).otherwise(0) for i, fault in enumerate(faults)]
    return _tree(bits, Column.bitwiseOR)


def noted(rule: str, reason: str) -> Column:
    return F.struct(F.lit(rule).alias("rule"), F.lit(reason).alias("reason"))


def any_of(found: Sequence[Column]) -> Column:
    """Whether any is true; null counts as no."""
    return _tree([F.coalesce(column, F.lit(False)) for column in found] or [F.lit(False)], Column.__or__)


def _tree(columns: Sequence[Column], join: Callable[[Column, Column], Column]) -> Column:
    """All joined, at little depth: 1,600 columns one behind the other overflow Spark's stack."""
    if len(columns) == 1:
        return columns[0]
    half = len(columns) // 2
    return join(_tree(columns[:half], join), _tree(columns[half:], join))
