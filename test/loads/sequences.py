"""Random sequences of what can happen to a dataset."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from loads import files as written
from loads.modes import Mode
from loads.values import Column, Texts
from loads.world import Kill

NAME = "orders"

# ---- what can happen -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Arrive:
    rows: tuple[Texts | str, ...]
    folder: int
    is_late: bool
    """Its name comes before those that are there."""
    line_end: str = "\n"


@dataclass(frozen=True)
class Change:
    which: int
    rows: tuple[Texts | str, ...]


@dataclass(frozen=True)
class PutAgain:
    which: int


@dataclass(frozen=True)
class Vanish:
    which: int


@dataclass(frozen=True)
class AddColumn:
    """Files and spec have one more from now on."""


@dataclass(frozen=True)
class DropColumn:
    """Files and spec lack the newest of the added ones from now on."""


@dataclass(frozen=True)
class Widen:
    """The spec has a column as a larger type from now on."""


@dataclass(frozen=True)
class HoursPass:
    """All that is loaded was written three hours earlier than it was."""


Event = Arrive | Change | PutAgain | Vanish | AddColumn | DropColumn | Widen | HoursPass


@dataclass(frozen=True)
class Step:
    events: tuple[Event, ...]
    kill: Kill | None
    """The run dies before it ends, and is started again."""
    twice: bool
    full_listing: bool = False


# ---- a dataset to which it happens -----------------------------------------------------------------------------------

COLUMNS = (
    Column("id", "bigint"),
    Column("region", "varchar(8)"),
    Column("version", "int"),
    Column("note", "varchar(12)"),
    Column("amount", "decimal(6,2)"),
    Column("seen", "date"),
)
HISTORY_COLUMNS = (Column("id", "bigint"), Column("note", "varchar(12)"), Column("since", "timestamp"))
MARKER = "op"
FOLDER_COLUMN = Column("day", "date")
WIDER = (("version", "bigint"), ("note", "varchar(20)"), ("amount", "decimal(9,3)"), ("seen", "timestamp"))

_PLAIN_NOTES = ["a", "b", "", "a,b", 'say "hi"', "two\nlines", "Käse 🧀", " pad ", "NULL", "\\N", "'; --", "\\", "\t"]
_TEXTS: dict[str, tuple[list[str | None], list[str | None]]] = {
    # good ones, bad ones
    "id": (["1", "2", "3"], [None, "x", "9223372036854775808"]),
    "region": (["EU", "Zürich"], [None, "Österreich"]),
    "version": (["1", "2", "3", None], ["2147483648", "1.5", "x"]),
    "note": ([*_PLAIN_NOTES, None], ["more than twelve", "äöüäöüä"]),
    "amount": (["1.50", "-3.25", "0", "1.005", " ", None], ["abc", "12345.00", "1,5"]),
    "seen": (["2024-02-29", "1999-12-31", None], ["2024-02-30", "soon"]),
    "since": (["2024-01-01 00:00:00", "2024-01-02 12:30:00", "2024-01-03 00:00:00", None], ["soon"]),
    MARKER: (["U", "D", None], []),
}


@dataclass(frozen=True)
class Case:
    """A dataset of one kind."""

    load: dict[str, Any]
    mode: Callable[[], Mode]
    columns: tuple[Column, ...] = COLUMNS
    has_marker: bool = False
    has_folders: bool = False
    file_column: str | None = None
    reloads: bool | None = None
    """None: as the mode has it when nothing is said."""
    evolution: str = "add-columns"
    events: tuple[type[Event], ...] = (AddColumn,)
    """What can happen further than to files."""
    overlap_hours: int | None = None


def steps(case: Case, form: str, *, least: int, most: int) -> st.SearchStrategy[list[Step]]:
    arrive = st.builds(Arrive, _rows(case, form), st.integers(0, 2), st.booleans(), st.sampled_from(["\n", "\r\n"]))
    which = st.integers(0, 5)
    change = st.builds(Change, which, _rows(case, form))
    rare = [st.builds(PutAgain, which), st.builds(Vanish, which), *(st.builds(event) for event in case.events)]
    event = st.one_of(arrive, arrive, arrive, change, *rare)
    # Where each run ends on its own, the job makes 25 to 30 calls.
    kill = st.one_of(st.none(), st.none(), st.builds(Kill, st.integers(0, 30), st.booleans()))
    full = st.booleans() if case.overlap_hours is not None else st.just(False)
    step = st.builds(Step, st.lists(event, min_size=1, max_size=3).map(tuple), kill, st.booleans(), full)
    return st.lists(step, min_size=least, max_size=most)


def _rows(case: Case, form: str) -> st.SearchStrategy[tuple[Texts | str, ...]]:
    names = [column.name for column in case.columns] + ([MARKER] if case.has_marker else [])
    row = st.fixed_dictionaries({name: _text(case, form, name) for name in [*names, *EXTRA]})
    broken = {"csv": ["1,EU", ",".join("1" * 20)], "json": ['{"id": 1,', "nonsense"], "parquet": []}[form]
    rows = [row] * 9 + ([st.sampled_from(broken)] if broken else [])
    return st.lists(st.one_of(*rows), max_size=5).map(tuple)


EXTRA = ("extra_1", "extra_2", "extra_3")
"""Columns that may be added; a row has values for all from the start, of which a file takes those that there are."""


def _text(case: Case, form: str, name: str) -> st.SearchStrategy[str | None]:
    if name in EXTRA:
        return st.sampled_from(["more", None, "longer than six"])
    good, bad = _TEXTS[name]
    if name == "note":
        if case.columns is HISTORY_COLUMNS:
            good = ["a", "b"]
        else:
            any_text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4)
            return st.one_of(st.sampled_from(good), any_text, st.sampled_from(good * 2 + bad))
    if form == "parquet" and name in written.NUMBERS:
        bad = [text for text in bad if text is None or (text.isdigit() and int(text) < 2**63)]
    return st.sampled_from(good * 6 + bad)
