"""A sequence of what happens to a dataset, played to the pipeline and to the model alike."""

from __future__ import annotations

import copy
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from loads import files as written
from loads.model import Dataset
from loads.sequences import (
    EXTRA,
    FOLDER_COLUMN,
    MARKER,
    NAME,
    WIDER,
    AddColumn,
    Arrive,
    Case,
    Change,
    DropColumn,
    Event,
    HoursPass,
    PutAgain,
    Step,
    Vanish,
    Widen,
)
from loads.values import Bad, Column, File, Outcome, Texts
from loads.world import SOURCE, Killed, Pipeline, Result


@dataclass
class Play:
    """One dataset, twice: in the local AWS and in the model."""

    case: Case
    form: str
    pipeline: Pipeline
    runs: int = 0
    _model: Dataset = field(init=False)
    _extra: int = 0
    _wider: int = 0
    _arrived: int = 50

    def __post_init__(self) -> None:
        case = self.case
        folder = [FOLDER_COLUMN] if case.has_folders else []
        self._model = Dataset(
            mode=case.mode(),
            columns=[*case.columns, *folder],
            marker=MARKER if case.has_marker else None,
            reloads=case.load["mode"] != "append" if case.reloads is None else case.reloads,
            from_folder=tuple(column.name for column in folder),
            overlap=None if case.overlap_hours is None else case.overlap_hours * 3600,
        )
        if case.file_column:
            self._model.mode._address = lambda file: self._address(file.name)

    def step(self, step: Step) -> None:
        for event in step.events:
            self._happen(event)
        self._declare()
        if step.kill is not None:
            self._run_and_die(step)
        self._run(step.full_listing)
        if step.twice:
            self._run(False)

    # -- events

    def _happen(self, event: Event) -> None:
        there = sorted(self._model.files)
        match event:
            case Arrive(rows, folder, is_late, line_end):
                self._arrived += 1
                # The first digit says in what order the names are.
                number = 100 - self._arrived if is_late else 100 + self._arrived
                day = f"day=2024-01-0{folder + 1}/" if self.case.has_folders else ""
                self._put(f"{day}{number}.{self.form}", rows, line_end)
            case Change(which, rows) if there:
                self._put(there[which % len(there)], rows)
            case PutAgain(which) if there:
                self._put(there[which % len(there)], None)
            case Vanish(which) if there:
                name = there[which % len(there)]
                self.pipeline.remove(NAME, name)
                del self._model.files[name]
            case AddColumn() if self._extra < len(EXTRA):
                self._model.columns.append(Column(EXTRA[self._extra], "varchar(6)"))
                self._extra += 1
            case DropColumn() if self._extra:
                self._extra -= 1
                self._model.columns = [c for c in self._model.columns if c.name != EXTRA[self._extra]]
            case Widen() if self._wider < len(WIDER):
                name, wider = WIDER[self._wider]
                self._wider += 1
                self._model.columns = [replace(c, type=wider) if c.name == name else c for c in self._model.columns]
            case HoursPass():
                self._let_hours_pass()

    def _put(self, name: str, rows: tuple[Texts | str, ...] | None, line_end: str = "\n") -> None:
        """Without rows: the same content as before."""
        if rows is None:
            found = self.pipeline.world.s3.get_object(Bucket=SOURCE, Key=self.pipeline.prefix(NAME) + name)
            body, rows = found["Body"].read(), self._model.files[name].rows
        else:
            names = self._file_columns()
            rows = tuple(row if isinstance(row, str) else {n: row[n] for n in names} for row in rows)
            body = {
                "csv": lambda: written.csv_file(names, rows, line_end),
                "json": lambda: written.json_file(names, rows),
                "parquet": lambda: written.parquet_file(names, rows),
            }[self.form]()
        stored = self.pipeline.put(NAME, name, body)
        self._model.files[name] = File(name, stored.etag, stored.modified, len(body), rows)

    def _file_columns(self) -> list[str]:
        names = [column.name for column in self._model.columns if column.name not in self._model.from_folder]
        return [*names, *([MARKER] if self.case.has_marker else [])]

    def _let_hours_pass(self) -> None:
        if not self._model.ledger:
            return
        ledger = f"s3_to_redshift_{self.pipeline.name}.loaded_files"
        self.pipeline.world.query(f"UPDATE {ledger} SET modified_at = DATEADD(hour, -3, modified_at)")
        self._model.ledger = {
            name: replace(loaded, modified=loaded.modified - 3 * 3600) for name, loaded in self._model.ledger.items()
        }

    def _declare(self) -> None:
        case = self.case
        columns = [{"name": column.name, "type": column.type} for column in self._model.columns]
        columns += [{"name": MARKER, "type": "string"}] if case.has_marker else []
        parts: dict[str, Any] = {
            "columns": columns,
            "load": case.load,
            "format": self.form,
            "evolution": case.evolution,
        }
        if case.reloads is not None:
            parts["onChangedFile"] = "reload" if case.reloads else "fail"
        if case.overlap_hours is not None:
            parts["listing"] = {"mode": "from-mark", "overlapHours": case.overlap_hours}
        if case.file_column is not None:
            parts["target"] = {"fileColumn": case.file_column}
        self.pipeline.dataset(NAME, **parts)

    # -- runs

    def _run_and_die(self, step: Step) -> None:
        before, after = self._model, copy.deepcopy(self._model)
        outcome = after.run(step.full_listing)
        result = self.pipeline.run(full_listing=step.full_listing, kill=step.kill)
        self.runs += 1
        if not isinstance(result.error, Killed):  # it had fewer calls to make
            self._model = after
            self._check(outcome, result)
            return
        found = self._found()
        assert found in (_expected(before), _expected(after)), "not all of a load or nothing"
        if self._is_recorded(result.run_id):
            self._model = after
        assert found == _expected(self._model), "the ledger does not say what the table holds"

    def _is_recorded(self, run_id: str) -> bool:
        runs = f"s3_to_redshift_{self.pipeline.name}.load_runs"
        known = "SELECT 1 FROM pg_tables WHERE tablename = 'load_runs' AND schemaname = "
        world = self.pipeline.world
        if not world.query(f"{known}'s3_to_redshift_{self.pipeline.name}'"):
            return False
        return bool(world.query(f"SELECT 1 FROM {runs} WHERE run_id = '{run_id}'"))

    def _run(self, full_listing: bool) -> None:
        outcome = self._model.run(full_listing)
        self.runs += 1
        self._check(outcome, self.pipeline.run(full_listing=full_listing))

    def _check(self, expected: Outcome, result: Result) -> None:
        self._check_report(expected, result)
        assert self._found() == _expected(self._model)
        self._check_quarantine(expected, result)
        assert self.pipeline.staged() == []

    def _check_report(self, expected: Outcome, result: Result) -> None:
        report = result.dataset
        assert report["status"] == expected.status, report
        if expected.error is not None:
            assert self._address(expected.error) in report["error"]
            assert result.error is not None
            return
        assert result.error is None
        counts = ("files", "read", "loaded", "deleted", "filtered", "deduplicated", "ties")
        assert {name: report[name] for name in counts} == {name: getattr(expected, name) for name in counts}
        assert report["quarantined"] == len(expected.bad)
        assert report["derived"] == 0
        accounted = report["loaded"] + report["quarantined"] + report["filtered"] + report["deduplicated"]
        assert report["read"] + report["derived"] == accounted

    def _check_quarantine(self, expected: Outcome, result: Result) -> None:
        found = Counter(map(_known, self.pipeline.quarantined(NAME, result.run_id)))
        assert found == Counter(map(self._set_aside, expected.bad))

    def _set_aside(self, bad: Bad) -> tuple[Any, ...]:
        if isinstance(bad.row, str):
            return self._address(bad.file), bad.row, frozenset({("readable", "")})
        names = [column.name for column in self._model.columns] + ([MARKER] if self.case.has_marker else [])
        values = {name: bad.row[name] for name in names if bad.row.get(name) is not None}
        return self._address(bad.file), frozenset(values.items()), bad.rules

    def _address(self, name: str) -> str:
        return f"s3://{SOURCE}/{self.pipeline.prefix(NAME)}{name}"

    def _found(self) -> Counter[frozenset[tuple[str, Any]]] | None:
        rows = self.pipeline.records(NAME)
        types = {column.name: column.type for column in self._model.columns}
        types |= {"valid_from": "timestamp", "valid_to": "timestamp"}
        return (
            None
            if rows is None
            else Counter(
                frozenset((name, _parsed(types.get(name, ""), value)) for name, value in row.items()) for row in rows
            )
        )


def _expected(model: Dataset) -> Counter[frozenset[tuple[str, Any]]] | None:
    return None if model.table is None else Counter(frozenset(row.items()) for row in model.rows())


def _parsed(kind: str, value: Any) -> Any:
    """A value as the model has it, whatever the type is by which the Data API sends it."""
    if value is None:
        return None
    if kind.startswith("decimal"):
        return Decimal(value)
    return datetime.fromisoformat(value) if kind in ("date", "timestamp") else value


def _known(record: dict[str, Any]) -> tuple[Any, ...]:
    """A quarantine record as ``Play._set_aside`` has it."""
    rules = {
        (reason["rule"], "" if reason["rule"] == "readable" else reason["reason"].split(":")[0])
        for reason in record["reasons"]
    }
    # A key that does not fit has no value either.
    rules -= {("key", column) for rule, column in rules if rule == "type"}
    if record["values"] is None:
        return record["file"], record["text"].rstrip("\r\n"), frozenset(rules)
    values = {name: str(value) for name, value in record["values"].items() if value is not None}
    return record["file"], frozenset(values.items()), frozenset(rules)
