"""JSON files: a row a line, or one array of rows a file. Values are text: a column may hold any mix of types."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, DataType, StringType, StructField, StructType

from .catalog import Table
from .names import target_name
from .source_columns import of_row

_TEXT = "$text"
_OBJECTS = "$objects"
_ROW = "$object"


def read_json(spark: SparkSession, paths: Sequence[str], table: Table) -> DataFrame:
    """Objects and arrays become their JSON text. Names are spelt as in the files (``JsonFormat.names``).

    A number with a fraction keeps about 17 digits, as in every reader of JSON that takes it for a double. A line, or
    where files are arrays a file, that is not one object or one array of objects is one unreadable row. Spark's own
    reader of JSON would take the first value and drop what follows it.
    """
    spelt = {column.name: table.json.names.get(column.name.lower(), column.name) for column in table.columns}
    rows = ArrayType(StructType([StructField(name, StringType()) for name in spelt.values()]))
    texts = spark.read.text(list(paths), wholetext=table.json.is_array)
    texts = texts.select(F.col("value").alias(_TEXT), "_metadata").where(F.col(_TEXT).rlike(r"\S"))
    # In brackets all of the text must be JSON, and one value.
    one = texts.select("*", _parsed(_bracketed(), rows).alias(_OBJECTS))
    objects = F.when(_is_one(F.col(_OBJECTS)), F.col(_OBJECTS)).otherwise(_array_of_objects(rows))
    unread = F.array(F.lit(None).cast(rows.elementType))
    # An empty array has no rows.
    each = one.select(_TEXT, "_metadata", F.explode(F.coalesce(objects, unread)).alias(_ROW))
    row = F.col(_ROW)
    values = [row[name].alias(target_name(column)) for column, name in spelt.items()]
    return each.select(*values, *of_row(F.when(row.isNull(), F.col(_TEXT))))


def _array_of_objects(rows: ArrayType) -> Column:
    """The text as one array of objects, else null."""
    parsed = _parsed(_without_mark(), rows)
    is_whole = F.size(_parsed(_bracketed(), ArrayType(StringType()))) == 1
    is_array = F.startswith(F.ltrim(_without_mark()), F.lit("["))
    return F.when(is_array & is_whole & ~F.exists(parsed, F.isnull), parsed)


def _is_one(objects: Column) -> Column:
    return (F.size(objects) == 1) & objects[0].isNotNull()


def _bracketed() -> Column:
    return F.concat(F.lit("["), _without_mark(), F.lit("]"))


def _without_mark() -> Column:
    return F.expr(f"trim(LEADING '\ufeff' FROM `{_TEXT}`)")


def _parsed(text: Column, schema: DataType) -> Column:
    # NaN and Infinity are no JSON, and would come out as text in quotes.
    return F.from_json(text, schema, {"allowNonNumericNumbers": "false"})
