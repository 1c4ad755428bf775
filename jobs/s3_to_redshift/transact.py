"""The transaction that loads a dataset: put together, run, and run again where something passing was in the way."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from . import sql
from .checks_sql import named_checks, text
from .ledger_sql import recorded_load
from .modes import applied
from .plan import Load
from .redshift import MOST_STATEMENTS, Done, PassingError
from .report import CheckReport, DatasetReport, Retry
from .run import Run
from .spec import Dataset
from .statement import Step


@dataclass(frozen=True)
class Committed:
    """What the load did, as its record in the ledger says."""

    loaded: int
    deleted: int
    deduplicated: int
    ties: int


def commit(run: Run, dataset: Dataset, load: Load, alone: Sequence[Step], report: DatasetReport) -> Committed:
    """Load what is staged.

    Args:
        alone: changes of the target that go before, since Redshift takes them outside a transaction only.

    Raises:
        RedshiftError: it failed and nothing is loaded.
    """
    name = run.name(dataset)
    changes = [step for group in load.target.changes for step in group]
    for step in alone:
        run.redshift.run_alone(step, name)
    if len(sql.load(load)) > MOST_STATEMENTS:
        _change_before(run, dataset, load)
        load = replace(load, target=replace(load.target, changes=()))
    steps = sql.load(load)

    def attempt(number: int) -> Committed:
        # An earlier attempt may have been committed without our hearing of it.
        if number > 1 and (committed := _recorded(run, dataset)) is not None:
            return committed
        done = run.redshift.run(steps, name, f"{run.run_id}/{dataset.name}/{number}")
        report.seconds.copy = done.seconds.get(sql.COPY, 0.0)
        report.seconds.apply = sum(done.seconds[step.name] for step in applied(load).apply)
        report.checks = _checks(run, load, done)
        committed = _recorded(run, dataset)
        if committed is None:
            raise AssertionError(f"{name}: the transaction ended well, but run {run.run_id} is not in the ledger")
        return committed

    def note(error: PassingError, wait: float) -> None:
        report.retries.append(Retry(str(error), wait))
        print(f"{dataset.name}: {error}; again in {wait:.1f} s", flush=True)

    committed = run.redshift.retried(attempt, note)
    report.schema_changes = [step.sql for step in [*alone, *changes]]
    return committed


def _change_before(run: Run, dataset: Dataset, load: Load) -> None:
    """A batch takes so many statements only. A column added, or widened, does no harm if the load then fails."""
    groups = iter(load.target.changes)
    for number in itertools.count():
        # Each group, the widening of a column, has at most four statements and stays together.
        batch = [step for group in itertools.islice(groups, MOST_STATEMENTS // 4) for step in group]
        if not batch:
            return
        token = f"{run.run_id}/{dataset.name}/changes/{number}"
        run.redshift.retried(partial(_run_batch, run, batch, run.name(dataset), token))


def _run_batch(run: Run, batch: Sequence[Step], name: str, token: str, attempt: int) -> Done:
    return run.redshift.run(batch, name, f"{token}/{attempt}")


def _recorded(run: Run, dataset: Dataset) -> Committed | None:
    found = run.redshift.query(
        recorded_load(run.spec.pipeline, dataset.name, run.run_id), f"{run.name(dataset)} committed"
    )
    return Committed(*map(int, found[0])) if found else None


def _checks(run: Run, load: Load, done: Done) -> list[CheckReport]:
    """Those that fail the load held, else it were not committed."""
    reports = []
    for name, check in named_checks(load):
        if check.on_fail == "warn":
            ((holds, found),) = run.redshift.rows(done.statement_ids[name])
            reports.append(
                CheckReport(text(check), check.on_fail, holds == 1, None if found is None else str(found).strip())
            )
        else:
            reports.append(CheckReport(text(check), check.on_fail, True, None))
    return reports
