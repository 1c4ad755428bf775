"""The statements as Redshift gets them. ``sql/*.sql`` hold whole transactions, to read and against chance changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from s3_to_redshift.ledger_sql import create_ledger, loaded_files
from s3_to_redshift.plan import Load, Target, TargetColumn
from s3_to_redshift.sql import APPLY, DEDUPLICATE, load
from s3_to_redshift.statement import Step, identifier, literal
from s3_to_redshift.types import target_type

COLUMNS = [
    TargetColumn("iata", target_type("varchar(3)")),
    TargetColumn("tags", target_type("array<string>")),
    TargetColumn("seen", target_type("timestamp")),
]
APPENDED = Target("vega", "airports", COLUMNS)
UPSERTED = Target("vega", "airports", COLUMNS, ["iata"], "seen", dist_key="iata", sort_keys=["iata", "seen"])
STAGING = "s3://shop-work/staging/vega/airports/jr_1"


def a_load(target: Target, manifest: str | None = f"{STAGING}/manifest.json") -> Load:
    return Load(
        pipeline="vega",
        dataset="airports",
        run_id="jr_1",
        started_at="2025-01-31 12:00:00",
        target=target,
        manifest=manifest,
        ledger_rows=f"{STAGING}/files.csv",
        copy_role_arn="arn:aws:iam::123456789012:role/copy",
        files=2,
        bytes=100,
        read=10,
        quarantined=3,
        filtered=0,
    )


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("create-ledger", create_ledger()),
        ("append", load(a_load(APPENDED))),
        ("upsert", load(a_load(UPSERTED))),
        ("nothing-to-load", load(a_load(UPSERTED, manifest=None))),
    ],
)
def test_transactions(name: str, steps: list[Step]):
    expected = (Path(__file__).parent / "sql" / f"{name}.sql").read_text()

    assert "\n".join(f"-- {step.name}\n{step.sql};" for step in steps) + "\n" == expected


@pytest.mark.parametrize("target", [APPENDED, UPSERTED])
def test_a_transaction_is_within_the_limits_of_the_data_api(target):
    wide = Target("s", "t", [TargetColumn(f"c{i:0>40}", target_type("string")) for i in range(500)], target.keys)

    steps = load(a_load(wide))

    assert len(steps) <= 40
    assert max(len(step.sql) for step in steps) < 100_000


@pytest.mark.parametrize("target", [APPENDED, UPSERTED])
def test_nothing_is_applied_before_all_is_checked(target):
    names = [step.name for step in load(a_load(target))]

    checks = [name for name in names if name.startswith("check") or name == "reconcile"]
    assert names[0] == "lock the ledger"
    assert max(map(names.index, checks)) < names.index(APPLY) < names.index("write the ledger")
    assert (DEDUPLICATE in names) == bool(target.keys)


def test_every_check_says_what_its_failure_means():
    assert [s.name for s in load(a_load(UPSERTED)) if s.sql.startswith("SELECT 1 /") and not s.failure] == []


def test_names_and_texts_are_quoted():
    assert identifier('a"b') == '"a""b"'
    assert literal("it's") == "'it''s'"
    assert loaded_files("p", "d'x").endswith("pipeline = 'p' AND dataset = 'd''x'")


@pytest.mark.parametrize("text", ["a\\b", "a\nb", "a\0b"])
def test_texts_that_databases_read_differently_are_refused(text):
    with pytest.raises(ValueError, match="backslash or a control character"):
        literal(text)
