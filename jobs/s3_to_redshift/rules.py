"""The dataset's own rules for rows, and what makes a row's place in the target known: its keys."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from .faults import Fault, is_good, with_faults
from .names import target_name
from .source_columns import FILTERED
from .spec import Dataset
from .transform import OutputColumn, step

DELETED = "$deleted"
"""Whether the row is the marker of one that is gone."""


def broken(i: int) -> str:
    """The column that says whether a row breaks the rule at ``i``."""
    return f"$rule{i}"


def with_deleted(rows: DataFrame, dataset: Dataset) -> DataFrame:
    marker = dataset.deletes
    if marker is None:
        return rows.select("*", F.lit(False).alias(DELETED))
    found = F.col(target_name(marker.column)).cast("string").isin(*marker.values)
    return rows.select("*", F.coalesce(found, F.lit(False)).alias(DELETED))


def with_keys(rows: DataFrame, dataset: Dataset, columns: list[OutputColumn]) -> DataFrame:
    """The rows, those without a value in a key set aside: they cannot be told from each other."""
    sources = {column.name: column.source for column in columns}
    names = [name for key in dataset.keys if (name := target_name(key)) in sources]
    faults = [Fault("key", f"{sources[name]}: is a key and has no value", F.col(name).isNull()) for name in names]
    # A value that did not fit is null by now; that is said already.
    return with_faults(rows, faults, is_good() & ~F.col(FILTERED))


def with_rules(rows: DataFrame, dataset: Dataset) -> DataFrame:
    """The rows with ``broken`` for each rule. Those that break one that does not only warn are set aside.

    A rule is for the values that are loaded: not for rows that are bad, filtered, or markers of deleted ones.

    Raises:
        TransformError: an expression is wrong or names a column that is not there.
    """
    among = is_good() & ~F.col(FILTERED) & ~F.col(DELETED)
    for i, rule in enumerate(dataset.rules):
        with step(dataset, f"rules[{i}] ({rule.name})"):
            # As SQL's CHECK: only false breaks it, null does not.
            rows = rows.select("*", (~F.coalesce(F.expr(rule.check), F.lit(True))).alias(_found(i)))
    flags = [(among & F.col(_found(i))).alias(broken(i)) for i in range(len(dataset.rules))]
    kept = [F.col(f"`{name}`") for name in rows.columns if name not in {_found(i) for i in range(len(dataset.rules))}]
    rows = rows.select(*kept, *flags)
    faults = [
        Fault(rule.name, rule.check, F.col(broken(i))) for i, rule in enumerate(dataset.rules) if rule.on_fail != "warn"
    ]
    return with_faults(rows, faults)


def _found(i: int) -> str:
    return f"$check{i}"


def violations(dataset: Dataset) -> list[Column]:
    """To be counted: how many rows break each rule."""
    return [F.count_if(F.col(broken(i))).alias(broken(i)) for i in range(len(dataset.rules))]
