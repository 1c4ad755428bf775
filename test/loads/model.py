"""What the warehouse must hold, in plain Python: from the words of docs/loading.md, with nothing of the job's code.

A dataset here is dictionaries and loops, small enough to be read and believed. Times are whole seconds, as S3 has them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from loads.modes import Mode
from loads.values import Bad, Column, File, Outcome, Row, Texts, Values


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
