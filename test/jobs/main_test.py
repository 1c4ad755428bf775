"""A run as a whole, as Glue starts it. S3 and Glue by moto; Spark and the way of a dataset have tests of their own."""

from __future__ import annotations

import json
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from s3_to_redshift import main as job
from s3_to_redshift.reconcile import Counts
from s3_to_redshift.redshift import RedshiftError

SPEC = json.loads((Path(__file__).parent.parent / "spec" / "good" / "all-options.json").read_text())
# Lineage has a test of its own, and the address in this example leads nowhere.
del SPEC["lineage"]
WORK = SPEC["work"]["bucket"]
ARGV = ["--JOB_NAME", "vega-local", "--JOB_RUN_ID", "jr_1", "--spec_uri", f"s3://{WORK}/code/spec.json"]


class PlayedRedshift:
    def __init__(self, *_: object) -> None:
        pass

    def retried(self, attempt):
        return attempt(1)

    def run(self, steps, name, token):
        return None


class BrokenRedshift(PlayedRedshift):
    def run(self, steps, name, token):
        raise RedshiftError("no such workgroup")


@pytest.fixture
def run(monkeypatch):
    """Runs the job with datasets that do as told; returns the report in S3."""
    with mock_aws():
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "local")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket=WORK)
        s3.put_object(Bucket=WORK, Key="code/spec.json", Body=json.dumps(SPEC))

        def start(load_dataset, *more: str, redshift=PlayedRedshift):
            monkeypatch.setattr(job, "Redshift", redshift)
            monkeypatch.setattr(job, "load_dataset", load_dataset)
            job.main([*ARGV, *more])

        start.report = lambda: json.loads(s3.get_object(Bucket=WORK, Key="reports/jr_1.json")["Body"].read())
        yield start


def loads(run, dataset, report):
    report.status, report.counts = "LOADED", Counts(read=2, loaded=2)
    return ()


def test_the_report_lies_in_s3_and_is_the_last_line_of_the_output(run, capsys):
    run(loads)

    last = capsys.readouterr().out.splitlines()[-1]
    document = json.loads(last.removeprefix("RUN_REPORT "))
    assert document == run.report()
    assert {key: document[key] for key in ("version", "runId", "jobName", "pipeline", "status")} == {
        "version": 1,
        "runId": "jr_1",
        "jobName": "vega-local",
        "pipeline": "vega-local",
        "status": "SUCCEEDED",
    }
    assert document["startedAt"].endswith("Z")
    first = document["datasets"][0]
    assert list(first) == [
        *("dataset", "target", "mode", "status", "files", "bytes"),
        *("read", "derived", "loaded", "deleted", "quarantined", "filtered", "deduplicated", "ties"),
        *("listing", "rules", "checks", "schemaChanges", "retries", "warnings", "newestFile", "lagSeconds"),
        *("seconds", "quarantine", "error"),
    ]
    assert (first["dataset"], first["target"], first["mode"]) == ("airports", "vega.airports", "upsert")
    assert list(first["seconds"]) == ["list", "stage", "copy", "apply", "load", "total"]


def test_one_dataset_that_fails_keeps_no_other_from_loading(run):
    def one_fails(given, dataset, report):
        if dataset.name == "movies":
            raise ValueError("f.json: is broken\nat java.lang.Thread")
        return loads(given, dataset, report)

    with pytest.raises(job.JobFailedError, match=r"^dataset movies: f\.json: is broken$"):
        run(one_fails)

    document = run.report()
    assert document["status"] == "FAILED"
    assert {dataset["dataset"] for dataset in document["datasets"] if dataset["status"] == "FAILED"} == {"movies"}
    assert len(document["datasets"]) == len(SPEC["datasets"])
    assert document["datasets"][1]["error"] == "f.json: is broken"


def test_without_redshift_every_dataset_fails_and_the_report_is_written(run):
    with pytest.raises(job.JobFailedError, match=r"dataset airports: no such workgroup; dataset movies"):
        run(loads, redshift=BrokenRedshift)

    assert {dataset["error"] for dataset in run.report()["datasets"]} == {"no such workgroup"}


def test_datasets_may_be_chosen(run):
    run(loads, "--datasets", "movies,airports")

    assert [dataset["dataset"] for dataset in run.report()["datasets"]] == ["movies", "airports"]


def test_a_dataset_that_is_not_in_the_spec_is_refused(run):
    with pytest.raises(ValueError, match=r"--datasets: no dataset 'trains'; the spec has airports, movies, flights"):
        run(loads, "--datasets", "trains")
