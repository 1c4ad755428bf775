"""Parts of SQL that several modes use."""

from __future__ import annotations

from collections.abc import Sequence

from ..plan import STAGE, Target, TargetColumn
from ..statement import Step, identifier, identifiers


def insert(target: Target, where: str = "") -> Step:
    """All rows of the stage, or those for which ``where`` holds, into the target."""
    columns = identifiers(column.name for column in target.columns)
    values = ", ".join(map(value, target.columns))
    return Step("apply", f"INSERT INTO {target.sql} ({columns}) SELECT {values} FROM {STAGE}{where}")


def value(column: TargetColumn) -> str:
    """A column's value from the stage."""
    return f"JSON_PARSE({identifier(column.staged_name)})" if column.type.is_json else identifier(column.name)


def same(left: str, right: str, names: Sequence[str]) -> str:
    """Whether rows of two tables have the same values, none of them null."""
    return " AND ".join(f"{left}.{name} = {right}.{name}" for name in map(identifier, names))


def same_or_both_null(left: str, right: str, column: TargetColumn) -> str:
    """Redshift has no IS NOT DISTINCT FROM, and compares SUPER by its text only."""
    a, b = f"{left}.{identifier(column.name)}", f"{right}.{identifier(column.name)}"
    equal = f"JSON_SERIALIZE({a}) = JSON_SERIALIZE({b})" if column.type.is_json else f"{a} = {b}"
    return f"({equal} OR ({a} IS NULL AND {b} IS NULL))"
