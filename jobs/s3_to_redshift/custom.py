"""The steps of a transform that are the user's own program: a query, or a Python module."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from pyspark import cloudpickle
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import ByteType, DataType, NullType, TimestampNTZType

from .names import target_names
from .spec import Dataset
from .transform import OutputColumn, step
from .types import TargetType, target_type

SOURCE = "source"
"""The view with the dataset's own rows."""
_numbers = itertools.count()


@dataclass(frozen=True)
class Context:
    """What a script's ``transform(df, context)`` gets besides the rows."""

    dataset: str
    run_id: str
    spark: SparkSession
    table: Callable[[str], DataFrame]
    """All source rows of one of the datasets in ``transform.tables``."""


def customised(
    spark: SparkSession,
    rows: DataFrame,
    dataset: Dataset,
    table: Callable[[str], DataFrame],
    script: Callable[[], str],
    run_id: str,
) -> tuple[DataFrame, tuple[OutputColumn, ...]]:
    """What the query, and after it the script, makes of the rows, under names of Redshift. Columns whose names have a
    ``$`` are the rows' hidden ones.

    Raises:
        TransformError: query or script is wrong, or a column has a type that Redshift has not.
    """
    tables = _tables(dataset, table)
    if dataset.transform.sql is not None:
        with step(dataset, "transform.sql"):
            for name, found in [(SOURCE, rows), *tables.items()]:
                found.createOrReplaceTempView(f"`{name}`")
            rows = spark.sql(dataset.transform.sql)
    if dataset.transform.script is not None:
        context = Context(dataset.name, run_id, spark, lambda name: _table(tables, name))
        with step(dataset, f"transform.script ({dataset.transform.script})"):
            rows = _run(script(), dataset.transform.script, rows, context)
    name = "transform.sql" if dataset.transform.script is None else f"transform.script ({dataset.transform.script})"
    with step(dataset, name):
        return _output(rows)


def _tables(dataset: Dataset, table: Callable[[str], DataFrame]) -> dict[str, DataFrame]:
    tables = {}
    for i, name in enumerate(dataset.transform.tables):
        with step(dataset, f"transform.tables[{i}] ({name})"):
            if name == SOURCE:
                raise ValueError(f"{SOURCE!r} is the view of the dataset's own rows")
            tables[name] = table(name)
    return tables


def _table(tables: dict[str, DataFrame], name: str) -> DataFrame:
    if name not in tables:
        raise ValueError(f"no table {name!r}; transform.tables has {', '.join(tables) or 'none'}")
    return tables[name]


def _run(text: str, path: str, rows: DataFrame, context: Context) -> DataFrame:
    # A module of its own, whose functions Spark's Python workers get by value: they cannot import it.
    module = ModuleType(f"s3_to_redshift_script_{next(_numbers)}")
    sys.modules[module.__name__] = module
    cloudpickle.register_pickle_by_value(module)
    exec(compile(text, path, "exec"), module.__dict__)
    transform = getattr(module, "transform", None)
    if not callable(transform):
        raise ValueError("the module has no function transform(df, context)")
    result = transform(rows, context)
    if not isinstance(result, DataFrame):
        raise ValueError(f"transform returned {type(result).__name__}, not a DataFrame")
    return result


def _output(rows: DataFrame) -> tuple[DataFrame, tuple[OutputColumn, ...]]:
    fields = [field for field in rows.schema if "$" not in field.name]
    if not fields:
        raise ValueError("the result has no columns")
    names = target_names(field.name for field in fields)
    columns = tuple(
        OutputColumn(name, field.name, _type(field.name, field.dataType))
        for name, field in zip(names, fields, strict=True)
    )
    # By position: two columns, of a join, may share a name, as long as it is a hidden one.
    given = [field.name for field in rows.schema]
    numbered = rows.toDF(*[f"${i}" for i in range(len(given))])
    taken: dict[str, int] = {}
    for i, name in enumerate(given):
        taken.setdefault(name, i)
    hidden = [F.col(f"`${i}`").alias(name) for name, i in taken.items() if "$" in name]
    values = [F.col(f"`${taken[field.name]}`").alias(name) for field, name in zip(fields, names, strict=True)]
    return numbered.select(*values, *hidden), columns


def _type(name: str, found: DataType) -> TargetType:
    if isinstance(found, NullType):
        return target_type("string")
    if isinstance(found, ByteType):
        return target_type("tinyint")
    if isinstance(found, TimestampNTZType):
        return target_type("timestamp")
    try:
        return target_type(found.simpleString())
    except ValueError as error:
        raise ValueError(f"column {name!r}: {error}") from None
