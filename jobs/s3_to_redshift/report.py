"""The report of a run: what became of each dataset's rows."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from .reconcile import Counts


@dataclass
class Seconds:
    """How long a dataset's stages took."""

    list: float = 0.0
    """Catalog, listing of S3 and comparison with the ledger."""
    stage: float = 0.0
    """Reading, casting and writing to the staging and quarantine prefixes."""
    copy: float = 0.0
    """Of ``load``: the COPY of the rows."""
    apply: float = 0.0
    """Of ``load``: what brings the rows from the stage into the target."""
    load: float = 0.0
    """The transaction in Redshift, with its retries."""
    total: float = 0.0


@dataclass
class ListingReport:
    mode: str
    start_after: str | None
    """The key behind which the listing began (of several the smallest); None: all files were listed."""
    listed: int


@dataclass
class RuleReport:
    name: str
    on_fail: str
    rows: int
    """That break it."""


@dataclass
class CheckReport:
    check: str
    on_fail: str
    passed: bool
    found: str | None


@dataclass
class Retry:
    reason: str
    wait_seconds: float


@dataclass
class DatasetReport:
    dataset: str
    target: str
    mode: str
    status: Literal["LOADED", "NOTHING_NEW", "FAILED"] = "FAILED"
    files: int = 0
    bytes: int = 0
    counts: Counts = field(default_factory=Counts)
    listing: ListingReport | None = None
    rules: list[RuleReport] = field(default_factory=list)
    checks: list[CheckReport] = field(default_factory=list)
    schema_changes: list[str] = field(default_factory=list)
    """SQL that changed the target."""
    retries: list[Retry] = field(default_factory=list)
    """Of the transaction."""
    warnings: list[str] = field(default_factory=list)
    """What went wrong after the rows were loaded, and fails nothing."""
    newest_file: str | None = None
    """When the newest of the files was written."""
    lag_seconds: float | None = None
    """From then to the commit."""
    seconds: Seconds = field(default_factory=Seconds)
    quarantine: str | None = None
    """Prefix with the rows that were set aside, as JSON lines."""
    error: str | None = None

    def document(self) -> dict[str, Any]:
        fields = asdict(self)
        counts = fields.pop("counts")
        tail = {name: fields.pop(name) for name in list(fields) if name not in _FIRST}
        return camel_case({**fields, **counts, **tail})


_FIRST = ("dataset", "target", "mode", "status", "files", "bytes")


def camel_case(value: Any) -> Any:
    if isinstance(value, dict):
        return {_camel(key): camel_case(item) for key, item in value.items()}
    if isinstance(value, list):
        return [camel_case(item) for item in value]
    return round(value, 3) if isinstance(value, float) else value


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@dataclass
class Report:
    """What the report of a run says whatever its task was."""

    run_id: str
    job_name: str
    pipeline: str
    started_at: datetime
    finished_at: datetime | None = field(default=None, kw_only=True)

    def head(self, failed: bool) -> dict[str, Any]:
        finished_at = self.finished_at or datetime.now(UTC)
        return {
            "version": 1,
            "runId": self.run_id,
            "jobName": self.job_name,
            "pipeline": self.pipeline,
            "status": "FAILED" if failed else "SUCCEEDED",
            "startedAt": iso(self.started_at),
            "finishedAt": iso(finished_at),
            "seconds": round((finished_at - self.started_at).total_seconds(), 3),
        }


@dataclass
class RunReport(Report):
    datasets: list[DatasetReport] = field(default_factory=list)

    @property
    def failed(self) -> list[DatasetReport]:
        return [dataset for dataset in self.datasets if dataset.status == "FAILED"]

    def document(self) -> dict[str, Any]:
        return {**self.head(bool(self.failed)), "datasets": [dataset.document() for dataset in self.datasets]}


def line(document: dict[str, Any]) -> str:
    """The report as a line of the job's log, where whoever follows the log finds it."""
    return "RUN_REPORT " + json.dumps(document, ensure_ascii=False)


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
