"""The catalog's description of a target. Glue by moto, or by botocore's check of what is sent; Redshift is played."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws

from s3_to_redshift.catalog_targets import describe_target
from s3_to_redshift.redshift import RedshiftError
from s3_to_redshift.report import DatasetReport
from s3_to_redshift.run import Run
from s3_to_redshift.spec import parse

SPEC = json.loads((Path(__file__).parent.parent / "spec" / "good" / "smallest.json").read_text())
DATABASE, TABLE = "vega_local_targets", "dev_vega_airports"
DESCRIBING = {
    **SPEC,
    "datasets": [{**SPEC["datasets"][0], "catalogTarget": TABLE}],
    "catalogTargets": {"database": DATABASE},
}
ID, NAME = ("iata", "character varying", 3, None, None), ("elevation", "numeric", None, 7, 2)
PARAMETERS = {"classification": "redshift", "typeOfData": "table", "connectionName": "shop"}
STORED = {
    "Name": TABLE,
    "Description": "Airports",
    "Owner": "data",
    "Retention": 3,
    "TableType": "EXTERNAL_TABLE",
    "Parameters": PARAMETERS,
    "PartitionKeys": [{"Name": "year", "Type": "int"}],
    "StorageDescriptor": {
        "Location": "dev.vega.airports",
        "Parameters": PARAMETERS,
        "Columns": [
            {"Name": "iata", "Type": "int", "Comment": "by IATA", "Parameters": {"pii": "no"}},
            {"Name": "gone", "Type": "string"},
        ],
    },
}
READ_ONLY = {
    "DatabaseName": DATABASE,
    "CatalogId": "123456789012",
    "VersionId": "7",
    "CreatedBy": "arn:aws:iam::123456789012:role/deployer",
    "CreateTime": datetime(2026, 1, 1, tzinfo=UTC),
    "UpdateTime": datetime(2026, 1, 2, tzinfo=UTC),
    "IsRegisteredWithLakeFormation": False,
    "IsMultiDialectView": False,
}


class PlayedRedshift:
    """Has the columns that the test gives, and remembers what it was asked."""

    def __init__(self, columns: list[tuple] | Exception) -> None:
        self.columns, self.asked = columns, []

    def query(self, sql: str, name: str) -> list[tuple]:
        self.asked.append(sql)
        if isinstance(self.columns, Exception):
            raise self.columns
        return self.columns


@pytest.fixture
def glue() -> Iterator[Any]:
    with mock_aws():
        client = boto3.client("glue", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        client.create_database(DatabaseInput={"Name": DATABASE})
        yield client


def described(
    glue: Any, columns: list[tuple] | Exception, spec: dict[str, Any] = DESCRIBING
) -> tuple[DatasetReport, PlayedRedshift]:
    redshift = PlayedRedshift(columns)
    run = Run(parse(json.dumps(spec)), "job", "jr_1", datetime.now(UTC), None, glue, None, redshift)
    report = DatasetReport("airports", "vega.airports", "append", status="LOADED")
    describe_target(run, run.spec.datasets[0], report)
    return report, redshift


def test_the_columns_become_those_of_the_target_and_all_else_stays(glue):
    glue.create_table(DatabaseName=DATABASE, TableInput=STORED)

    report, redshift = described(glue, [NAME, ID])

    table = glue.get_table(DatabaseName=DATABASE, Name=TABLE)["Table"]
    assert table["StorageDescriptor"].pop("Columns") == [
        {"Name": "elevation", "Type": "decimal(7,2)"},
        {"Name": "iata", "Type": "string", "Comment": "by IATA", "Parameters": {"pii": "no"}},
    ]
    assert table["StorageDescriptor"] == {"Location": "dev.vega.airports", "Parameters": PARAMETERS}
    others = {key: value for key, value in STORED.items() if key != "StorageDescriptor"}
    assert {key: table[key] for key in others} == others
    assert report.warnings == []
    (asked,) = redshift.asked
    assert "table_schema = 'vega' AND table_name = 'airports'" in asked


@contextmanager
def stubbed(
    answer: dict[str, Any], sent: dict[str, Any] | None = None, error: tuple[str, str] | None = None
) -> Iterator[Any]:
    """A client that takes these calls and no other: botocore itself checks them against Glue's model."""
    client = boto3.client("glue", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    with Stubber(client) as stubber:
        stubber.add_response("get_table", {"Table": answer}, {"DatabaseName": DATABASE, "Name": TABLE})
        if sent is not None:
            stubber.add_response("update_table", {}, sent)
        if error is not None:
            stubber.add_client_error("update_table", *error)
        yield client
        stubber.assert_no_pending_responses()


def test_what_is_only_read_is_not_sent_back_and_no_version_is_archived():
    columns = [{**STORED["StorageDescriptor"]["Columns"][0], "Type": "string"}]
    sent = {
        "DatabaseName": DATABASE,
        "TableInput": {**STORED, "StorageDescriptor": {**STORED["StorageDescriptor"], "Columns": columns}},
        "VersionId": "7",
        "SkipArchive": True,
    }
    with stubbed({**STORED, **READ_ONLY}, sent) as glue:
        assert described(glue, [ID])[0].warnings == []


def test_a_table_that_says_so_already_is_not_written():
    columns = [{"Name": "iata", "Type": "string", "Comment": "by IATA"}, {"Name": "elevation", "Type": "decimal(7,2)"}]
    answer = {**STORED, **READ_ONLY, "StorageDescriptor": {**STORED["StorageDescriptor"], "Columns": columns}}
    with stubbed(answer) as glue:
        assert described(glue, [ID, NAME])[0].warnings == []


def test_nothing_is_asked_where_it_is_not_asked_for():
    report, redshift = described(None, [ID], SPEC)

    assert (report.warnings, redshift.asked) == ([], [])


def warned(capsys, glue: Any, columns: list[tuple] | Exception) -> str:
    """The only warning; it is in the report and in the output, and the load is a load."""
    report, _ = described(glue, columns)
    assert report.status == "LOADED"
    (warning,) = report.warnings
    assert f"airports: {warning}\n" in capsys.readouterr().out
    assert warning.startswith("the catalog may not have the columns of vega.airports as they are now: ")
    assert warning.endswith(" (the dataset's next load tries again)")
    return warning


def test_a_table_that_is_not_there_is_a_warning_with_what_to_do(capsys, glue):
    warning = warned(capsys, glue, [ID])

    assert f"there is no table {TABLE!r} in the Glue database {DATABASE!r}; `pulumi up --refresh` makes it" in warning
    assert glue.get_tables(DatabaseName=DATABASE)["TableList"] == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("AccessDeniedException", "User: loader is not authorized to perform: glue:UpdateTable"),
        ("ConcurrentModificationException", "Update table failed due to concurrent modifications."),
    ],
)
def test_what_glue_refuses_is_a_warning(capsys, code, text):
    with stubbed({**STORED, **READ_ONLY}, error=(code, text)) as glue:
        assert f"({code}) when calling the UpdateTable operation: {text}" in warned(capsys, glue, [ID])


def test_what_redshift_does_not_tell_is_a_warning(capsys, glue):
    glue.create_table(DatabaseName=DATABASE, TableInput=STORED)

    assert "statement aborted" in warned(capsys, glue, RedshiftError("statement aborted"))
    assert "Redshift shows no columns of it" in warned(capsys, glue, [])

    assert glue.get_table(DatabaseName=DATABASE, Name=TABLE)["Table"]["VersionId"] == "1"
