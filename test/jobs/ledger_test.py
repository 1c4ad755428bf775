from datetime import UTC, datetime, timedelta, timezone

import pytest

from s3_to_redshift.ledger import FoundFile, candidate_rows, is_data_file, ledger_rows
from s3_to_redshift.listing import ChangedFileError, check_changed
from s3_to_redshift.spec import Append, Dataset, Target, Upsert
from s3_to_redshift.storage import StoredObject


def stored(key: str, etag: str = "e1", size: int = 1) -> StoredObject:
    return StoredObject("b", key, etag, size, datetime(2024, 1, 1, 12, 0, 0, 500_000, UTC))


def dataset(load, **more) -> Dataset:
    return Dataset(load, Target("s", "t"), "csv", "d", "p/", "t", **more)


@pytest.mark.parametrize("key", ["p/a.csv", "p/_y=1/a.csv", "p/q/b.csv"])
def test_files_of_rows_count(key):
    assert is_data_file(stored(key), "p/")


@pytest.mark.parametrize("key", ["p/_SUCCESS", "p/.hidden", "p/_temporary/0/a.csv", "p/x=1/.crc"])
def test_hidden_files_do_not_count(key):
    assert not is_data_file(stored(key), "p/")


def test_an_empty_object_counts_unless_it_marks_a_folder():
    empty = [stored(key, size=0) for key in ("p/", "p/x_$folder$", "p/empty.csv")]

    assert [found.key for found in empty if is_data_file(found, "p/")] == ["p/empty.csv"]


def test_what_redshift_compares_is_csv_whatever_the_names_hold():
    assert candidate_rows([stored('p/a, "b"\n.csv', "e1", 7)]) == b'b,"p/a, ""b""\n.csv",e1,7,2024-01-01 12:00:00.500\n'


def test_times_are_utc():
    east = datetime(2024, 1, 1, 1, tzinfo=timezone(timedelta(hours=2)))

    assert candidate_rows([StoredObject("b", "k", "e", 1, east)]).endswith(b",2023-12-31 23:00:00.000\n")


def test_ledger_rows_say_what_was_known_and_where_the_file_lies():
    rows = ledger_rows([FoundFile(stored("p/x=1/a.csv"), "e0", "p/x=1/")])

    assert rows == b"b,p/x=1/a.csv,e1,1,2024-01-01 12:00:00.500,e0,p/x=1/\n"


CHANGED = [FoundFile(stored("new")), FoundFile(stored("p/a", "e2"), "e1"), FoundFile(stored("p/b", "e2"), "e1")]


def test_a_changed_file_is_refused_where_its_rows_would_be_appended_again():
    with pytest.raises(
        ChangedFileError,
        match=r"s3://b/p/a and 1 more has changed .* its ETag was e1 and is e2\. .*set target\.fileColumn",
    ):
        check_changed(CHANGED, dataset(Append("append")))


def test_a_changed_file_is_refused_where_the_dataset_says_so():
    with pytest.raises(ChangedFileError, match=r"or set onChangedFile 'reload'"):
        check_changed(CHANGED, dataset(Upsert("upsert", ("k",)), on_changed_file="fail"))


def test_a_changed_file_is_taken_where_its_rows_replace_the_former():
    check_changed(CHANGED, dataset(Upsert("upsert", ("k",))))


def test_new_files_are_never_refused():
    check_changed(CHANGED[:1], dataset(Append("append")))
