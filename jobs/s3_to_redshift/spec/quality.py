"""What must hold of rows and loads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..strict import SpecError, matching
from .patterns import at_least

OnFail = Literal["quarantine", "fail", "warn"]


@dataclass(frozen=True)
class Rule:
    """What must hold for each row, as SQL CHECK has it: only false breaks it, unknown does not."""

    name: str
    check: str = matching(r"(?s:.+)", "a Spark SQL expression")
    on_fail: OnFail = "quarantine"


@dataclass(frozen=True)
class RowCount:
    """How many rows a load brings, after deduplication."""

    kind: Literal["row-count"]
    min: int | None = None
    max: int | None = None
    on_fail: Literal["fail", "warn"] = "fail"

    def __post_init__(self) -> None:
        if self.min is None and self.max is None:
            raise SpecError("min", "min, max or both must be given")
        at_least(0, self.min, "min")
        at_least(self.min or 0, self.max, "max")


@dataclass(frozen=True)
class Unique:
    """No two rows of the table have the values of a loaded row in these columns."""

    kind: Literal["unique"]
    columns: tuple[str, ...]
    on_fail: Literal["fail", "warn"] = "fail"


@dataclass(frozen=True)
class Freshness:
    """The newest value that a load brings is at most so old."""

    kind: Literal["freshness"]
    column: str
    max_age_hours: int
    on_fail: Literal["fail", "warn"] = "fail"

    def __post_init__(self) -> None:
        at_least(1, self.max_age_hours, "maxAgeHours")


@dataclass(frozen=True)
class NotAllNull:
    """Each of these columns, or without them each column, has a value in at least one loaded row."""

    kind: Literal["not-all-null"]
    columns: tuple[str, ...] = ()
    on_fail: Literal["fail", "warn"] = "fail"


Check = RowCount | Unique | Freshness | NotAllNull
