"""Each step of a transform, through the whole way: docs/loading.md, "Transform"."""

from __future__ import annotations

import pytest

from loads.world import WORK, columns


def test_rename_cast_derive_where_and_drop(pipeline):
    pipeline.dataset(
        "orders",
        columns=columns("Order Id bigint", "zip bigint", "net decimal(10,2)", "state string"),
        transform={
            "cast": {"zip": "varchar(5)"},  # from what stands in the file: leading zeros stay
            "rename": {"Order Id": "order_number"},
            "derive": [
                {"name": "gross", "type": "decimal(10,2)", "expression": "net * 1.19"},
                {"name": "big", "type": "boolean", "expression": "gross > 100"},
            ],
            "where": "state <> 'cancelled'",
            "drop": ["state"],
        },
        load={"mode": "upsert", "keys": ["order_number"]},
    )
    pipeline.put(
        "orders",
        "1.csv",
        "Order Id,zip,net,state\n1,01099,10.00,open\n2,99084,100.00,open\n3,10115,1.00,cancelled\n4,1,1.00,\n",
    )

    report = pipeline.run().dataset

    # Where the condition is unknown, for state is null, the row is left out too.
    assert (report["read"], report["loaded"], report["filtered"], report["quarantined"]) == (4, 2, 2, 0)
    assert pipeline.table("orders", "order_number", "zip", "net", "gross", "big") == [
        (1, "01099", "10.00", "11.90", False),
        (2, "99084", "100.00", "119.00", True),
    ]
    assert len(pipeline.records("orders")[0]) == 5


def test_a_derived_value_that_does_not_fit_sets_its_row_aside(pipeline):
    derive = [{"name": "double", "type": "smallint", "expression": "n * 2"}]
    pipeline.dataset("numbers", columns=columns("n int"), transform={"derive": derive})
    pipeline.put("numbers", "1.csv", "n\n1\n30000\n")

    result = pipeline.run()

    assert pipeline.table("numbers", "n", "double") == [(1, 2)]
    (record,) = pipeline.quarantined("numbers", result.run_id)
    assert record["values"] == {"n": "30000"}
    assert [reason["rule"] for reason in record["reasons"]] == ["type"]
    assert record["reasons"][0]["reason"].startswith("double: ")


def test_a_query_that_joins_another_dataset(pipeline):
    pipeline.dataset("countries", columns=columns("code varchar(2)", "name varchar(20)"))
    pipeline.dataset(
        "orders",
        columns=columns("id bigint", "country varchar(2)"),
        transform={
            "tables": ["countries"],
            "sql": "SELECT o.id, c.name AS country_name FROM source o JOIN countries c ON o.country = c.code",
        },
    )
    pipeline.put("countries", "1.csv", "code,name\nCH,Schweiz\nAT,Österreich\nXX,\n")
    pipeline.put("orders", "1.csv", "id,country\n1,CH\n2,AT\n3,ZZ\nx,CH\n")
    pipeline.run()
    # All rows of the other dataset's source are there, also those that were loaded long ago.
    pipeline.put("orders", "2.csv", "id,country\n4,CH\n")

    result = pipeline.run()

    assert pipeline.table("orders", "id", "country_name") == [(1, "Schweiz"), (2, "Österreich"), (4, "Schweiz")]
    assert result.of("countries")["status"] == "NOTHING_NEW"
    assert result.of("orders")["loaded"] == 1


def test_a_query_counts_what_it_leaves_out_and_what_it_adds(pipeline):
    pipeline.dataset("few", columns=columns("id bigint"), transform={"sql": "SELECT id FROM source WHERE id > 2"})
    many = {"sql": "SELECT id, explode(sequence(1, id)) AS part FROM source"}
    pipeline.dataset("many", columns=columns("id bigint"), transform=many)
    for name in ("few", "many"):
        pipeline.put(name, "1.csv", "id\n1\n2\n3\nbad\n")

    result = pipeline.run()

    names = ("read", "derived", "loaded", "filtered", "quarantined")
    assert [result.of("few")[name] for name in names] == [4, 0, 1, 2, 1]
    assert [result.of("many")[name] for name in names] == [4, 3, 6, 0, 1]
    assert pipeline.table("many", "id", "part") == [(1, 1), (2, 1), (2, 2), (3, 1), (3, 2), (3, 3)]


def test_a_script(pipeline):
    key = f"code/{pipeline.name}.py"
    module = """
from pyspark.sql import functions as F

def transform(df, context):
    rates = context.table("rates")
    euro = (F.col("amount") * F.col("rate")).cast("decimal(10,2)").alias("euro")
    return df.join(rates, "currency").select("id", euro)
"""
    pipeline.world.s3.put_object(Bucket=WORK, Key=key, Body=module.encode())
    pipeline.dataset("rates", columns=columns("currency varchar(3)", "rate decimal(6,3)"))
    pipeline.dataset(
        "orders",
        columns=columns("id bigint", "amount decimal(10,2)", "currency varchar(3)"),
        transform={"tables": ["rates"], "script": key},
        rules=[{"name": "not for nothing", "check": "euro > 0"}],
    )
    pipeline.put("rates", "1.csv", "currency,rate\nCHF,1.070\nUSD,0.920\n")
    pipeline.put("orders", "1.csv", "id,amount,currency\n1,10.00,CHF\n2,10.00,USD\n3,0.00,USD\n")

    result = pipeline.run()

    assert pipeline.table("orders", "id", "euro") == [(1, "10.70"), (2, "9.20")]
    (record,) = pipeline.quarantined("orders", result.run_id)
    assert [reason["rule"] for reason in record["reasons"]] == ["not for nothing"]


@pytest.mark.parametrize(
    ("transform", "step", "said"),
    [
        ({"where": "colour = 'red'"}, "transform.where", "colour"),
        ({"derive": [{"name": "x", "type": "int", "expression": "id +"}]}, "transform.derive[0] (x)", "syntax"),
        ({"sql": "SELECT nothing FROM source"}, "transform.sql", "nothing"),
        ({"script": "code/no-such.py"}, "transform.script (code/no-such.py)", "code/no-such.py"),
    ],
)
def test_an_error_names_dataset_and_step(pipeline, transform, step, said):
    pipeline.dataset("orders", columns=columns("id bigint"), transform=transform)
    pipeline.put("orders", "1.csv", "id\n1\n")

    error = pipeline.run().dataset["error"]

    assert error.startswith(f"dataset orders, {step}: ")
    assert said.lower() in error.lower()
    assert pipeline.records("orders") is None
