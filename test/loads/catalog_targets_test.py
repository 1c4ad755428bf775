"""The tables of the catalog that describe the targets: after each load they have the columns that Redshift has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest

from loads.world import CATALOG, DATABASE, Pipeline, World, columns

TARGETS = "loads_targets"
TYPES = json.loads((Path(__file__).parents[1] / "spec" / "target-types.json").read_text())
DECLARED = [(found["declared"], found["inCatalog"]) for found in TYPES if found["declared"] is not None]
# What crawlers make of what SVV_REDSHIFT_COLUMNS says; the job asks another view.
CRAWLED = {
    "bigint": "bigint",
    "boolean": "boolean",
    "character varying": "string",
    "date": "date",
    "integer": "int",
    "numeric": "decimal",
    "super": "string",
    "timestamp without time zone": "timestamp",
}
PARAMETERS = {"classification": "redshift", "typeOfData": "table", "connectionName": "shop"}


@pytest.fixture(scope="module")
def targets(world: World) -> None:
    world.glue.create_database(DatabaseInput={"Name": TARGETS})


@pytest.fixture
def describing(targets: None, pipeline: Pipeline) -> Pipeline:
    pipeline.catalog_targets = {"database": TARGETS}
    return pipeline


def described(pipeline: Pipeline, name: str) -> str:
    """Makes the table as components/catalog/target-tables.ts does where no column is declared; returns its name."""
    table = f"{DATABASE}_{pipeline.name}_{name}"
    storage = {"Columns": [], "Location": f"{DATABASE}.{pipeline.name}.{name}", "Parameters": PARAMETERS}
    table_input = {"Name": table, "TableType": "EXTERNAL_TABLE", "Parameters": PARAMETERS, "StorageDescriptor": storage}
    pipeline.world.glue.create_table(DatabaseName=TARGETS, TableInput=table_input)
    return table


def stored(pipeline: Pipeline, table: str) -> dict[str, Any]:
    return pipeline.world.glue.get_table(DatabaseName=TARGETS, Name=table)["Table"]


def in_catalog(pipeline: Pipeline, table: str) -> list[tuple[str, str]]:
    return [(found["Name"], found["Type"]) for found in stored(pipeline, table)["StorageDescriptor"]["Columns"]]


def in_redshift(pipeline: Pipeline, name: str) -> list[tuple[str, str]]:
    found = pipeline.world.query(
        "SELECT column_name, data_type FROM svv_redshift_columns"
        f" WHERE schema_name = '{pipeline.name}' AND table_name = '{name}' ORDER BY ordinal_position"
    )
    return [(column, crawled(kind)) for column, kind in found]


def crawled(kind: str) -> str:
    name, size = re.fullmatch(r"([a-z ]+)(\(.*\))?", kind).groups()
    return f"decimal{size}" if name == "numeric" else CRAWLED[name]


def test_the_columns_are_redshifts_after_the_first_load_and_after_they_changed(describing):
    table = described(describing, "orders")
    own = {"catalogTarget": table, "evolution": "widen", "target": {"fileColumn": "source_file"}}
    describing.dataset("orders", columns=columns("Order Id int", "amount decimal(5,2)", "tags array<string>"), **own)
    describing.put("orders", "1.csv", 'Order Id,amount,tags\n1,1.50,"[""a""]"\n')
    before = stored(describing, table)

    result = describing.run()

    assert result.error is None
    assert result.dataset["warnings"] == []
    first = in_catalog(describing, table)
    assert first == in_redshift(describing, "orders")
    assert first == [
        ("order_id", "int"),
        ("amount", "decimal(5,2)"),
        ("tags", "string"),
        ("source_file", "string"),
    ]

    wider = columns("Order Id bigint", "amount decimal(5,2)", "tags array<string>", "note varchar(10)")
    describing.dataset("orders", columns=wider, **own)
    describing.put("orders", "2.csv", "Order Id,amount,tags,note\n3000000000,2.50,,new\n")
    assert describing.run().dataset["schemaChanges"]

    changed = in_catalog(describing, table)
    assert changed == in_redshift(describing, "orders")
    assert dict(changed) == {**dict(first), "order_id": "bigint", "note": "string"}
    after = stored(describing, table)
    kept = ("Name", "TableType", "Parameters", "CreateTime")
    assert [after[key] for key in kept] == [before[key] for key in kept]
    assert after["StorageDescriptor"] | {"Columns": []} == before["StorageDescriptor"]


def test_what_a_person_changed_is_there_after_the_next_load(describing):
    table = described(describing, "visits")
    describing.dataset("visits", columns=columns("id bigint", "at date"), catalogTarget=table)
    describing.put("visits", "1.csv", "id,at\n1,2026-01-01\n")
    describing.run()
    describing.world.query(f"ALTER TABLE {describing.name}.visits ADD COLUMN by_hand BOOLEAN")

    assert describing.run().dataset["status"] == "NOTHING_NEW"
    assert in_catalog(describing, table) == [("id", "bigint"), ("at", "date")]

    describing.put("visits", "2.csv", "id,at\n2,2026-01-02\n")
    describing.run()
    version = stored(describing, table)["VersionId"]
    assert in_catalog(describing, table) == in_redshift(describing, "visits")
    assert in_catalog(describing, table)[-1] == ("by_hand", "boolean")

    # A load that changes no column writes nothing.
    describing.put("visits", "3.csv", "id,at\n3,2026-01-03\n")
    assert describing.run().dataset["status"] == "LOADED"
    assert stored(describing, table)["VersionId"] == version


def test_a_history_has_its_own_columns(describing):
    table = described(describing, "people")
    load = {"mode": "history", "keys": ["id"], "deletes": {"column": "op", "values": ["D"]}}
    describing.dataset("people", columns=columns("id bigint", "op string"), load=load, catalogTarget=table)
    describing.put("people", "1.csv", "id,op\n1,\n")
    describing.run()

    assert in_catalog(describing, table) == in_redshift(describing, "people")
    assert sorted(in_catalog(describing, table)) == [
        *(("id", "bigint"), ("is_current", "boolean"), ("valid_from", "timestamp"), ("valid_to", "timestamp"))
    ]


def test_every_type_is_what_both_languages_say(describing):
    table = described(describing, "types")
    declared = [{"name": f"c{i}", "type": kind} for i, (kind, _) in enumerate(DECLARED)]
    describing.dataset("types", columns=declared, catalogTarget=table)
    describing.put("types", "1.csv", ",".join(column["name"] for column in declared) + "\n" + "," * (len(declared) - 1))
    result = describing.run()

    assert (result.error, result.dataset["warnings"]) == (None, [])
    assert in_catalog(describing, table) == [(f"c{i}", kind) for i, (_, kind) in enumerate(DECLARED)]


@contextmanager
def without(world: World, action: str) -> Iterator[None]:
    """The loader may do all but this, and this on the source's tables only."""
    iam = boto3.client("iam", aws_access_key_id="local", aws_secret_access_key="local", aws_session_token="")
    admin = "arn:aws:iam::aws:policy/AdministratorAccess"
    glue = "arn:aws:glue:*:*"
    source = [f"{glue}:catalog", f"{glue}:database/{CATALOG}", f"{glue}:table/{CATALOG}/*"]
    statements = [
        {"Effect": "Allow", "NotAction": [action], "Resource": "*"},
        {"Effect": "Allow", "Action": [action], "Resource": source},
    ]
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    iam.put_role_policy(RoleName=world.loader_role, PolicyName="others", PolicyDocument=document)
    iam.detach_role_policy(RoleName=world.loader_role, PolicyArn=admin)
    try:
        yield
    finally:
        iam.attach_role_policy(RoleName=world.loader_role, PolicyArn=admin)
        iam.delete_role_policy(RoleName=world.loader_role, PolicyName="others")


