"""Tells OpenLineage what a run reads and writes, where the spec asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from .plan import TargetColumn
from .report import DatasetReport
from .spec import Dataset, Spec
from .storage import Storage

if TYPE_CHECKING:
    from .lineage_events import Events

LIBRARY = "openlineage-python==1.54.0"


class Lineage:
    """An OpenLineage run for each dataset, from START to COMPLETE or FAIL.

    Nothing here raises: a load does not fail because nobody hears of it. What goes wrong is printed, and since a server
    that does not answer would hold up every dataset anew, nothing more is emitted in this run then.
    """

    def __init__(self, spec: Spec, job_name: str, run_id: str, started_at: datetime, region: str) -> None:
        """
        Args:
            region: the warehouse's, which is part of its tables' names in OpenLineage.
        """
        self._work, self._run_id = spec.work, run_id
        self._events: Events | None = None
        self._gave_up = False
        wanted = spec.lineage
        if wanted is None:
            return
        try:
            from .lineage_events import Events

            self._events = Events(spec, wanted, job_name, run_id, started_at, region)
        except ImportError as error:
            _say(f"no events are emitted: {error} (--additional-python-modules {LIBRARY} brings the library)")
        except Exception as error:
            _say(f"no events are emitted: {error}")

    def start(self, dataset: Dataset) -> None:
        self._emit(lambda events: events.start(dataset))

    def end(self, dataset: Dataset, report: DatasetReport, columns: Sequence[TargetColumn] = ()) -> None:
        """
        Args:
            columns: the target's, where the load came as far as to know them.
        """
        self._emit(lambda events: events.end(dataset, report, columns))

    def close(self, storage: Storage) -> None:
        """Put the events into the work bucket, unless they went to a server."""
        if self._events is None:
            return
        try:
            content = self._events.close()
            if content:
                storage.write(self._work.bucket, f"{self._work.lineage_prefix}{self._run_id}.jsonl", content)
        except Exception as error:
            _say(f"the events are lost: {error}")

    def _emit(self, emit: Callable[[Events], None]) -> None:
        if self._events is None or self._gave_up:
            return
        try:
            emit(self._events)
        except Exception as error:
            self._gave_up = True
            _say(f"no more events are emitted in this run: {error}")


def _say(text: str) -> None:
    print(f"lineage: {text}", flush=True)
