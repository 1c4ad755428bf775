"""What is wrong with a row, noted in the row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from .source_columns import FAULTS

TYPE = "array<struct<rule:string,reason:string>>"


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
    """The rows, of those in ``among`` the faulty ones with what is wrong in addition to what was known."""
    if not faults:
        return rows
    bad = any_of([fault.found for fault in faults])
    # Evaluated for bad rows alone.
    named = F.array_compact(F.array(*[F.when(fault.found, noted(fault.rule, fault.reason)) for fault in faults]))
    earlier = F.coalesce(F.col(FAULTS), F.array().cast(TYPE))
    faulty = bad if among is None else among & bad
    found = F.when(faulty, F.concat(earlier, named)).otherwise(F.col(FAULTS))
    return rows.select(*[F.col(f"`{name}`") for name in rows.columns if name != FAULTS], found.alias(FAULTS))


def noted(rule: str, reason: str) -> Column:
    return F.struct(F.lit(rule).alias("rule"), F.lit(reason).alias("reason"))


def any_of(found: Sequence[Column]) -> Column:
    """Whether any is true, as a tree of little depth: 1,600 columns one behind the other overflow Spark's stack."""
    if len(found) <= 1:
        return F.coalesce(found[0], F.lit(False)) if found else F.lit(False)
    half = len(found) // 2
    return any_of(found[:half]) | any_of(found[half:])
