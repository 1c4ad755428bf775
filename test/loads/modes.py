"""What loads of each mode leave in the table."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from loads.values import File, Outcome, Row, Values, folder_of, utc


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
