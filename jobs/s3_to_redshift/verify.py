"""What must hold of the staged rows and of the files that they are from before anything is loaded."""

from __future__ import annotations

from collections.abc import Sequence

from .ledger import FoundFile
from .report import DatasetReport
from .run import Run
from .spec import Dataset
from .stage import Staged


class TooManyQuarantinedError(RuntimeError):
    """More rows are set aside than the dataset takes. They lie in quarantine; nothing is loaded."""


class RuleBrokenError(RuntimeError):
    """Rows break a rule that must hold. They lie in quarantine; nothing is loaded."""


class FileChangedError(RuntimeError):
    """A file was written anew while it was read. Nothing is loaded; the next run takes it as it is then."""


def check_rows(dataset: Dataset, staged: Staged, report: DatasetReport) -> None:
    broken = [rule for rule in report.rules if rule.on_fail == "fail" and rule.rows]
    if broken:
        counts = ", ".join(f"{rule.name!r} by {rule.rows} rows" for rule in broken)
        raise RuleBrokenError(f"broken: {counts}; nothing is loaded, the rows lie in {report.quarantine}")
    most = dataset.max_quarantined_ratio
    if most is not None and staged.quarantined > most * staged.read:
        raise TooManyQuarantinedError(
            f"{staged.quarantined} of {staged.read} rows are bad, more than maxQuarantinedRatio {most}; nothing is "
            f"loaded, the rows lie in {report.quarantine}"
        )


def check_unchanged(run: Run, files: Sequence[FoundFile]) -> None:
    """What was read must be what the ledger will name."""
    now = run.storage.etags(file.object for file in files)
    for file in files:
        if now[file.object.uri] != file.object.etag:
            raise FileChangedError(
                f"{file.object.uri} was written anew, or deleted, while it was read: its ETag was {file.object.etag} "
                f"and is {now[file.object.uri]}; nothing is loaded, run again"
            )
