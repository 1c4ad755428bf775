"""What the warehouse must hold, in plain Python: from the words of docs/loading.md, with nothing of the job's code.

A dataset here is dictionaries and loops, small enough to be read and believed. Times are whole seconds, as S3 has them.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
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


class Mode(ABC):
    """What loads of one mode leave in the table."""

    extra_columns: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    def scope(self, new: Sequence[File], present: Sequence[File]) -> Sequence[File]:
        """The files that are read when ``new`` are new or have changed."""
        return new

    def is_forgotten(self, loaded: str, files: Sequence[File]) -> bool:
        """Whether the table has nothing more of a file loaded earlier, by name, once ``files`` are loaded."""
        return False

    @abstractmethod
    def apply(self, rows: Sequence[Row], files: Sequence[File], outcome: Outcome) -> None:
        """Take a load's rows and count what became of them."""

    @abstractmethod
    def rows(self) -> Iterable[Values]:
        """What the table holds; a column that is missing is null."""


class Append(Mode):
    def __init__(self, file_column: str | None = None, address: Callable[[File], str] = lambda file: file.name) -> None:
        self.extra_columns = (file_column,) if file_column else ()
        self._file_column, self._address = file_column, address
        self._rows: list[tuple[str, Values]] = []

    def apply(self, rows: Sequence[Row], files: Sequence[File], outcome: Outcome) -> None:
        again = {file.name for file in files}
        self._rows = [(name, values) for name, values in self._rows if name not in again]
        for row in rows:
            where = {self._file_column: self._address(row.file)} if self._file_column else {}
            self._rows.append((row.file.name, {**row.values, **where}))
        outcome.loaded = len(rows)

    def rows(self) -> Iterable[Values]:
        return [values for _, values in self._rows]


class Upsert(Mode):
    def __init__(self, keys: tuple[str, ...], order_by: str | None = None, merges: bool = False) -> None:
        self.keys = keys
        self._order_by = order_by
        self._merges = merges
        self._rows: dict[tuple[Any, ...], Values] = {}

    def _order(self, values: Values) -> tuple[bool, Any]:
        """Null is the smallest."""
        value = values.get(self._order_by) if self._order_by else None
        return value is not None, value or 0

    def apply(self, rows: Sequence[Row], files: Sequence[File], outcome: Outcome) -> None:
        for key, rivals in _by_key(rows, self.keys).items():
            winner = max(rivals, key=lambda row: (self._order(row.values), row.age))
            outcome.deduplicated += len(rivals) - 1
            if self._order_by:
                equal = [row for row in rivals if self._order(row.values) == self._order(winner.values)]
                outcome.ties += len(equal) - 1
                if key in self._rows and self._order(winner.values) < self._order(self._rows[key]):
                    outcome.deduplicated += 1
                    continue
            outcome.loaded += 1
            if winner.is_delete:
                outcome.deleted += 1
                self._rows.pop(key, None)
            else:
                # A merge leaves the columns that the files do not have as they are.
                former = self._rows.get(key, {}) if self._merges else {}
                self._rows[key] = {**former, **winner.values}

    def rows(self) -> Iterable[Values]:
        return self._rows.values()


class Replace(Mode):
    def __init__(self) -> None:
        self._rows: list[Values] = []

    def scope(self, new: Sequence[File], present: Sequence[File]) -> Sequence[File]:
        return present

    def is_forgotten(self, loaded: str, files: Sequence[File]) -> bool:
        return True

    def apply(self, rows: Sequence[Row], files: Sequence[File], outcome: Outcome) -> None:
        self._rows = [row.values for row in rows]
        outcome.loaded = len(rows)

    def rows(self) -> Iterable[Values]:
        return self._rows


class Snapshot(Mode):
    def __init__(self) -> None:
        self._folders: dict[str, list[Values]] = {}

    def scope(self, new: Sequence[File], present: Sequence[File]) -> Sequence[File]:
        folders = {file.folder for file in new}
        return [file for file in present if file.folder in folders]

    def is_forgotten(self, loaded: str, files: Sequence[File]) -> bool:
        return any(folder_of(loaded) == file.folder for file in files)

    def apply(self, rows: Sequence[Row], files: Sequence[File], outcome: Outcome) -> None:
        for file in files:
            self._folders[file.folder] = [row.values for row in rows if row.file.folder == file.folder]
        outcome.loaded = len(rows)

    def rows(self) -> Iterable[Values]:
        return [values for found in self._folders.values() for values in found]


