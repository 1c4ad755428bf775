"""The statements as Redshift gets them. ``sql/*.sql`` hold whole transactions, to read and against chance changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from s3_to_redshift import spec
from s3_to_redshift.ledger_sql import (
    create_ledger,
    find_new_files,
    forget_old_records,
    last_loads,
    marks,
    recorded_load,
)
from s3_to_redshift.plan import Load, Target, TargetColumn
from s3_to_redshift.sql import load
from s3_to_redshift.statement import Step, identifier, literal
from s3_to_redshift.types import target_type

COLUMNS = [
    TargetColumn("iata", target_type("varchar(3)")),
    TargetColumn("tags", target_type("array<string>")),
    TargetColumn("seen", target_type("timestamp")),
]
FILE = TargetColumn("source_file", target_type("varchar(2048)"))
TARGET = Target("vega", "airports", COLUMNS)
KEPT_FILE = replace(TARGET, columns=[*COLUMNS, FILE], file_column="source_file")
SORTED = replace(TARGET, dist_key="iata", sort_keys=["iata", "seen"], encodings={"iata": "zstd"})
STAGING = "s3://shop-work/staging/vega/airports/jr_1"
COPY_ROLE = "arn:aws:iam::123456789012:role/copy"
DELETES = spec.Deletes("op", ("D",))
CHECKS = (
    spec.RowCount("row-count", min=1, max=100),
    spec.Unique("unique", ("iata",), on_fail="warn"),
    spec.Freshness("freshness", "seen", 24),
    spec.NotAllNull("not-all-null", on_fail="warn"),
)

APPEND = spec.Append("append")
UPSERT = spec.Upsert("upsert", ("iata",), order_by="seen")
HISTORY = spec.History("history", ("iata",), valid_from="seen", deletes=DELETES)


def a_load(mode: spec.Load, target: Target = TARGET, **more) -> Load:
    given = {
        "pipeline": "vega-local",
        "dataset": "airports",
        "run_id": "jr_1",
        "started_at": "2025-01-31 12:00:00",
        "mode": mode,
        "keys": getattr(mode, "keys", ()),
        "target": target,
        "checks": (),
        "manifest": f"{STAGING}/manifest.json",
        "ledger_rows": f"{STAGING}/files.csv",
        "partitions": None,
        "partition_columns": (),
        "copy_role_arn": COPY_ROLE,
        "files": 2,
        "bytes": 100,
        "read": 10,
        "derived": 0,
        "quarantined": 3,
        "filtered": 1,
    }
    return Load(**{**given, **more})


LOADS = {
    "append": a_load(APPEND),
    "append-reload": a_load(APPEND, KEPT_FILE),
    "upsert": a_load(UPSERT, SORTED, checks=CHECKS),
    "upsert-merge": a_load(spec.Upsert("upsert", ("iata",), method="merge", deletes=DELETES)),
    "replace": a_load(spec.Replace("replace")),
    "snapshot": a_load(
        spec.Snapshot("snapshot"), partitions=f"{STAGING}/partitions.json", partition_columns=[COLUMNS[2]]
    ),
    "history": a_load(HISTORY),
    "nothing-to-load": a_load(APPEND, manifest=None, read=4, filtered=1),
}


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("create-ledger", create_ledger("vega-local")),
        ("find-new-files", find_new_files("vega-local", "airports", f"{STAGING}/candidates/", COPY_ROLE)),
        *((name, load(given)) for name, given in LOADS.items()),
        (
            "maintenance",
            [
                Step("last loads", last_loads("vega-local")),
                forget_old_records("vega-local", 30, "2025-01-31 12:00:00"),
            ],
        ),
    ],
)
def test_transactions(name: str, steps: list[Step]):
    expected = (Path(__file__).parent / "sql" / f"{name}.sql").read_text()

    assert "\n".join(f"-- {step.name}\n{step.sql};" for step in steps) + "\n" == expected


@pytest.mark.parametrize("name", LOADS)
def test_a_transaction_is_within_the_limits_of_the_data_api(name):
    columns = [TargetColumn("iata", target_type("string")), TargetColumn("seen", target_type("timestamp"))]
    columns += [TargetColumn(f"c{i:0>38}", target_type("string")) for i in range(350)]
    given = LOADS[name]

    steps = load(replace(given, target=replace(given.target, columns=columns, file_column=None)))

    assert len(steps) <= 40
    assert max(len(step.sql) for step in steps) < 100_000


@pytest.mark.parametrize("name", LOADS)
def test_nothing_is_applied_before_rows_are_counted_and_reconciled(name):
    names = [step.name for step in load(LOADS[name])]

    assert names[0] == "lock the ledger"
    assert names.index("check the stage") < names.index("reconcile")
    changing = [i for i, step in enumerate(load(LOADS[name])) if '"vega"."airports"' in step.sql and _changes(step)]
    assert min(changing) > names.index("reconcile")
    assert names[-2:] == ["write the ledger", "record the load"]


def _changes(step: Step) -> bool:
    return step.sql.startswith(("DELETE FROM", "MERGE INTO", "UPDATE")) or (
        step.sql.startswith("INSERT INTO")
        and "s3_to_redshift_versions" not in step.sql.split("(")[0]
        and "s3_to_redshift_superseded" not in step.sql.split(" SELECT")[0]
    )


@pytest.mark.parametrize("name", LOADS)
def test_no_step_commits_on_its_own(name):
    assert [step.sql for step in load(LOADS[name]) if "TRUNCATE" in step.sql or "COMMIT" in step.sql] == []


@pytest.mark.parametrize("name", LOADS)
def test_steps_have_different_names(name):
    names = [step.name for step in load(LOADS[name])]

    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", LOADS)
def test_every_check_says_what_its_failure_means(name):
    assert [s.name for s in load(LOADS[name]) if s.sql.startswith("SELECT 1 /") and not s.failure] == []


def test_marks_go_by_the_leading_folders():
    sql = marks("p", "d", "b", "raw/orders/", spec.ListFromMark("from-mark", overlap_hours=6, folders=2))

    assert "SPLIT_PART(SUBSTRING(key, 12), '/', 1) || '/' || SPLIT_PART(SUBSTRING(key, 12), '/', 2) || '/'" in sql
    assert "DATEADD(hour, -6, newest.modified_at)" in sql


def test_names_and_texts_are_quoted():
    assert identifier('a"b') == '"a""b"'
    assert literal("it's") == "'it''s'"
    assert "pipeline = 'p' AND dataset = 'd''x' AND run_id = 'r'" in recorded_load("p", "d'x", "r")


@pytest.mark.parametrize("text", ["a\\b", "a\nb", "a\0b"])
def test_texts_that_databases_read_differently_are_refused(text):
    with pytest.raises(ValueError, match="backslash or a control character"):
        literal(text)
