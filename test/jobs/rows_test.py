"""Files to staged rows: what is read, transformed, checked and written, and that every row is accounted for."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from s3_to_redshift.catalog import JsonFormat, Table
from s3_to_redshift.plan import TargetColumn
from s3_to_redshift.read import File, Source
from s3_to_redshift.rows import Frame, build, write_partitions
from s3_to_redshift.source_columns import UNCLOSED
from s3_to_redshift.spec import Column, Dataset
from s3_to_redshift.stage import Layout, Staged, stage
from s3_to_redshift.strict import build as from_json
from s3_to_redshift.types import target_type

ORDERS = {"id": "bigint", "amount": "decimal(10,2)", "Sold On": "date", "state": "string"}
TEXT = "id,amount,Sold On,state\n1,10.50,2024-01-31,open\n2,20,2024-02-01,shut\n3,30,2024-02-02,\n"


def a_dataset(name: str = "orders", **more: Any) -> Dataset:
    value = {
        "name": name,
        "prefix": f"{name}/",
        "format": "csv",
        "catalogTable": name,
        "load": {"mode": "append"},
        "target": {"schema": "public", "table": name.replace("-", "_")},
    }
    return from_json(Dataset, value | more)


def table(columns: dict[str, str], keys: dict[str, str] | None = None, **more: Any) -> Table:
    def made(found: dict[str, str]) -> tuple[Column, ...]:
        return tuple(Column(name, kind) for name, kind in found.items())

    return Table(made(columns), made(keys or {}), **more)


def source(folder: Path, found: Table, form: str = "csv") -> Source:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith((".", "_")))
    sizes = [File(str(path), path.stat().st_size) for path in files]
    return Source(form, f"{folder}/", sizes, found, lambda path: Path(path).read_bytes()[: 256 * 1024])


@dataclass
class Result:
    rows: list[dict[str, Any]]
    staged: Staged
    records: list[dict[str, Any]]
    frame: Frame
    columns: list[str]

    @property
    def reasons(self) -> list[tuple[str, str]]:
        return [(found["rule"], found["reason"]) for record in self.records for found in record["reasons"]]


def run(
    spark,
    out: Path,
    parts: Sequence[Source],
    dataset: Dataset,
    *,
    tables: dict[str, tuple[Dataset, list[Source]]] | None = None,
    script: str = "",
    types: dict[str, str] | None = None,
    file_column: str | None = None,
) -> Result:
    frame = build(spark, parts, dataset, lambda name: (tables or {})[name], lambda: script, run_id="jr_1")
    columns = tuple(
        TargetColumn(found.name, target_type(types[found.name]) if found.name in (types or {}) else found.type)
        for found in frame.columns
    )
    layout = Layout(columns, file_column, bool(dataset.keys), dataset.deletes is not None)
    staged = stage(
        frame, layout, dataset, f"{out}/staging/", source_bytes=1, run_id="jr_1", quarantine_path=f"{out}/quarantine/"
    )
    good = list(Path(staged.good_path).glob("*.parquet"))
    read = spark.read.parquet(*map(str, good)) if good else None
    records = [
        json.loads(line)
        for path in sorted(Path(f"{out}/quarantine").glob("*.json"))
        for line in path.read_text().splitlines()
    ]
    assert len(records) == staged.quarantined == staged.quarantine_written
    assert staged.read + staged.derived == staged.staged + staged.quarantined + staged.filtered
    rows = [row.asDict() for row in read.collect()] if read else []
    assert len(rows) == staged.staged
    return Result(rows, staged, records, frame, read.columns if read else [])


@pytest.fixture
def orders(spark, folder, tmp_path_factory) -> Callable[..., Result]:
    """Runs a dataset over CSV files with ``ORDERS``, by default with three good rows."""

    def result(text: str = TEXT, columns: dict[str, str] = ORDERS, **more: Any) -> Result:
        own = {key: more.pop(key) for key in ("tables", "script", "types", "file_column") if key in more}
        part = source(folder({"orders/f.csv": text}) / "orders", table(columns))
        return run(spark, tmp_path_factory.mktemp("out"), [part], a_dataset(**more), **own)

    return result


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
    with pytest.raises(Exception, match=r"dataset orders.*3 rows were read, but 6 came out of transform.derive"):
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
