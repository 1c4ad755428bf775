"""A dataset's checks as SQL: those that may fail the load are divisions by zero, those that only warn are queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from . import spec
from .names import target_name
from .plan import STAGE, Applied, Load
from .statement import Step, check, identifier, identifiers, literal


def named_checks(load: Load) -> list[tuple[str, spec.Check]]:
    """The checks with the names of their steps. The one row of one that only warns is: 1 or 0, and what was found."""
    return [(f"check {number}", found) for number, found in enumerate(load.checks, start=1)]


def check_steps(load: Load, applied: Applied) -> list[Step]:
    return [_step(name, found, load, applied) for name, found in named_checks(load)]


def text(found: spec.Check) -> str:
    """The check in words."""
    match found:
        case spec.RowCount(min=least, max=most):
            bounds = [f"at least {least}"] if least is not None else []
            return "row count " + " and ".join([*bounds, *([f"at most {most}"] if most is not None else [])])
        case spec.Unique(columns=columns):
            return f"unique {', '.join(columns)}"
        case spec.Freshness(column=column, max_age_hours=hours):
            return f"newest {column} at most {hours} hours old"
        case spec.NotAllNull(columns=columns):
            return f"not all null: {', '.join(columns) or 'every column'}"


def _step(name: str, found: spec.Check, load: Load, applied: Applied) -> Step:
    holds, shown, source = _sql(found, load, applied)
    if found.on_fail == "fail":
        return check(name, holds, source, f"check {text(found)!r} does not hold; nothing was loaded")
    return Step(name, f"SELECT CASE WHEN {holds} THEN 1 ELSE 0 END AS holds, {shown} AS found{source}")


def _sql(found: spec.Check, load: Load, applied: Applied) -> tuple[str, str, str]:
    """Whether it holds, what was found as text, and where from."""
    match found:
        case spec.RowCount(min=least, max=most):
            bounds = [f"{applied.loaded} >= {least}"] if least is not None else []
            bounds += [f"{applied.loaded} <= {most}"] if most is not None else []
            return " AND ".join(bounds), f"CAST({applied.loaded} AS VARCHAR(32))", ""
        case spec.Unique(columns=columns):
            return (
                "count(*) = 0",
                "CAST(count(*) AS VARCHAR(32)) || ' values come more than once'",
                _twice(load, columns),
            )
        case spec.Freshness(column=column, max_age_hours=hours):
            newest = f"MAX({identifier(target_name(column))})"
            oldest = datetime.fromisoformat(load.started_at) - timedelta(hours=hours)
            moment = f"CAST({literal(oldest.isoformat(' '))} AS TIMESTAMP)"
            # A load without rows is no staler than none.
            return f"count(*) = 0 OR {newest} >= {moment}", f"CAST({newest} AS VARCHAR(64))", f" FROM {STAGE}"
        case spec.NotAllNull(columns=columns):
            names = [target_name(name) for name in columns] or [column.name for column in load.target.columns]
            staged = {column.name: column.staged_name for column in load.target.columns}
            empty = [
                f"CASE WHEN count({identifier(staged[name])}) = 0 THEN {literal(name + ' ')} ELSE '' END"
                for name in names
            ]
            return f"count(*) = 0 OR {' || '.join(empty)} = ''", " || ".join(empty), f" FROM {STAGE}"


def _twice(load: Load, columns: Sequence[str]) -> str:
    """The loaded rows' values that are in more than one row of the table. Of a history only what holds now counts."""
    names = [target_name(name) for name in columns]
    target, keys = load.target, identifiers(names)
    staged = f"SELECT DISTINCT {keys} FROM {STAGE}"
    same = " AND ".join(f"t.{identifier(name)} = s.{identifier(name)}" for name in names)
    current = " WHERE t.is_current" if isinstance(load.mode, spec.History) else ""
    of_target = _of("t", names)
    return (
        f" FROM (SELECT {of_target} FROM {target.sql} t JOIN ({staged}) s ON {same}{current}"
        f" GROUP BY {of_target} HAVING count(*) > 1) twice"
    )


def _of(table: str, names: Sequence[str]) -> str:
    return ", ".join(f"{table}.{identifier(name)}" for name in names)
