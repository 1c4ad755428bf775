"""One dataset from S3 to Redshift."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyspark.sql import SparkSession

from . import ledger_sql, sql
from .cast import Cast, CastColumn, cast
from .catalog import Table, get_table
from .csv_header import HEAD_BYTES
from .ledger import data_files, ledger_rows, new_files
from .names import target_name, target_names
from .plan import Load, Target, TargetColumn
from .read import File, Source, read, reads_lines_as_rows
from .reconcile import Counts, NotReconciledError, reconcile
from .redshift import Redshift
from .report import DatasetReport, Seconds
from .spec import Dataset, Spec, Upsert
from .stage import Staged, manifest, quarantine, stage
from .storage import Storage, StoredObject
from .types import target_type


@dataclass(frozen=True)
class Run:
    """What all datasets of a run share."""

    spec: Spec
    job_name: str
    run_id: str
    started_at: datetime
    spark: Callable[[], SparkSession]
    """Starts Spark at the first call: a run that finds nothing new does without."""
    glue: Any
    storage: Storage
    redshift: Redshift

    def folder(self, prefix: str, dataset: Dataset) -> str:
        """Where under ``prefix`` this run keeps its files of the dataset."""
        return f"{prefix}{self.spec.pipeline}/{dataset.name}/{self.run_id}/"

    def staging(self, dataset: Dataset) -> str:
        return self.folder(self.spec.work.staging_prefix, dataset)


def load_dataset(run: Run, dataset: Dataset, report: DatasetReport) -> None:
    """Load the dataset's new files, noting in ``report`` how far it came.

    Raises:
        Exception: something failed; nothing of the dataset is loaded then.
    """
    with _timed(report.seconds, "list"):
        files = _new_files(run, dataset)
        table = get_table(run.glue, run.spec.source.catalog_database, dataset, [file.key for file in files])
    report.files, report.bytes = len(files), sum(file.size for file in files)
    if not files:
        report.status = "NOTHING_NEW"
        return
    _say(dataset, f"{report.files} new files, {report.bytes} bytes")
    columns = _columns(table, dataset)
    with _timed(report.seconds, "stage"):
        report.counts = _stage(run, dataset, files, table, columns, report)
        _say(dataset, f"{report.counts.read} rows read, {report.counts.quarantined} quarantined")
        transaction = _transaction(run, dataset, files, columns, report)
    with _timed(report.seconds, "load"):
        affected = run.redshift.run(sql.load(transaction), f"{run.spec.pipeline}/{dataset.name}", _token(run, dataset))
    report.counts = Counts(
        read=report.counts.read,
        loaded=affected.get(sql.APPLY, 0),
        quarantined=report.counts.quarantined,
        deduplicated=affected.get(sql.DEDUPLICATE, 0),
    )
    reconcile(report.counts)
    report.status = "LOADED"
    _say(dataset, f"{report.counts.loaded} rows loaded, {report.counts.deduplicated} deduplicated")


def _token(run: Run, dataset: Dataset) -> str:
    return f"{run.run_id}/{dataset.name}"


def _new_files(run: Run, dataset: Dataset) -> list[StoredObject]:
    found = data_files(run.storage.list(run.spec.source.bucket, dataset.prefix), dataset.prefix)
    loaded = run.redshift.query(ledger_sql.loaded_files(run.spec.pipeline, dataset.name), f"ledger of {dataset.name}")
    return new_files(found, loaded, reload_changed=isinstance(dataset.load, Upsert))


def _columns(table: Table, dataset: Dataset) -> list[CastColumn]:
    names = target_names(column.name for column in table.all_columns)
    dataset.check_columns(set(names))
    keys = {target_name(key) for key in dataset.load.keys} if isinstance(dataset.load, Upsert) else set()
    return [
        CastColumn(TargetColumn(name, target_type(column.type)), column.name, is_key=name in keys)
        for column, name in zip(table.all_columns, names, strict=True)
    ]


def _stage(
    run: Run,
    dataset: Dataset,
    files: Sequence[StoredObject],
    table: Table,
    columns: Sequence[CastColumn],
    report: DatasetReport,
) -> Counts:
    if report.bytes == 0:
        return Counts()
    bucket = run.spec.source.bucket
    source = Source(
        format=dataset.format,
        root=f"s3://{bucket}/{dataset.prefix}",
        files=[File(file.uri, file.size) for file in files if file.size > 0],
        table=table,
        head=lambda path: run.storage.read(bucket, path.removeprefix(f"s3://{bucket}/"), HEAD_BYTES),
    )
    rows, staged = _write(run, dataset, source, columns, lines_are_rows=reads_lines_as_rows(source))
    if staged.unclosed:
        _say(dataset, f"{staged.unclosed} rows may span several lines: reading the files again as a whole")
        rows, staged = _write(run, dataset, source, columns, lines_are_rows=False)
    if staged.quarantined:
        prefix = run.folder(run.spec.work.quarantine_prefix, dataset)
        report.quarantine = f"s3://{run.spec.work.bucket}/{prefix}"
        written = quarantine(rows, columns, report.quarantine, run.run_id)
        if written != staged.quarantined:
            raise NotReconciledError(f"{staged.quarantined} rows are bad, but {written} were written to quarantine")
    return Counts(read=staged.read, quarantined=staged.quarantined)


def _write(
    run: Run, dataset: Dataset, source: Source, columns: Sequence[CastColumn], *, lines_are_rows: bool
) -> tuple[Cast, Staged]:
    rows = cast(read(run.spark(), source, lines_are_rows=lines_are_rows), columns)
    path = f"s3://{run.spec.work.bucket}/{run.staging(dataset)}rows/"
    size = sum(file.size for file in source.files)
    return rows, stage(rows, columns, path, source_bytes=size, with_row=isinstance(dataset.load, Upsert))


def _transaction(
    run: Run,
    dataset: Dataset,
    files: Sequence[StoredObject],
    columns: Sequence[CastColumn],
    report: DatasetReport,
) -> Load:
    bucket, folder = run.spec.work.bucket, run.staging(dataset)
    manifest_uri = None
    if report.counts.read > report.counts.quarantined:
        staged = [(o.uri, o.size) for o in run.storage.list(bucket, f"{folder}rows/") if o.key.endswith(".parquet")]
        manifest_uri = run.storage.write(bucket, f"{folder}manifest.json", manifest(staged))
    upsert = dataset.load if isinstance(dataset.load, Upsert) else None
    target = Target(
        schema=dataset.target.schema,
        table=dataset.target.table,
        columns=[column.target for column in columns],
        keys=[target_name(key) for key in upsert.keys] if upsert else [],
        order_by=target_name(upsert.order_by) if upsert and upsert.order_by else None,
        dist_key=target_name(dataset.target.dist_key) if dataset.target.dist_key else None,
        sort_keys=[target_name(key) for key in dataset.target.sort_keys],
    )
    return Load(
        pipeline=run.spec.pipeline,
        dataset=dataset.name,
        run_id=run.run_id,
        started_at=run.started_at.strftime("%Y-%m-%d %H:%M:%S"),
        target=target,
        manifest=manifest_uri,
        ledger_rows=run.storage.write(bucket, f"{folder}files.csv", ledger_rows(files)),
        copy_role_arn=run.spec.warehouse.copy_role_arn,
        files=report.files,
        bytes=report.bytes,
        read=report.counts.read,
        quarantined=report.counts.quarantined,
        filtered=report.counts.filtered,
    )


@contextmanager
def _timed(seconds: Seconds, stage_name: str) -> Iterator[None]:
    start = time.monotonic()
    try:
        yield
    finally:
        setattr(seconds, stage_name, time.monotonic() - start)


def _say(dataset: Dataset, text: str) -> None:
    print(f"{dataset.name}: {text}", flush=True)
