"""One dataset from S3 to Redshift."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

from .catalog import Table, get_table
from .catalog_targets import describe_target
from .evolve import Evolution, evolve, target_columns
from .ledger import FoundFile, ledger_rows
from .names import target_name
from .new_files import new_files, partition_values, ranks, with_whole_folders
from .plan import Load, Target, TargetColumn
from .reconcile import Counts, reconcile
from .report import DatasetReport, RuleReport, Seconds
from .rows import Frame, build, write_partitions
from .run import Run
from .sources import other_dataset, script, sources
from .spec import Dataset, Snapshot
from .stage import Layout, Staged, manifest, stage
from .transact import commit
from .types import TargetType
from .unreadable import named
from .verify import check_rows, check_unchanged

_FILE = TargetType("string", "VARCHAR(2048)", 2048)
"""An address: ``s3://``, a bucket of at most 63 and a key of at most 1,024 bytes."""


def load_dataset(run: Run, dataset: Dataset, report: DatasetReport) -> Sequence[TargetColumn]:
    """Load the dataset's new files, noting in ``report`` how far it came. Returns the target's columns, where files
    were new.

    Raises:
        Exception: something failed; nothing of the dataset is loaded then.
    """
    with _timed(report.seconds, "list"):
        found, report.listing = new_files(run, dataset)
        if not found:
            report.status = "NOTHING_NEW"
            return ()
        keys = [file.object.key for file in found]
        table = get_table(run.glue, run.spec.source.catalog_database, dataset, keys)
        files = with_whole_folders(run, dataset, table, found)
    report.files, report.bytes = len(files), sum(file.object.size for file in files)
    newest = max(file.object.modified for file in files)
    report.newest_file = newest.astimezone(UTC).isoformat().replace("+00:00", "Z")
    _say(dataset, f"{report.files} files, {report.bytes} bytes")
    with _timed(report.seconds, "stage"), named(run.storage, [file.object for file in files]):
        frame = build(
            run.spark(),
            sources(run, dataset, files, table),
            dataset,
            partial(other_dataset, run),
            partial(script, run, dataset),
            run_id=run.run_id,
        )
        evolution = _evolution(run, dataset, frame)
        staged = _stage(run, dataset, files, frame, evolution, report)
        partitions = _partitions(run, dataset, files, table, evolution)
    check_rows(dataset, staged, report)
    check_unchanged(run, files)
    load = _load(run, dataset, files, evolution, staged, partitions, report)
    with _timed(report.seconds, "load"):
        committed = commit(run, dataset, load, evolution.alone, report)
    report.counts = Counts(
        read=staged.read,
        derived=staged.derived,
        loaded=committed.loaded,
        deleted=committed.deleted,
        quarantined=staged.quarantined,
        filtered=staged.filtered,
        deduplicated=committed.deduplicated,
        ties=committed.ties,
    )
    reconcile(report.counts)
    report.lag_seconds = (datetime.now(UTC) - newest).total_seconds()
    report.status = "LOADED"
    _say(dataset, f"{committed.loaded} rows loaded, {committed.deduplicated} deduplicated")
    describe_target(run, dataset, report)
    return load.target.columns


def _evolution(run: Run, dataset: Dataset, frame: Frame) -> Evolution:
    known = {column.name for column in frame.columns}
    if dataset.deletes is not None:
        known.add(target_name(dataset.deletes.column))
    dataset.check_columns(known)
    columns = [TargetColumn(column.name, column.type) for column in frame.columns]
    if dataset.target.file_column is not None:
        columns.append(TargetColumn(dataset.target.file_column, _FILE))
    schema, table = dataset.target.schema, dataset.target.table
    existing = run.redshift.query(target_columns(schema, table), f"{run.name(dataset)} target")
    return evolve(dataset, columns, existing)


