"""How files are found and rows come into the target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .patterns import at_least


@dataclass(frozen=True)
class Deletes:
    """The marker of rows that say: the row with these keys is gone. The marker is no column of the target."""

    column: str
    values: tuple[str, ...]
    """What stands in it then, as text."""


@dataclass(frozen=True)
class Append:
    mode: Literal["append"]


@dataclass(frozen=True)
class Upsert:
    mode: Literal["upsert"]
    keys: tuple[str, ...]
    order_by: str | None = None
    """Of rows with the same keys the one with the largest value here is kept; of equals the one of the newest file."""
    method: Literal["delete-insert", "merge"] = "delete-insert"
    deletes: Deletes | None = None


@dataclass(frozen=True)
class Replace:
    """The table is made anew from all files of the dataset, whenever one is new or has changed."""

    mode: Literal["replace"]


@dataclass(frozen=True)
class Snapshot:
    """Each partition (folder) in which a file is new or has changed is made anew from all its files."""

    mode: Literal["snapshot"]


@dataclass(frozen=True)
class History:
    """A row for each version of a key: a slowly changing dimension of type 2."""

    mode: Literal["history"]
    keys: tuple[str, ...]
    valid_from: str | None = None
    """A date or timestamp: since when the version holds. Without it, since its file was written."""
    deletes: Deletes | None = None


@dataclass(frozen=True)
class ListAll:
    mode: Literal["all"]


@dataclass(frozen=True)
class ListFromMark:
    """Files arrive in the order of their keys, so that only what lies behind the newest loaded ones need be listed."""

    mode: Literal["from-mark"]
    overlap_hours: int
    """How much later than its place in that order says a file may arrive."""
    folders: int = 0
    """Number of leading folders below the dataset's own within each of which the order holds."""

    def __post_init__(self) -> None:
        at_least(0, self.overlap_hours, "overlapHours")
        at_least(0, self.folders, "folders")


Load = Append | Upsert | Replace | Snapshot | History

HISTORY_COLUMNS = ("valid_from", "valid_to", "is_current")
"""What ``history`` adds to the target."""
