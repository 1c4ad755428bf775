"""JSON files: a row a line, or one array of rows a file. Values are text: a column may hold any mix of types."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StringType, StructField, StructType

from .catalog import Table
from .names import target_name
from .source_columns import of_row, quoted

_RAW = "s3_to_redshift raw text"


def read_json(spark: SparkSession, paths: Sequence[str], table: Table) -> DataFrame:
    """Objects and arrays become their JSON text. Names are spelt as in the files (``JsonFormat.names``).

    A number with a fraction keeps about 17 digits, as in every reader of JSON that takes it for a double. A file that
    is no valid array is one unreadable row.
    """
    spelt = {column.name: table.json.names.get(column.name.lower(), column.name) for column in table.columns}
    schema = StructType([StructField(name, StringType()) for name in [*spelt.values(), _RAW]])
    rows = (
        spark.read.schema(schema)
        .option("multiLine", table.json.is_array)
        .option("mode", "PERMISSIVE")
        .option("columnNameOfCorruptRecord", _RAW)
        # NaN and Infinity are no JSON, and would come out as text in quotes.
        .option("allowNonNumericNumbers", False)
        .json(list(paths))
    )
    values = [F.col(quoted(spelt[column.name])).alias(target_name(column.name)) for column in table.columns]
    return rows.select(*values, *of_row(F.col(quoted(_RAW))))
