"""What is known of a load before its transaction begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .statement import identifier
from .types import TargetType

ROW = "s3_to_redshift_row"
"""The stage's column with the place of a row among all that are staged."""
MODIFIED = "s3_to_redshift_modified"
"""The stage's column with the time at which the row's file was written."""


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
    keys: Sequence[str] = ()
    """Empty: rows are appended. Else they replace the rows that have the same values in these columns."""
    order_by: str | None = None
    dist_key: str | None = None
    sort_keys: Sequence[str] = ()

    @property
    def sql(self) -> str:
        return f"{identifier(self.schema)}.{identifier(self.table)}"

    @property
    def mode(self) -> str:
        return "upsert" if self.keys else "append"


@dataclass(frozen=True)
class Load:
    """Counts are rows, sizes are bytes."""

    pipeline: str
    dataset: str
    run_id: str
    started_at: str
    """UTC, ``2025-01-31 12:00:00``."""
    target: Target
    manifest: str | None
    """Address of the COPY manifest; None when no row is to be loaded."""
    ledger_rows: str
    """Address of the CSV file with the new files' ledger rows."""
    copy_role_arn: str
    files: int
    bytes: int
    read: int
    quarantined: int
    filtered: int

    @property
    def staged(self) -> int:
        return self.read - self.quarantined - self.filtered
