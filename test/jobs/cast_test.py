"""Values that do not fit must be set aside with a reason, and values that fit must come through as they are."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pyspark.sql import functions as F

from s3_to_redshift.faults import TYPE
from s3_to_redshift.final import with_final
from s3_to_redshift.plan import TargetColumn
from s3_to_redshift.source_columns import FAULTS, FILTERED
from s3_to_redshift.transform import OutputColumn
from s3_to_redshift.typed import SourceColumn, cast_text
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


def cast_all(spark, schema: str, values: list, types: dict[str, str]):
    """Each row's reasons, or None, and its values as they are staged. ``types``: by columns' names in the source."""
    columns = [SourceColumn(name.lower().replace(" ", "_"), name, target_type(kind)) for name, kind in types.items()]
    hidden = [F.lit(None).cast(TYPE).alias(FAULTS), F.lit(False).alias(FILTERED)]
    rows = cast_text(spark.createDataFrame(values, schema).select("*", *hidden), columns)
    output = [OutputColumn(column.name, column.source, column.type) for column in columns]
    rows, staged = with_final(rows, output, [TargetColumn(column.name, column.type) for column in columns])
    named = [value.alias(column.name) for value, column in zip(staged, columns, strict=True)]
    reasons = F.transform(FAULTS, lambda fault: fault.reason).alias("reasons")
    return rows.select(reasons, *named).collect()


def moments_in_utc(value):
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def test_text(spark):
    types = {f"c{i}": kind for i, (kind, _, _) in enumerate(TEXT_CASES)}
    schema = ", ".join(f"{name} string" for name in types)

    (row,) = cast_all(spark, schema, [tuple(text for _, text, _ in TEXT_CASES)], types)

    bad = {reason.split(":")[0] for reason in row["reasons"]}
    found = [BAD_VALUE if name in bad else moments_in_utc(row[name]) for name in types]
    assert [case for case, value in zip(TEXT_CASES, found, strict=True) if value != case[2]] == []


def test_not_a_number_is_a_double(spark):
    (row,) = cast_all(spark, "a string", [("NaN",)], {"a": "double"})

    assert (row["reasons"], math.isnan(row["a"])) == (None, True)


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
    types = {f"c{i}": to for i, (_, to, _, _) in enumerate(TYPED_CASES)}
    schema = ", ".join(f"c{i} {found}" for i, (found, _, _, _) in enumerate(TYPED_CASES))

    (row,) = cast_all(spark, schema, [tuple(value for _, _, value, _ in TYPED_CASES)], types)

    bad = {reason.split(":")[0] for reason in row["reasons"]}
    found = [BAD_VALUE if name in bad else moments_in_utc(row[name]) for name in types]
    assert [case for case, value in zip(TYPED_CASES, found, strict=True) if value != case[3]] == []


@pytest.mark.parametrize(
    ("found", "wanted"), [("bigint", "timestamp"), ("date", "int"), ("struct<a:int>", "bigint"), ("binary", "date")]
)
def test_types_that_cannot_become_one_another_are_refused(spark, found, wanted):
    with pytest.raises(ValueError, match=rf"column 'A': {found} in the files cannot become"):
        cast_all(spark, f"a {found}", [], {"A": wanted})


def test_reasons_name_each_column_that_is_wrong(spark):
    types = {"ID": "bigint", "US Gross": "int", "Name": "varchar(2)"}

    rows = cast_all(spark, "id string, us_gross string, name string", [("1", "2", "x"), ("1", "y", "xyz")], types)

    assert [row["reasons"] for row in rows] == [
        None,
        ["US Gross: does not fit INTEGER", "Name: is longer than 2 bytes"],
    ]
