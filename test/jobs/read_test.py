"""What trips readers of files up. Each case is a folder of files and the rows that must come of it."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from s3_to_redshift.catalog import CsvFormat, JsonFormat, Table
from s3_to_redshift.read import File, Source, read, reads_lines_as_rows
from s3_to_redshift.source_columns import FILE, MODIFIED, RAW
from s3_to_redshift.spec import Column

ABC = Table(tuple(Column(name, "string") for name in "abc"), ())


def source(folder: Path, table: Table, form: str) -> Source:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return Source(
        form, f"{folder}/", [File(str(p), p.stat().st_size) for p in files], table, lambda path: Path(path).read_bytes()
    )


def rows(spark, folder: Path, table: Table, form: str = "csv"):
    """The rows as tuples, then those that cannot be read as their texts."""
    found = read(spark, source(folder, table, form)).collect()
    width = len(table.all_columns)
    readable = [tuple(row)[:width] for row in found if row[RAW] is None]
    return sorted(readable, key=repr) + sorted(row[RAW] for row in found if row[RAW] is not None)


CSV_CASES = {
    "plain": ("a,b,c\n1,2,3\n", [("1", "2", "3")]),
    "a line break in quotes": ('a,b,c\n1,"x\ny",3\n', [("1", "x\ny", "3")]),
    "quotes in quotes": ('a,b,c\n1,"say ""hi""",3\n', [("1", 'say "hi"', "3")]),
    "a quote inside text": ('a,b,c\n1,5" pipe,3\n', [("1", '5" pipe', "3")]),
    "a byte order mark": ("\ufeffa,b,c\n1,2,3\n", [("1", "2", "3")]),
    "Windows line ends": ("a,b,c\r\n1,2,3\r\n4,5,6\r\n", [("1", "2", "3"), ("4", "5", "6")]),
    "a Windows line end among others": ("a,b,c\n1,2,3\r\n4,5,6\n", [("1", "2", "3"), ("4", "5", "6")]),
    "no line end at the end": ("a,b,c\n1,2,3", [("1", "2", "3")]),
    "too few fields": ("a,b,c\n1,2\n", ["1,2"]),
    "too many fields": ("a,b,c\n1,2,3,4\n", ["1,2,3,4"]),
    "empty is null, empty in quotes is not": ('a,b,c\n1,,""\n', [("1", None, "")]),
    "a header alone": ("a,b,c\n", []),
    "nothing at all": ("", []),
    "only a line end": ("\n", []),
    "a quote that never closes": ('a,b,c\n1,2,3\n4,"five,6\n7,8,9\n', [("1", "2", "3"), '4,"five,6\n7,8,9']),
    "columns in another order": ("c,a,b\n3,1,2\n", [("1", "2", "3")]),
    "an older file that lacks a column": ("a,c\n1,3\n", [("1", None, "3")]),
    "names in capitals, with blanks": (" A ,B,C\n1,2,3\n", [("1", "2", "3")]),
    "a column without a name": (",b,c\n1,2,3\n", [("1", "2", "3")]),
}


@pytest.mark.parametrize("case", CSV_CASES)
def test_csv(spark, folder, case):
    text, expected = CSV_CASES[case]

    assert rows(spark, folder({"f.csv": text}), ABC) == expected


def test_csv_files_of_different_columns_are_one_table(spark, folder):
    files = {
        "new.csv": "a,b,c\n1,2,3\n",
        "old.csv": "b,a\n20,10\n",
        "empty.csv": "",
        "z.csv.gz": gzip.compress(b"c,a\n9,8"),
    }

    assert rows(spark, folder(files), ABC) == [("1", "2", "3"), ("10", "20", None), ("8", None, "9")]


def test_csv_without_header_goes_by_position(spark, folder):
    table = Table(ABC.columns, (), csv=CsvFormat(delimiter="|", header=False))

    assert rows(spark, folder({"f.csv": "1|x,y|3\n"}), table) == [("1", "x,y", "3")]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("a,b,c,d", r"f.csv: its header has the column 'd' and the catalog table has not; it has a, b, c"),
        ("a,A,b", r"f.csv: two columns of its header are 'a'"),
        ("1,2,3", r"f.csv: its header has the column '1'"),
    ],
)
def test_a_csv_header_of_another_table_is_refused(spark, folder, header, message):
    with pytest.raises(ValueError, match=message):
        rows(spark, folder({"f.csv": f"{header}\n1,2,3\n"}), ABC)


