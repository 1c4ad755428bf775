"""Whatever happens to a dataset, the warehouse holds what the model says, after every run."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loads.modes import Append, History, Replace, Snapshot, Upsert
from loads.play import Play
from loads.sequences import (
    HISTORY_COLUMNS,
    MARKER,
    AddColumn,
    Case,
    DropColumn,
    HoursPass,
    Widen,
    steps,
)

KEYS = ("id", "region")
UPSERT = {"mode": "upsert", "keys": list(KEYS)}
ORDERED = {**UPSERT, "orderBy": "version", "deletes": {"column": MARKER, "values": ["D"]}}
HISTORY = {"mode": "history", "keys": ["id"], "deletes": {"column": MARKER, "values": ["D"]}}

CASES = {
    "append, a changed file fails": Case({"mode": "append"}, Append),
    "append, a changed file is loaded again": Case(
        {"mode": "append"}, lambda: Append("source_file"), file_column="source_file", reloads=True
    ),
    "append, listed from a mark": Case({"mode": "append"}, Append, overlap_hours=2, events=(HoursPass, HoursPass)),
    "append, columns become wider": Case(
        {"mode": "append"}, Append, evolution="widen", events=(AddColumn, Widen, Widen, Widen)
    ),
    "upsert by delete and insert": Case(UPSERT, lambda: Upsert(KEYS), events=(AddColumn, DropColumn)),
    "upsert by merge": Case(
        {**UPSERT, "method": "merge"}, lambda: Upsert(KEYS, merges=True), events=(AddColumn, DropColumn)
    ),
    "upsert by an order, with deletes": Case(ORDERED, lambda: Upsert(KEYS, "version"), has_marker=True),
    "merge by an order, with deletes": Case(
        {**ORDERED, "method": "merge"},
        lambda: Upsert(KEYS, "version", merges=True),
        has_marker=True,
        evolution="widen",
        events=(Widen,),
    ),
    "upsert, a changed file fails": Case(UPSERT, lambda: Upsert(KEYS), reloads=False),
    "replace": Case({"mode": "replace"}, Replace),
    "snapshot": Case({"mode": "snapshot"}, Snapshot, has_folders=True),
    "history by a column": Case(
        {**HISTORY, "validFrom": "since"}, lambda: History(("id",), "since"), HISTORY_COLUMNS, has_marker=True
    ),
    "history by the files' time": Case(HISTORY, lambda: History(("id",)), HISTORY_COLUMNS, has_marker=True),
}

FORMS = ("csv", "json", "parquet")


def happenings(case: Case) -> st.SearchStrategy:
    is_long = settings.get_current_profile_name() == "long"
    return st.sampled_from(FORMS).flatmap(
        lambda form: st.tuples(st.just(form), steps(case, form, least=3, most=8 if is_long else 4))
    )


@pytest.mark.parametrize("name", CASES)
def test_the_warehouse_holds_what_the_model_says(world, name):
    case = CASES[name]

    @given(happenings(case))
    def play(happening) -> None:
        form, happens = happening
        played = Play(case, form, world.pipeline())
        for step in happens:
            played.step(step)

    play()
