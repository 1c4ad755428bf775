"""What tests of a load's Spark part share: a dataset's files are read, transformed, checked and written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from s3_to_redshift.catalog import Table
from s3_to_redshift.plan import TargetColumn
from s3_to_redshift.read import File, Source
from s3_to_redshift.rows import Frame, build
from s3_to_redshift.spec import Column, Dataset
from s3_to_redshift.stage import Layout, Staged, stage
from s3_to_redshift.strict import build as from_json
from s3_to_redshift.types import target_type

ORDERS = {"id": "bigint", "amount": "decimal(10,2)", "Sold On": "date", "state": "string"}
TEXT = "id,amount,Sold On,state\n1,10.50,2024-01-31,open\n2,20,2024-02-01,shut\n3,30,2024-02-02,\n"


def a_dataset(name: str = "orders", **more: Any) -> Dataset:
    value = {
        "name": name,
        "prefix": f"{name}/",
        "format": "csv",
        "catalogTable": name,
        "load": {"mode": "append"},
        "target": {"schema": "public", "table": name.replace("-", "_")},
    }
    return from_json(Dataset, value | more)


def table(columns: dict[str, str], keys: dict[str, str] | None = None, **more: Any) -> Table:
    def made(found: dict[str, str]) -> tuple[Column, ...]:
        return tuple(Column(name, kind) for name, kind in found.items())

    return Table(made(columns), made(keys or {}), **more)


def source(folder: Path, found: Table, form: str = "csv") -> Source:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith((".", "_")))
    sizes = [File(str(path), path.stat().st_size) for path in files]
    return Source(form, f"{folder}/", sizes, found, lambda path: Path(path).read_bytes()[: 256 * 1024])


@dataclass
class Result:
    rows: list[dict[str, Any]]
    staged: Staged
    records: list[dict[str, Any]]
    frame: Frame
    columns: list[str]

    @property
    def reasons(self) -> list[tuple[str, str]]:
        return [(found["rule"], found["reason"]) for record in self.records for found in record["reasons"]]


def run(
    spark,
    out: Path,
    parts: Sequence[Source],
    dataset: Dataset,
    *,
    tables: dict[str, tuple[Dataset, list[Source]]] | None = None,
    script: str = "",
    types: dict[str, str] | None = None,
    file_column: str | None = None,
) -> Result:
    frame = build(spark, parts, dataset, lambda name: (tables or {})[name], lambda: script, run_id="jr_1")
    columns = tuple(
        TargetColumn(found.name, target_type(types[found.name]) if found.name in (types or {}) else found.type)
        for found in frame.columns
    )
    layout = Layout(columns, file_column, bool(dataset.keys), dataset.deletes is not None)
    staged = stage(
        frame, layout, dataset, f"{out}/staging/", source_bytes=1, run_id="jr_1", quarantine_path=f"{out}/quarantine/"
    )
    good = list(Path(staged.good_path).glob("*.parquet"))
    read = spark.read.parquet(*map(str, good)) if good else None
    records = [
        json.loads(line)
        for path in sorted(Path(f"{out}/quarantine").glob("*.json"))
        for line in path.read_text().splitlines()
    ]
    assert len(records) == staged.quarantined == staged.quarantine_written
    assert staged.read + staged.derived == staged.staged + staged.quarantined + staged.filtered
    rows = [row.asDict() for row in read.collect()] if read else []
    assert len(rows) == staged.staged
    return Result(rows, staged, records, frame, read.columns if read else [])
