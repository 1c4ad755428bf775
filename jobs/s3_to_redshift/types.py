"""What each type of the Glue Data Catalog is in Spark and in Redshift. This table is the only place that says so.

Catalog types: https://docs.aws.amazon.com/athena/latest/ug/data-types.html
Redshift types: https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_VARCHAR_BYTES = 65535
MAX_VARBYTE_BYTES = 1024000


@dataclass(frozen=True)
class TargetType:
    """A column's type on its way to Redshift."""

    spark: str
    """What Spark casts to and stages. JSON is staged as text."""
    sql: str
    """What the column is in Redshift."""
    max_bytes: int | None = None
    """Longest value that Redshift takes, in bytes (not letters)."""
    is_json: bool = False
    """The value is a struct, array or map, becomes JSON text and in Redshift SUPER."""


_PLAIN = {
    "boolean": TargetType("boolean", "BOOLEAN"),
    "tinyint": TargetType("smallint", "SMALLINT"),
    "smallint": TargetType("smallint", "SMALLINT"),
    "int": TargetType("int", "INTEGER"),
    "integer": TargetType("int", "INTEGER"),
    "bigint": TargetType("bigint", "BIGINT"),
    "float": TargetType("float", "REAL"),
    "double": TargetType("double", "DOUBLE PRECISION"),
    "decimal": TargetType("decimal(10,0)", "DECIMAL(10,0)"),
    "date": TargetType("date", "DATE"),
    "timestamp": TargetType("timestamp", "TIMESTAMP"),
    "string": TargetType("string", f"VARCHAR({MAX_VARCHAR_BYTES})", MAX_VARCHAR_BYTES),
    "binary": TargetType("binary", f"VARBYTE({MAX_VARBYTE_BYTES})", MAX_VARBYTE_BYTES),
}
_NESTED = TargetType("string", "SUPER", MAX_VARCHAR_BYTES, is_json=True)
_DECIMAL = re.compile(r"decimal\((\d+)(?:,(\d+))?\)")
_TEXT = re.compile(r"(?:var)?char\((\d+)\)")


def target_type(glue: str) -> TargetType:
    """The type for a catalog type, which may have capitals and spaces.

    Raises:
        ValueError: it is none of the catalog's types, or larger than Redshift's (DECIMAL(38), VARCHAR(65535)).
    """
    text = re.sub(r"\s+", "", glue.lower())
    if text in _PLAIN:
        return _PLAIN[text]
    if re.fullmatch(r"(array|struct|map)<.+>", text):
        return _NESTED
    if match := _DECIMAL.fullmatch(text):
        precision, scale = int(match[1]), int(match[2] or 0)
        if 1 <= precision <= 38 and scale <= min(precision, 37):
            return TargetType(f"decimal({precision},{scale})", f"DECIMAL({precision},{scale})")
        raise ValueError(
            f"{glue!r}: Redshift takes a precision of 1 to 38 and a scale of 0 to the precision, at most 37"
        )
    if match := _TEXT.fullmatch(text):
        size = int(match[1])
        if 1 <= size <= MAX_VARCHAR_BYTES:
            return TargetType("string", f"VARCHAR({size})", size)
        raise ValueError(f"{glue!r}: Redshift takes a length of 1 to {MAX_VARCHAR_BYTES} bytes")
    accepted = ", ".join([*_PLAIN, "decimal(p,s)", "char(n)", "varchar(n)", "array<..>", "struct<..>", "map<..>"])
    raise ValueError(f"{glue!r} is not a type of the Glue Data Catalog; accepted: {accepted}")
