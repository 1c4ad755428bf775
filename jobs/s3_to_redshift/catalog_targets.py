"""What the Glue Data Catalog says of a dataset's table in Redshift: after each load its columns are as they really are.

https://docs.aws.amazon.com/glue/latest/webapi/API_UpdateTable.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .evolve import target_columns
from .report import DatasetReport
from .run import Run
from .spec import Dataset
from .types import catalog_type


def describe_target(run: Run, dataset: Dataset, report: DatasetReport) -> None:
    """Give the target's catalog table the columns that Redshift has, where the spec names one and they differ.

    A failure is a warning and no more: the rows are loaded by then, and the dataset's next load does the same again.
    """
    targets, name = run.spec.catalog_targets, dataset.catalog_target
    if targets is None or name is None:
        return
    try:
        schema, table = dataset.target.schema, dataset.target.table
        found = run.redshift.query(target_columns(schema, table), f"{run.name(dataset)} described")
        if not found:
            raise LookupError("Redshift shows no columns of it")
        _set_columns(run.glue, targets.database, name, [(column, catalog_type(*kind)) for column, *kind in found])
    except Exception as error:
        warning = (
            f"the catalog may not have the columns of {report.target} as they are now: {error}"
            " (the dataset's next load tries again)"
        )
        report.warnings.append(warning)
        print(f"{dataset.name}: {warning}", flush=True)


def _set_columns(glue: Any, database: str, name: str, columns: Sequence[tuple[str, str]]) -> None:
    try:
        table = glue.get_table(DatabaseName=database, Name=name)["Table"]
    except glue.exceptions.EntityNotFoundException:
        raise LookupError(
            f"there is no table {name!r} in the Glue database {database!r}; `pulumi up --refresh` makes it again"
        ) from None
    storage = table.get("StorageDescriptor", {})
    known = {column["Name"]: column for column in storage.get("Columns", [])}
    if [(column, found.get("Type")) for column, found in known.items()] == columns:
        return
    # An update replaces all of a table, and takes not all that Glue tells of it.
    taken = glue.meta.service_model.shape_for("TableInput").members
    described = [{**known.get(column, {}), "Name": column, "Type": kind} for column, kind in columns]
    glue.update_table(
        DatabaseName=database,
        TableInput={
            **{key: value for key, value in table.items() if key in taken},
            "StorageDescriptor": {**storage, "Columns": described},
        },
        # Who changed the table meanwhile does not lose it: Glue then refuses this.
        VersionId=table["VersionId"],
        SkipArchive=True,
    )