@pytest.mark.parametrize("action", ["glue:UpdateTable", "glue:GetTable"])
def test_a_grant_that_is_missing_is_a_warning_and_the_next_load_sets_it_right(describing, capsys, action):
    table = described(describing, "orders")
    describing.dataset("orders", columns=columns("id bigint"), catalogTarget=table)
    describing.put("orders", "1.csv", "id\n1\n")
    with without(describing.world, action):
        result = describing.run()

    assert result.error is None
    assert (result.report["status"], result.dataset["status"], result.dataset["loaded"]) == ("SUCCEEDED", "LOADED", 1)
    (warning,) = result.dataset["warnings"]
    assert f"is not authorized to perform: {action}" in warning
    assert f"{describing.name}.orders" in warning
    assert f"orders: {warning}\n" in capsys.readouterr().out
    assert in_catalog(describing, table) == []

    describing.put("orders", "2.csv", "id\n2\n")
    assert describing.run().dataset["warnings"] == []
    assert in_catalog(describing, table) == [("id", "bigint")]


def test_a_table_that_was_deleted_is_a_warning_and_no_table_is_made(describing):
    describing.dataset("orders", columns=columns("id bigint"), catalogTarget="dev_gone_orders")
    describing.put("orders", "1.csv", "id\n1\n")

    result = describing.run()

    assert (result.error, result.dataset["status"]) == (None, "LOADED")
    (warning,) = result.dataset["warnings"]
    assert f"there is no table 'dev_gone_orders' in the Glue database '{TARGETS}'; `pulumi up --refresh`" in warning
    names = [found["Name"] for found in describing.world.glue.get_tables(DatabaseName=TARGETS)["TableList"]]
    assert "dev_gone_orders" not in names
