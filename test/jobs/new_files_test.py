"""Listing: S3 by moto. The ledger's answers are played; the comparison is Redshift's, and tested in test/loads."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from s3_to_redshift import spec
from s3_to_redshift.catalog import Table
from s3_to_redshift.ledger import FoundFile
from s3_to_redshift.new_files import new_files, with_whole_folders
from s3_to_redshift.redshift import Done
from s3_to_redshift.run import Run
from s3_to_redshift.storage import Storage

SPEC = json.loads((Path(__file__).parent.parent / "spec" / "good" / "smallest.json").read_text())
SOURCE, WORK = SPEC["source"]["bucket"], SPEC["work"]["bucket"]
PREFIX = SPEC["datasets"][0]["prefix"]
COLUMNS = [{"name": "k", "type": "int"}, {"name": "day", "type": "date"}]


class PlayedRedshift:
    """Answers the marks and that all candidates are new, and keeps what it was asked."""

    def __init__(self, storage: Storage, marks: list[tuple[str, str | None]]) -> None:
        self.storage, self.marks = storage, marks
        self.asked: list[str] = []
        self.candidates: list[str] = []

    def query(self, sql: str, name: str) -> list[tuple[str, str | None]]:
        self.asked.append(sql)
        return self.marks

    def retried(self, attempt):
        return attempt(1)

    def run(self, steps, name, token) -> Done:
        parts = [self.storage.read(found.bucket, found.key) for found in self.storage.list(WORK, "staging/")]
        lines = [line.split(",") for part in parts for line in gzip.decompress(part).decode().splitlines()]
        self.candidates = [line[1] for line in lines]
        self.new = [(*line[:3], int(line[3]), line[4], "") for line in lines]
        return Done({}, {}, {step.name: step.name for step in steps})

    def rows(self, statement_id: str):
        return self.new


@pytest.fixture
def storage(monkeypatch) -> Iterator[Storage]:
    with mock_aws():
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "local")
        monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
        client = boto3.client("s3", region_name="us-east-1")
        for bucket in (SOURCE, WORK):
            client.create_bucket(Bucket=bucket)
        yield Storage(client)


def put(storage: Storage, *keys: str, bucket: str = SOURCE, prefix: str = PREFIX) -> None:
    for key in keys:
        storage.write(bucket, prefix + key, b"1")


def a_run(storage: Storage, marks=(), *, full_listing=False, **dataset) -> tuple[Run, spec.Dataset]:
    document = {**SPEC, "datasets": [{**SPEC["datasets"][0], "columns": COLUMNS, **dataset}]}
    parsed = spec.parse(json.dumps(document))
    redshift = PlayedRedshift(storage, list(marks))
    run = Run(parsed, "job", "jr_1", datetime.now(UTC), lambda: None, None, storage, redshift, full_listing)
    return run, parsed.datasets[0]


def names(files) -> list[str]:
    return [file.object.key.removeprefix(PREFIX) for file in files]


FROM_MARK = {"mode": "from-mark", "overlapHours": 24}


def test_all_files_are_compared_with_the_ledger(storage):
    put(storage, "a.csv", "x/b.csv", "_skip.csv")
    run, dataset = a_run(storage)

    found, report = new_files(run, dataset)

    assert names(found) == ["a.csv", "x/b.csv"]
    assert (report.mode, report.start_after, report.listed) == ("all", None, 2)


def test_no_files_do_not_trouble_redshift(storage):
    run, dataset = a_run(storage)

    assert new_files(run, dataset)[0] == []
    assert run.redshift.candidates == []


def test_listing_begins_behind_the_mark(storage):
    put(storage, "2026-01.csv", "2026-02.csv", "2026-03.csv")
    run, dataset = a_run(storage, [("", f"{PREFIX}2026-02.csv")], listing=FROM_MARK)

    found, report = new_files(run, dataset)

    assert names(found) == ["2026-03.csv"]
    assert (report.mode, report.start_after, report.listed) == ("from-mark", f"{PREFIX}2026-02.csv", 1)


def test_a_full_listing_passes_over_the_mark(storage):
    put(storage, "2026-01.csv", "2026-02.csv")
    run, dataset = a_run(storage, [("", f"{PREFIX}2026-02.csv")], full_listing=True, listing=FROM_MARK)

    found, report = new_files(run, dataset)

    assert (names(found), report.mode, run.redshift.asked) == (["2026-01.csv", "2026-02.csv"], "all", [])


def test_each_leading_folder_has_its_mark_and_new_folders_and_files_beside_them_are_listed_whole(storage):
    put(storage, "eu/1.csv", "eu/2.csv", "us/1.csv", "us/2.csv", "asia/1.csv", "beside.csv")
    marks = [("eu/", f"{PREFIX}eu/1.csv"), ("us/", None), ("gone/", f"{PREFIX}gone/9.csv")]
    run, dataset = a_run(storage, marks, listing={**FROM_MARK, "folders": 1})

    found, report = new_files(run, dataset)

    assert sorted(names(found)) == ["asia/1.csv", "beside.csv", "eu/2.csv", "us/1.csv", "us/2.csv"]
    assert report.start_after == f"{PREFIX}eu/1.csv"


def test_mended_rows_are_files_too_unless_folders_are_made_anew(storage):
    mended = f"mended/{SPEC['pipeline']}/{SPEC['datasets'][0]['name']}/"
    put(storage, "jr_0-abc.json", bucket=WORK, prefix=mended)

    assert [file.object.key for file in new_files(*a_run(storage))[0]] == [f"{mended}jr_0-abc.json"]
    assert new_files(*a_run(storage, load={"mode": "replace"}))[0] == []


def the_files(storage, *keys: str) -> list[FoundFile]:
    wanted = {PREFIX + key for key in keys}
    return [FoundFile(found) for found in storage.list(SOURCE, PREFIX) if found.key in wanted]


def test_replace_reads_all_files_once_one_is_new(storage):
    put(storage, "a.csv", "x/b.csv", ".hidden")
    run, dataset = a_run(storage, load={"mode": "replace"})

    files = with_whole_folders(run, dataset, Table((), ()), the_files(storage, "a.csv"))

    assert [(file.object.key, file.folder) for file in files] == [
        (f"{PREFIX}a.csv", PREFIX),
        (f"{PREFIX}x/b.csv", PREFIX),
    ]


DAY = (spec.Column("day", "date"),)


def test_snapshot_reads_all_files_of_the_partitions_in_which_one_is_new(storage):
    put(storage, "day=2026-01-01/a.csv", "day=2026-01-01/more/b.csv", "day=2026-01-02/c.csv")
    run, dataset = a_run(storage, load={"mode": "snapshot"})

    files = with_whole_folders(run, dataset, Table((), DAY), the_files(storage, "day=2026-01-01/a.csv"))

    assert names(files) == ["day=2026-01-01/a.csv", "day=2026-01-01/more/b.csv"]
    assert {file.folder for file in files} == {f"{PREFIX}day=2026-01-01/"}


def test_snapshot_needs_partitions(storage):
    put(storage, "a.csv")
    run, dataset = a_run(storage, load={"mode": "snapshot"})

    with pytest.raises(ValueError, match=r"load mode 'snapshot' needs partition folders, as in .*date="):
        with_whole_folders(run, dataset, Table((), ()), the_files(storage, "a.csv"))
    with pytest.raises(ValueError, match=r"s3://.*/a\.csv lies in no partition folder"):
        with_whole_folders(run, dataset, Table((), DAY), the_files(storage, "a.csv"))


def test_other_modes_read_what_is_new(storage):
    put(storage, "a.csv", "b.csv")
    run, dataset = a_run(storage)

    assert names(with_whole_folders(run, dataset, Table((), ()), the_files(storage, "b.csv"))) == ["b.csv"]
