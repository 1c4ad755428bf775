"""The report is documented by docs/run-report.schema.json: what the job writes must be of that shape, and no more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from s3_to_redshift.reconcile import Counts
from s3_to_redshift.report import (
    CheckReport,
    DatasetReport,
    ListingReport,
    Retry,
    RuleReport,
    RunReport,
    Seconds,
    line,
)

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "run-report.schema.json").read_text())

FULL = DatasetReport(
    dataset="orders",
    target="sales.orders",
    mode="upsert",
    status="LOADED",
    files=2,
    bytes=1234,
    counts=Counts(read=9, derived=1, loaded=5, deleted=1, quarantined=2, filtered=1, deduplicated=2, ties=1),
    listing=ListingReport(mode="from-mark", start_after="sales/orders/2026/01/01.csv", listed=12),
    rules=[RuleReport(name="positive", on_fail="quarantine", rows=2)],
    checks=[CheckReport(check="at least 1 row", on_fail="warn", passed=True, found="5 rows")],
    schema_changes=["ALTER TABLE sales.orders ADD COLUMN note VARCHAR(65535)"],
    retries=[Retry(reason="ERROR: 1023", wait_seconds=1.23456)],
    warnings=["the catalog may not have the columns of sales.orders as they are now"],
    newest_file="2026-01-02T03:04:05Z",
    lag_seconds=12.34567,
    seconds=Seconds(list=0.1, stage=1.5, copy=0.5, apply=0.25, load=1.0, total=2.6),
    quarantine="s3://shop-work/quarantine/shop/orders/jr_1/",
)


def document(*datasets: DatasetReport) -> dict:
    """As it is read back from S3."""
    report = RunReport("jr_1", "shop-test", "shop", datetime.now(UTC), list(datasets))
    return json.loads(json.dumps(report.document()))


def problems(found: dict) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(found)]


@pytest.mark.parametrize(
    "dataset",
    [
        FULL,
        DatasetReport("orders", "sales.orders", "append", error="no such bucket"),
        DatasetReport("orders", "sales.orders", "history", status="NOTHING_NEW", listing=ListingReport("all", None, 0)),
    ],
    ids=["all that can be said", "failed before anything was known", "nothing new"],
)
def test_a_report_is_of_the_documented_shape(dataset):
    assert problems(document(dataset)) == []


def objects(part: object) -> Iterator[dict]:
    """The schemas of objects anywhere in a schema."""
    if isinstance(part, dict) and part.get("type") == "object":
        yield part
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else []
    for one in inner:
        yield from objects(one)


def test_the_schema_has_no_optional_key_and_takes_no_other():
    Draft202012Validator.check_schema(SCHEMA)
    found = list(objects(SCHEMA))

    assert len(found) >= 7
    for one in found:
        assert one["additionalProperties"] is False
        assert set(one["required"]) == set(one["properties"])


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda found: found["datasets"][0].pop("ties"), "$.datasets[0]: 'ties' is a required property"),
        (lambda found: found["datasets"][0].update(status="DONE"), "$.datasets[0].status: 'DONE' is not one of "),
        (lambda found: found["datasets"][0].update(more=1), "$.datasets[0]: Additional properties are not allowed"),
        (lambda found: found.update(version=2), "$.version: 1 was expected"),
    ],
)
def test_another_shape_is_told_from_it(change, problem):
    found = document(FULL)
    change(found)

    (only,) = problems(found)
    assert only.startswith(problem)


def test_numbers_of_seconds_are_rounded_to_milliseconds():
    (dataset,) = document(FULL)["datasets"]

    assert (dataset["lagSeconds"], dataset["retries"][0]["waitSeconds"]) == (12.346, 1.235)


def test_a_run_failed_when_a_dataset_did():
    report = document(FULL, DatasetReport("visits", "sales.visits", "append", error="no such bucket"))

    assert report["status"] == "FAILED"
    assert document(FULL)["status"] == "SUCCEEDED"


def test_the_line_of_the_log_is_the_report():
    found = document(FULL)

    assert json.loads(line(found).removeprefix("RUN_REPORT ")) == found
