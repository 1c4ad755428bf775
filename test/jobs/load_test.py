"""A dataset through all stages: S3 by moto, read by Spark's own S3 client. Only Redshift is played by the test."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from s3_to_redshift.clean import clean_staging
from s3_to_redshift.load import load_dataset
from s3_to_redshift.reconcile import NotReconciledError
from s3_to_redshift.redshift import Done
from s3_to_redshift.report import DatasetReport
from s3_to_redshift.run import Run
from s3_to_redshift.spec import parse
from s3_to_redshift.storage import Storage
from s3_to_redshift.verify import FileChangedError, RuleBrokenError, TooManyQuarantinedError

SPEC = json.loads((Path(__file__).parent.parent / "spec" / "good" / "smallest.json").read_text())
SOURCE, WORK = SPEC["source"]["bucket"], SPEC["work"]["bucket"]
COLUMNS = [{"name": "iata", "type": "varchar(3)"}, {"name": "Elevation", "type": "int"}]


class PlayedRedshift:
    """Finds all listed files new, and says that the load did what the test says; remembers what was sent."""

    def __init__(self, storage: Storage, recorded: tuple[int, ...]) -> None:
        self.storage, self.recorded = storage, recorded
        self.sent: dict[str, str] = {}

    def query(self, sql: str, name: str) -> list[tuple[int, ...]]:
        return [self.recorded] if name.endswith("committed") else []

    def retried(self, attempt, note=None):
        return attempt(1)

    def run(self, steps, name, token) -> Done:
        self.sent = {step.name: step.sql for step in steps}
        return Done({}, dict.fromkeys(self.sent, 0.0), {name: name for name in self.sent})

    def rows(self, statement_id: str) -> list[tuple[str, ...]]:
        (part,) = [found for found in self.storage.list(WORK, "staging/") if found.key.endswith("000000.csv.gz")]
        lines = gzip.decompress(self.storage.read(WORK, part.key)).decode().splitlines()
        return [(*line.split(","), "") for line in lines]


@pytest.fixture(scope="module")
def aws(spark) -> Iterator[dict[str, str]]:
    """moto's S3 and Glue, with the buckets; Spark is told where they are."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    hadoop = spark.sparkContext._jsc.hadoopConfiguration()
    settings = {
        "fs.s3.impl": "org.apache.hadoop.fs.s3a.S3AFileSystem",
        "fs.s3a.access.key": "local",
        "fs.s3a.aws.credentials.provider": "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
        "fs.s3a.connection.ssl.enabled": "false",
        "fs.s3a.endpoint": endpoint,
        "fs.s3a.endpoint.region": "us-east-1",
        "fs.s3a.path.style.access": "true",
        "fs.s3a.secret.key": "local",
    }
    for name, value in settings.items():
        hadoop.set(name, value)
    client = {
        "endpoint_url": endpoint,
        "region_name": "us-east-1",
        "aws_access_key_id": "local",
        "aws_secret_access_key": "local",
    }
    for bucket in (SOURCE, WORK):
        boto3.client("s3", **client).create_bucket(Bucket=bucket)
    yield client
    server.stop()


@pytest.fixture
def load(spark, aws):
    """Puts files, loads them as one dataset and returns its report, what Redshift was sent and the storage."""
    storage = Storage(boto3.client("s3", **aws))
    for bucket in (SOURCE, WORK):
        storage.delete(bucket, "")

    def run_load(files, recorded, *, while_read=lambda: None, report=None, **dataset):
        given = {"columns": COLUMNS, "load": {"mode": "append"}, **dataset}
        spec = parse(json.dumps({**SPEC, "datasets": [{**SPEC["datasets"][0], **given}]}))
        for key, content in files.items():
            storage.write(SOURCE, f"vega/airports/{key}", content.encode())
        redshift = PlayedRedshift(storage, recorded)

        def started():
            while_read()
            return spark

        glue = boto3.client("glue", **aws)
        run = Run(spec, "job", "jr_1", datetime.now(UTC), started, glue, storage, redshift)
        report = report or DatasetReport("airports", "vega.airports", "append")
        try:
            load_dataset(run, run.spec.datasets[0], report)
        finally:
            run_load.staged = [found.key for found in storage.list(WORK, "staging/")]
            clean_staging(run, run.spec.datasets[0])
        return report, redshift.sent

    run_load.storage = storage
    return run_load


def set_aside(storage: Storage) -> list[dict]:
    texts = [storage.read(WORK, found.key).decode() for found in storage.list(WORK, "quarantine/") if found.size]
    return [json.loads(line) for text in texts for line in text.splitlines()]