class History(Mode):
    extra_columns = ("valid_from", "valid_to", "is_current")

    def __init__(self, keys: tuple[str, ...], valid_from: str | None = None) -> None:
        self.keys = keys
        self._valid_from = valid_from
        self._timelines: dict[tuple[Any, ...], dict[datetime, Values | None]] = {}
        """What holds since when; None: the key is gone."""

    def _since(self, row: Row) -> datetime:
        said = row.values.get(self._valid_from) if self._valid_from else None
        return said or utc(row.file.modified)

    def apply(self, rows: Sequence[Row], files: Sequence[File], outcome: Outcome) -> None:
        for key, rivals in _by_key(rows, self.keys).items():
            timeline = self._timelines.setdefault(key, {})
            arrived: set[datetime] = set()
            for row in sorted(rivals, key=lambda row: row.age):
                since = self._since(row)
                if since in arrived:
                    outcome.deduplicated += 1
                    outcome.ties += 1
                arrived.add(since)
                timeline[since] = None if row.is_delete else row.values
            self._timelines[key] = kept = self._without_repetitions(timeline)
            for since in arrived:
                if since not in kept:
                    outcome.deduplicated += 1
                else:
                    outcome.loaded += 1
                    outcome.deleted += kept[since] is None

    def _without_repetitions(self, timeline: dict[datetime, Values | None]) -> dict[datetime, Values | None]:
        kept: dict[datetime, Values | None] = {}
        before: Values | None = None
        for since in sorted(timeline):
            now = timeline[since]
            if self._compared(now) != self._compared(before):
                kept[since] = now
            before = now
        return kept

    def _compared(self, values: Values | None) -> Values | None:
        if values is None:
            return None
        return {name: value for name, value in values.items() if name != self._valid_from and value is not None}

    def rows(self) -> Iterable[Values]:
        for timeline in self._timelines.values():
            for since, until in pairwise([*sorted(timeline), None]):
                values = timeline[since]
                if values is not None:
                    yield {**values, "valid_from": since, "valid_to": until, "is_current": until is None}


def _by_key(rows: Sequence[Row], keys: Sequence[str]) -> dict[tuple[Any, ...], list[Row]]:
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row.values[key] for key in keys), []).append(row)
    return groups


@dataclass(frozen=True)
class Loaded:
    etag: str
    modified: float


@dataclass
class Dataset:
    """A dataset's folder, ledger and table."""

    mode: Mode
    columns: list[Column]
    """Those that the spec declares, without the deletes' marker."""
    marker: str | None = None
    """The column whose value D says that the row is gone."""
    reloads: bool = True
    from_folder: tuple[str, ...] = ()
    """Columns whose values stand in the folders' names."""
    overlap: float | None = None
    """Seconds: only files behind the newest loaded ones that are older than this are looked for. None: all are."""
    files: dict[str, File] = field(default_factory=dict)
    """What lies in the folder, by name."""
    ledger: dict[str, Loaded] = field(default_factory=dict)
    """By name."""
    table: list[str] | None = None
    """Names of the table's columns; None while there is none."""

    def run(self, full_listing: bool = False) -> Outcome:
        present = sorted(self.files.values(), key=lambda file: file.name)
        mark = "" if full_listing else self._mark()
        new = [file for file in present if file.name > mark and not self._is_loaded(file)]
        if not new:
            return Outcome("NOTHING_NEW")
        changed = [file for file in new if file.name in self.ledger]
        if changed and not self.reloads:
            return Outcome("FAILED", error=changed[0].name)
        files = self.mode.scope(new, present)
        outcome = Outcome("LOADED", files=len(files))
        good: list[Row] = []
        for file in files:
            for place, texts in enumerate(file.rows):
                outcome.read += 1
                row = self._row(file, place, texts)
                (good if isinstance(row, Row) else outcome.bad).append(row)
        self.mode.apply(good, files, outcome)
        self.ledger = {
            **{name: loaded for name, loaded in self.ledger.items() if not self.mode.is_forgotten(name, files)},
            **{file.name: Loaded(file.etag, file.modified) for file in files},
        }
        before = self.table or []
        names = [*(column.name for column in self.columns), *self.mode.extra_columns]
        self.table = [*before, *(name for name in names if name not in before)]
        return outcome

    def _is_loaded(self, file: File) -> bool:
        return file.name in self.ledger and self.ledger[file.name].etag == file.etag

    def _mark(self) -> str:
        if self.overlap is None or not self.ledger:
            return ""
        newest = max(loaded.modified for loaded in self.ledger.values())
        old = [name for name, loaded in self.ledger.items() if loaded.modified < newest - self.overlap]
        return max(old, default="")

    def _row(self, file: File, place: int, texts: Texts | str) -> Row | Bad:
        if isinstance(texts, str):
            return Bad(file.name, texts, frozenset({("readable", "")}))
        folders = dict(part.split("=", 1) for part in file.folder.split("/") if "=" in part)
        found = {**texts, **{name: folders[name] for name in self.from_folder}}
        values: Values = {}
        broken: set[tuple[str, str]] = set()
        for column in self.columns:
            values[column.name], rule = column.fit(found.get(column.name))
            if rule is None and column.name in self.mode.keys and values[column.name] is None:
                rule = "key"
            if rule is not None:
                broken.add((rule, column.name))
        if broken:
            return Bad(file.name, found, frozenset(broken))
        return Row(values, file, place, self.marker is not None and found.get(self.marker) == "D")

    def rows(self) -> list[Values]:
        """What the table holds, each row with all of the table's columns."""
        return [{name: values.get(name) for name in self.table or []} for values in self.mode.rows()]


def folder_of(name: str) -> str:
    return name.rpartition("/")[0]


def utc(seconds: float) -> datetime:
    """The time of a database without time zones."""
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
