"""Files on their way into the ledger."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from .storage import StoredObject


@dataclass(frozen=True)
class FoundFile:
    """A file that a load reads."""

    object: StoredObject
    known_etag: str = ""
    """The ETag with which the ledger has it; empty if it has not."""
    folder: str = ""
    """Key prefix of its partition, where partitions are loaded as a whole."""


def is_data_file(found: StoredObject, prefix: str) -> bool:
    """Whether the object is a file of rows, by Hive's and Spark's custom: no part of its name below the prefix begins
    with ``_`` or ``.`` (``_name=value`` is a partition), and it is no empty object that only marks a folder.
    """
    return not _is_marker(found) and not _is_hidden(found.key[len(prefix) :])


def _is_marker(found: StoredObject) -> bool:
    return found.size == 0 and (found.key.endswith(("/", "_$folder$")))


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or (part.startswith("_") and "=" not in part) for part in name.split("/"))


def candidate_rows(files: Iterable[StoredObject]) -> bytes:
    """The files as CSV for COPY: bucket, key, ETag, size, time."""
    return _csv([f.bucket, f.key, f.etag, f.size, _moment(f.modified)] for f in files)


def ledger_rows(files: Iterable[FoundFile]) -> bytes:
    """The files as CSV for COPY: the same, further the known ETag and the folder. A load of many files is too long for
    INSERT statements."""
    return _csv(
        [
            f.object.bucket,
            f.object.key,
            f.object.etag,
            f.object.size,
            _moment(f.object.modified),
            f.known_etag,
            f.folder,
        ]
        for f in files
    )


def _csv(rows: Iterable[list[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "milliseconds")
