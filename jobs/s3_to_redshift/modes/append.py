"""Append: all rows are added."""

from __future__ import annotations

from ..ledger_sql import FILES
from ..plan import Applied, Load
from ..statement import Step, identifier
from .common import insert


def append(load: Load) -> Applied:
    """A changed file's former rows go first, where a column tells them. (Without one a changed file fails earlier.)"""
    target = load.target
    if target.file_column is None:
        return Applied([], [insert(target)])
    file = f"{identifier(target.table)}.{identifier(target.file_column)}"
    forget = Step(
        "delete the former rows of changed files",
        f"DELETE FROM {target.sql} USING {FILES} WHERE {FILES}.known_etag <> ''"
        f" AND {file} = 's3://' || {FILES}.bucket || '/' || {FILES}.key",
    )
    return Applied([], [forget, insert(target)])
