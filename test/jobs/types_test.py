import json
import re
from pathlib import Path

import pytest

from s3_to_redshift.types import catalog_type, existing_type, target_type

# Both languages are tested on it; test/loads asks the real SVV_COLUMNS.
TARGET_TYPES = json.loads((Path(__file__).parent.parent / "spec" / "target-types.json").read_text())


@pytest.mark.parametrize(
    ("glue", "spark", "redshift"),
    [
        ("boolean", "boolean", "BOOLEAN"),
        ("tinyint", "smallint", "SMALLINT"),
        ("smallint", "smallint", "SMALLINT"),
        ("int", "int", "INTEGER"),
        ("bigint", "bigint", "BIGINT"),
        ("float", "float", "REAL"),
        ("DOUBLE", "double", "DOUBLE PRECISION"),
        ("decimal(10, 2)", "decimal(10,2)", "DECIMAL(10,2)"),
        ("decimal(38,37)", "decimal(38,37)", "DECIMAL(38,37)"),
        ("decimal", "decimal(10,0)", "DECIMAL(10,0)"),
        ("date", "date", "DATE"),
        ("timestamp", "timestamp", "TIMESTAMP"),
        ("timestamp with time zone", "timestamp", "TIMESTAMPTZ"),
        ("string", "string", "VARCHAR(65535)"),
        ("char(3)", "string", "VARCHAR(3)"),
        ("varchar(20)", "string", "VARCHAR(20)"),
        ("binary", "binary", "VARBYTE(1024000)"),
        ("array<struct<a:int>>", "string", "SUPER"),
        ("map<string,string>", "string", "SUPER"),
    ],
)
def test_types(glue, spark, redshift):
    found = target_type(glue)

    assert (found.spark, found.sql) == (spark, redshift)


@pytest.mark.parametrize(
    "glue", ["text", "decimal(39,0)", "decimal(5,6)", "decimal(0)", "varchar(0)", "char(65536)", "array<>", "uuid"]
)
def test_what_is_no_type_is_refused(glue):
    with pytest.raises(ValueError, match=re.escape(repr(glue))):
        target_type(glue)


@pytest.mark.parametrize(
    ("found", "redshift"),
    [
        (("integer", None, 32, 0), "INTEGER"),
        (("character varying", 20, None, None), "VARCHAR(20)"),
        (("character", 3, None, None), "CHAR(3)"),
        (("numeric", None, 12, 2), "DECIMAL(12,2)"),
        (("timestamp without time zone", None, None, None), "TIMESTAMP"),
        (("super", None, None, None), "SUPER"),
        (("time without time zone", None, None, None), "TIME WITHOUT TIME ZONE"),
    ],
)
def test_types_that_are_in_redshift_are_known(found, redshift):
    assert existing_type(*found).sql == redshift


@pytest.mark.parametrize("example", TARGET_TYPES, ids=lambda example: example["declared"] or example["inRedshift"][0])
def test_the_catalog_has_a_targets_types_as_crawlers_write_them(example):
    assert catalog_type(*example["inRedshift"]) == example["inCatalog"]
    if example["declared"] is not None:
        assert target_type(example["declared"]).sql == existing_type(*example["inRedshift"]).sql