def test_declared_columns_may_leave_some_of_the_files_out(spark, folder):
    table = Table(ABC.columns[:2], (), is_declared=True)

    assert rows(spark, folder({"f.csv": "a,b,c\n1,2,3\n"}), table) == [("1", "2")]


def test_names_of_files_may_hold_any_sign(spark, folder):
    name = "a [1] {x} *?+%41 ü.csv"

    found = read(spark, source(folder({name: "a,b,c\n1,2,3\n"}), ABC, "csv")).first()

    assert found[FILE].endswith(name)
    assert found[MODIFIED].replace(tzinfo=UTC).year == datetime.now(UTC).year


@pytest.mark.parametrize(
    ("text", "suspicious"),
    [
        ("a,b,c\n1,2,3\n", False),
        ('a,b,c\n1,"2",3\n', False),
        ('a,b,c\n1,"x\ny",3\n', True),
        ('a,b,c\n1,2,"x\ny"\n', True),
        ('a,b,c\n1,2,"x\n"\n', True),
        ('a,b,c\n1,"\n",3\n', True),
        ('a,b,c\n1,"""\n""",3\n', True),
        ('a,b,c\n1,"",3\n', False),
        ('a,b,c\n1,2,"\nx,y,z"\n', True),
    ],
)
def test_reading_lines_as_rows_notices_line_breaks_in_quotes(spark, folder, text, suspicious):
    found = read(spark, source(folder({"f.csv": text}), ABC, "csv"), lines_are_rows=True)

    assert any(row["$unclosed"] for row in found.collect()) == suspicious


def test_only_large_plain_csv_files_are_read_by_lines():
    def by_lines(form: str, table: Table, *files: File) -> bool:
        return reads_lines_as_rows(Source(form, "", files, table, lambda path: b""))

    large = 1 << 30
    assert by_lines("csv", ABC, File("f.csv", large), File("g.csv", 1))
    assert not by_lines("csv", ABC, File("f.csv", 1000))
    assert not by_lines("csv", ABC, File("f.csv.gz", large))
    assert not by_lines("csv", Table(ABC.columns[:1], ()), File("f.csv", large))
    assert not by_lines("json", ABC, File("f.json", large))


MOVIES = Table((Column("title", "string"), Column("us gross", "bigint"), Column("cast", "array<string>")), ())
SPELT = {"title": "Title", "us gross": "US Gross"}

JSON_CASES = {
    "names as they are spelt": ('{"Title":"x","US Gross":1}', [("x", "1", None)]),
    "mixed types": (
        '{"Title":1}\n{"Title":1.5}\n{"Title":true}\n{"Title":null}\n{"Title":{"k":[1,null]}}',
        [("1", None, None), ("1.5", None, None), ("true", None, None), ('{"k":[1,null]}', None, None), (None,) * 3],
    ),
    "nested": ('{"cast":["x",{"y":1}]}', [(None, None, '["x",{"y":1}]')]),
    "large numbers": ('{"US Gross":12345678901234567890123}', [(None, "12345678901234567890123", None)]),
    "a line that is no JSON": ('{"Title":"x"}\n{"Title":\n', [("x", None, None), '{"Title":']),
    "a line that is no object": ("5\n", ["5"]),
    "empty lines": ('\n{"Title":"x"}\n\n', [("x", None, None)]),
    "a cut line at the end": ('{"Title":"x"}\n{"Tit', [("x", None, None), '{"Tit']),
    "more behind the object": (
        '{"Title":"x"} {"Title":"y"}\n{"Title":"z"}x\n{"Title":"v"},{"Title":"w"}\n5 {"Title":"u"}',
        ['5 {"Title":"u"}', '{"Title":"v"},{"Title":"w"}', '{"Title":"x"} {"Title":"y"}', '{"Title":"z"}x'],
    ),
    "a byte order mark": ('\ufeff{"Title":"x"}\n[{"Title":"y"}]', [("x", None, None), ("y", None, None)]),
    "null": ("null", ["null"]),
    "no rows": ("[]", []),
    "several objects in one line": ('[{"Title":"x"},{"Title":"y"}]', [("x", None, None), ("y", None, None)]),
}


