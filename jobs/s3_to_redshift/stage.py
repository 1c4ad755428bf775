"""Good rows to the staging prefix as Parquet and bad rows beside them, in one pass over the source that counts both."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyspark.sql import Column, DataFrame, Observation
from pyspark.sql import functions as F
from pyspark.sql.types import StringType, StructField, StructType

from .encoding import files_not_utf8
from .faults import TYPE, is_good
from .final import with_final
from .plan import DELETED as STAGED_DELETED
from .plan import MODIFIED as STAGED_MODIFIED
from .plan import ROW, TargetColumn
from .quarantine import RECORD, record, write_records
from .reconcile import NotReconciledError
from .rows import Frame
from .rules import DELETED, broken, violations, with_deleted, with_keys, with_rules
from .source_columns import FAULTS, FILE, FILTERED, MODIFIED, POSITION, RAW, REPLACED, UNCLOSED, VALUES, quoted
from .spec import Dataset

# Redshift wants files of 1 MB to 1 GB, a multiple of its slices:
# https://docs.aws.amazon.com/redshift/latest/dg/c_best-practices-use-multiple-files.html
_FILE_BYTES = 64 * 1024 * 1024
_LEAST_FILES = 4
_BAD = "s3_to_redshift_bad"


@dataclass(frozen=True)
class Layout:
    """What the stage in Redshift takes, in this order."""

    columns: tuple[TargetColumn, ...]
    """One for each column of the frame, with the types that they are loaded as."""
    file_column: str | None
    """One more, with the address of the row's file."""
    with_order: bool
    """Further ``plan.MODIFIED`` and ``plan.ROW``, for telling the newest of several rows with the same key."""
    with_deletes: bool
    """Further ``plan.DELETED``."""
    ranks: Mapping[str, int] = field(default_factory=dict)
    """Files that are newer than others of the same second, by address: so many microseconds are added to their time."""


@dataclass(frozen=True)
class Staged:
    """Rows, counted while they were written."""

    read: int
    derived: int
    """Rows that a query or script made beyond those it got."""
    filtered: int
    quarantined: int
    staged: int
    rules: dict[str, int]
    """How many rows break each rule."""
    quarantine_written: int
    good_path: str
    """Where the Parquet files of the good rows lie, with its final slash."""


def stage(
    frame: Frame,
    layout: Layout,
    dataset: Dataset,
    path: str,
    *,
    source_bytes: int,
    run_id: str,
    quarantine_path: str,
) -> Staged:
    """Write the good rows below ``path``, and the others' records to ``quarantine_path``.

    Args:
        path: ends with a slash.
        source_bytes: size of the files that are read; the number of files written goes by it.

    Raises:
        NotReconciledError: rows are missing.
        ValueError: values cannot be of the target's types at all.
    """
    done = _Stage(frame, layout, dataset, path, source_bytes, run_id).run()
    if done.unclosed:
        print(
            f"{dataset.name}: {done.unclosed} rows may span several lines: reading the files again as a whole",
            flush=True,
        )
        frame = frame.again(replace(frame.reading, lines_are_rows=False))
        done = _Stage(frame, layout, dataset, path, source_bytes, run_id).run()
    if done.replaced and (files := files_not_utf8(frame.rows.sparkSession, frame.parts)):
        print(f"{dataset.name}: not UTF-8: {', '.join(files)}", flush=True)
        frame = frame.again(replace(frame.reading, not_utf8=files))
        done = _Stage(frame, layout, dataset, path, source_bytes, run_id).run()
    written = write_records(done.bad, quarantine_path) if done.bad else 0
    if written != done.quarantined:
        raise NotReconciledError(f"{done.quarantined} rows are bad, but {written} were written to quarantine")
    return Staged(
        read=done.read,
        derived=max(0, done.produced - done.given),
        filtered=done.filtered + max(0, done.given - done.produced),
        quarantined=done.quarantined,
        staged=done.produced - done.quarantined_after,
        rules=done.rules,
        quarantine_written=written,
        good_path=f"{path}rows/{_BAD}=false/",
    )


