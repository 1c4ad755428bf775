"""What names, paths and types in the spec look like."""

from __future__ import annotations

import json
from typing import Protocol

from ..strict import SpecError
from ..types import target_type

BUCKET = (r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "the name of an S3 bucket")
CATALOG_NAME = r"[a-z0-9_-]{1,255}"
WORKGROUP = (r"[a-z0-9-]{3,64}", "the name of a Redshift Serverless workgroup")
CLUSTER = (r"(?=.{1,63}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*", "the identifier of a Redshift cluster")
# These paths stand in SQL statements and in paths of Spark, hence no quotes, blanks or signs of a pattern.
WORK_PREFIX = (r"([A-Za-z0-9_.=-]+/)+", "a prefix of letters, digits and _ . = - that ends with /")
TABLE_NAME = (
    r"[a-z_][a-z0-9_]{0,126}",
    "a name of lower-case letters, digits and _, at most 127, that does not begin with a digit",
)
COLUMN_NAME = (r"[^\x00-\x1f]{1,255}", "a column's name in the source")
OWN_NAME = (
    r"[a-z][a-z0-9_-]{0,62}",
    "a name of lower-case letters, digits, _ and -, at most 63, that begins with a letter",
)


class HasType(Protocol):
    @property
    def type(self) -> str: ...


def check_type(column: HasType) -> None:
    try:
        target_type(column.type)
    except ValueError as error:
        raise SpecError("type", str(error)) from None


def at_least(least: int, value: int | None, path: str) -> None:
    """
    Raises:
        SpecError: the value is given and smaller.
    """
    if value is not None and value < least:
        raise SpecError(path, f"must be at least {least}, found {value}")


def no_column(name: str, known: set[str]) -> str:
    return f"no column {json.dumps(name)}; the columns are {', '.join(sorted(known))}"
