from __future__ import annotations

import dataclasses

import boto3
import pytest
from botocore.stub import Stubber

from s3_to_redshift.catalog import CsvFormat, JsonFormat, get_table
from s3_to_redshift.spec import Append, Column, Dataset, Target

DATASET = Dataset(Append("append"), Target("vega", "airports"), "csv", "airports", "vega/airports/", "airports")


def column(name: str, kind: str) -> dict[str, str]:
    return {"Name": name, "Type": kind}


def table(dataset: Dataset, answer: dict | None, keys: tuple[str, ...] = ()):
    glue = boto3.client("glue", region_name="us-east-1", aws_access_key_id="local", aws_secret_access_key="local")
    with Stubber(glue) as stubber:
        if answer is None:
            stubber.add_client_error("get_table", "EntityNotFoundException")
        else:
            stubber.add_response(
                "get_table", {"Table": {"Name": "t", **answer}}, {"DatabaseName": "db", "Name": "airports"}
            )
        return get_table(glue, "db", dataset, keys)


def crawled(parameters: dict, serde: dict, partition_keys: tuple = ()) -> dict:
    return {
        "Parameters": parameters,
        "PartitionKeys": list(partition_keys),
        "StorageDescriptor": {
            "Columns": [column("iata", "string"), column("latitude", "double")],
            "SerdeInfo": {"Parameters": serde},
        },
    }


def test_a_crawled_csv_table():
    parameters = {"classification": "csv", "skip.header.line.count": "1", "delimiter": ";"}
    found = table(DATASET, crawled(parameters, {"field.delim": ";"}, (column("year", "string"),)))

    assert found.columns == (Column("iata", "string"), Column("latitude", "double"))
    assert found.partition_keys == (Column("year", "string"),)
    assert (found.csv, found.is_declared) == (CsvFormat(";", '"', header=True), False)


def test_a_csv_table_of_opencsv_without_header():
    found = table(DATASET, crawled({"classification": "csv"}, {"separatorChar": "|", "quoteChar": "'"}))

    assert found.csv == CsvFormat("|", "'", header=False)


def test_a_crawled_json_table():
    dataset = dataclasses.replace(DATASET, format="json")
    parameters = {"classification": "json", "jsonPath": "$[*]"}

    found = table(dataset, crawled(parameters, {"paths": "IATA,US Gross"}))

    assert found.json == JsonFormat(is_array=True, names={"iata": "IATA", "us gross": "US Gross"})


def test_declared_columns_take_the_place_of_the_catalogs():
    declared = (Column("iata", "varchar(3)"), Column("Year", "int"))
    dataset = dataclasses.replace(DATASET, columns=declared)

    found = table(dataset, crawled({"classification": "csv"}, {}, (column("year", "string"),)))

    assert (found.columns, found.partition_keys, found.is_declared) == (declared[:1], declared[1:], True)


def test_declared_columns_need_no_table():
    dataset = dataclasses.replace(DATASET, columns=(Column("iata", "string"), Column("year", "int")))

    found = table(dataset, None, ("vega/airports/year=2024/month=1/f.csv",))

    assert (found.columns, found.partition_keys) == ((Column("iata", "string"),), (Column("year", "int"),))
    assert found.csv == CsvFormat(",", '"', header=True)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (None, "there is no table 'airports' in the Glue database 'db': run the crawler"),
        (crawled({"classification": "json"}, {}), "'airports' is of the format 'json', the dataset declares 'csv'"),
        (
            {
                "Parameters": {"classification": "csv"},
                "StorageDescriptor": {"Columns": [column("a", "interval")], "SerdeInfo": {}},
            },
            "catalog column 'a': type: 'interval' is not a type",
        ),
    ],
)
def test_tables_that_cannot_be_used_are_refused(answer, message):
    with pytest.raises(ValueError, match=message):
        table(DATASET, answer)