@dataclass(frozen=True)
class _Done:
    """What a reading of the files came to."""

    read: int
    unclosed: int
    replaced: int
    filtered: int
    quarantined: int
    quarantined_after: int
    """Of them those that came out of a query or script, and for all other datasets all of them."""
    given: int
    """Rows that the query or script got, or for other datasets that were not filtered."""
    produced: int
    """Rows that came of these."""
    rules: dict[str, int]
    bad: Sequence[DataFrame]
    """The records of the quarantined rows, which stand in files already."""


@dataclass(frozen=True)
class _Stage:
    frame: Frame
    layout: Layout
    dataset: Dataset
    path: str
    source_bytes: int
    run_id: str

    def run(self) -> _Done:
        bad: list[DataFrame] = []
        before: dict[str, int] = {}
        if self.frame.own is not None:
            before = self._set_aside(self.frame.own)
            if before["quarantined"]:
                bad.append(self._spark().read.parquet(f"{self.path}before/"))
        rows, staged = self._finished(self._with_hidden(self.frame.rows, before.get("newest")))
        after = self._write(rows, staged)
        if after["quarantined"]:
            bad.append(self._bad_rows(rows))
        own = before or after
        if (read := self.frame.counted.get["read"]) != own["read"]:
            raise NotReconciledError(
                f"dataset {self.dataset.name}: {read} rows were read, but {own['read']} came out of the transform"
            )
        given = own["read"] - own["filtered"] - (before["quarantined"] if before else 0)
        return _Done(
            read=own["read"],
            unclosed=own["unclosed"],
            replaced=own["replaced"],
            filtered=own["filtered"],
            quarantined=after["quarantined"] + (before["quarantined"] if before else 0),
            quarantined_after=after["quarantined"],
            given=given,
            produced=after["produced"],
            rules={rule.name: after[broken(i)] for i, rule in enumerate(self.dataset.rules)},
            bad=bad,
        )

    def _spark(self):
        return self.frame.rows.sparkSession

    def _set_aside(self, rows: DataFrame) -> dict[str, int]:
        """Count the rows before a query or script, which sees only the good ones, and write the bad ones' records."""
        observed = Observation()
        counted = rows.observe(
            observed,
            *_source_counts(),
            # Of rows that the query gives no file: the time of the newest.
            F.max(F.unix_micros(MODIFIED)).alias("newest"),
        )
        records = counted.where(~is_good()).select(self._record(self.frame.own_values, F.col(RAW)).alias(RECORD))
        records.write.mode("overwrite").parquet(f"{self.path}before/")
        return observed.get

    def _with_hidden(self, rows: DataFrame, newest: int | None) -> DataFrame:
        """The hidden columns where a query or script has left them out."""
        missing = {
            FILE: F.lit(None).cast("string"),
            MODIFIED: F.timestamp_micros(F.lit(newest).cast("bigint")),
            POSITION: F.lit(None).cast("bigint"),
            RAW: F.lit(None).cast("string"),
            FAULTS: F.lit(None).cast(TYPE),
            FILTERED: F.lit(False),
            REPLACED: F.lit(False),
            VALUES: F.lit(None).cast("string"),
        }
        return rows.select("*", *[value.alias(name) for name, value in missing.items() if name not in rows.columns])

    def _ranked(self, rows: DataFrame) -> tuple[DataFrame, Column]:
        if not self.layout.ranks:
            return rows, F.col(MODIFIED)
        ranks = self._spark().createDataFrame(list(self.layout.ranks.items()), f"`{FILE}` string, `$rank` bigint")
        second = F.unix_micros(F.date_trunc("second", MODIFIED))
        newer = F.timestamp_micros(second + F.coalesce("$rank", F.lit(0)))
        return rows.join(F.broadcast(ranks), FILE, "left"), newer

    def _finished(self, rows: DataFrame) -> tuple[DataFrame, list[Column]]:
        """The rows with all their faults, and the values to be staged, in order."""
        rows, staged = with_final(rows, self.frame.columns, self.layout.columns)
        rows = with_deleted(rows, self.dataset)
        rows = with_keys(rows, self.dataset, self.frame.columns)
        rows = with_rules(rows, self.dataset)
        if self.layout.file_column is not None:
            staged.append(F.col(FILE).alias(self.layout.file_column))
        if self.layout.with_order:
            # Grows with the place in a file, and from file to file as Spark takes them.
            rows, modified = self._ranked(rows)
            staged += [modified.alias(STAGED_MODIFIED), F.monotonically_increasing_id().alias(ROW)]
        if self.layout.with_deletes:
            staged.append(F.col(DELETED).alias(STAGED_DELETED))
        return rows, staged

    def _write(self, rows: DataFrame, staged: Sequence[Column]) -> dict[str, int]:
        """All rows that are not filtered: the bad ones' records stand in their column ``_carrier``."""
        observed = Observation()
        counts = [F.count_if(~F.col(FILTERED)).alias("produced"), *violations(self.dataset)]
        counts += _counts() if self.frame.own is not None else _source_counts()
        counted = rows.observe(observed, *counts).where(~F.col(FILTERED))
        if (carrier := self._carrier()) is not None:
            i = self._names().index(carrier)
            staged = [
                *staged[:i],
                F.when(is_good(), staged[i]).otherwise(self._bad_record()).alias(carrier),
                *staged[i + 1 :],
            ]
        cores = self._spark().sparkContext.defaultParallelism
        files = max(_LEAST_FILES, cores, math.ceil(self.source_bytes / _FILE_BYTES))
        # Coalesce only joins what is read together anyway; to repartition would send every row through a shuffle.
        counted.select(*staged, (~is_good()).alias(_BAD)).coalesce(files).write.mode("overwrite").partitionBy(
            _BAD
        ).parquet(f"{self.path}rows/")
        return observed.get

    def _names(self) -> list[str]:
        names = [column.staged_name for column in self.layout.columns]
        return [*names, self.layout.file_column] if self.layout.file_column is not None else names

    def _carrier(self) -> str | None:
        """A column of text. Files of bad rows are none that Redshift reads, but have the same columns as the others."""
        texts = [column.staged_name for column in self.layout.columns if column.type.spark == "string"]
        return next(iter(texts), self.layout.file_column)

    def _bad_rows(self, rows: DataFrame) -> DataFrame:
        carrier = self._carrier()
        if carrier is None:
            # A table without any text: the bad rows are read again from the source. Spark would push the condition down
            # to the file, all faults written out for each of them, but pushes nothing past a count.
            counted = rows.observe(Observation(), F.count(F.lit(1)).alias("read"))
            return counted.where(~is_good()).select(self._bad_record().alias(RECORD))
        schema = StructType([StructField(carrier, StringType())])
        found = self._spark().read.schema(schema).parquet(f"{self.path}rows/{_BAD}=true/")
        return found.select(F.col(quoted(carrier)).alias(RECORD))

    def _bad_record(self) -> Column:
        text = F.col(RAW)
        if self.frame.own is not None:
            # Where a query or script left out what the row was made of, it is shown as it came out.
            made = F.struct(*[F.col(column.name).alias(column.source) for column in self.frame.columns])
            text = F.when(F.col(VALUES).isNull(), F.to_json(made))
        return self._record(self.frame.values, text)

    def _record(self, values: Column, text: Column) -> Column:
        return record(self.run_id, self.dataset.name, values, text)


def _counts() -> list[Column]:
    return [F.count_if(F.col(FILTERED)).alias("filtered"), F.count_if(~is_good()).alias("quarantined")]


def _source_counts() -> list[Column]:
    return [
        F.count(F.lit(1)).alias("read"),
        F.count_if(F.col(UNCLOSED)).alias("unclosed"),
        F.count_if(F.col(REPLACED)).alias("replaced"),
        *_counts(),
    ]


def manifest(files: Iterable[tuple[str, int]]) -> bytes:
    """The manifest for COPY of files given by address and size in bytes.

    https://docs.aws.amazon.com/redshift/latest/dg/loading-data-files-using-manifest.html
    """
    entries = [{"url": url, "mandatory": True, "meta": {"content_length": size}} for url, size in files]
    return json.dumps({"entries": entries}, indent=1).encode()