@pytest.mark.parametrize("case", JSON_CASES)
def test_json_lines(spark, folder, case):
    text, expected = JSON_CASES[case]
    table = Table(MOVIES.columns, (), json=JsonFormat(names=SPELT))

    assert rows(spark, folder({"f.json": text}), table, "json") == expected


WHOLE_FILES = [
    '[{"Title":"x"},{"Title":},{"Title":"z"}]',
    '[{"Title":"x"}] x',
    '[{"Title":"x"}][{"Title":"y"}]',
    '[{"Title":"x"}],[{"Title":"y"}]',
    '{"Title":"x"}\n{"Title":"y"}',
    '[{"Title":"x"},5]',
    '[{"Title":"x"},null]',
    '[{"Title":"x"},]',
    '[[{"Title":"x"}]]',
    "5",
]


@pytest.mark.parametrize("text", WHOLE_FILES)
def test_a_json_file_that_is_not_one_array_of_objects_is_unreadable_as_a_whole(spark, folder, text):
    table = Table(MOVIES.columns, (), json=JsonFormat(is_array=True, names=SPELT))

    assert rows(spark, folder({"f.json": text}), table, "json") == [text]


def test_json_arrays(spark, folder):
    table = Table(MOVIES.columns, (), json=JsonFormat(is_array=True, names=SPELT))
    files = {
        "a.json": '[\n {"Title": "x"},\n {"Title": 7, "cast": []}\n]',
        "bom.json": "\ufeff[]",
        "cut.json": '[{"Title": "y"},',
        "empty.json": "\n",
    }

    assert rows(spark, folder(files), table, "json") == [
        ("7", None, "[]"),
        ("x", None, None),
        '[{"Title": "y"},',
    ]


PARTITIONED = Table((Column("a", "string"),), (Column("year", "string"), Column("month", "string")))


def test_partition_keys_come_from_the_path(spark, folder):
    files = {
        "year=2024/month=01/f.csv": "a\n1\n",
        "Year=2024/month=a%3Ab/f.csv": "a\n2\n",
        "year=2024/month=__HIVE_DEFAULT_PARTITION__/f.csv": "a\n3\n",
    }

    assert rows(spark, folder(files), PARTITIONED) == [
        ("1", "2024", "01"),
        ("2", "2024", "a:b"),
        ("3", "2024", None),
    ]


def test_unnamed_partition_keys_go_by_place(spark, folder):
    table = Table((Column("a", "string"),), (Column("partition_0", "string"), Column("partition_1", "string")))

    assert rows(spark, folder({"2024/de/f.csv": "a\n1\n"}), table) == [("1", "2024", "de")]


def parquet(spark, path: Path, query: str) -> None:
    spark.sql(query).coalesce(1).write.mode("overwrite").parquet(str(path))
    for leftover in [*path.glob("_*"), *path.glob(".*")]:
        leftover.unlink()


NUMBERS = Table((Column("id", "bigint"), Column("name", "string")), ())


def test_parquet_of_an_older_schema_is_merged_by_name(spark, tmp_path):
    parquet(spark, tmp_path / "old", "select 1L as ID")
    parquet(spark, tmp_path / "new", "select 'x' as name, 2L as ID")

    assert rows(spark, tmp_path, NUMBERS, "parquet") == [(1, None), (2, "x")]


def test_parquet_files_that_disagree_on_a_type_lose_nothing(spark, tmp_path):
    parquet(spark, tmp_path / "old", "select 1 as id, 'x' as name")
    parquet(spark, tmp_path / "new", "select 9007199254740993L as id, 'y' as name")

    assert rows(spark, tmp_path, NUMBERS, "parquet") == [("1", "x"), ("9007199254740993", "y")]


def test_a_parquet_column_that_the_catalog_lacks_is_refused(spark, tmp_path):
    parquet(spark, tmp_path / "f", "select 1L as id, 2 as extra")

    with pytest.raises(ValueError, match="have the columns extra and the catalog table has not; it has id, name"):
        rows(spark, tmp_path, NUMBERS, "parquet")
