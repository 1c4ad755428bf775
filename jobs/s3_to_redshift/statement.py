"""The parts that SQL statements for Redshift are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One statement of a transaction, named so that its error can be told in plain words."""

    name: str
    sql: str
    failure: str = ""
    """What it means when this statement fails, where the database's own words do not say it."""


def check(name: str, holds: str, source: str, failure: str) -> Step:
    """A statement that fails, and so rolls the transaction back, unless ``holds``.

    The divisor depends on rows: a constant 1/0 in a CASE may be computed, and fail, before any row is seen.
    """
    return Step(name, f"SELECT 1 / CASE WHEN {holds} THEN 1 ELSE 0 END{source}", failure)


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def identifiers(names: Iterable[str]) -> str:
    return ", ".join(identifier(name) for name in names)


def literal(text: str) -> str:
    """A string constant.

    Raises:
        ValueError: the text has a backslash or a control character. Redshift reads a backslash in a constant as the
            start of an escape and PostgreSQL does not, and no name that comes here needs one.
    """
    if "\\" in text or not text.isprintable():
        raise ValueError(f"{text!r} cannot stand in an SQL statement: it has a backslash or a control character")
    return "'" + text.replace("'", "''") + "'"
