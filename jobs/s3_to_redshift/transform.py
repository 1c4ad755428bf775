"""The steps of a dataset's transform that go row by row: rename, derive, where, drop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .cast import converted, keeps, type_faults
from .faults import is_good, with_faults
from .names import target_name
from .source_columns import FILTERED
from .spec import Dataset
from .types import TargetType, target_type

_DERIVED = "$derived"


@dataclass(frozen=True)
class OutputColumn:
    name: str
    """In Redshift."""
    source: str
    """As a person knows it: its name in the source, or the one that it was derived under."""
    type: TargetType


class TransformError(ValueError):
    """A step of a dataset's transform, or a rule, cannot be carried out. The message names dataset and step."""


@contextmanager
def step(dataset: Dataset, name: str) -> Iterator[None]:
    """Says which step it was that Spark, or the user's own code, failed in."""
    try:
        yield
    except TransformError:
        raise
    except Exception as error:
        kind = "" if isinstance(error, (PySparkException, ValueError)) else f"{type(error).__name__}: "
        first = next(iter(str(error).strip().splitlines()), "")
        raise TransformError(f"dataset {dataset.name}, {name}: {kind}{first}") from error


def transformed(
    rows: DataFrame, columns: Sequence[OutputColumn], dataset: Dataset
) -> tuple[DataFrame, tuple[OutputColumn, ...]]:
    """The rows with ``FILTERED``, and the columns that they then have.

    Raises:
        TransformError: an expression is wrong or names a column that is not there.
    """
    rows, columns = _renamed(rows, columns, dataset)
    rows, columns = _derived(rows, columns, dataset)
    rows = _filtered(rows, dataset)
    return _dropped(rows, columns, dataset)


def _renamed(
    rows: DataFrame, columns: Sequence[OutputColumn], dataset: Dataset
) -> tuple[DataFrame, list[OutputColumn]]:
    names = {target_name(old): target_name(new) for old, new in dataset.transform.rename.items()}
    for old in dataset.transform.rename:
        _check_known(old, columns, dataset, f"transform.rename.{old}")
    renamed = [OutputColumn(names.get(column.name, column.name), column.source, column.type) for column in columns]
    taken: set[str] = set()
    for column in renamed:
        if column.name in taken:
            raise TransformError(f"dataset {dataset.name}, transform.rename: two columns would be {column.name!r}")
        taken.add(column.name)
    if names:
        rows = rows.select(*[F.col(f"`{name}`").alias(names.get(name, name)) for name in rows.columns])
    return rows, renamed


def _derived(
    rows: DataFrame, columns: Sequence[OutputColumn], dataset: Dataset
) -> tuple[DataFrame, list[OutputColumn]]:
    columns = list(columns)
    for i, derived in enumerate(dataset.transform.derive):
        name, target = target_name(derived.name), target_type(derived.type)
        with step(dataset, f"transform.derive[{i}] ({derived.name})"):
            if name in {column.name for column in columns}:
                raise ValueError(f"there is a column {name!r} already")
            rows = rows.select("*", F.expr(derived.expression).alias(_DERIVED))
            found = rows.schema[_DERIVED].dataType
            # A struct or array stays one for the expressions that follow.
            new = (
                F.col(_DERIVED) if keeps(found, target) or target.is_json else converted(_DERIVED, found, target, name)
            )
            rows = rows.select("*", new.alias(name))
            if not target.is_json:
                rows = with_faults(rows, type_faults(_DERIVED, name, found, target, derived.name))
            rows = rows.drop(_DERIVED)
        columns.append(OutputColumn(name, derived.name, target))
    return rows, columns


def _filtered(rows: DataFrame, dataset: Dataset) -> DataFrame:
    if dataset.transform.where is None:
        return rows.select("*", F.lit(False).alias(FILTERED))
    with step(dataset, "transform.where"):
        wanted = F.expr(dataset.transform.where)
        left_out = is_good() & ~F.coalesce(wanted, F.lit(False))
        return rows.select("*", left_out.alias(FILTERED))


def _dropped(
    rows: DataFrame, columns: Sequence[OutputColumn], dataset: Dataset
) -> tuple[DataFrame, tuple[OutputColumn, ...]]:
    for i, name in enumerate(dataset.transform.drop):
        _check_known(name, columns, dataset, f"transform.drop[{i}]")
    dropped = {target_name(name) for name in dataset.transform.drop}
    return rows.drop(*dropped), tuple(column for column in columns if column.name not in dropped)


def _check_known(name: str, columns: Sequence[OutputColumn], dataset: Dataset, where: str) -> None:
    known = [column.name for column in columns]
    if target_name(name) not in known:
        raise TransformError(f"dataset {dataset.name}, {where}: no column {name!r}; the columns are {', '.join(known)}")
