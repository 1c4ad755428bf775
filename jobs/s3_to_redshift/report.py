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
    """Catalog, listing of S3 and the ledger."""
    stage: float = 0.0
    """Reading, casting and writing to the staging and quarantine prefixes."""
    load: float = 0.0
    """The transaction in Redshift."""
    total: float = 0.0


@dataclass
class DatasetReport:
    dataset: str
    target: str
    mode: str
    status: Literal["LOADED", "NOTHING_NEW", "FAILED"] = "FAILED"
    files: int = 0
    bytes: int = 0
    counts: Counts = field(default_factory=Counts)
    seconds: Seconds = field(default_factory=Seconds)
    quarantine: str | None = None
    """Prefix with the rows that were set aside, as JSON lines."""
    error: str | None = None

    def document(self) -> dict[str, Any]:
        fields = asdict(self)
        counts = fields.pop("counts")
        seconds = {name: round(value, 3) for name, value in fields.pop("seconds").items()}
        tail = {name: fields.pop(name) for name in ("quarantine", "error")}
        return {**fields, **counts, "seconds": seconds, **tail}


@dataclass
class RunReport:
    run_id: str
    job_name: str
    pipeline: str
    started_at: datetime
    datasets: list[DatasetReport] = field(default_factory=list)

    @property
    def failed(self) -> list[DatasetReport]:
        return [dataset for dataset in self.datasets if dataset.status == "FAILED"]

    def document(self) -> dict[str, Any]:
        finished_at = datetime.now(UTC)
        return {
            "version": 1,
            "runId": self.run_id,
            "jobName": self.job_name,
            "pipeline": self.pipeline,
            "status": "FAILED" if self.failed else "SUCCEEDED",
            "startedAt": _iso(self.started_at),
            "finishedAt": _iso(finished_at),
            "seconds": round((finished_at - self.started_at).total_seconds(), 3),
            "datasets": [dataset.document() for dataset in self.datasets],
        }


def line(document: dict[str, Any]) -> str:
    """The report as a line of the job's log, where whoever follows the log finds it."""
    return "RUN_REPORT " + json.dumps(document, ensure_ascii=False)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
