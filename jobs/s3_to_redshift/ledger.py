"""Which files of a dataset are new: those that lie in S3 and are not in the ledger with the same content."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from .storage import StoredObject


def data_files(objects: Iterable[StoredObject], prefix: str) -> list[StoredObject]:
    """The objects that are files of rows, by Hive's and Spark's custom: no part of the name below the prefix begins
    with ``_`` or ``.`` (``_name=value`` is a partition), and it is no empty object that only marks a folder.
    """
    return [found for found in objects if not _is_marker(found) and not _is_hidden(found.key[len(prefix) :])]


def _is_marker(found: StoredObject) -> bool:
    return found.size == 0 and (found.key.endswith(("/", "_$folder$")))


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or (part.startswith("_") and "=" not in part) for part in name.split("/"))


def new_files(
    files: Iterable[StoredObject], loaded: Iterable[Sequence[str]], *, reload_changed: bool
) -> list[StoredObject]:
    """The files that ``loaded``, rows of bucket, key and ETag, lacks; in the order in which they arrived.

    A file whose content changed is new again where its rows replace the former ones (``reload_changed``).

    Raises:
        ValueError: a file changed and its rows would be appended a second time.
    """
    etags = {(bucket, key): etag for bucket, key, etag in loaded}
    new = []
    for file in files:
        known = etags.get((file.bucket, file.key))
        if known == file.etag:
            continue
        if known is not None and not reload_changed:
            raise ValueError(
                f"{file.uri} has changed since it was loaded: its ETag was {known} and is {file.etag}. Its rows would "
                "be appended twice; give changed content a new name, or load this dataset by upsert"
            )
        new.append(file)
    return sorted(new, key=lambda file: (file.modified, file.key))


def ledger_rows(files: Iterable[StoredObject]) -> bytes:
    """The files as CSV for COPY: bucket, key, ETag, size. A load of many files is too long for INSERT statements."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([f.bucket, f.key, f.etag, f.size] for f in files)
    return text.getvalue().encode()
