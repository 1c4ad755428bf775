"""What has to become of an existing target before it takes a load's columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import types, widen
from .plan import TargetColumn
from .spec import Dataset
from .statement import Step, identifier, literal
from .types import TargetType


class SchemaDifferenceError(ValueError):
    """The load's columns do not fit the target. The message has each difference and the SQL that would end it."""


@dataclass(frozen=True)
class Evolution:
    columns: tuple[TargetColumn, ...]
    """The load's columns, in its order, with the types that they are loaded as."""
    alone: tuple[Step, ...] = ()
    """Changes that Redshift does not take inside a transaction. Each is harmless on its own."""
    changes: tuple[tuple[Step, ...], ...] = ()
    """Changes that belong into the load's transaction; a group each, that must be done as a whole."""


def target_columns(schema: str, table: str) -> str:
    """The query for a table's columns; no row when there is no such table.

    https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_COLUMNS.html
    """
    return (
        "SELECT column_name, data_type, character_maximum_length, numeric_precision, numeric_scale FROM svv_columns"
        f" WHERE table_schema = {literal(schema)} AND table_name = {literal(table)} ORDER BY ordinal_position"
    )


def evolve(dataset: Dataset, columns: Sequence[TargetColumn], existing: Sequence[Sequence[object]]) -> Evolution:
    """Compare the load's ``columns`` with the table's, rows of ``target_columns``.

    A column that only the table has is left alone. Values that do not fit a column are set aside row by row, so a text
    without a declared length fits every text column.

    Raises:
        SchemaDifferenceError: a difference that the dataset's ``evolution`` does not allow, or that would lose data.
    """
    if not existing:
        return Evolution(tuple(columns))
    known = {str(name): types.existing_type(*found) for name, *found in existing}
    table = f"{identifier(dataset.target.schema)}.{identifier(dataset.target.table)}"
    final: list[TargetColumn] = []
    alone: list[Step] = []
    changes: list[tuple[Step, ...]] = []
    differences: list[str] = []
    for column in columns:
        there, wanted = known.get(column.name), column.type
        if there is None:
            add = f"ALTER TABLE {table} ADD COLUMN {identifier(column.name)} {wanted.sql}"
            changes.append((_step(f"add the column {column.name}", add),))
            if dataset.evolution == "strict":
                differences.append(f"{column.name} is not in the table; to add it: {add}")
        elif widen.fits(wanted, there):
            wanted = there
        elif (wider := widen.common(wanted, there)) is not None:
            steps = _widen(table, column.name, wider, there)
            if dataset.evolution != "widen":
                differences.append(_difference(column, there, steps))
            if len(steps) == 1:
                alone += steps
            else:
                changes.append(tuple(steps))
            wanted = wider
        else:
            differences.append(_difference(column, there, _widen(table, column.name, wanted, there)))
        final.append(TargetColumn(column.name, wanted))
    if differences:
        raise SchemaDifferenceError(
            f"the columns do not fit the table {dataset.target.schema}.{dataset.target.table} (evolution is "
            f"{dataset.evolution!r}): {'. '.join(differences)}. Change the table, or the column with transform.cast"
        )
    return Evolution(tuple(final), tuple(alone), tuple(changes))


def _difference(column: TargetColumn, there: TargetType, steps: Sequence[Step]) -> str:
    sql = "; ".join(step.sql for step in steps)
    return f"{column.name} is {there.sql} in the table and {column.type.sql} in the files; to change it: {sql}"


def _widen(table: str, column: str, wider: TargetType, there: TargetType) -> list[Step]:
    """Only a VARCHAR grows in place, and that not inside a transaction; all else is copied to a new column.

    https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE.html
    """
    name, new = identifier(column), identifier(f"s3_to_redshift_{column}"[:127])
    if wider.sql.startswith("VARCHAR") and there.sql.startswith("VARCHAR"):
        return [_step(f"widen the column {column}", f"ALTER TABLE {table} ALTER COLUMN {name} TYPE {wider.sql}")]
    return [
        _step(f"add the wider column {column}", f"ALTER TABLE {table} ADD COLUMN {new} {wider.sql}"),
        _step(f"copy the column {column}", f"UPDATE {table} SET {new} = CAST({name} AS {wider.sql})"),
        _step(
            f"drop the former column {column}",
            f"ALTER TABLE {table} DROP COLUMN {name}",
            "Redshift drops no column that is a sort or distribution key or that a view reads: make the table anew "
            f"with {column} as {wider.sql}",
        ),
        _step(f"rename the column {column}", f"ALTER TABLE {table} RENAME COLUMN {new} TO {name}"),
    ]


def _step(name: str, sql: str, failure: str = "") -> Step:
    return Step(name, sql, failure or f"to change the table yourself, as its owner, run: {sql}")
