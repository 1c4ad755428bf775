"""What a run does with several datasets, with mended rows, beside other pipelines, and with many files behind it."""

from __future__ import annotations

import json

from loads.world import WORK, columns

COLUMNS = columns("id bigint", "name varchar(10)")


def test_a_dataset_that_fails_leaves_the_others_loaded(pipeline):
    for name in ("first", "second", "third"):
        pipeline.dataset(name, columns=COLUMNS)
        pipeline.put(name, "1.csv", "id,name\n1,one\n")
    pipeline.dataset("second", columns=columns("other bigint"))

    result = pipeline.run()

    assert result.report["status"] == "FAILED"
    assert str(result.error).startswith("dataset second: ")
    assert [dataset["status"] for dataset in result.report["datasets"]] == ["LOADED", "FAILED", "LOADED"]
    assert [pipeline.records(name) is None for name in ("first", "second", "third")] == [False, True, False]

    pipeline.dataset("second", columns=COLUMNS)
    assert [found["status"] for found in pipeline.run().report["datasets"]] == ["NOTHING_NEW", "LOADED", "NOTHING_NEW"]


def test_only_the_datasets_that_are_asked_for(pipeline):
    for name in ("first", "second"):
        pipeline.dataset(name, columns=COLUMNS)
        pipeline.put(name, "1.csv", "id,name\n1,one\n")

    result = pipeline.run("second")

    assert [found["dataset"] for found in result.report["datasets"]] == ["second"]
    assert pipeline.records("first") is None


def test_two_pipelines_in_one_database(world):
    one, other = world.pipeline(), world.pipeline()
    for pipeline in (one, other):
        pipeline.dataset("orders", columns=COLUMNS)
        pipeline.put("orders", "1.csv", f"id,name\n1,{pipeline.name}\n")
        assert pipeline.run().dataset["status"] == "LOADED"
        assert pipeline.run().dataset["status"] == "NOTHING_NEW"

    assert [pipeline.table("orders") for pipeline in (one, other)] == [[(1, one.name)], [(1, other.name)]]
    for pipeline in (one, other):
        ledger = f"s3_to_redshift_{pipeline.name}.loaded_files"
        assert world.query(f"SELECT DISTINCT pipeline FROM {ledger}") == [(pipeline.name,)]


def test_mended_rows_are_loaded_once(pipeline):
    pipeline.dataset("orders", columns=COLUMNS, load={"mode": "upsert", "keys": ["id"]})
    pipeline.put("orders", "1.csv", "id,name\n1,one\n2,two long a name\n")
    first = pipeline.run()
    (record,) = pipeline.quarantined("orders", first.run_id)
    mended = json.dumps({**record["values"], "name": "two"})
    pipeline.world.s3.put_object(Bucket=WORK, Key=f"mended/{pipeline.name}/orders/1.json", Body=f"{mended}\n".encode())

    assert pipeline.run().dataset["loaded"] == 1
    assert pipeline.run().dataset["status"] == "NOTHING_NEW"

    assert pipeline.table("orders") == [(1, "one"), (2, "two")]


def test_mended_rows_come_with_the_columns_that_stood_in_the_path(pipeline):
    pipeline.dataset("orders", columns=[*COLUMNS, *columns("day date")])
    pipeline.put("orders", "day=2024-01-01/1.csv", "id,name\n1,one\nx,two\n")
    first = pipeline.run()
    (record,) = pipeline.quarantined("orders", first.run_id)
    assert record["values"] == {"id": "x", "name": "two", "day": "2024-01-01"}
    mended = json.dumps({**record["values"], "id": 2})
    pipeline.world.s3.put_object(Bucket=WORK, Key=f"mended/{pipeline.name}/orders/1.json", Body=f"{mended}\n".encode())
    pipeline.put("orders", "day=2024-01-02/1.csv", "id,name\n3,three\n")

    assert pipeline.run().dataset["loaded"] == 2

    assert pipeline.table("orders", "id", "day") == [(1, "2024-01-01"), (2, "2024-01-01"), (3, "2024-01-02")]


def test_a_table_of_1600_columns(pipeline):
    names = [f"column_{number}" for number in range(1, 1601)]
    pipeline.dataset("wide", columns=columns(*[f"{name} int" for name in names]))
    line = ",".join(str(number) for number in range(1, 1601))
    pipeline.put("wide", "1.csv", f"{','.join(names)}\n{line}\n{line.replace('800', 'x')}\n")

    result = pipeline.run()

    assert result.error is None
    assert (result.dataset["loaded"], result.dataset["quarantined"]) == (1, 1)

    assert pipeline.table("wide", "column_1", "column_1600") == [(1, 1600)]


class TestListingFromAMark:
    LISTING = {"mode": "from-mark", "overlapHours": 2}  # noqa: RUF012

    def test_lists_behind_what_was_loaded_longer_ago_than_the_overlap(self, pipeline):
        pipeline.dataset("orders", columns=COLUMNS, listing=self.LISTING)
        for number in range(1, 4):
            pipeline.put("orders", f"{number}.csv", f"id,name\n{number},x\n")
        assert pipeline.run().dataset["listing"] == {"mode": "from-mark", "startAfter": None, "listed": 3}
        ledger = f"s3_to_redshift_{pipeline.name}.loaded_files"
        two = pipeline.prefix("orders") + "2.csv"
        pipeline.world.query(f"UPDATE {ledger} SET modified_at = DATEADD(hour, -3, modified_at) WHERE key <= '{two}'")
        pipeline.put("orders", "1b.csv", "id,name\n10,late\n")
        pipeline.put("orders", "2b.csv", "id,name\n20,x\n")

        report = pipeline.run().dataset

        assert report["listing"] == {"mode": "from-mark", "startAfter": two, "listed": 2}
        assert report["loaded"] == 1
        # What came later than it was said to is found by a full listing.
        full = pipeline.run(full_listing=True).dataset
        assert full["listing"] == {"mode": "all", "startAfter": None, "listed": 5}
        assert full["loaded"] == 1
        assert pipeline.table("orders", "id") == [(1,), (2,), (3,), (10,), (20,)]

    def test_a_mark_for_each_leading_folder(self, pipeline):
        pipeline.dataset("orders", columns=COLUMNS, listing={**self.LISTING, "folders": 1})
        pipeline.put("orders", "eu/2024-01-02.csv", "id,name\n1,x\n")
        pipeline.put("orders", "us/2024-01-05.csv", "id,name\n2,x\n")
        pipeline.run()
        ledger = f"s3_to_redshift_{pipeline.name}.loaded_files"
        pipeline.world.query(f"UPDATE {ledger} SET modified_at = DATEADD(hour, -3, modified_at)")
        pipeline.put("orders", "eu/2024-01-03.csv", "id,name\n3,x\n")
        pipeline.put("orders", "us/2024-01-06.csv", "id,name\n4,x\n")
        pipeline.put("orders", "asia/2024-01-01.csv", "id,name\n5,x\n")

        assert pipeline.run().dataset["loaded"] == 3

        assert pipeline.table("orders", "id") == [(1,), (2,), (3,), (4,), (5,)]


def test_a_run_without_anything_new_leaves_no_trace(pipeline):
    pipeline.dataset("orders", columns=COLUMNS)

    result = pipeline.run()

    assert result.dataset["status"] == "NOTHING_NEW"
    assert result.report["status"] == "SUCCEEDED"
    assert pipeline.records("orders") is None
    assert pipeline.staged() == []
