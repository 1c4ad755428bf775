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
    "timestamp with time zone": TargetType("timestamp", "TIMESTAMPTZ"),
}
_NESTED = TargetType("string", "SUPER", MAX_VARCHAR_BYTES, is_json=True)
_DECIMAL = re.compile(r"decimal\((\d+)(?:,(\d+))?\)")
_TEXT = re.compile(r"(?:var)?char\((\d+)\)")


def decimal(precision: int, scale: int) -> TargetType:
    return TargetType(f"decimal({precision},{scale})", f"DECIMAL({precision},{scale})")


def varchar(size: int) -> TargetType:
    """``size`` in bytes."""
    return TargetType("string", f"VARCHAR({size})", size)


def target_type(glue: str) -> TargetType:
    """The type for a catalog type, which may have capitals and spaces.

    Raises:
        ValueError: it is none of the catalog's types, or larger than Redshift's (DECIMAL(38), VARCHAR(65535)).
    """
    text = " ".join(glue.lower().split())
    if text in _PLAIN:
        return _PLAIN[text]
    text = text.replace(" ", "")
    if re.fullmatch(r"(array|struct|map)<.+>", text):
        return _NESTED
    if match := _DECIMAL.fullmatch(text):
        precision, scale = int(match[1]), int(match[2] or 0)
        if 1 <= precision <= 38 and scale <= min(precision, 37):
            return decimal(precision, scale)
        raise ValueError(
            f"{glue!r}: Redshift takes a precision of 1 to 38 and a scale of 0 to the precision, at most 37"
        )
    if match := _TEXT.fullmatch(text):
        size = int(match[1])
        if 1 <= size <= MAX_VARCHAR_BYTES:
            return varchar(size)
        raise ValueError(f"{glue!r}: Redshift takes a length of 1 to {MAX_VARCHAR_BYTES} bytes")
    accepted = ", ".join([*_PLAIN, "decimal(p,s)", "char(n)", "varchar(n)", "array<..>", "struct<..>", "map<..>"])
    raise ValueError(f"{glue!r} is not a type of the Glue Data Catalog; accepted: {accepted}")


_EXISTING = {
    "boolean": _PLAIN["boolean"],
    "smallint": _PLAIN["smallint"],
    "integer": _PLAIN["int"],
    "bigint": _PLAIN["bigint"],
    "real": _PLAIN["float"],
    "double precision": _PLAIN["double"],
    "date": _PLAIN["date"],
    "timestamp without time zone": _PLAIN["timestamp"],
    "timestamp with time zone": _PLAIN["timestamp with time zone"],
    "super": _NESTED,
    "binary varying": _PLAIN["binary"],
}


def existing_type(data_type: str, length: object, precision: object, scale: object) -> TargetType:
    """The type of a column that is in Redshift already, as SVV_COLUMNS has it.

    One that no catalog type becomes, e.g. TIME, takes text: what Redshift then makes of it is Redshift's.
    """
    if data_type in _EXISTING:
        return _EXISTING[data_type]
    if data_type == "numeric":
        return decimal(int(str(precision)), int(str(scale)))
    size = int(str(length)) if length is not None else MAX_VARCHAR_BYTES
    if data_type == "character varying":
        return varchar(size)
    if data_type == "character":
        return TargetType("string", f"CHAR({size})", size)
    return TargetType("string", data_type.upper(), size)


def catalog_type(data_type: str, length: object, precision: object, scale: object) -> str:
    """The catalog's type for a column that is in Redshift, as SVV_COLUMNS has it: what AWS's own crawlers of Redshift
    write, which is what Spark reads it as. SUPER, and all that has no other type there, is text."""
    return existing_type(data_type, length, precision, scale).spark
