"""Files to staged rows: what is read, transformed, checked and written, and that every row is accounted for."""

from __future__ import annotations

import pytest

from jobs.staged import ORDERS, TEXT, a_dataset, run, source, table
from s3_to_redshift.catalog import JsonFormat, Table
from s3_to_redshift.plan import TargetColumn
from s3_to_redshift.read import Source
from s3_to_redshift.rows import write_partitions
from s3_to_redshift.source_columns import UNCLOSED
from s3_to_redshift.types import target_type


def test_good_rows_beside_bad_ones(orders):
    found = orders(TEXT + "x,1,2024-01-01,\n4,99999999999,soon,open\n5,1\n")

    assert (found.staged.read, found.staged.staged, found.staged.quarantined) == (6, 3, 3)
    assert sorted(row["id"] for row in found.rows) == [1, 2, 3]
    assert found.columns == ["id", "amount", "sold_on", "state"]
    by_reason = {record["reasons"][0]["reason"]: record for record in found.records}
    record = by_reason["id: does not fit BIGINT"]
    assert record.pop("file").endswith("/orders/f.csv")
    assert record == {
        "runId": "jr_1",
        "dataset": "orders",
        "row": None,
        "reasons": [{"rule": "type", "reason": "id: does not fit BIGINT"}],
        "values": {"id": "x", "amount": "1", "Sold On": "2024-01-01", "state": None},
        "text": None,
    }
    assert [r["reason"] for r in by_reason["amount: does not fit DECIMAL(10,2)"]["reasons"]] == [
        "amount: does not fit DECIMAL(10,2)",
        "Sold On: does not fit DATE",
    ]
    unreadable = by_reason["row: cannot be read"]
    assert (unreadable["values"], unreadable["text"]) == (None, "5,1")


def test_transforms_in_their_order(orders):
    found = orders(
        TEXT + "4,-1,2024-02-03,open\nx,1,2024-01-01,open\n",
        transform={
            "cast": {"ID": "varchar(10)"},
            "rename": {"Sold On": "day", "amount": "price"},
            "derive": [
                {"name": "total", "type": "decimal(12,2)", "expression": "price * 2"},
                {"name": "half", "type": "decimal(12,2)", "expression": "total / 4"},
            ],
            "where": "state = 'open' or total > 50",
            "drop": ["state"],
        },
    )

    assert found.columns == ["id", "price", "day", "total", "half"]
    assert [(c.name, c.source, c.type.sql) for c in found.frame.columns][:3] == [
        ("id", "id", "VARCHAR(10)"),
        ("price", "amount", "DECIMAL(10,2)"),
        ("day", "Sold On", "DATE"),
    ]
    assert {row["id"]: (float(row["total"]), float(row["half"])) for row in found.rows} == {
        "1": (21.0, 5.25),
        "3": (60.0, 15.0),
        "4": (-2.0, -0.5),
        "x": (2.0, 0.5),
    }
    assert (found.staged.filtered, found.staged.quarantined) == (1, 0)


def test_cast_takes_what_stands_in_the_file(orders):
    found = orders("id,amount,Sold On,state\n00123,1,2024-01-01,\n", transform={"cast": {"id": "varchar(5)"}})

    assert [row["id"] for row in found.rows] == ["00123"]


def test_a_rename_may_swap_names(orders):
    found = orders("a,b\n1,2\n", {"a": "int", "b": "string"}, transform={"rename": {"a": "b", "b": "a"}})

    assert found.rows == [{"b": 1, "a": "2"}]


def test_derived_values_that_do_not_fit_are_set_aside(orders):
    derive = [{"name": "Big", "type": "smallint", "expression": "amount * 1000"}]

    found = orders(transform={"derive": derive})

    assert [row["id"] for row in found.rows] == [1, 2, 3] or found.reasons
    assert sorted(found.reasons) == []
    found = orders(TEXT + "7,40,2024-01-01,\n", transform={"derive": derive})
    assert found.reasons == [("type", "Big: does not fit SMALLINT")]
    assert found.records[0]["values"]["amount"] == "40"


def test_bad_rows_are_never_filtered(orders):
    found = orders(TEXT + "x,1,2024-01-01,open\n", transform={"where": "id > 2"})

    assert (found.staged.filtered, found.staged.quarantined, found.staged.staged) == (2, 1, 1)


