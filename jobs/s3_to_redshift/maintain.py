"""What tables need between loads: room taken back and rows sorted (VACUUM), statistics (ANALYZE); and which of them got
nothing for long.

Redshift does the first two by itself while little else is asked of it, which is never where a warehouse is always busy.
Both look first whether a table needs them, and pass over one that does not.

https://docs.aws.amazon.com/redshift/latest/dg/r_VACUUM_command.html
https://docs.aws.amazon.com/redshift/latest/dg/r_ANALYZE.html
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from . import ledger_sql
from .report import Report, camel_case, iso
from .run import Run
from .spec import Dataset
from .statement import Step, identifier


@dataclass
class TableReport:
    """What was done to one table, and when a dataset last brought it rows."""

    table: str
    dataset: str | None
    """None for the pipeline's own ledger."""
    last_load: str | None = None
    hours_since_load: float | None = None
    is_stale: bool = False
    vacuum_seconds: float | None = None
    analyze_seconds: float | None = None
    error: str | None = None


@dataclass
class MaintenanceReport(Report):
    tables: list[TableReport] = field(default_factory=list)
    records_deleted: int = 0
    """Of loads whose record was older than the spec keeps them."""

    @property
    def failed(self) -> list[TableReport]:
        return [table for table in self.tables if table.error is not None]

    def document(self) -> dict[str, Any]:
        return {
            **self.head(bool(self.failed)),
            "recordsDeleted": self.records_deleted,
            "tables": [camel_case(vars(table)) for table in self.tables],
        }


def maintain(run: Run, datasets: list[Dataset]) -> MaintenanceReport:
    """Maintain the tables of the datasets, and the ledger, which must be there. A table that fails keeps no other from
    its turn."""
    report = MaintenanceReport(run.run_id, run.job_name, run.spec.pipeline, run.started_at)
    loads = _last_loads(run)
    for dataset in datasets:
        target = dataset.target
        last = loads.get(dataset.name)
        table = TableReport(f"{target.schema}.{target.table}", dataset.name)
        table.last_load = last and iso(last)
        table.hours_since_load = last and (run.started_at - last).total_seconds() / 3600
        limit = run.spec.maintenance.stale_after_hours
        table.is_stale = limit is not None and (table.hours_since_load is None or table.hours_since_load > limit)
        # Of a dataset that was never loaded there is no table yet.
        if last is not None:
            _tend(run, f"{identifier(target.schema)}.{identifier(target.table)}", table)
        report.tables.append(table)
    for name in (ledger_sql.ledger, ledger_sql.runs):
        sql = name(run.spec.pipeline)
        table = TableReport(sql.replace('"', ""), None)
        _tend(run, sql, table)
        report.tables.append(table)
    report.records_deleted = _forget_old_records(run)
    report.finished_at = datetime.now(UTC)
    return report


def publish(run: Run, report: MaintenanceReport) -> None:
    """Write the report under the reports prefix, and as the last line of the output."""
    text = json.dumps(report.document(), indent=2, ensure_ascii=False)
    key = f"{run.spec.work.reports_prefix}maintenance/{run.run_id}.json"
    run.storage.write(run.spec.work.bucket, key, text.encode())
    for table in report.tables:
        if table.is_stale:
            since = f"for {table.hours_since_load:.1f} hours" if table.last_load else "ever"
            print(f"{table.dataset}: {table.table} has got no rows {since}", flush=True)
    print("MAINTENANCE_REPORT " + json.dumps(report.document(), ensure_ascii=False), flush=True)


def _last_loads(run: Run) -> dict[str, datetime]:
    rows = run.redshift.query(ledger_sql.last_loads(run.spec.pipeline), "last loads")
    return {dataset: datetime.fromisoformat(moment).replace(tzinfo=UTC) for dataset, moment in rows}


def _tend(run: Run, sql: str, table: TableReport) -> None:
    try:
        # Both commit by themselves, so they cannot stand in a transaction.
        table.vacuum_seconds = _timed(run, Step(f"vacuum {table.table}", f"VACUUM {sql}"))
        table.analyze_seconds = _timed(run, Step(f"analyze {table.table}", f"ANALYZE {sql}"))
    # Whatever it is, it must not keep the other tables from their turn.
    except Exception as error:
        table.error = str(error).strip().split("\n")[0]


def _timed(run: Run, step: Step) -> float:
    start = time.monotonic()
    run.redshift.run_alone(step, step.name)
    return time.monotonic() - start


def _forget_old_records(run: Run) -> int:
    days = run.spec.maintenance.keep_runs_days
    if days is None:
        return 0
    step = ledger_sql.forget_old_records(run.spec.pipeline, days, run.started_at.strftime("%Y-%m-%d %H:%M:%S"))
    done = run.redshift.retried(
        lambda attempt: run.redshift.run([step], step.name, f"{run.run_id}/{step.name}/{attempt}")
    )
    return done.affected[step.name]
