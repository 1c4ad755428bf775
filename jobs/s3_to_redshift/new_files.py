"""The files that a load reads: what is new, and where whole folders are loaded what lies beside it."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from urllib.parse import unquote

from . import ledger_sql, spec
from .catalog import Table
from .ledger import FoundFile
from .listing import check_changed, data_files, find_new_files, list_from
from .report import ListingReport
from .run import Run
from .storage import StoredObject


def new_files(run: Run, dataset: spec.Dataset) -> tuple[list[FoundFile], ListingReport]:
    """The new and the changed files of the dataset and of its mended rows, in the order in which they arrived.

    Raises:
        ChangedFileError: a file changed and the dataset says that this fails.
    """
    report = ListingReport(dataset.listing.mode, None, 0)
    place = run.spec.work.bucket, f"{run.staging(dataset)}candidates/"
    candidates = itertools.chain(_source(run, dataset, report), _mended(run, dataset))
    found = find_new_files(
        candidates,
        report,
        storage=run.storage,
        redshift=run.redshift,
        place=place,
        pipeline=run.spec.pipeline,
        dataset=dataset.name,
        copy_role_arn=run.spec.warehouse.copy_role_arn,
        token=f"{run.run_id}/{dataset.name}/candidates",
    )
    check_changed(found, dataset)
    return found, report


def _source(run: Run, dataset: spec.Dataset, report: ListingReport) -> Iterator[StoredObject]:
    bucket, listing = run.spec.source.bucket, dataset.listing
    if isinstance(listing, spec.ListAll) or run.full_listing:
        report.mode = "all"
        return data_files(run.storage.list(bucket, dataset.prefix), dataset.prefix)
    marks = run.redshift.query(
        ledger_sql.marks(run.spec.pipeline, dataset.name, bucket, dataset.prefix, listing), f"{run.name(dataset)} marks"
    )
    report.start_after = min((mark for _, mark in marks if mark is not None), default=None)
    return data_files(list_from(run.storage, bucket, dataset.prefix, marks, listing.folders), dataset.prefix)


def _mended(run: Run, dataset: spec.Dataset) -> Iterable[StoredObject]:
    if isinstance(dataset.load, (spec.Replace, spec.Snapshot)):
        return []  # the table, or a partition, is what the files of its folder say
    prefix = run.mended(dataset)
    return data_files(run.storage.list(run.spec.work.bucket, prefix), prefix)


def with_whole_folders(run: Run, dataset: spec.Dataset, table: Table, found: Sequence[FoundFile]) -> list[FoundFile]:
    """The files to read: those found, or where their folders are made anew all that these hold now.

    Raises:
        ValueError: partitions are to be replaced, and the dataset has none or a file lies in none.
    """
    if isinstance(dataset.load, spec.Replace):
        return _all_files(run, dataset, "")
    if not isinstance(dataset.load, spec.Snapshot):
        return list(found)
    depth = len(table.partition_keys)
    if depth == 0:
        raise ValueError(f"load mode 'snapshot' needs partition folders, as in {dataset.prefix}date=2026-11-25/")
    folders = dict.fromkeys(_folder(dataset, file.object, depth) for file in found)
    return [file for folder in folders for file in _all_files(run, dataset, folder)]


def _folder(dataset: spec.Dataset, file: StoredObject, depth: int) -> str:
    parts = file.key[len(dataset.prefix) :].split("/")
    if len(parts) <= depth:
        raise ValueError(f"{file.uri} lies in no partition folder; load mode 'snapshot' replaces whole partitions")
    return "".join(f"{part}/" for part in parts[:depth])


def _all_files(run: Run, dataset: spec.Dataset, folder: str) -> list[FoundFile]:
    prefix = dataset.prefix + folder
    objects = run.storage.list(run.spec.source.bucket, prefix)
    return [FoundFile(found, folder=prefix) for found in data_files(objects, dataset.prefix)]


def partition_values(folders: str, table: Table) -> dict[str, str | None]:
    """The partition keys' values in a path of folders, ``year=2026/month=11/``: as ``read`` takes them for each row.

    https://docs.aws.amazon.com/glue/latest/dg/crawler-s3-folder-table-partition.html
    """
    parts = folders.rstrip("/").split("/")
    named = {name.lower(): value for name, _, value in (part.partition("=") for part in parts) if value}
    values: dict[str, str | None] = {}
    for key in table.partition_keys:
        unnamed = re.fullmatch(r"partition_(\d+)", key.name)
        value = parts[int(unnamed[1])] if unnamed else named.get(key.name.lower(), "")
        values[key.name] = None if value in ("", "__HIVE_DEFAULT_PARTITION__") else unquote(value)
    return values


def ranks(files: Iterable[FoundFile]) -> dict[str, int]:
    """S3 tells the time to the second. Of files of the same second the one with the larger key counts as newer: its
    place among them, by address, for all but the first."""
    by_second: dict[datetime, list[StoredObject]] = defaultdict(list)
    for file in files:
        by_second[file.object.modified.replace(microsecond=0)].append(file.object)
    found: dict[str, int] = {}
    for objects in by_second.values():
        objects.sort(key=lambda one: one.key.encode())
        found.update((one.uri, place) for place, one in enumerate(objects) if place)
    return found
