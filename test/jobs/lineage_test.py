"""What OpenLineage hears of a run: the events themselves, in S3 (by moto) or at a server on this machine."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

import boto3
import pytest
from moto import mock_aws

from s3_to_redshift import spec
from s3_to_redshift.lineage import LIBRARY, Lineage
from s3_to_redshift.plan import TargetColumn
from s3_to_redshift.reconcile import Counts
from s3_to_redshift.report import DatasetReport, RuleReport
from s3_to_redshift.storage import Storage
from s3_to_redshift.types import target_type

ROOT = Path(__file__).parents[2]
GIVEN = spec.parse((ROOT / "test" / "spec" / "good" / "all-options.json").read_text())
AIRPORTS, MOVIES, *_ = GIVEN.datasets
WORK = GIVEN.work.bucket
COLUMNS = [TargetColumn("iata", target_type("varchar(3)")), TargetColumn("tags", target_type("array<string>"))]


@pytest.fixture
def storage(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "local")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket=WORK)
        yield Storage(s3)


@pytest.fixture
def server():
    """Takes what is posted; refuses it while ``status`` is none of 2xx."""
    posted: list[tuple[str, dict]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            posted.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(server.status)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.status, server.posted = 201, posted
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def lineage(url: str | None = None, run_id: str = "jr_1", given: spec.Spec = GIVEN) -> Lineage:
    wanted = replace(given, lineage=spec.Lineage(namespace="shop", url=url))
    return Lineage(wanted, "vega-local", run_id, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "eu-west-1")


def report(dataset: spec.Dataset, **values) -> DatasetReport:
    target = f"{dataset.target.schema}.{dataset.target.table}"
    return DatasetReport(dataset.name, target, dataset.load.mode, **values)


def stored(storage: Storage, run_id: str = "jr_1") -> list[dict]:
    return [json.loads(line) for line in storage.read(WORK, f"lineage/{run_id}.jsonl").splitlines()]


def test_each_dataset_has_a_start_and_an_end_in_the_work_bucket(storage):
    events = lineage()
    events.start(AIRPORTS)
    events.end(AIRPORTS, report(AIRPORTS, status="LOADED"))
    events.start(MOVIES)
    events.end(MOVIES, report(MOVIES, status="NOTHING_NEW"))
    events.close(storage)

    found = stored(storage)
    assert [(event["job"]["name"], event["eventType"]) for event in found] == [
        ("vega-local.airports", "START"),
        ("vega-local.airports", "COMPLETE"),
        ("vega-local.movies", "START"),
        ("vega-local.movies", "COMPLETE"),
    ]
    assert {event["job"]["namespace"] for event in found} == {"shop"}
    runs = [UUID(event["run"]["runId"]) for event in found]
    assert (runs[0], runs[2]) == (runs[1], runs[3])
    assert runs[0] != runs[2]
    assert all(event["eventTime"].endswith("Z") and event["producer"] == "urn:s3-to-redshift" for event in found)


def test_names_are_those_of_openlineages_naming(storage):
    events = lineage()
    events.start(AIRPORTS)
    events.close(storage)

    (start,) = stored(storage)
    assert [(one["namespace"], one["name"]) for one in start["inputs"]] == [("s3://vega-local-source", "vega/airports")]
    assert [(one["namespace"], one["name"]) for one in start["outputs"]] == [
        ("redshift://vega-local.eu-west-1:5439", "dev.vega.airports")
    ]


def test_datasets_that_a_transform_joins_are_inputs_too(storage):
    joining = replace(AIRPORTS, transform=spec.Transform(sql="SELECT * FROM source", tables=("movies",)))
    given = replace(GIVEN, datasets=(joining, *GIVEN.datasets[1:]))

    events = lineage(given=given)
    events.start(joining)
    events.close(storage)

    assert [one["name"] for one in stored(storage)[0]["inputs"]] == ["vega/airports", "vega/movies"]


def test_the_end_says_what_was_read_and_written(storage):
    done = report(AIRPORTS, status="LOADED", files=2, bytes=999, counts=Counts(read=10, loaded=7, quarantined=3))

    events = lineage()
    events.start(AIRPORTS)
    events.end(AIRPORTS, done, COLUMNS)
    events.close(storage)

    start, end = stored(storage)
    (source,), (target,) = end["inputs"], end["outputs"]
    numbers = {"rowCount": 10, "fileCount": 2}
    assert source["inputFacets"]["inputStatistics"].items() >= {**numbers, "size": 999}.items()
    assert source["inputFacets"]["dataQualityMetrics"].items() >= {**numbers, "bytes": 999}.items()
    assert target["outputFacets"]["outputStatistics"]["rowCount"] == 7
    assert [(field["name"], field["type"]) for field in target["facets"]["schema"]["fields"]] == [
        ("iata", "VARCHAR(3)"),
        ("tags", "SUPER"),
    ]
    assert start["inputs"][0]["inputFacets"] == start["outputs"][0]["outputFacets"] == {}


def test_rules_are_assertions_on_what_was_read(storage):
    rules = [RuleReport("amount is positive", "quarantine", 3), RuleReport("known state", "fail", 0)]

    events = lineage()
    events.end(AIRPORTS, report(AIRPORTS, status="LOADED", rules=rules, newest_file="2026-01-02T03:04:05Z"))
    events.close(storage)

    facets = stored(storage)[0]["inputs"][0]["inputFacets"]
    assert [
        (found["name"], found["success"], found["severity"], found["actual"])
        for found in facets["dataQualityAssertions"]["assertions"]
    ] == [
        ("amount is positive", False, "warn", "3 rows break it"),
        ("known state", True, "error", "0 rows break it"),
    ]
    assert facets["dataQualityMetrics"]["lastUpdated"] == "2026-01-02T03:04:05Z"


def test_every_run_of_the_glue_job_is_the_parent_of_its_datasets_runs(storage):
    for run_id in ("jr_1", "jr_2"):
        events = lineage(run_id=run_id)
        events.start(AIRPORTS)
        events.start(MOVIES)
        events.close(storage)

    first, second = stored(storage, "jr_1"), stored(storage, "jr_2")
    parents = [{event["run"]["facets"]["parent"]["run"]["runId"] for event in events} for events in (first, second)]
    assert [len(parent) for parent in parents] == [1, 1]
    assert parents[0] != parents[1]
    assert first[0]["run"]["facets"]["parent"]["job"] == {"namespace": "shop", "name": "vega-local", "facets": {}}
    assert first[0]["run"]["runId"] != second[0]["run"]["runId"]
    assert first[0]["run"]["facets"]["nominalTime"]["nominalStartTime"] == "2026-01-02T03:04:05.000Z"


def test_a_dataset_that_failed_ends_with_its_error(storage):
    events = lineage()
    events.end(MOVIES, report(MOVIES, status="FAILED", error="movies.json: is no JSON"))
    events.close(storage)

    (end,) = stored(storage)
    assert end["eventType"] == "FAIL"
    assert (
        end["run"]["facets"]["errorMessage"].items()
        >= {
            "message": "movies.json: is no JSON",
            "programmingLanguage": "PYTHON",
        }.items()
    )


@pytest.mark.parametrize(
    ("path", "where"), [("", "/api/v1/lineage"), ("/", "/api/v1/lineage"), ("/hooks/lineage", "/hooks/lineage")]
)
def test_events_are_posted_where_a_url_is_given(storage, server, path, where):
    events = lineage(server.url + path)
    events.start(AIRPORTS)
    events.end(AIRPORTS, report(AIRPORTS, status="LOADED"))
    events.close(storage)

    assert [(to, event["eventType"]) for to, event in server.posted] == [(where, "START"), (where, "COMPLETE")]
    assert list(storage.list(WORK, "lineage/")) == []


def test_a_server_that_refuses_is_asked_no_more_and_fails_nothing(storage, server, capsys):
    server.status = 403
    events = lineage(server.url)
    events.start(AIRPORTS)
    events.end(AIRPORTS, report(AIRPORTS, status="LOADED"))
    events.close(storage)

    assert len(server.posted) == 1
    assert capsys.readouterr().out.startswith("lineage: no more events are emitted in this run: 403 Client Error")


def test_a_bucket_that_takes_nothing_fails_nothing(storage, capsys):
    missing = replace(GIVEN, work=replace(GIVEN.work, bucket="no-such-bucket"))
    events = lineage(given=missing)
    events.start(AIRPORTS)
    events.close(storage)

    assert capsys.readouterr().out.startswith("lineage: the events are lost: An error occurred (NoSuchBucket)")


def test_without_lineage_in_the_spec_there_are_no_events(storage):
    events = Lineage(GIVEN, "vega-local", "jr_1", datetime.now(UTC), "eu-west-1")
    events.start(AIRPORTS)
    events.end(AIRPORTS, report(AIRPORTS, status="LOADED"))
    events.close(storage)

    assert list(storage.list(WORK, "")) == []


SCRIPT = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from s3_to_redshift import lineage, spec

given = spec.parse(sys.stdin.read())
for wanted in (None, spec.Lineage(namespace="shop")):
    events = lineage.Lineage(replace(given, lineage=wanted), "job", "jr_1", datetime.now(UTC), "eu-west-1")
    print("wanted", wanted is not None)
    events.start(given.datasets[0])
    events.close(None)
"""


def test_without_the_library_that_is_said_once_and_the_load_goes_on():
    # -S: an interpreter without any installed package.
    run = subprocess.run(
        [sys.executable, "-S", "-c", SCRIPT],
        input=(ROOT / "test" / "spec" / "good" / "all-options.json").read_text(),
        env={"PYTHONPATH": str(ROOT / "jobs")},
        capture_output=True,
        text=True,
    )

    assert run.stderr == ""
    assert run.stdout.splitlines() == [
        "wanted False",
        f"lineage: no events are emitted: No module named 'openlineage' (--additional-python-modules {LIBRARY} brings "
        "the library)",
        "wanted True",
    ]


def test_the_version_that_is_told_is_the_one_tested():
    assert f"openlineage-python=={version('openlineage-python')}" == LIBRARY
