"""docs/loading.md shows the type mapping to people: what it says must be what the job does."""

import html
import re
from pathlib import Path

import pytest

from s3_to_redshift.types import target_type

TABLE = (Path(__file__).parents[2] / "docs" / "loading.md").read_text().split("## Types")[1]
ROWS = re.findall(r"^\| ([a-z].*?) +\| ([A-Z].*?) +\|", TABLE, flags=re.MULTILINE)


def test_the_table_is_found():
    assert len(ROWS) >= 17


@pytest.mark.parametrize(("glue", "redshift"), ROWS)
def test_a_type_is_what_the_page_says(glue, redshift):
    assert target_type(html.unescape(glue)).sql == redshift