@pytest.mark.parametrize(
    ("transform", "message"),
    [
        (
            {"derive": [{"name": "total", "type": "int", "expression": "amuont * 2"}]},
            r"dataset orders, transform.derive\[0\] \(total\): \[UNRESOLVED_COLUMN.WITH_SUGGESTION\].*`amuont`",
        ),
        ({"where": "amount >"}, r"dataset orders, transform.where: \[PARSE_SYNTAX_ERROR\] Syntax error"),
        ({"drop": ["none"]}, r"dataset orders, transform.drop\[0\]: no column 'none'; the columns are id, amount"),
        ({"cast": {"none": "int"}}, r"dataset orders, transform.cast.none: no column 'none'"),
        ({"rename": {"none": "x"}}, r"dataset orders, transform.rename.none: no column 'none'"),
        ({"rename": {"amount": "ID"}}, r"dataset orders, transform.rename: two columns would be 'id'"),
        (
            {"derive": [{"name": "state", "type": "int", "expression": "1"}]},
            r"dataset orders, transform.derive\[0\] \(state\): there is a column 'state' already",
        ),
        ({"sql": "select nothing from source"}, r"dataset orders, transform.sql: \[UNRESOLVED_COLUMN"),
        (
            {"sql": "select id, state as ID from source"},
            r"dataset orders, transform.sql: columns 'id' and 'ID' are both",
        ),
        ({"sql": "select interval 1 day as x"}, r"dataset orders, transform.sql: column 'x': 'interval day'"),
        ({"script": "a.py"}, r"dataset orders, transform.script \(a.py\): the module has no function transform"),
    ],
)
def test_errors_name_dataset_and_step(orders, transform, message):
    with pytest.raises(ValueError, match=message):
        orders(transform=transform)


def test_an_expression_that_makes_several_rows_of_one_is_refused(orders):
    with pytest.raises(Exception, match=r"dataset orders.*3 rows were read, but 6 came out of the transform"):
        orders(transform={"derive": [{"name": "n", "type": "int", "expression": "explode(array(1, 2))"}]})


def test_rules_as_sql_checks(orders):
    rules = [
        {"name": "amount is small", "check": "amount < 25", "onFail": "quarantine"},
        {"name": "is open", "check": "state = 'open'", "onFail": "warn"},
        {"name": "not the second", "check": "id <> 2", "onFail": "fail"},
    ]

    found = orders(TEXT + "x,99,2024-01-01,shut\n", rules=rules)

    assert [row["id"] for row in found.rows] == [1]
    # The third row has no state: unknown breaks no rule. The fourth is bad before rules are looked at.
    assert found.staged.rules == {"amount is small": 1, "is open": 1, "not the second": 1}
    assert sorted(found.reasons) == [
        ("amount is small", "amount < 25"),
        ("not the second", "id <> 2"),
        ("type", "id: does not fit BIGINT"),
    ]


def test_a_wrong_rule_is_named(orders):
    with pytest.raises(ValueError, match=r"dataset orders, rules\[0\] \(r\): \[UNRESOLVED_COLUMN"):
        orders(rules=[{"name": "r", "check": "nothing > 1"}])


UPSERT = {"mode": "upsert", "keys": ["ID"]}


def test_rows_without_a_key_are_set_aside_once(orders):
    found = orders(TEXT + ",1,2024-01-01,\nx,1,2024-01-01,\n", load=UPSERT)

    assert sorted(found.reasons) == [("key", "id: is a key and has no value"), ("type", "id: does not fit BIGINT")]
    assert found.columns[-2:] == ["s3_to_redshift_modified", "s3_to_redshift_row"]
    by_id = {row["id"]: row["s3_to_redshift_row"] for row in found.rows}
    assert by_id[1] < by_id[2] < by_id[3]


def test_versions_without_a_beginning_hold_since_their_file_was_written(orders):
    load = {"mode": "history", "keys": ["id"], "validFrom": "Sold On"}

    assert orders(TEXT + "4,1,,\n", load=load).reasons == []


def test_markers_of_deleted_rows(orders):
    load = UPSERT | {"deletes": {"column": "state", "values": ["shut", "gone"]}}

    found = orders(load=load, rules=[{"name": "r", "check": "amount <> 20"}], file_column="came_from")

    assert found.columns[:3] == ["id", "amount", "sold_on"]
    assert found.columns[3:] == ["came_from", "s3_to_redshift_modified", "s3_to_redshift_row", "s3_to_redshift_deleted"]
    assert {row["id"]: row["s3_to_redshift_deleted"] for row in found.rows} == {1: False, 2: True, 3: False}
    assert all(row["came_from"].endswith("/orders/f.csv") for row in found.rows)


def test_the_targets_own_types_have_the_last_word(orders):
    found = orders(
        TEXT + "4,1,2024-01-01,closed\n", types={"state": "varchar(4)", "id": "string", "amount": "smallint"}
    )

    assert sorted(found.reasons) == [
        ("length", "state: is longer than 4 bytes"),
        ("type", "amount: does not fit SMALLINT"),
    ]
    assert [(row["id"], row["amount"]) for row in found.rows] == [("2", 20), ("3", 30)]


