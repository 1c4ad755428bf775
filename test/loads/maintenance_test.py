"""The task that looks after tables between loads."""

from __future__ import annotations

from loads.world import columns

COLUMNS = columns("id bigint", "name varchar(10)")


def loaded(pipeline, *names):
    for name in names:
        pipeline.dataset(name, columns=COLUMNS)
        pipeline.put(name, "1.csv", "id,name\n1,one\n")
    assert pipeline.run().error is None


def runs(pipeline):
    return f"s3_to_redshift_{pipeline.name}.load_runs"


def age(pipeline, dataset, days):
    pipeline.world.query(
        f"UPDATE {runs(pipeline)} SET started_at = DATEADD(day, {-days}, started_at) WHERE dataset = '{dataset}'"
    )


def test_tables_and_ledger_are_vacuumed_and_analyzed(pipeline):
    loaded(pipeline, "orders", "visits")

    result = pipeline.maintain()

    assert result.error is None
    assert result.report["status"] == "SUCCEEDED"
    tables = result.report["tables"]
    schema = f"s3_to_redshift_{pipeline.name}"
    assert [table["table"] for table in tables] == [
        *(f"{pipeline.name}.orders", f"{pipeline.name}.visits"),
        *(f"{schema}.loaded_files", f"{schema}.load_runs"),
    ]
    assert all(table["vacuumSeconds"] > 0 and table["analyzeSeconds"] > 0 for table in tables)
    done = pipeline.world.query(
        "SELECT count(*) FROM pg_stat_user_tables WHERE last_vacuum IS NOT NULL AND last_analyze IS NOT NULL"
        f" AND schemaname IN ('{pipeline.name}', '{schema}')"
    )
    assert done == [(4,)]


def test_what_got_no_rows_for_long_is_stale(pipeline):
    loaded(pipeline, "orders", "visits")
    pipeline.dataset("never", columns=COLUMNS)
    age(pipeline, "orders", 3)
    pipeline.maintenance = {"staleAfterHours": 48}

    result = pipeline.maintain()

    assert result.error is None
    found = {table["dataset"]: table for table in result.report["tables"] if table["dataset"]}
    assert {name: table["isStale"] for name, table in found.items()} == {"orders": True, "visits": False, "never": True}
    assert 72 <= found["orders"]["hoursSinceLoad"] < 73
    assert (found["never"]["lastLoad"], found["never"]["vacuumSeconds"]) == (None, None)


def test_old_records_of_loads_go_but_for_the_last_of_each_dataset(pipeline):
    loaded(pipeline, "orders", "visits")
    pipeline.put("visits", "2.csv", "id,name\n2,two\n")
    for dataset in ("orders", "visits"):
        age(pipeline, dataset, 40)
    assert pipeline.run().error is None
    files = pipeline.world.query(f"SELECT count(*) FROM s3_to_redshift_{pipeline.name}.loaded_files")

    assert pipeline.maintain().report["recordsDeleted"] == 0
    pipeline.maintenance = {"keepRunsDays": 30}
    assert pipeline.maintain().report["recordsDeleted"] == 1

    kept = pipeline.world.query(f"SELECT dataset, count(*) FROM {runs(pipeline)} GROUP BY 1 ORDER BY 1")
    assert kept == [("orders", 1), ("visits", 1)]
    # What is loaded stays known, however old.
    assert pipeline.world.query(f"SELECT count(*) FROM s3_to_redshift_{pipeline.name}.loaded_files") == files
    assert [found["status"] for found in pipeline.run().report["datasets"]] == ["NOTHING_NEW"] * 2


def test_a_table_that_is_gone_fails_the_run_and_keeps_no_other_from_its_turn(pipeline):
    loaded(pipeline, "orders", "visits")
    pipeline.world.query(f"DROP TABLE {pipeline.name}.orders")

    result = pipeline.maintain()

    assert str(result.error).startswith(f"table {pipeline.name}.orders: ")
    assert result.report["status"] == "FAILED"
    assert [table["error"] is None for table in result.report["tables"]] == [False, True, True, True]


def test_before_the_first_load_there_is_nothing_to_do(pipeline):
    pipeline.dataset("orders", columns=COLUMNS)

    result = pipeline.maintain()

    assert result.error is None
    assert result.report["tables"][0]["lastLoad"] is None
