"""What is demanded of rows, of loads and of schemas, and what happens when it does not hold."""

from __future__ import annotations

import pytest

from loads.world import columns

COLUMNS = columns("id bigint", "amount decimal(10,2)", "day date")
ROWS = "id,amount,day\n1,5.00,2024-01-01\n2,-1.00,2024-01-01\n3,,2024-01-01\n"


class TestRules:
    RULE = {"name": "not negative", "check": "amount >= 0"}  # noqa: RUF012

    def test_rows_that_break_one_are_set_aside(self, pipeline):
        pipeline.dataset("orders", columns=COLUMNS, rules=[self.RULE])
        pipeline.put("orders", "1.csv", ROWS)

        result = pipeline.run()

        # As a CHECK in SQL: what is unknown breaks no rule.
        assert pipeline.table("orders", "id") == [(1,), (3,)]
        assert result.dataset["rules"] == [{"name": "not negative", "onFail": "quarantine", "rows": 1}]
        (record,) = pipeline.quarantined("orders", result.run_id)
        assert record["reasons"][0]["rule"] == "not negative"
        assert record["values"] == {"id": "2", "amount": "-1.00", "day": "2024-01-01"}

    def test_or_fail_the_dataset_until_the_file_is_mended(self, pipeline):
        pipeline.dataset("orders", columns=COLUMNS, rules=[{**self.RULE, "onFail": "fail"}])
        pipeline.put("orders", "1.csv", ROWS)

        result = pipeline.run()

        assert result.dataset["status"] == "FAILED"
        assert "'not negative' by 1 rows" in result.dataset["error"]
        assert pipeline.table("orders") == []
        assert len(pipeline.quarantined("orders", result.run_id)) == 1
        pipeline.put("orders", "1.csv", ROWS.replace("-1.00", "1.00"))
        assert pipeline.run().dataset["loaded"] == 3

    def test_or_are_counted_only(self, pipeline):
        pipeline.dataset("orders", columns=COLUMNS, rules=[{**self.RULE, "onFail": "warn"}])
        pipeline.put("orders", "1.csv", ROWS)

        report = pipeline.run().dataset

        assert (report["loaded"], report["quarantined"]) == (3, 0)
        assert report["rules"] == [{"name": "not negative", "onFail": "warn", "rows": 1}]


class TestChecks:
    CHECKS = (
        ({"kind": "row-count", "min": 4}, "row count at least 4"),
        ({"kind": "row-count", "min": 1, "max": 2}, "row count at least 1 and at most 2"),
        ({"kind": "unique", "columns": ["day"]}, "unique day"),
        ({"kind": "freshness", "column": "day", "maxAgeHours": 24}, "newest day at most 24 hours old"),
        ({"kind": "not-all-null", "columns": ["id", "note"]}, "not all null: id, note"),
        ({"kind": "not-all-null"}, "not all null: every column"),
    )

    @pytest.mark.parametrize(("check", "text"), CHECKS, ids=[text for _, text in CHECKS])
    def test_one_that_does_not_hold_fails_the_dataset_or_is_reported(self, pipeline, check, text):
        declared = [*COLUMNS, *columns("note string")]
        pipeline.dataset("strict", columns=declared, checks=[check])
        pipeline.dataset("lenient", columns=declared, checks=[{**check, "onFail": "warn"}])
        for name in ("strict", "lenient"):
            pipeline.put(name, "1.csv", ROWS)

        result = pipeline.run()

        assert result.of("strict")["status"] == "FAILED"
        assert f"check {text!r} does not hold" in result.of("strict")["error"]
        assert not pipeline.records("strict")
        assert result.of("lenient")["status"] == "LOADED"
        (found,) = result.of("lenient")["checks"]
        assert (found["check"], found["onFail"], found["passed"]) == (text, "warn", False)
        assert len(pipeline.records("lenient")) == 3

    def test_all_hold(self, pipeline):
        checks = [
            {"kind": "row-count", "min": 3, "max": 3},
            {"kind": "unique", "columns": ["id"]},
            {"kind": "freshness", "column": "day", "maxAgeHours": 24 * 365 * 100},
            {"kind": "not-all-null"},
        ]
        pipeline.dataset("orders", columns=COLUMNS, checks=checks)
        pipeline.put("orders", "1.csv", ROWS)

        report = pipeline.run().dataset

        assert report["status"] == "LOADED"
        assert [check["passed"] for check in report["checks"]] == [True] * 4

    def test_unique_looks_at_the_whole_table(self, pipeline):
        pipeline.dataset("orders", columns=COLUMNS, checks=[{"kind": "unique", "columns": ["id"]}])
        pipeline.put("orders", "1.csv", ROWS)
        pipeline.run()
        pipeline.put("orders", "2.csv", "id,amount,day\n3,1.00,2024-01-02\n")

        assert "check 'unique id' does not hold" in str(pipeline.run().error)
        assert len(pipeline.records("orders")) == 3


