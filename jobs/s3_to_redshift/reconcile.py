"""The rule that no row is lost: what was read is loaded, quarantined, filtered or deduplicated."""

from __future__ import annotations

from dataclasses import dataclass


class NotReconciledError(RuntimeError):
    """Rows are unaccounted for."""


@dataclass(frozen=True)
class Counts:
    """Rows."""

    read: int = 0
    derived: int = 0
    """Rows that a transform's query or script made beyond those it got."""
    loaded: int = 0
    deleted: int = 0
    """Of the loaded: those that said that the row with their keys is gone."""
    quarantined: int = 0
    filtered: int = 0
    deduplicated: int = 0
    ties: int = 0
    """Of the deduplicated: those that gave way to a row no newer by the declared order."""


def reconcile(counts: Counts) -> None:
    """Redshift checks the same before it commits (``sql.load``); this one compares what it then says to have done.

    Raises:
        NotReconciledError: with all the numbers.
    """
    accounted = counts.loaded + counts.quarantined + counts.filtered + counts.deduplicated
    if accounted != counts.read + counts.derived:
        raise NotReconciledError(
            f"{counts.read} rows were read and {counts.derived} derived, but {accounted} are accounted for: "
            f"{counts.loaded} loaded, {counts.quarantined} quarantined, {counts.filtered} filtered, "
            f"{counts.deduplicated} deduplicated"
        )
