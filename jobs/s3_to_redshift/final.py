"""The values as Redshift takes them."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from .cast import converted, is_nested, keeps, size_faults, type_faults
from .faults import Fault, with_faults
from .plan import TargetColumn
from .source_columns import FILTERED
from .transform import OutputColumn


def with_final(
    rows: DataFrame, columns: Sequence[OutputColumn], targets: Sequence[TargetColumn]
) -> tuple[DataFrame, list[Column]]:
    """The rows with each column as its target's type, and the values to be staged. What is nested becomes JSON text for
    the stage, and stays nested under its own name.

    Raises:
        ValueError: values cannot be of the target's type at all.
    """
    kept = [F.col(f"`{name}`") for name in rows.columns]
    place = {name: i for i, name in enumerate(rows.columns)}
    faults: list[Fault] = []
    staged: list[Column] = []
    for column, target in zip(columns, targets, strict=True):
        found, name, was = rows.schema[column.name].dataType, column.name, column.name
        if is_nested(found):
            name = f"{column.name}$json"
            kept.append(converted(was, found, target.type, column.source).alias(name))
        elif not keeps(found, target.type):
            was = f"{column.name}$was"
            kept[place[name]] = converted(name, found, target.type, column.source).alias(name)
            kept.append(F.col(name).alias(was))
        faults += type_faults(was, name, found, target.type, column.source)
        faults += size_faults(name, found, target.type, column.source)
        staged.append(F.col(name).alias(target.staged_name))
    return with_faults(rows.select(*kept), faults, ~F.col(FILTERED)), staged
