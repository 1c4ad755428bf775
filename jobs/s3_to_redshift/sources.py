"""The files of a load as Spark reads them."""

from __future__ import annotations

from collections.abc import Sequence

from .catalog import Table, get_table
from .csv_header import HEAD_BYTES
from .ledger import FoundFile
from .listing import data_files
from .read import File, Source
from .run import Run
from .spec import Dataset
from .storage import StoredObject


def sources(run: Run, dataset: Dataset, files: Sequence[FoundFile], table: Table) -> list[Source]:
    """The dataset's own files, and the mended rows: JSON lines with all columns by their names in the source."""
    prefix, mended = dataset.prefix, run.mended(dataset)
    back = [file.object for file in files if _is_mended(run, file.object, mended)]
    own = [file.object for file in files if not _is_mended(run, file.object, mended)]
    found = [_source(run, dataset.format, run.spec.source.bucket, prefix, own, table)]
    if back:
        columns = Table(table.all_columns, (), is_declared=True)
        found.append(_source(run, "json", run.spec.work.bucket, mended, back, columns))
    return found


def other_dataset(run: Run, name: str) -> tuple[Dataset, list[Source]]:
    """All source files of another dataset, for a transform that reads them."""
    dataset = next(found for found in run.spec.datasets if found.name == name)
    bucket, prefix = run.spec.source.bucket, dataset.prefix
    objects = list(data_files(run.storage.list(bucket, prefix), prefix))
    table = get_table(run.glue, run.spec.source.catalog_database, dataset, [found.key for found in objects])
    return dataset, [_source(run, dataset.format, bucket, prefix, objects, table)]


def script(run: Run, dataset: Dataset) -> str:
    """The text of the user's own module."""
    return run.storage.read(run.spec.work.bucket, dataset.transform.script or "").decode()


def _is_mended(run: Run, found: StoredObject, prefix: str) -> bool:
    return found.bucket == run.spec.work.bucket and found.key.startswith(prefix)


def _source(run: Run, form: str, bucket: str, prefix: str, objects: Sequence[StoredObject], table: Table) -> Source:
    address = f"s3://{bucket}/"
    return Source(
        format=form,
        root=address + prefix,
        files=[File(found.uri, found.size) for found in objects if found.size > 0],
        table=table,
        head=lambda path: run.storage.read(bucket, path.removeprefix(address), HEAD_BYTES),
    )
