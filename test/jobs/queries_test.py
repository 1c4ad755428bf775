"""A transform that is a query or a script: what it sees, what it may yield, and which errors it gets."""

from __future__ import annotations

import json

import pytest

from jobs.staged import TEXT, a_dataset, source, table


def test_a_query_over_the_rows(orders):
    found = orders(
        TEXT + "x,1,2024-01-01,\n4,99,2024-01-01,open\n",
        transform={
            "where": "amount < 90",
            "sql": "select state as Status, sum(amount) as total from source group by 1",
        },
        rules=[{"name": "some", "check": "total < 25"}],
        load={"mode": "upsert", "keys": ["status"]},
    )

    assert [(column.name, column.type.sql) for column in found.frame.columns] == [
        ("status", "VARCHAR(65535)"),
        ("total", "DECIMAL(20,2)"),
    ]
    assert sorted((row["status"], float(row["total"])) for row in found.rows) == [("open", 10.5), ("shut", 20.0)]
    assert all(row["s3_to_redshift_modified"] is not None for row in found.rows)
    # Five rows read: one bad, one filtered, three became three.
    assert (found.staged.filtered, found.staged.derived, found.staged.quarantined) == (1, 0, 2)
    made = next(record for record in found.records if record["file"] is None)
    assert {rule["rule"] for rule in made["reasons"]} == {"key", "some"} or made["values"] is None
    assert json.loads(made["text"]) == {"total": 30.0} or json.loads(made["text"])["total"] == 30.0


def test_a_query_that_keeps_whole_rows_keeps_where_they_are_from(orders):
    found = orders(
        TEXT,
        transform={"sql": "select *, amount * 2 as double_amount from source"},
        rules=[{"name": "r", "check": "id <> 2"}],
        file_column="came_from",
    )

    assert found.columns == ["id", "amount", "sold_on", "state", "double_amount", "came_from"]
    assert all(row["came_from"].endswith("f.csv") for row in found.rows)
    (record,) = found.records
    assert record["file"].endswith("f.csv")
    assert record["values"] == {"id": "2", "amount": "20", "Sold On": "2024-02-01", "state": "shut"}


def test_a_query_may_yield_more_rows_or_fewer(orders):
    more = orders(transform={"sql": "select id from source union all select id from source"})
    fewer = orders(transform={"sql": "select distinct 1 as one from source"})
    none = orders(transform={"sql": "select id from source limit 0"})

    assert (more.staged.read, more.staged.derived, more.staged.filtered) == (3, 3, 0)
    assert (fewer.staged.read, fewer.staged.derived, fewer.staged.filtered) == (3, 0, 2)
    assert (none.staged.read, none.staged.staged, none.staged.filtered) == (3, 0, 3)


def test_a_query_joins_other_datasets(spark, folder, orders, tmp_path):
    states = source(
        folder({"states/f.csv": "Code,name\nopen,still open\nx,y,z\n"}) / "states",
        table({"Code": "string", "name": "string"}),
    )
    other = a_dataset("all-states")
    sql = "select s.id, t.name from source s left join `all-states` t on s.state = t.code"

    found = orders(transform={"sql": sql, "tables": ["all-states"]}, tables={"all-states": (other, [states])})

    assert sorted((row["id"], row["name"]) for row in found.rows) == [(1, "still open"), (2, None), (3, None)]


SCRIPT = """
from __future__ import annotations
from dataclasses import dataclass
from pyspark.sql import functions as F

@dataclass
class Factor:
    value: int = 3

@F.udf("int")
def times(x):
    return None if x is None else int(x) * Factor().value

def transform(df, context):
    assert (context.dataset, context.run_id) == ("orders", "jr_1")
    assert context.spark is not None
    return df.join(context.table("more"), "id").withColumn("three", times("amount")).drop("state")
"""


def test_a_script(spark, folder, orders):
    more = source(folder({"more/f.csv": "id\n1\n3\n"}) / "more", table({"id": "bigint"}))

    found = orders(
        transform={"script": "scripts/a.py", "tables": ["more"]},
        script=SCRIPT,
        tables={"more": (a_dataset("more"), [more])},
    )

    assert found.columns == ["id", "amount", "sold_on", "three"]
    assert sorted((row["id"], row["three"]) for row in found.rows) == [(1, 30), (3, 90)]


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (
            "def transform(df, context):\n    return 1/0\n",
            r"transform.script \(s.py\): ZeroDivisionError: division by zero",
        ),
        (
            "def transform(df, context):\n    return 5\n",
            r"transform.script \(s.py\): transform returned int, not a DataFrame",
        ),
        (
            "def transform(df, context):\n    return context.table('x')\n",
            r"transform.script \(s.py\): no table 'x'; transform.tables has none",
        ),
        ("def transform(:\n", r"transform.script \(s.py\): SyntaxError: invalid syntax"),
    ],
)
def test_a_wrong_script(orders, script, message):
    with pytest.raises(ValueError, match=rf"dataset orders, {message}"):
        orders(transform={"script": "s.py"}, script=script)


def test_types_that_a_query_yields(orders):
    query = """select 1Y as a, 1.5D as b, array(1) as c, map('k', 1) as d, named_struct('x', 1) as e, null as f,
        timestamp_ntz'2024-01-01 00:00:00' as g, X'61' as h, true as i, 'x' as j from source limit 1"""

    found = orders(transform={"sql": query})

    assert [column.type.sql for column in found.frame.columns] == [
        "SMALLINT",
        "DOUBLE PRECISION",
        "SUPER",
        "SUPER",
        "SUPER",
        "VARCHAR(65535)",
        "TIMESTAMP",
        "VARBYTE(1024000)",
        "BOOLEAN",
        "VARCHAR(65535)",
    ]
    (row,) = found.rows
    assert (row["s3_to_redshift_json_c"], row["s3_to_redshift_json_e"]) == ("[1]", '{"x":1}')
