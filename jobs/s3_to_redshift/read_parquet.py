"""Parquet files, each with its own schema, merged by name."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from functools import reduce

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import DataType, StructType

from .catalog import Table
from .names import target_name
from .source_columns import of_row, quoted


def read_parquet(spark: SparkSession, paths: Sequence[str], table: Table) -> DataFrame:
    """The table's columns, with the types that the files say. Where files disagree on a column's type it is text.

    Raises:
        ValueError: the files have a column that the catalog table has not.
    """
    try:
        groups = [spark.read.option("mergeSchema", len(paths) > 1).parquet(*paths)]
    except (PySparkException, Py4JJavaError) as error:
        if "CANNOT_MERGE_SCHEMAS" not in str(error):
            raise
        groups = [spark.read.schema(schema).parquet(*group) for schema, group in _by_schema(spark, paths).items()]
    types: dict[str, set[DataType]] = defaultdict(set)
    for rows in groups:
        _check_columns(rows.schema, table)
        for field in rows.schema:
            types[target_name(field.name)].add(field.dataType)
    return reduce(DataFrame.unionByName, [_select(rows, table, types) for rows in groups])


def _by_schema(spark: SparkSession, paths: Sequence[str]) -> dict[StructType, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        groups[spark.read.parquet(path).schema.json()].append(path)
    return {StructType.fromJson(json.loads(schema)): group for schema, group in groups.items()}


def _check_columns(schema: StructType, table: Table) -> None:
    known = {target_name(column.name) for column in table.all_columns}
    unknown = [name for name in schema.names if target_name(name) not in known]
    if unknown and not table.is_declared:
        raise ValueError(
            f"the Parquet files have the columns {', '.join(unknown)} and the catalog table has not; it has "
            f"{', '.join(sorted(known))}. Run the crawler, or declare the dataset's columns"
        )


def _select(rows: DataFrame, table: Table, types: dict[str, set[DataType]]) -> DataFrame:
    fields = {target_name(name): quoted(name) for name in rows.schema.names}
    values = []
    for column in table.columns:
        name = target_name(column.name)
        value = F.col(fields[name]) if name in fields else F.lit(None)
        disagree = len(types[name]) != 1
        values.append((value.cast("string") if disagree else value).alias(name))
    return rows.select(*values, *of_row(F.lit(None).cast("string"), position=F.col("_metadata.row_index") + 1))
