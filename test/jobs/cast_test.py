"""Values that do not fit must be set aside with a reason, and values that fit must come through as they are."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pyspark.sql import functions as F

from s3_to_redshift.cast import BAD, CastColumn, cast, typed_name
from s3_to_redshift.plan import TargetColumn
from s3_to_redshift.source_columns import RAW
from s3_to_redshift.types import target_type

BAD_VALUE = object()

TEXT_CASES = [
    ("bigint", "9223372036854775807", 9223372036854775807),
    ("bigint", "9223372036854775808", BAD_VALUE),
    ("bigint", " 12 ", 12),
    ("bigint", "1.5", BAD_VALUE),
    ("bigint", "12d", BAD_VALUE),
    ("bigint", "", None),
    ("bigint", "  ", None),
    ("bigint", None, None),
    ("bigint", "n/a", BAD_VALUE),
    ("int", "2147483648", BAD_VALUE),
    ("smallint", "32768", BAD_VALUE),
    ("tinyint", "300", 300),
    ("double", "1e3", 1000.0),
    ("double", "1e400", BAD_VALUE),
    ("double", "-inf", -math.inf),
    ("double", "Infinity", math.inf),
    ("double", "12d", BAD_VALUE),
    ("double", "12F ", BAD_VALUE),
    ("float", "1e39", BAD_VALUE),
    ("float", "0.5", 0.5),
    ("decimal(5,2)", "123.45", Decimal("123.45")),
    ("decimal(5,2)", "123.456", Decimal("123.46")),
    ("decimal(5,2)", "1000", BAD_VALUE),
    ("decimal(38,10)", "1234567890123456789012345678.0123456789", Decimal("1234567890123456789012345678.0123456789")),
    ("boolean", "TRUE", True),
    ("boolean", "0", False),
    ("boolean", "maybe", BAD_VALUE),
    ("date", "2024-02-29", date(2024, 2, 29)),
    ("date", "2023-02-29", BAD_VALUE),
    ("date", "0000-00-00", BAD_VALUE),
    ("date", "2024", BAD_VALUE),
    ("date", "29/02/2024", BAD_VALUE),
    ("timestamp", "2024-01-31 10:15:00.123456", datetime(2024, 1, 31, 10, 15, 0, 123456, UTC)),
    ("timestamp", "2024-01-31T10:15:00+02:00", datetime(2024, 1, 31, 8, 15, tzinfo=UTC)),
    ("timestamp", "2024-01-31", datetime(2024, 1, 31, tzinfo=UTC)),
    ("timestamp", "10:15", BAD_VALUE),
    ("timestamp", "0000-00-00 00:00:00", BAD_VALUE),
    ("varchar(3)", "abc", "abc"),
    ("varchar(3)", "ab\u00fc", BAD_VALUE),
    ("char(1)", "ab", BAD_VALUE),
    ("string", "", ""),
    ("string", "x" * 65535, "x" * 65535),
    ("string", "x" * 65536, BAD_VALUE),
    ("string", "a\0b", BAD_VALUE),
    ("array<int>", '[1,{"a":null}]', '[1,{"a":null}]'),
    ("array<int>", " ", None),
    ("struct<a:int>", "{broken", BAD_VALUE),
    ("struct<a:int>", "a=1", BAD_VALUE),
    ("binary", "ab", bytearray(b"ab")),
]


def cast_all(spark, schema: str, values: list, columns: list[CastColumn]):
    rows = spark.createDataFrame(values, schema).withColumn(RAW, F.lit(None).cast("string"))
    result = cast(rows, columns)
    return result.rows.withColumn("reasons", result.reasons).collect()


def moments_in_utc(value):
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def test_text(spark):
    columns = [
        CastColumn(TargetColumn(f"c{i}", target_type(kind)), f"c{i}") for i, (kind, _, _) in enumerate(TEXT_CASES)
    ]
    schema = ", ".join(f"{column.name} string" for column in columns)

    (row,) = cast_all(spark, schema, [tuple(text for _, text, _ in TEXT_CASES)], columns)

    reasons = {reason.split(":")[0]: reason for reason in row["reasons"]}
    found = [BAD_VALUE if c.name in reasons else moments_in_utc(row[typed_name(c)]) for c in columns]
    assert [case for case, value in zip(TEXT_CASES, found, strict=True) if value != case[2]] == []


def test_not_a_number_is_a_double(spark):
    (row,) = cast_all(spark, "a string", [("NaN",)], [CastColumn(TargetColumn("a", target_type("double")), "a")])

    assert (row[BAD], math.isnan(row["a$typed"])) == (False, True)


TYPED_CASES = [
    ("bigint", "int", 2147483648, BAD_VALUE),
    ("bigint", "int", 7, 7),
    ("bigint", "string", 7, "7"),
    ("double", "bigint", 1.5, BAD_VALUE),
    ("double", "bigint", 2.0, 2),
    ("double", "float", 1e300, BAD_VALUE),
    ("double", "float", math.inf, math.inf),
    ("decimal(10,4)", "int", Decimal("1.5"), BAD_VALUE),
    ("decimal(10,4)", "decimal(5,2)", Decimal("123.4567"), Decimal("123.46")),
    ("int", "decimal(3,1)", 100, BAD_VALUE),
    ("boolean", "int", True, 1),
    ("date", "timestamp", date(2024, 1, 31), datetime(2024, 1, 31, tzinfo=UTC)),
    ("timestamp_ntz", "timestamp", datetime(2024, 1, 31, 10), datetime(2024, 1, 31, 10, tzinfo=UTC)),
    ("string", "bigint", "x", BAD_VALUE),
    ("struct<a:int,b:string>", "struct<a:int,b:string>", (1, None), '{"a":1,"b":null}'),
    ("array<int>", "string", [1, None], "[1,null]"),
    ("map<string,int>", "map<string,int>", {"k": 1}, '{"k":1}'),
]


def test_types_of_parquet(spark):
    columns = [
        CastColumn(TargetColumn(f"c{i}", target_type(to)), f"c{i}") for i, (_, to, _, _) in enumerate(TYPED_CASES)
    ]
    schema = ", ".join(f"c{i} {found}" for i, (found, _, _, _) in enumerate(TYPED_CASES))

    (row,) = cast_all(spark, schema, [tuple(value for _, _, value, _ in TYPED_CASES)], columns)

    reasons = {reason.split(":")[0]: reason for reason in row["reasons"]}
    found = [BAD_VALUE if c.name in reasons else moments_in_utc(row[typed_name(c)]) for c in columns]
    assert [case for case, value in zip(TYPED_CASES, found, strict=True) if value != case[3]] == []


@pytest.mark.parametrize(
    ("found", "wanted"), [("bigint", "timestamp"), ("date", "int"), ("struct<a:int>", "bigint"), ("binary", "date")]
)
def test_types_that_cannot_become_one_another_are_refused(spark, found, wanted):
    column = CastColumn(TargetColumn("a", target_type(wanted)), "A")

    with pytest.raises(ValueError, match=rf"column 'A': {found} in the files cannot become"):
        cast_all(spark, f"a {found}", [], [column])


def test_reasons_name_each_column_that_is_wrong(spark):
    columns = [
        CastColumn(TargetColumn("id", target_type("bigint")), "ID", is_key=True),
        CastColumn(TargetColumn("us_gross", target_type("int")), "US Gross"),
        CastColumn(TargetColumn("name", target_type("varchar(2)")), "Name"),
    ]

    rows = cast_all(
        spark, "id string, us_gross string, name string", [("1", "2", "x"), ("", "2", "x"), ("1", "y", "xyz")], columns
    )

    assert [(row[BAD], row["reasons"]) for row in rows] == [
        (False, []),
        (True, ["ID: is a key and has no value"]),
        (True, ["US Gross: does not fit INTEGER", "Name: is longer than 2 bytes"]),
    ]


def test_a_row_that_could_not_be_read_has_only_that_reason(spark):
    rows = spark.createDataFrame([("x", "x,y,z")], f"a string, `{RAW}` string")

    result = cast(rows, [CastColumn(TargetColumn("a", target_type("bigint")), "a")])

    assert result.rows.select(BAD, result.reasons).first()[1] == ["row: cannot be read"]
