from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyspark.sql import functions as F

from s3_to_redshift.cast import CastColumn, cast
from s3_to_redshift.plan import TargetColumn
from s3_to_redshift.source_columns import FILE, MODIFIED, RAW, UNCLOSED
from s3_to_redshift.stage import Staged, manifest, quarantine, stage
from s3_to_redshift.types import target_type

COLUMNS = [
    CastColumn(TargetColumn("id", target_type("bigint")), "ID", is_key=True),
    CastColumn(TargetColumn("seen", target_type("timestamp")), "Seen At"),
    CastColumn(TargetColumn("tags", target_type("array<string>")), "tags"),
]


@pytest.fixture
def rows(spark):
    values = [("1", "2024-01-31 10:00:00", '["x"]', None), ("2", "soon", None, None), (None, None, None, "3,4")]
    frame = spark.createDataFrame(values, f"id string, seen string, tags string, `{RAW}` string")
    extra = [
        F.lit("s3://b/f.csv").alias(FILE),
        F.lit("2024-02-01").cast("timestamp").alias(MODIFIED),
        F.lit(False).alias(UNCLOSED),
    ]
    return cast(frame.select("*", *extra), COLUMNS)


def test_good_rows_are_staged_in_the_order_of_the_copy_and_all_are_counted(spark, rows, tmp_path):
    staged = stage(rows, COLUMNS, str(tmp_path / "rows"), source_bytes=100, with_row=True)

    found = spark.read.parquet(str(tmp_path / "rows"))
    assert staged == Staged(read=3, quarantined=2, unclosed=0)
    assert found.columns == [
        "id",
        "seen",
        "s3_to_redshift_json_tags",
        "s3_to_redshift_modified",
        "s3_to_redshift_row",
    ]
    assert [(row.id, row.s3_to_redshift_json_tags) for row in found.collect()] == [(1, '["x"]')]


def test_timestamps_are_staged_as_microseconds(spark, rows, tmp_path):
    stage(rows, COLUMNS, str(tmp_path / "rows"), source_bytes=100, with_row=False)

    footer = spark.sparkContext._jvm.org.apache.parquet.hadoop.ParquetFileReader
    file = next((tmp_path / "rows").glob("*.parquet"))
    path = spark.sparkContext._jvm.org.apache.hadoop.fs.Path(str(file))
    meta = footer.readFooter(spark.sparkContext._jsc.hadoopConfiguration(), path).getFileMetaData()
    assert "int64 seen (TIMESTAMP(MICROS,true))" in meta.getSchema().toString()


def test_bad_rows_are_kept_as_they_were_with_file_and_reasons(rows, tmp_path):
    written = quarantine(rows, COLUMNS, str(tmp_path / "bad"), "jr_1")

    lines = [line for file in Path(tmp_path / "bad").glob("*.json") for line in file.read_text().splitlines()]
    found = sorted((json.loads(line) for line in lines), key=lambda bad: bad["row"])
    assert written == 2
    assert found == [
        {"run_id": "jr_1", "file": "s3://b/f.csv", "reasons": ["row: cannot be read"], "row": "3,4"},
        {
            "run_id": "jr_1",
            "file": "s3://b/f.csv",
            "reasons": ["Seen At: does not fit TIMESTAMP"],
            "row": '{"ID":"2","Seen At":"soon"}',
        },
    ]


def test_small_sources_become_few_files(spark, rows, tmp_path):
    stage(rows, COLUMNS, str(tmp_path / "rows"), source_bytes=100, with_row=False)

    assert 1 <= len(list((tmp_path / "rows").glob("*.parquet"))) <= 4


def test_the_manifest_lists_files_with_their_sizes():
    assert json.loads(manifest([("s3://w/a.parquet", 12)])) == {
        "entries": [{"url": "s3://w/a.parquet", "mandatory": True, "meta": {"content_length": 12}}]
    }
