"""What each load mode does, as docs/loading.md tells it: an example each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from loads.world import SOURCE, columns

COLUMNS = columns("id bigint", "name varchar(20)", "version int")


def counts(report):
    names = ("status", "files", "read", "loaded", "deleted", "quarantined", "filtered", "deduplicated", "ties")
    return {name: report[name] for name in names if report[name] != 0}


class TestAppend:
    def test_adds_all_rows_of_new_files_and_none_twice(self, pipeline):
        pipeline.dataset("orders", columns=COLUMNS)
        pipeline.put("orders", "1.csv", "id,name,version\n1,one,1\n1,one,1\n")
        assert counts(pipeline.run().dataset) == {"status": "LOADED", "files": 1, "read": 2, "loaded": 2}
        assert counts(pipeline.run().dataset) == {"status": "NOTHING_NEW"}

        pipeline.put("orders", "1.csv", "id,name,version\n1,one,1\n1,one,1\n")  # once more, the same
        pipeline.put("orders", "2.csv", "id,name,version\n2,two,1\n")
        assert counts(pipeline.run().dataset) == {"status": "LOADED", "files": 1, "read": 1, "loaded": 1}

        assert pipeline.table("orders") == [(1, "one", 1), (1, "one", 1), (2, "two", 1)]

    def test_a_changed_file_fails_the_dataset(self, pipeline):
        pipeline.dataset("orders", columns=COLUMNS)
        pipeline.put("orders", "1.csv", "id,name,version\n1,one,1\n")
        pipeline.run()
        pipeline.put("orders", "1.csv", "id,name,version\n1,one,2\n")
        pipeline.put("orders", "2.csv", "id,name,version\n2,two,1\n")

        result = pipeline.run()

        assert result.dataset["status"] == "FAILED"
        assert f"s3://{SOURCE}/{pipeline.prefix('orders')}1.csv has changed since it was loaded" in str(result.error)
        assert pipeline.table("orders") == [(1, "one", 1)]

    def test_a_changed_file_takes_the_place_of_its_former_rows_where_a_column_tells_them(self, pipeline):
        target = {"fileColumn": "source_file"}
        pipeline.dataset("orders", columns=COLUMNS, onChangedFile="reload", target=target)
        one = pipeline.put("orders", "1.csv", "id,name,version\n1,one,1\n2,two,1\n")
        two = pipeline.put("orders", "2.csv", "id,name,version\n1,one,1\n")
        pipeline.run()
        pipeline.put("orders", "1.csv", "id,name,version\n3,three,2\n")

        assert counts(pipeline.run().dataset) == {"status": "LOADED", "files": 1, "read": 1, "loaded": 1}

        assert pipeline.table("orders", "id", "name", "source_file") == [
            (1, "one", f"s3://{SOURCE}/{two.key}"),
            (3, "three", f"s3://{SOURCE}/{one.key}"),
        ]


@pytest.mark.parametrize("method", ["delete-insert", "merge"])
class TestUpsert:
    def test_a_row_replaces_the_one_with_the_same_keys(self, pipeline, method):
        pipeline.dataset("orders", columns=COLUMNS, load={"mode": "upsert", "keys": ["id"], "method": method})
        pipeline.put("orders", "1.csv", "id,name,version\n1,one,1\n2,two,1\n2,zwei,1\n,nobody,1\n")
        expected = {"status": "LOADED", "files": 1, "read": 4, "loaded": 2, "deduplicated": 1, "quarantined": 1}
        result = pipeline.run()
        assert counts(result.dataset) == expected
        (record,) = pipeline.quarantined("orders", result.run_id)
        assert [reason["rule"] for reason in record["reasons"]] == ["key"]

        pipeline.put("orders", "2.csv", "id,name,version\n2,deux,\n3,three,1\n")
        pipeline.run()

        assert pipeline.table("orders") == [(1, "one", 1), (2, "deux", None), (3, "three", 1)]

    def test_the_largest_in_the_order_column_wins_wherever_it_comes_from(self, pipeline, method):
        load = {"mode": "upsert", "keys": ["id"], "orderBy": "version", "method": method}
        pipeline.dataset("orders", columns=COLUMNS, load=load)
        # Of equals the row of the newest file wins, of one file the later; null is smaller than all.
        pipeline.put("orders", "1.csv", "id,name,version\n1,first,5\n1,second,5\n2,a,\n2,b,1\n3,x,9\n")
        result = counts(pipeline.run().dataset)
        assert result == {"status": "LOADED", "files": 1, "read": 5, "loaded": 3, "deduplicated": 2, "ties": 1}
        assert pipeline.table("orders") == [(1, "second", 5), (2, "b", 1), (3, "x", 9)]

        pipeline.put("orders", "2.csv", "id,name,version\n1,equal,5\n2,unknown,\n3,older,8\n")
        result = counts(pipeline.run().dataset)
        assert result == {"status": "LOADED", "files": 1, "read": 3, "loaded": 1, "deduplicated": 2}
        assert pipeline.table("orders") == [(1, "equal", 5), (2, "b", 1), (3, "x", 9)]

    def test_a_marked_row_deletes(self, pipeline, method):
        deletes = {"column": "Op", "values": ["D", "delete"]}
        load = {"mode": "upsert", "keys": ["id"], "method": method, "deletes": deletes}
        pipeline.dataset("orders", columns=[*COLUMNS, *columns("Op string")], load=load)
        pipeline.put("orders", "1.csv", "id,name,version,Op\n1,one,1,I\n2,two,1,\n3,three,1,D\n")
        pipeline.run()
        assert pipeline.table("orders") == [(1, "one", 1), (2, "two", 1)]

        pipeline.put("orders", "2.csv", "id,name,version,Op\n1,,,delete\n2,,,D\n2,again,2,U\n9,,,D\n")
        result = counts(pipeline.run().dataset)

        assert result == {"status": "LOADED", "files": 1, "read": 4, "loaded": 3, "deleted": 2, "deduplicated": 1}
        assert pipeline.table("orders") == [(2, "again", 2)]


class TestReplace:
    def test_the_table_is_what_the_files_say_once_one_is_new_or_has_changed(self, pipeline):
        pipeline.dataset("orders", columns=COLUMNS, load={"mode": "replace"})
        pipeline.put("orders", "1.csv", "id,name,version\n1,one,1\n")
        pipeline.put("orders", "2.csv", "id,name,version\n2,two,1\n")
        pipeline.run()
        pipeline.remove("orders", "1.csv")

        assert counts(pipeline.run().dataset) == {"status": "NOTHING_NEW"}
        assert pipeline.table("orders") == [(1, "one", 1), (2, "two", 1)]

        pipeline.put("orders", "3.csv", "id,name,version\n3,three,1\n")
        assert counts(pipeline.run().dataset) == {"status": "LOADED", "files": 2, "read": 2, "loaded": 2}
        assert pipeline.table("orders") == [(2, "two", 1), (3, "three", 1)]


class TestSnapshot:
    def test_the_partitions_that_arrived_are_made_anew(self, pipeline):
        pipeline.dataset("orders", columns=[*COLUMNS, *columns("day date")], load={"mode": "snapshot"})
        pipeline.put("orders", "day=2024-01-01/a.csv", "id,name,version\n1,one,1\n")
        pipeline.put("orders", "day=2024-01-01/b.csv", "id,name,version\n2,two,1\n")
        pipeline.put("orders", "day=2024-01-02/a.csv", "id,name,version\n3,three,1\n")
        pipeline.run()
        pipeline.remove("orders", "day=2024-01-01/a.csv")
        pipeline.remove("orders", "day=2024-01-02/a.csv")
        pipeline.put("orders", "day=2024-01-01/c.csv", "id,name,version\n4,four,1\n")

        assert counts(pipeline.run().dataset) == {"status": "LOADED", "files": 2, "read": 2, "loaded": 2}

        assert pipeline.table("orders", "day", "id") == [
            ("2024-01-01", 2),
            ("2024-01-01", 4),
            ("2024-01-02", 3),
        ]

    def test_a_partition_may_lose_all_its_rows(self, pipeline):
        pipeline.dataset("orders", columns=[*COLUMNS, *columns("day date")], load={"mode": "snapshot"})
        pipeline.put("orders", "day=2024-01-01/a.csv", "id,name,version\n1,one,1\n")
        pipeline.put("orders", "day=2024-01-02/a.csv", "id,name,version\n2,two,1\n")
        pipeline.run()
        pipeline.put("orders", "day=2024-01-01/a.csv", "id,name,version\n")

        assert counts(pipeline.run().dataset) == {"status": "LOADED", "files": 1}
        assert pipeline.table("orders", "day", "id") == [("2024-01-02", 2)]

    def test_needs_partition_folders(self, pipeline):
        pipeline.dataset("orders", columns=COLUMNS, load={"mode": "snapshot"})
        pipeline.put("orders", "a.csv", "id,name,version\n1,one,1\n")

        assert "'snapshot' needs partition folders" in str(pipeline.run().error)


class TestHistory:
    LOAD = {  # noqa: RUF012
        "mode": "history",
        "keys": ["id"],
        "validFrom": "since",
        "deletes": {"column": "op", "values": ["D"]},
    }
    COLUMNS = columns("id bigint", "city varchar(20)", "since date", "op string")
    KEPT = ("id", "city", "valid_from", "valid_to", "is_current")

    def test_each_version_holds_until_the_next(self, pipeline):
        pipeline.dataset("people", columns=self.COLUMNS, load=self.LOAD)
        pipeline.put(
            "people", "1.csv", "id,city,since,op\n1,Bern,2024-01-01,\n1,Basel,2024-03-01,\n2,Ulm,2024-01-01,\n"
        )
        pipeline.run()
        assert pipeline.table("people", *self.KEPT) == [
            (1, "Basel", "2024-03-01 00:00:00", None, True),
            (1, "Bern", "2024-01-01 00:00:00", "2024-03-01 00:00:00", False),
            (2, "Ulm", "2024-01-01 00:00:00", None, True),
        ]

        # Late, the same as before, a deletion, and one of a key that never was.
        late = "id,city,since,op\n1,Biel,2024-02-01,\n1,Basel,2024-04-01,\n2,,2024-05-01,D\n3,,2024-05-01,D\n"
        pipeline.put("people", "2.csv", late)
        result = counts(pipeline.run().dataset)

        assert result == {"status": "LOADED", "files": 1, "read": 4, "loaded": 2, "deleted": 1, "deduplicated": 2}
        assert pipeline.table("people", *self.KEPT) == [
            (1, "Basel", "2024-03-01 00:00:00", None, True),
            (1, "Bern", "2024-01-01 00:00:00", "2024-02-01 00:00:00", False),
            (1, "Biel", "2024-02-01 00:00:00", "2024-03-01 00:00:00", False),
            (2, "Ulm", "2024-01-01 00:00:00", "2024-05-01 00:00:00", False),
        ]

    def test_of_the_same_moment_the_newest_row_is_kept_and_replaces_the_stored_one(self, pipeline):
        pipeline.dataset("people", columns=self.COLUMNS, load=self.LOAD)
        pipeline.put("people", "1.csv", "id,city,since,op\n1,Bern,2024-01-01,\n1,Basel,2024-01-01,\n")
        result = counts(pipeline.run().dataset)
        assert result == {"status": "LOADED", "files": 1, "read": 2, "loaded": 1, "deduplicated": 1, "ties": 1}
        pipeline.put("people", "2.csv", "id,city,since,op\n1,Biel,2024-01-01,\n")
        pipeline.run()

        assert pipeline.table("people", *self.KEPT) == [(1, "Biel", "2024-01-01 00:00:00", None, True)]

    def test_without_a_column_for_it_a_version_holds_since_its_file_was_written(self, pipeline):
        pipeline.dataset(
            "people", columns=columns("id bigint", "city varchar(20)"), load={"mode": "history", "keys": ["id"]}
        )
        file = pipeline.put("people", "1.csv", "id,city\n1,Bern\n")
        pipeline.run()

        since = datetime.fromtimestamp(file.modified, UTC).strftime("%Y-%m-%d %H:%M:%S")
        assert pipeline.table("people", *self.KEPT) == [(1, "Bern", since, None, True)]