def test_bad_rows_of_a_table_without_text(orders):
    found = orders("a,b\n1,2\nx,3\n4,5,6\n", {"a": "int", "b": "int"})

    assert found.rows == [{"a": 1, "b": 2}]
    assert sorted(str(record["text"]) for record in found.records) == ["4,5,6", "None"]


def test_no_files_are_no_rows_of_the_right_columns(spark, tmp_path):
    found = run(spark, tmp_path, [Source("csv", "/none/", [], table(ORDERS), lambda path: b"")], a_dataset())
    nested = table({"a": "struct<b:int>"})
    deep = run(
        spark,
        tmp_path / "2",
        [Source("parquet", "/none/", [], nested, lambda path: b"")],
        a_dataset(format="parquet", transform={"derive": [{"name": "b", "type": "int", "expression": "a.b"}]}),
    )

    assert [column.name for column in found.frame.columns] == ["id", "amount", "sold_on", "state"]
    assert found.staged.read == found.staged.staged == deep.staged.read == 0


def test_mended_rows_come_with_the_others(spark, folder, tmp_path):
    root = folder({"orders/f.csv": TEXT, "mended/f.json": '{"id":"9","Sold On":"2024-03-01"}\n'})
    declared = table(ORDERS)
    mended = source(root / "mended", Table(declared.all_columns, (), json=JsonFormat()), "json")

    found = run(spark, tmp_path / "out", [source(root / "orders", declared), mended], a_dataset())

    assert sorted((row["id"], str(row["sold_on"]), row["amount"] is None) for row in found.rows) == [
        (1, "2024-01-31", False),
        (2, "2024-02-01", False),
        (3, "2024-02-02", False),
        (9, "2024-03-01", True),
    ]


def test_mended_rows_of_nested_values(spark, tmp_path, folder):
    spark.sql("select 1L as id, named_struct('x', 5) as a, 1.5BD as n").write.parquet(str(tmp_path / "parquet"))
    root = folder(
        {"mended/f.json": '{"id":2,"a":{"x":7},"n":"2.5"}\n{"id":3,"a":"broken","n":null}\n{"id":4,"a":{"x":"y"}}\n'}
    )
    found = table({"id": "bigint", "a": "struct<x:int>", "n": "decimal(2,1)"})
    parts = [source(tmp_path / "parquet", found, "parquet"), source(root / "mended", found, "json")]
    derive = [{"name": "x", "type": "int", "expression": "a.x"}]

    result = run(spark, tmp_path / "out", parts, a_dataset(format="parquet", transform={"derive": derive}))

    assert sorted((row["id"], row["x"], float(row["n"])) for row in result.rows) == [(1, 5, 1.5), (2, 7, 2.5)]
    assert result.reasons == [("json", "a: is no JSON of struct<x:int>")] * 2


def test_partitions_have_the_values_that_their_rows_have(spark, tmp_path):
    found = table({"a": "int"}, {"Year": "int", "code": "string"})
    dataset = a_dataset(transform={"rename": {"Year": "y"}})
    values = [
        {"Year": "2024", "code": "007"},
        {"Year": "02024", "code": "007"},
        {"Year": "soon", "code": "x"},
        {"Year": None, "code": "x"},
    ]
    columns = [TargetColumn("code", target_type("string")), TargetColumn("y", target_type("bigint"))]

    written = write_partitions(spark, values, found, dataset, columns, str(tmp_path / "p"))

    rows = spark.read.parquet(str(tmp_path / "p"))
    assert (written, rows.columns) == (2, ["code", "y"])
    assert sorted(map(tuple, rows.collect()), key=str) == [("007", 2024), ("x", None)]


def test_lines_read_as_rows_are_read_again_where_quotes_leave_doubt(spark, folder, tmp_path, monkeypatch):
    monkeypatch.setattr("s3_to_redshift.read._SPLIT_BYTES", 10)
    part = source(folder({"orders/f.csv": 'id,amount,Sold On,state\n1,2,,"a\nb"\n2,3,,"say ""hi"""\n'}), table(ORDERS))

    found = run(spark, tmp_path / "out", [part], a_dataset())

    assert sorted((row["id"], row["state"]) for row in found.rows) == [(1, "a\nb"), (2, 'say "hi"')]
    assert UNCLOSED in found.frame.rows.columns


def test_bytes_that_are_no_utf8(spark, folder, tmp_path):
    files = {
        "orders/good.csv": "id,state\n1,\ufffd stands here by right\n2,x\n",
        "orders/bad.csv": b"id,state\n3,caf\xe9\n4,y\n",
    }
    part = source(folder(files), table({"id": "int", "state": "string"}))

    found = run(spark, tmp_path / "out", [part], a_dataset())

    assert sorted(row["id"] for row in found.rows) == [1, 2, 4]
    assert found.reasons == [("encoding", "state: has bytes that are no UTF-8")]
    assert found.records[0]["file"].endswith("bad.csv")
