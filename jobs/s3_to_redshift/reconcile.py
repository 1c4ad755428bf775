"""The rule that no row is lost: what was read is loaded, quarantined, filtered or deduplicated."""

from __future__ import annotations

from dataclasses import dataclass


class NotReconciledError(RuntimeError):
    """Rows are unaccounted for."""


@dataclass(frozen=True)
class Counts:
    """Rows."""

    read: int = 0
    loaded: int = 0
    quarantined: int = 0
    filtered: int = 0
    deduplicated: int = 0


def reconcile(counts: Counts) -> None:
    """Redshift checks the same before it commits (``sql.load``); this one compares what it then says to have done.

    Raises:
        NotReconciledError: with all the numbers.
    """
    accounted = counts.loaded + counts.quarantined + counts.filtered + counts.deduplicated
    if accounted != counts.read:
        raise NotReconciledError(
            f"{counts.read} rows were read, but {accounted} are accounted for: {counts.loaded} loaded, "
            f"{counts.quarantined} quarantined, {counts.filtered} filtered, {counts.deduplicated} deduplicated"
        )
