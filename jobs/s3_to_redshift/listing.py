"""Which files of a dataset are new or have changed.

The listing goes to Redshift in parts and is compared with the ledger there: the job never holds the names of all files
that were ever loaded.
"""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from . import ledger_sql, spec
from .ledger import FoundFile, candidate_rows, is_data_file
from .report import ListingReport
from .storage import Storage, StoredObject

_PART = 100_000
"""So many listed files are held at once."""


class ChangedFileError(ValueError):
    """A file that is loaded has changed, and the dataset does not take it again."""


def list_from(
    storage: Storage, bucket: str, prefix: str, marks: Sequence[Sequence[Any]], folders: int
) -> Iterator[StoredObject]:
    """The objects behind the marks, rows of a group of leading folders and a key. A group without a mark, and what lies
    outside all groups, is listed whole."""
    behind = {str(folder): mark for folder, mark in marks}
    groups = [""]
    for _ in range(folders):
        deeper = []
        for group in groups:
            objects, names = storage.level(bucket, prefix + group)
            yield from objects
            deeper += [f"{group}{name}/" for name in names]
        groups = deeper
    for group in groups:
        yield from storage.list(bucket, prefix + group, after=behind.get(group))


def find_new_files(
    found: Iterable[StoredObject],
    report: ListingReport,
    *,
    storage: Storage,
    redshift: Any,
    place: tuple[str, str],
    pipeline: str,
    dataset: str,
    copy_role_arn: str,
    token: str,
) -> list[FoundFile]:
    """The files of ``found`` that the ledger lacks or has with other content, in the order in which they arrived.

    Args:
        report: gets the number of the listed files.
        place: bucket and prefix for the lists.
    """
    bucket, prefix = place
    remaining = iter(found)
    for number in itertools.count():
        part = list(itertools.islice(remaining, _PART))
        if not part:
            break
        report.listed += len(part)
        storage.write(bucket, f"{prefix}{number:06}.csv.gz", gzip.compress(candidate_rows(part), 1))
    if not report.listed:
        return []
    steps = ledger_sql.find_new_files(pipeline, dataset, f"s3://{bucket}/{prefix}", copy_role_arn)
    name = f"{pipeline}/{dataset} new files"
    done = redshift.retried(lambda attempt: redshift.run(steps, name, f"{token}/{attempt}"))
    return [_found_file(row) for row in redshift.rows(done.statement_ids[steps[-1].name])]


def _found_file(row: Sequence[Any]) -> FoundFile:
    bucket, key, etag, size, modified, known_etag = row
    moment = datetime.fromisoformat(modified).replace(tzinfo=UTC)
    return FoundFile(StoredObject(bucket, key, etag, int(size), moment), known_etag)


def check_changed(files: Iterable[FoundFile], dataset: spec.Dataset) -> None:
    """
    Raises:
        ChangedFileError: a file changed and the dataset says that this fails.
    """
    if dataset.reloads_changed_files:
        return
    changed = [found for found in files if found.known_etag]
    if not changed:
        return
    first, more = changed[0], f" and {len(changed) - 1} more" if len(changed) > 1 else ""
    way_out = (
        "set target.fileColumn and onChangedFile 'reload', or load this dataset by upsert"
        if isinstance(dataset.load, spec.Append)
        else "set onChangedFile 'reload'"
    )
    raise ChangedFileError(
        f"{first.object.uri}{more} has changed since it was loaded: its ETag was {first.known_etag} and is "
        f"{first.object.etag}. Give changed content a new name, or {way_out}"
    )


def data_files(objects: Iterable[StoredObject], prefix: str) -> Iterator[StoredObject]:
    return (found for found in objects if is_data_file(found, prefix))