def _stage(
    run: Run, dataset: Dataset, files: Sequence[FoundFile], frame: Frame, evolution: Evolution, report: DatasetReport
) -> Staged:
    work = run.spec.work
    quarantine = f"s3://{work.bucket}/{run.folder(work.quarantine_prefix, dataset)}"
    own = evolution.columns[: len(frame.columns)]
    layout = Layout(
        columns=own,
        file_column=dataset.target.file_column,
        with_order=bool(dataset.keys),
        with_deletes=dataset.deletes is not None,
        ranks=ranks(files) if dataset.keys else {},
    )
    staged = stage(
        frame,
        layout,
        dataset,
        f"s3://{work.bucket}/{run.staging(dataset)}",
        source_bytes=report.bytes,
        run_id=run.run_id,
        quarantine_path=quarantine,
    )
    report.quarantine = quarantine if staged.quarantined else None
    report.counts = Counts(
        read=staged.read, derived=staged.derived, quarantined=staged.quarantined, filtered=staged.filtered
    )
    report.rules = [RuleReport(rule.name, rule.on_fail, staged.rules.get(rule.name, 0)) for rule in dataset.rules]
    _say(dataset, f"{staged.read} rows read, {staged.quarantined} quarantined, {staged.filtered} filtered")
    return staged


def _partitions(
    run: Run, dataset: Dataset, files: Sequence[FoundFile], table: Table, evolution: Evolution
) -> tuple[str | None, list[TargetColumn]]:
    """The address of the partitions that a snapshot makes anew, and their columns."""
    if not isinstance(dataset.load, Snapshot):
        return None, []
    renamed = {target_name(old): target_name(new) for old, new in dataset.transform.rename.items()}
    types = {column.name: column for column in evolution.columns}
    columns = []
    for key in table.partition_keys:
        name = renamed.get(target_name(key.name), target_name(key.name))
        if name not in types:
            raise ValueError(
                f"load mode 'snapshot' replaces partitions by {key.name!r}, which the transform leaves out; the "
                f"columns are {', '.join(types)}"
            )
        columns.append(types[name])
    prefix = f"{run.staging(dataset)}partitions/"
    folders = sorted({file.folder for file in files})
    values = [partition_values(folder.removeprefix(dataset.prefix), table) for folder in folders]
    path = f"s3://{run.spec.work.bucket}/{prefix}"
    if not write_partitions(run.spark(), values, table, dataset, columns, path):
        return None, columns
    return _manifest(run, prefix, f"{run.staging(dataset)}partitions.json"), columns


def _manifest(run: Run, prefix: str, key: str) -> str | None:
    bucket = run.spec.work.bucket
    staged = [(o.uri, o.size) for o in run.storage.list(bucket, prefix) if o.key.endswith(".parquet")]
    return run.storage.write(bucket, key, manifest(staged)) if staged else None


def _load(
    run: Run,
    dataset: Dataset,
    files: Sequence[FoundFile],
    evolution: Evolution,
    staged: Staged,
    partitions: tuple[str | None, list[TargetColumn]],
    report: DatasetReport,
) -> Load:
    bucket, folder, target = run.spec.work.bucket, run.staging(dataset), dataset.target
    return Load(
        pipeline=run.spec.pipeline,
        dataset=dataset.name,
        run_id=run.run_id,
        started_at=run.started_at.strftime("%Y-%m-%d %H:%M:%S"),
        mode=dataset.load,
        keys=[target_name(key) for key in dataset.keys],
        target=Target(
            schema=target.schema,
            table=target.table,
            columns=evolution.columns,
            dist_key=target_name(target.dist_key) if target.dist_key else None,
            sort_keys=[target_name(key) for key in target.sort_keys],
            encodings={target_name(name): encoding for name, encoding in target.encodings.items()},
            file_column=target.file_column,
            changes=evolution.changes,
        ),
        checks=dataset.checks,
        manifest=_manifest(run, staged.good_path.removeprefix(f"s3://{bucket}/"), f"{folder}manifest.json")
        if staged.staged
        else None,
        ledger_rows=run.storage.write(bucket, f"{folder}files.csv", ledger_rows(files)),
        partitions=partitions[0],
        partition_columns=partitions[1],
        copy_role_arn=run.spec.warehouse.copy_role_arn,
        files=report.files,
        bytes=report.bytes,
        read=staged.read,
        derived=staged.derived,
        quarantined=staged.quarantined,
        filtered=staged.filtered,
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
