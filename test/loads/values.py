"""What stands in the files and must come of it, row by row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Texts = dict[str, str | None]
"""A row as it stands in a file, by column. A column that is not there is null."""
Values = dict[str, Any]
"""The same, as the table has it."""


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    """As in the spec: bigint, int, varchar(n), decimal(p,s), date or timestamp."""

    def fit(self, text: str | None) -> tuple[Any, str | None]:
        """The value, or the rule that the text breaks."""
        kind, *sizes = re.findall(r"\w+", self.type)
        if text is None:
            return None, None
        if kind == "varchar":
            return (text, None) if len(text.encode()) <= int(sizes[0]) else (None, "length")
        if not text.strip():
            return None, None
        try:
            value = _PARSERS[kind](text.strip(), *map(int, sizes))
        except (ValueError, ArithmeticError):
            return None, "type"
        return value, None


def _whole(bits: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        number = int(text)
        if not -(2 ** (bits - 1)) <= number < 2 ** (bits - 1):
            raise ValueError(text)
        return number

    return parse


def _decimal(text: str, precision: int, scale: int) -> Decimal:
    number = Decimal(text).quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)
    if abs(number) >= 10 ** (precision - scale):
        raise ValueError(text)
    return number


_PARSERS: dict[str, Callable[..., Any]] = {
    "bigint": _whole(64),
    "int": _whole(32),
    "decimal": _decimal,
    # At midnight, so that a column of dates may become one of timestamps.
    "date": lambda text: datetime.combine(date.fromisoformat(text), time.min),
    "timestamp": datetime.fromisoformat,
}


@dataclass(frozen=True)
class File:
    name: str
    """Below the dataset's folder."""
    etag: str
    modified: float
    """Seconds since 1970."""
    size: int
    rows: tuple[Texts | str, ...]
    """A text is a row that cannot be read."""

    @property
    def folder(self) -> str:
        return folder_of(self.name)


@dataclass(frozen=True)
class Row:
    """A row that is fit to be loaded."""

    values: Values
    file: File
    place: int
    is_delete: bool

    @property
    def age(self) -> tuple[float, str, int]:
        """Of two rows the one with the larger is the newer."""
        return self.file.modified, self.file.name, self.place


@dataclass(frozen=True)
class Bad:
    file: str
    row: Texts | str
    rules: frozenset[tuple[str, str]]
    """Rule and column; an unreadable row has no column."""


@dataclass
class Outcome:
    """What a run must say of the dataset."""

    status: str
    error: str | None = None
    files: int = 0
    read: int = 0
    loaded: int = 0
    deleted: int = 0
    filtered: int = 0
    deduplicated: int = 0
    ties: int = 0
    bad: list[Bad] = field(default_factory=list)


def folder_of(name: str) -> str:
    return name.rpartition("/")[0]


def utc(seconds: float) -> datetime:
    """The time of a database without time zones."""
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
