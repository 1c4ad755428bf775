"""Files that are not what they should be, through the whole way: what can be read is loaded, the rest is set aside."""

from __future__ import annotations

import gzip

import pytest

from loads.files import parquet_file
from loads.world import columns

COLUMNS = columns("id bigint", "name varchar(20)")
GOOD = "id,name\n1,one\n"


@pytest.fixture
def orders(pipeline):
    """One dataset of CSV beside which a good file always lies."""
    pipeline.dataset("orders", columns=COLUMNS)
    pipeline.put("orders", "good.csv", GOOD)
    return pipeline


def rules(pipeline, result):
    records = pipeline.quarantined("orders", result.run_id)
    return sorted(reason["rule"] for record in records for reason in record["reasons"])


@pytest.mark.parametrize("body", [b"", b"id,name\n", b"\xef\xbb\xbfid,name\n", b"id,name"])
def test_a_file_without_rows_is_loaded_and_never_looked_at_again(orders, body):
    orders.put("orders", "empty.csv", body)

    report = orders.run().dataset

    assert (report["status"], report["files"], report["loaded"]) == ("LOADED", 2, 1)
    assert orders.run().dataset["status"] == "NOTHING_NEW"


@pytest.mark.parametrize(
    "body",
    [
        "\ufeffid,name\n2,zwei\n".encode(),
        b"id,name\r\n2,zwei\r\n",
        b"id,name\n2,zwei",
        b'id,name\n"2","zwei"\n',
        b"name,id\nzwei,2\n",
        gzip.compress(b"id,name\n2,zwei\n"),
    ],
    ids=["BOM", "CR LF", "no last line end", "quotes", "another order", "gzip"],
)
def test_unusual_files_are_read(orders, body):
    orders.put("orders", "2.csv.gz" if body[:2] == b"\x1f\x8b" else "2.csv", body)

    assert orders.run().error is None

    assert orders.table("orders") == [(1, "one"), (2, "zwei")]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (b"2", "readable"),
        (b"2,two,too,many", "readable"),
        (b"2,\xff\xfe", "encoding"),
        (b"2,nul\x00", "nul"),
        (b"2,a name of more than twenty bytes", "length"),
        (b"99999999999999999999,big", "type"),
        (b"NaN,not", "type"),
    ],
)
def test_a_bad_row_is_set_aside_and_the_others_are_loaded(orders, row, rule):
    orders.put("orders", "2.csv", b"id,name\n3,three\n" + row + b"\n4,four\n")

    result = orders.run()

    assert result.error is None
    assert rules(orders, result) == [rule]
    assert orders.table("orders") == [(1, "one"), (3, "three"), (4, "four")]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("2.csv.gz", gzip.compress(b"id,name\n" + b"2,two\n" * 5000)[:-20]),
        ("2.csv", b"nothing,known\n2,two\n"),
        ("2.csv", b"id,id,name\n2,2,two\n"),
        ("2.csv", b"id;name\n2;two\n"),
    ],
    ids=["truncated gzip", "other columns", "a column twice", "another delimiter"],
)
def test_a_file_that_cannot_be_read_fails_the_dataset_by_its_name(orders, name, body):
    orders.put("orders", name, body)

    result = orders.run()

    assert result.dataset["status"] == "FAILED"
    assert name in result.dataset["error"]
    assert orders.records("orders") is None
    orders.put("orders", name, b"")
    assert orders.run().dataset["loaded"] == 1


def test_a_truncated_parquet_file_fails_the_dataset_by_its_name(pipeline):
    pipeline.dataset("orders", columns=COLUMNS, format="parquet")
    body = parquet_file(["id", "name"], [{"id": "1", "name": "one"}])
    pipeline.put("orders", "1.parquet", body)
    pipeline.put("orders", "2.parquet", body[:-50])

    result = pipeline.run()

    assert result.dataset["status"] == "FAILED"
    assert "2.parquet" in result.dataset["error"]
    pipeline.remove("orders", "2.parquet")
    pipeline.run()
    assert pipeline.table("orders") == [(1, "one")]


