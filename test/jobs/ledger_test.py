from datetime import UTC, datetime

import pytest

from s3_to_redshift.ledger import data_files, ledger_rows, new_files
from s3_to_redshift.storage import StoredObject


def stored(key: str, etag: str = "e1", size: int = 1, day: int = 1) -> StoredObject:
    return StoredObject("b", key, etag, size, datetime(2024, 1, day, tzinfo=UTC))


def test_only_files_of_rows_count():
    keys = ["p/a.csv", "p/_SUCCESS", "p/.hidden", "p/_temporary/0/a.csv", "p/_y=1/a.csv", "p/x=1/.crc", "p/q/b.csv"]
    markers = [stored("p/", size=0), stored("p/x_$folder$", size=0), stored("p/empty.csv", size=0)]

    found = data_files([*map(stored, keys), *markers], "p/")

    assert [file.key for file in found] == ["p/a.csv", "p/_y=1/a.csv", "p/q/b.csv", "p/empty.csv"]


def test_files_that_the_ledger_lacks_are_new_and_come_in_the_order_of_their_arrival():
    files = [stored("a", day=3), stored("b"), stored("c", day=2)]

    assert [f.key for f in new_files(files, [("b", "b", "e1")], reload_changed=False)] == ["c", "a"]


def test_a_changed_file_is_new_where_its_rows_replace_the_former():
    assert new_files([stored("a", "e2")], [("b", "a", "e1")], reload_changed=True) == [stored("a", "e2")]


def test_a_changed_file_is_refused_where_its_rows_would_be_appended_again():
    with pytest.raises(
        ValueError, match=r"s3://b/a has changed .* its ETag was e1 and is e2\. .* load this dataset by"
    ):
        new_files([stored("a", "e2")], [("b", "a", "e1")], reload_changed=False)


def test_ledger_rows_are_csv_whatever_the_names_hold():
    rows = ledger_rows([stored('p/a, "b"\n.csv', "e1", 7)])

    assert rows == b'b,"p/a, ""b""\n.csv",e1,7\n'
