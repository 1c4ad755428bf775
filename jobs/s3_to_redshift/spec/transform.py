"""What becomes of the rows between the files and the target."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..strict import SpecError, matching
from ..types import target_type
from .patterns import COLUMN_NAME, check_type


@dataclass(frozen=True)
class Derived:
    name: str = matching(*COLUMN_NAME)
    type: str = matching(r".+", "a type of the Glue Data Catalog")
    expression: str = matching(r"(?s:.+)", "a Spark SQL expression")

    __post_init__ = check_type


@dataclass(frozen=True)
class Transform:
    """Applied in this order. A name is a source column's, or since ``rename`` the new one."""

    cast: dict[str, str] = field(default_factory=dict)
    """Source column: another type than the catalog's, cast from what stands in the file."""
    rename: dict[str, str] = field(default_factory=dict)
    """Source column: new name."""
    derive: tuple[Derived, ...] = ()
    """New columns; each may use those before it."""
    where: str | None = None
    """Rows for which this is not true are left out, and counted as filtered."""
    drop: tuple[str, ...] = ()
    sql: str | None = None
    """A query over the view ``source``; its columns are the table's."""
    script: str | None = None
    """Key in the work bucket of a Python module with a function ``transform(df, context)``."""
    tables: tuple[str, ...] = ()
    """Names of datasets all of whose source rows ``sql`` and ``script`` can read as views."""

    def __post_init__(self) -> None:
        for source, type_name in self.cast.items():
            try:
                target_type(type_name)
            except ValueError as error:
                raise SpecError(f"cast.{source}", str(error)) from None
        if self.tables and self.sql is None and self.script is None:
            raise SpecError("tables", "is for sql and script only")