def test_lines_of_json_that_are_none(pipeline):
    pipeline.dataset("orders", columns=COLUMNS, format="json")
    lines = ['{"id": 1, "name": "one"}', '{"id": 2,', "", "null", '{"id": 3, "name": {"first": "a"}}', "[]"]
    pipeline.put("orders", "1.json", "\n".join(lines))

    result = pipeline.run()

    assert pipeline.table("orders")[0] == (1, "one")
    texts = [record["text"] for record in pipeline.quarantined("orders", result.run_id)]
    assert '{"id": 2,' in texts
    report = result.dataset
    assert report["read"] == report["loaded"] + report["quarantined"]


def test_names_that_need_quotes(pipeline):
    names = ["select", "Order", 'a "b" c', "ünï", "1st", "user"]
    pipeline.dataset("orders", columns=columns(*[f"{name} int" for name in names]))
    header = ",".join('"' + name.replace('"', '""') + '"' for name in names)
    pipeline.put("orders", "1.csv", f"{header}\n1,2,3,4,5,6\n")

    assert pipeline.run().error is None

    assert pipeline.records("orders") == [{"select": 1, "order": 2, "a_b_c": 3, "_n_": 4, "1st": 5, "user": 6}]


def test_keys_that_spark_or_sql_might_take_for_more(pipeline):
    pipeline.dataset("orders", columns=COLUMNS)
    names = ["a b.csv", "it's.csv", "[1].csv", "a*b?.csv", "{x}.csv", "ü,ö;+%20.csv", 'q"q.csv', "back\\slash.csv"]
    for number, name in enumerate(names):
        pipeline.put("orders", name, f"id,name\n{number},x\n")

    result = pipeline.run()

    assert result.error is None
    assert [row[0] for row in pipeline.table("orders")] == list(range(len(names)))
    assert pipeline.run().dataset["status"] == "NOTHING_NEW"


def test_a_line_of_a_megabyte(orders):
    orders.put("orders", "2.csv", f"id,name\n2,{'x' * 1_000_000}\n3,three\n")

    result = orders.run()

    assert rules(orders, result) == ["length"]
    (record,) = orders.quarantined("orders", result.run_id)
    assert len(record["values"]["name"]) == 1_000_000
    assert orders.table("orders") == [(1, "one"), (3, "three")]


def test_numbers_and_dates_at_their_limits(pipeline):
    pipeline.dataset("orders", columns=columns("n int", "x double", "d decimal(38,0)", "day date", "at timestamp"))
    rows = [
        "2147483647,1e308,99999999999999999999999999999999999999,9999-12-31,9999-12-31 23:59:59.999999",
        "-2147483648,NaN,-1,0001-01-01,1969-12-31 23:59:59",
        ",Infinity,,1582-10-10,2024-02-29 12:00:00",
        "2147483648,1,1,2024-01-01,2024-01-01 00:00:00",
        "1,1e309,1,2024-01-01,2024-01-01 00:00:00",
        "1,1,100000000000000000000000000000000000000,2024-01-01,2024-01-01 00:00:00",
        "1,1,1,0000-00-00,2024-01-01 00:00:00",
        "1,1,1,2024-01-01,0000-00-00 00:00:00",
    ]
    pipeline.put("orders", "1.csv", "n,x,d,day,at\n" + "\n".join(rows) + "\n")

    result = pipeline.run()

    assert result.error is None
    assert (result.dataset["loaded"], result.dataset["quarantined"]) == (3, 5)
    assert rules(pipeline, result) == ["type"] * 5
    # Numbers beyond 2^53 come as text, NaN and infinities too.
    assert [row[:4] for row in pipeline.table("orders")] == [
        (None, "Infinity", None, "1582-10-10"),
        (-2147483648, "NaN", "-1", "0001-01-01"),
        (2147483647, 1e308, "99999999999999999999999999999999999999", "9999-12-31"),
    ]
