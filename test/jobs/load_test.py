"""A dataset through all stages: S3 by moto, read by Spark's own S3 client. Only Redshift is played by the test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from s3_to_redshift.clean import clean_staging
from s3_to_redshift.load import Run, load_dataset
from s3_to_redshift.reconcile import NotReconciledError
from s3_to_redshift.report import DatasetReport
from s3_to_redshift.spec import parse
from s3_to_redshift.storage import Storage

SPEC = json.loads((Path(__file__).parent.parent / "spec" / "good" / "smallest.json").read_text())
SOURCE, WORK = SPEC["source"]["bucket"], SPEC["work"]["bucket"]
COLUMNS = [{"name": "iata", "type": "varchar(3)"}, {"name": "Elevation", "type": "int"}]


class PlayedRedshift:
    """Says that each transaction affected the given numbers of rows, and remembers what was sent."""

    def __init__(self, affected: dict[str, int], loaded: list[tuple[str, str, str]]) -> None:
        self.affected, self.loaded = affected, loaded
        self.sent: dict[str, str] = {}

    def query(self, sql: str, name: str) -> list[tuple[str, str, str]]:
        return self.loaded

    def run(self, steps, name, token) -> dict[str, int]:
        self.sent = {step.name: step.sql for step in steps}
        return self.affected


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

    def run_load(files, affected, *, mode=None, loaded=(), report=None):
        spec = {**SPEC, "datasets": [{**SPEC["datasets"][0], "columns": COLUMNS, "load": mode or {"mode": "append"}}]}
        for key, content in files.items():
            storage.write(SOURCE, f"vega/airports/{key}", content.encode())
        redshift = PlayedRedshift(affected, list(loaded))
        glue = boto3.client("glue", **aws)
        run = Run(parse(json.dumps(spec)), "job", "jr_1", datetime.now(UTC), lambda: spark, glue, storage, redshift)
        report = report or DatasetReport("airports", "vega.airports", "append")
        try:
            load_dataset(run, run.spec.datasets[0], report)
        finally:
            run_load.staged = [found.key for found in storage.list(WORK, "staging/")]
            clean_staging(run, run.spec.datasets[0])
        return report, redshift.sent

    run_load.storage = storage
    return run_load


def test_rows_are_staged_and_bad_ones_set_aside(load):
    files = {"a.csv": "iata,Elevation\nABC,1\nABCD,2\n", "b.csv": "Elevation,iata\nhigh,XYZ\n5,DEF\n", "_skip.csv": "x"}

    report, sent = load(files, {"apply": 2})

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
    bad = [load.storage.read(WORK, o.key).decode() for o in load.storage.list(WORK, "quarantine/") if o.size]
    reasons = {json.loads(line)["reasons"][0] for text in bad for line in text.splitlines()}
    assert reasons == {"iata: is longer than 3 bytes", "Elevation: does not fit INTEGER"}
    assert "count(*) = 2 " in sent["check the stage"]
    assert "FROM 's3://vega-local-work/staging/vega-local/airports/jr_1/manifest.json'" in sent["copy the staged rows"]


def test_the_staging_prefix_is_clean_afterwards(load):
    load.storage.write(WORK, "staging/vega-local/airports/jr_dead/rows/x.parquet", b"x")

    load({"a.csv": "iata,Elevation\nABC,1\n"}, {"apply": 1})

    assert any(key.endswith("jr_1/manifest.json") for key in load.staged)
    assert list(load.storage.list(WORK, "staging/")) == []


def test_nothing_new_sends_nothing(load):
    load.storage.write(SOURCE, "vega/airports/a.csv", b"iata,Elevation\nABC,1\n")
    (found,) = load.storage.list(SOURCE, "")

    report, sent = load({}, {}, loaded=[(SOURCE, found.key, found.etag)])

    assert (report.status, report.files, sent) == ("NOTHING_NEW", 0, {})


def test_rows_unaccounted_for_fail_the_dataset(load):
    report = DatasetReport("airports", "vega.airports", "append")

    with pytest.raises(NotReconciledError, match="2 rows were read, but 1 are accounted for: 1 loaded"):
        load({"a.csv": "iata,Elevation\nABC,1\nDEF,2\n"}, {"apply": 1}, report=report)

    assert report.status == "FAILED"


def test_upsert_stages_what_tells_the_newest_row(load):
    mode = {"mode": "upsert", "keys": ["iata"]}

    report, sent = load({"a.csv": "iata,Elevation\nABC,1\nABC,2\n,3\n"}, {"apply": 1, "deduplicate": 1}, mode=mode)

    assert report.counts.deduplicated == 1
    assert report.counts.quarantined == 1
    assert '"elevation", "s3_to_redshift_modified", "s3_to_redshift_row")' in sent["copy the staged rows"]


def test_files_without_rows_are_recorded_all_the_same(load):
    report, sent = load({"a.csv": "iata,Elevation\n", "b.csv": ""}, {})

    assert (report.status, report.files, report.counts.read) == ("LOADED", 2, 0)
    assert "apply" not in sent
    assert "write the ledger" in sent


def test_only_empty_files_do_not_need_spark(load):
    report, _ = load({"a.csv": ""}, {})

    assert (report.status, report.files) == ("LOADED", 1)