def test_more_bad_rows_than_a_share_fail_the_dataset(pipeline):
    pipeline.dataset("half", columns=COLUMNS, maxQuarantinedRatio=0.5)
    pipeline.dataset("third", columns=COLUMNS, maxQuarantinedRatio=0.3)
    for name in ("half", "third"):
        pipeline.put(name, "1.csv", ROWS.replace("-1.00", "none"))

    result = pipeline.run()

    assert result.of("half")["status"] == "LOADED"
    assert result.of("third")["status"] == "FAILED"
    assert "1 of 3 rows are bad, more than maxQuarantinedRatio 0.3" in result.of("third")["error"]
    assert len(pipeline.quarantined("third", result.run_id)) == 1


class TestEvolution:
    def grown(self, pipeline, evolution, *later):
        """A table of id and amount, then the dataset with other columns and a file of them."""
        pipeline.dataset("orders", columns=columns("id int", "amount decimal(5,2)"), evolution=evolution)
        pipeline.put("orders", "1.csv", "id,amount\n1,1.50\n")
        assert pipeline.run().dataset["status"] == "LOADED"
        pipeline.dataset("orders", columns=columns(*later), evolution=evolution)

    def test_a_new_column_is_added_and_an_old_file_still_loads(self, pipeline):
        self.grown(pipeline, "add-columns", "id int", "amount decimal(5,2)", "note varchar(10)")
        pipeline.put("orders", "2.csv", "note,id,amount\nnew,2,2.50\n")
        pipeline.put("orders", "3.csv", "id,amount\n3,3.50\n")

        report = pipeline.run().dataset

        table = f'"{pipeline.name}"."orders"'
        assert report["schemaChanges"] == [f'ALTER TABLE {table} ADD COLUMN "note" VARCHAR(10)']
        assert pipeline.table("orders", "id", "amount", "note") == [
            (1, "1.50", None),
            (2, "2.50", "new"),
            (3, "3.50", None),
        ]

    def test_a_column_that_only_the_table_has_becomes_null(self, pipeline):
        self.grown(pipeline, "add-columns", "id int")
        pipeline.put("orders", "2.csv", "id\n2\n")
        pipeline.run()

        assert pipeline.table("orders", "id", "amount") == [(1, "1.50"), (2, None)]

    def test_strict_says_what_a_person_could_run_and_runs_nothing(self, pipeline):
        self.grown(pipeline, "strict", "id int", "amount decimal(5,2)", "note varchar(10)")
        pipeline.put("orders", "2.csv", "id,amount,note\n2,2.50,new\n")

        error = pipeline.run().dataset["error"]

        sql = f'ALTER TABLE "{pipeline.name}"."orders" ADD COLUMN "note" VARCHAR(10)'
        assert "note is not in the table" in error
        assert sql in error
        assert pipeline.table("orders") == [(1, "1.50")]
        pipeline.world.query(sql)
        assert pipeline.run().dataset["loaded"] == 1

    def test_widen_makes_columns_larger(self, pipeline):
        self.grown(pipeline, "widen", "id bigint", "amount decimal(12,3)", "note varchar(10)")
        pipeline.put("orders", "2.csv", "id,amount,note\n3000000000,123456789.125,new\n")

        report = pipeline.run().dataset

        assert report["loaded"] == 1
        assert report["schemaChanges"]
        assert pipeline.table("orders", "id", "amount", "note") == [
            (1, "1.500", None),
            (3000000000, "123456789.125", "new"),
        ]

    @pytest.mark.parametrize("evolution", ["strict", "add-columns"])
    def test_only_widen_does(self, pipeline, evolution):
        self.grown(pipeline, evolution, "id bigint", "amount decimal(5,2)")
        pipeline.put("orders", "2.csv", "id,amount\n2,2.50\n")

        error = pipeline.run().dataset["error"]

        assert "id is INTEGER in the table and BIGINT in the files" in error
        assert "ALTER TABLE" in error

    def test_what_would_lose_data_fails_even_there(self, pipeline):
        self.grown(pipeline, "widen", "id varchar(10)", "amount decimal(5,2)")
        pipeline.put("orders", "2.csv", "id,amount\nx,2.50\n")

        error = pipeline.run().dataset["error"]

        assert "id is INTEGER in the table and VARCHAR(10) in the files" in error
        assert pipeline.table("orders") == [(1, "1.50")]
