"""What is known of a load before its transaction begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import spec
from .statement import Step, identifier
from .types import TargetType

ROW = "s3_to_redshift_row"
"""The stage's column with the place of a row among all that are staged."""
MODIFIED = "s3_to_redshift_modified"
"""The stage's column with the time at which the row's file was written."""
DELETED = "s3_to_redshift_deleted"
"""The stage's column that says whether the row marks one that is gone."""

STAGE = '"s3_to_redshift_stage"'
PARTITIONS = '"s3_to_redshift_partitions"'
"""Temporary: the partitions that a snapshot makes anew."""


@dataclass(frozen=True)
class TargetColumn:
    name: str
    type: TargetType

    @property
    def staged_name(self) -> str:
        """The stage's column that takes the values: JSON text is staged beside the SUPER column that it becomes."""
        return f"s3_to_redshift_json_{self.name}"[:127] if self.type.is_json else self.name


@dataclass(frozen=True)
class Target:
    schema: str
    table: str
    columns: Sequence[TargetColumn]
    """Those that the load fills from its rows, the file's address among them."""
    dist_key: str | None = None
    sort_keys: Sequence[str] = ()
    encodings: dict[str, str] = field(default_factory=dict)
    file_column: str | None = None
    changes: Sequence[Sequence[Step]] = ()
    """What the table needs before it takes the rows; a group each, that is done as a whole."""

    @property
    def sql(self) -> str:
        return f"{identifier(self.schema)}.{identifier(self.table)}"


@dataclass(frozen=True)
class Load:
    """Counts are rows, sizes are bytes."""

    pipeline: str
    dataset: str
    run_id: str
    started_at: str
    """UTC, ``2025-01-31 12:00:00``."""
    mode: spec.Load
    keys: Sequence[str]
    """Names in Redshift."""
    target: Target
    checks: Sequence[spec.Check]
    manifest: str | None
    """Address of the COPY manifest; None when no row is to be loaded."""
    ledger_rows: str
    """Address of the CSV file with the new files' ledger rows."""
    partitions: str | None
    """Address of the Parquet files with a snapshot's partitions; None when there are none, or another mode."""
    partition_columns: Sequence[TargetColumn]
    copy_role_arn: str
    files: int
    bytes: int
    read: int
    derived: int
    quarantined: int
    filtered: int

    @property
    def staged(self) -> int:
        return self.read + self.derived - self.quarantined - self.filtered

    @property
    def has_order(self) -> bool:
        """Whether the stage tells which of two rows is the newer."""
        return bool(self.keys)

    @property
    def has_deletes(self) -> bool:
        return isinstance(self.mode, (spec.Upsert, spec.History)) and self.mode.deletes is not None


@dataclass(frozen=True)
class Applied:
    """How a mode brings the stage into the target. The numbers are SQL, to be computed after all steps."""

    prepare: Sequence[Step]
    """Decides what becomes of each staged row, and changes nothing outside temporary tables."""
    apply: Sequence[Step]
    loaded: str = f"(SELECT count(*) FROM {STAGE})"
    deduplicated: str = "0"
    ties: str = "0"
    deleted: str = "0"
