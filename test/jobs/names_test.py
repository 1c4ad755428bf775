import pytest

from s3_to_redshift.names import target_name, target_names


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("iata", "iata"),
        ("US Gross", "us_gross"),
        ("IMDB Rating (10)", "imdb_rating_10_"),
        ("a.b-c", "a_b_c"),
        ("Gr\u00f6\u00dfe", "gr_e"),
        ("2024", "2024"),
        ("select", "select"),
    ],
)
def test_names_in_redshift(source, target):
    assert target_name(source) == target


def test_names_keep_their_order():
    assert target_names(["B", "a c"]) == ["b", "a_c"]


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        (["US Gross", "us-gross"], "columns 'US Gross' and 'us-gross' are both 'us_gross' in Redshift: rename one"),
        (["a", "A"], "columns 'a' and 'A' are both 'a'"),
        (["x" * 128], "must have 1 to 127 bytes"),
        ([""], "column ''"),
    ],
)
def test_names_that_redshift_cannot_have_are_refused(sources, message):
    with pytest.raises(ValueError, match=message):
        target_names(sources)