def test_rows_are_staged_and_bad_ones_set_aside(load):
    files = {"a.csv": "iata,Elevation\nABC,1\nABCD,2\n", "b.csv": "Elevation,iata\nhigh,XYZ\n5,DEF\n", "_skip.csv": "x"}

    report, sent = load(files, (2, 0, 0, 0))

    document = report.document()
    assert {key: document[key] for key in ("status", "files", "read", "loaded", "quarantined", "deduplicated")} == {
        "status": "LOADED",
        "files": 2,
        "read": 4,
        "loaded": 2,
        "quarantined": 2,
        "deduplicated": 0,
    }
    assert document["quarantine"] == f"s3://{WORK}/quarantine/vega-local/airports/jr_1/"
    reasons = {fault["reason"] for record in set_aside(load.storage) for fault in record["reasons"]}
    assert reasons == {"iata: is longer than 3 bytes", "Elevation: does not fit INTEGER"}
    assert "count(*) = 2 " in sent["check the stage"]
    assert "FROM 's3://vega-local-work/staging/vega-local/airports/jr_1/manifest.json'" in sent["copy the staged rows"]


def test_the_staging_prefix_is_clean_afterwards(load):
    load.storage.write(WORK, "staging/vega-local/airports/jr_dead/rows/x.parquet", b"x")

    load({"a.csv": "iata,Elevation\nABC,1\n"}, (1, 0, 0, 0))

    assert any(key.endswith("jr_1/manifest.json") for key in load.staged)
    assert list(load.storage.list(WORK, "staging/")) == []


def test_nothing_new_sends_nothing(load):
    report, sent = load({}, ())

    assert (report.status, report.files, sent) == ("NOTHING_NEW", 0, {})


def failed(load, error: type[Exception], match: str, files, recorded=(1, 0, 0, 0), **more) -> DatasetReport:
    report = DatasetReport("airports", "vega.airports", "append")
    with pytest.raises(error, match=match):
        load(files, recorded, report=report, **more)
    assert report.status == "FAILED"
    return report


TWO = {"a.csv": "iata,Elevation\nABC,1\nDEF,2\n"}


def test_rows_unaccounted_for_fail_the_dataset(load):
    failed(load, NotReconciledError, "2 rows were read and 0 derived, but 1 are accounted for: 1 loaded", TWO)


def test_a_file_that_changes_while_it_is_read_fails_the_dataset(load):
    def change() -> None:
        load.storage.write(SOURCE, "vega/airports/a.csv", b"iata,Elevation\nXYZ,9\n")

    failed(
        load,
        FileChangedError,
        r"s3://.*/a\.csv was written anew, or deleted, while it was read",
        TWO,
        while_read=change,
    )


def test_a_rule_that_must_hold_fails_the_dataset_and_its_rows_can_be_seen(load):
    rules = [{"name": "low", "check": "elevation < 2", "onFail": "fail"}]

    report = failed(load, RuleBrokenError, r"broken: 'low' by 1 rows; nothing is loaded", TWO, rules=rules)

    assert [(rule.name, rule.rows) for rule in report.rules] == [("low", 1)]
    assert [record["reasons"][0]["rule"] for record in set_aside(load.storage)] == ["low"]


@pytest.mark.parametrize(("most", "fails"), [(0.5, False), (0.49, True)])
def test_more_bad_rows_than_allowed_fail_the_dataset(load, most, fails):
    files = {"a.csv": "iata,Elevation\nABC,1\nDEF,high\n"}

    if fails:
        failed(load, TooManyQuarantinedError, "1 of 2 rows are bad, more than", files, maxQuarantinedRatio=most)
    else:
        assert load(files, (1, 0, 0, 0), maxQuarantinedRatio=most)[0].status == "LOADED"


def test_upsert_stages_what_tells_the_newest_row(load):
    mode = {"mode": "upsert", "keys": ["iata"]}

    report, sent = load({"a.csv": "iata,Elevation\nABC,1\nABC,2\n,3\n"}, (1, 0, 1, 0), load=mode)

    assert report.counts.deduplicated == 1
    assert report.counts.quarantined == 1
    assert '"elevation", "s3_to_redshift_modified", "s3_to_redshift_row")' in sent["copy the staged rows"]


def test_files_without_rows_are_recorded_all_the_same(load):
    report, sent = load({"a.csv": "iata,Elevation\n", "b.csv": ""}, (0, 0, 0, 0))

    assert (report.status, report.files, report.counts.read) == ("LOADED", 2, 0)
    assert "copy the staged rows" not in sent
    assert "write the ledger" in sent
