"""The statements of one load: all of them are one transaction of the Redshift Data API.

https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_BatchExecuteStatement.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .types import TargetType

LEDGER = '"s3_to_redshift"."loaded_files"'
RUNS = '"s3_to_redshift"."load_runs"'
STAGE = '"s3_to_redshift_stage"'
FILES = '"s3_to_redshift_files"'
SUPERSEDED = '"s3_to_redshift_superseded"'
ROW = "s3_to_redshift_row"
MODIFIED = "s3_to_redshift_modified"


@dataclass(frozen=True)
class Step:
    """One statement, named so that its error can be told in plain words."""

    name: str
    sql: str
    failure: str = ""
    """What it means when this statement fails, where the database's own words do not say it."""


@dataclass(frozen=True)
class TargetColumn:
    name: str
    type: TargetType


@dataclass(frozen=True)
class Target:
    schema: str
    table: str
    columns: Sequence[TargetColumn]
    keys: Sequence[str] = ()
    """Empty: rows are appended. Else they replace the rows that have the same values in these columns."""
    order_by: str | None = None
    dist_key: str | None = None
    sort_keys: Sequence[str] = ()

    @property
    def sql(self) -> str:
        return f"{identifier(self.schema)}.{identifier(self.table)}"


@dataclass(frozen=True)
class Load:
    """What is known of a load before its transaction begins. Counts are rows, sizes are bytes."""

    pipeline: str
    dataset: str
    run_id: str
    started_at: str
    """UTC, ``2025-01-31 12:00:00``."""
    target: Target
    manifest: str | None
    """Address of the COPY manifest; None when no row is to be loaded."""
    ledger_rows: str
    """Address of the CSV file with the new files' ledger rows."""
    copy_role_arn: str
    files: int
    bytes: int
    read: int
    quarantined: int
    filtered: int

    @property
    def staged(self) -> int:
        return self.read - self.quarantined - self.filtered


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A string constant.

    Raises:
        ValueError: the text has a backslash or a control character. Redshift reads a backslash in a constant as the start of an
            escape and PostgreSQL does not, and no name that comes here needs one.
    """
    if "\\" in text or not text.isprintable():
        raise ValueError(f"{text!r} cannot stand in an SQL statement: it has a backslash or a control character")
    return "'" + text.replace("'", "''") + "'"


def create_ledger() -> list[Step]:
    """The tables in which the loads are recorded. Safe to send at the start of every run."""
    return [
        Step("create the ledger's schema", 'CREATE SCHEMA IF NOT EXISTS "s3_to_redshift"'),
        Step(
            "create the ledger",
            f"CREATE TABLE IF NOT EXISTS {LEDGER} (pipeline VARCHAR(128) NOT NULL, dataset VARCHAR(128) NOT NULL, "
            "bucket VARCHAR(64) NOT NULL, key VARCHAR(4096) NOT NULL, etag VARCHAR(128) NOT NULL, size BIGINT NOT NULL, "
            "run_id VARCHAR(256) NOT NULL, loaded_at TIMESTAMP NOT NULL) SORTKEY (pipeline, dataset, key)",
        ),
        Step(
            "create the record of loads",
            f"CREATE TABLE IF NOT EXISTS {RUNS} (run_id VARCHAR(256) NOT NULL, pipeline VARCHAR(128) NOT NULL, "
            "dataset VARCHAR(128) NOT NULL, target VARCHAR(256) NOT NULL, mode VARCHAR(16) NOT NULL, files BIGINT NOT NULL, "
            "bytes BIGINT NOT NULL, rows_read BIGINT NOT NULL, loaded BIGINT NOT NULL, quarantined BIGINT NOT NULL, "
            "filtered BIGINT NOT NULL, deduplicated BIGINT NOT NULL, started_at TIMESTAMP NOT NULL) SORTKEY (started_at)",
        ),
    ]


def loaded_files(pipeline: str, dataset: str) -> str:
    """The files that the ledger has of a dataset: bucket, key, etag."""
    return (
        f"SELECT bucket, key, etag FROM {LEDGER} WHERE pipeline = {literal(pipeline)} AND dataset = {literal(dataset)}"
    )


def load(load: Load) -> list[Step]:
    """The whole load, in order. The steps ``apply`` and ``deduplicate`` affect as many rows as the report names."""
    return [
        # Two loads at once would each find the files new; the second now waits and then fails its ledger check.
        Step("lock the ledger", f"LOCK TABLE {LEDGER}"),
        *_ledger_check(load),
        *_create_target(load.target),
        *([] if load.manifest is None else _stage(load, load.manifest)),
        *([] if load.manifest is None else _apply(load)),
        *_record(load),
    ]


def _check(name: str, holds: str, source: str, failure: str) -> Step:
    """A statement that fails, and so rolls the transaction back, unless ``holds``.

    The divisor depends on rows: a constant 1/0 in a CASE may be computed, and fail, before any row is seen.
    """
    return Step(name, f"SELECT 1 / CASE WHEN {holds} THEN 1 ELSE 0 END{source}", failure)


def _ledger_check(load: Load) -> list[Step]:
    # A file that changed is loaded again where that replaces its rows, so there only the same content is a repetition.
    same_content = " AND l.etag = f.etag" if load.target.keys else ""
    return [
        Step(
            "create the list of new files",
            f"CREATE TEMP TABLE {FILES} (bucket VARCHAR(64), key VARCHAR(4096), etag VARCHAR(128), size BIGINT)",
        ),
        Step(
            "copy the list of new files",
            f"COPY {FILES} FROM {literal(load.ledger_rows)} IAM_ROLE {literal(load.copy_role_arn)} FORMAT AS CSV",
        ),
        _check(
            "check the list of new files",
            f"count(*) = {load.files} AND count(DISTINCT bucket || '/' || key) = {load.files}",
            f" FROM {FILES}",
            f"the list of new files that Redshift read is not the {load.files} different files that the run wrote",
        ),
        _check(
            "check that no file is loaded twice",
            "count(*) = 0",
            f" FROM {LEDGER} l JOIN {FILES} f ON l.bucket = f.bucket AND l.key = f.key{same_content}"
            f" WHERE l.pipeline = {literal(load.pipeline)} AND l.dataset = {literal(load.dataset)}",
            "another run has loaded one of these files since this run listed them; nothing was loaded, start the run again",
        ),
    ]


def _create_target(target: Target) -> list[Step]:
    columns = ", ".join(f"{identifier(c.name)} {c.type.sql}" for c in target.columns)
    dist = f" DISTKEY ({identifier(target.dist_key)})" if target.dist_key else ""
    sort = f" SORTKEY ({_list(target.sort_keys)})" if target.sort_keys else ""
    return [
        Step("create the target's schema", f"CREATE SCHEMA IF NOT EXISTS {identifier(target.schema)}"),
        Step("create the target", f"CREATE TABLE IF NOT EXISTS {target.sql} ({columns}){dist}{sort}"),
    ]


def staged_name(column: TargetColumn) -> str:
    """The stage's column that takes this one's values: JSON text is staged beside the SUPER column that it becomes."""
    return f"s3_to_redshift_json_{column.name}"[:127] if column.type.is_json else column.name


def _stage(load: Load, manifest: str) -> list[Step]:
    target = load.target
    extra = [f"{identifier(staged_name(c))} VARCHAR(65535)" for c in target.columns if c.type.is_json]
    staged = [staged_name(c) for c in target.columns]
    if target.keys:
        extra += [f"{identifier(MODIFIED)} TIMESTAMP", f"{identifier(ROW)} BIGINT"]
        staged += [MODIFIED, ROW]
    return [
        Step("create the stage", f"CREATE TEMP TABLE {STAGE} ({', '.join([f'LIKE {target.sql}', *extra])})"),
        Step(
            "copy the staged rows",
            f"COPY {STAGE} ({_list(staged)}) FROM {literal(manifest)} IAM_ROLE {literal(load.copy_role_arn)}"
            " FORMAT AS PARQUET MANIFEST",
        ),
        _check(
            "check the stage",
            f"count(*) = {load.staged}",
            f" FROM {STAGE}",
            f"the stage in Redshift does not hold the {load.staged} rows that the run staged",
        ),
    ]


def _apply(load: Load) -> list[Step]:
    target = load.target
    values = ", ".join(
        f"JSON_PARSE({identifier(staged_name(c))})" if c.type.is_json else identifier(c.name) for c in target.columns
    )
    insert = Step(
        "apply", f"INSERT INTO {target.sql} ({_list([c.name for c in target.columns])}) SELECT {values} FROM {STAGE}"
    )
    if not target.keys:
        return [insert]
    keys = _list(target.keys)
    newest = [*([target.order_by] if target.order_by else []), MODIFIED, ROW]
    order = ", ".join(f"{identifier(name)} DESC NULLS LAST" for name in newest)
    same_key = " AND ".join(
        f"{identifier(target.table)}.{identifier(k)} = {STAGE}.{identifier(k)}" for k in target.keys
    )
    return [
        Step(
            "find the rows that a newer one replaces",
            f"CREATE TEMP TABLE {SUPERSEDED} AS SELECT {identifier(ROW)} FROM (SELECT {identifier(ROW)}, "
            f"ROW_NUMBER() OVER (PARTITION BY {keys} ORDER BY {order}) AS place FROM {STAGE}) ranked WHERE place > 1",
        ),
        Step(
            "deduplicate",
            f"DELETE FROM {STAGE} USING {SUPERSEDED} WHERE {STAGE}.{identifier(ROW)} = {SUPERSEDED}.{identifier(ROW)}",
        ),
        _check(
            "reconcile",
            f"(SELECT count(*) FROM {STAGE}) + (SELECT count(*) FROM {SUPERSEDED}) + {load.quarantined} + {load.filtered} = {load.read}",
            "",
            f"rows to load, deduplicated, quarantined ({load.quarantined}) and filtered ({load.filtered}) "
            f"are not the {load.read} rows that were read",
        ),
        Step("delete the rows that are replaced", f"DELETE FROM {target.sql} USING {STAGE} WHERE {same_key}"),
        insert,
    ]


def _record(load: Load) -> list[Step]:
    numbers = _counts(load)
    facts = [load.run_id, load.pipeline, load.dataset, f"{load.target.schema}.{load.target.table}"]
    mode = "upsert" if load.target.keys else "append"
    this_dataset = f"pipeline = {literal(load.pipeline)} AND dataset = {literal(load.dataset)}"
    moment = f"CAST({literal(load.started_at)} AS TIMESTAMP)"
    forget = Step(
        "forget the former content of changed files",
        f"DELETE FROM {LEDGER} USING {FILES} WHERE {this_dataset} AND loaded_files.bucket = {FILES}.bucket AND loaded_files.key = {FILES}.key",
    )
    return [
        *([forget] if load.target.keys else []),
        Step(
            "write the ledger",
            f"INSERT INTO {LEDGER} (pipeline, dataset, bucket, key, etag, size, run_id, loaded_at) SELECT {literal(load.pipeline)}, "
            f"{literal(load.dataset)}, bucket, key, etag, size, {literal(load.run_id)}, {moment} FROM {FILES}",
        ),
        Step(
            "record the load",
            f"INSERT INTO {RUNS} (run_id, pipeline, dataset, target, mode, files, bytes, rows_read, loaded, quarantined, filtered, "
            f"deduplicated, started_at) SELECT {', '.join(literal(fact) for fact in facts)}, {literal(mode)}, {numbers}, {moment}",
        ),
    ]


def _counts(load: Load) -> str:
    staged = f"(SELECT count(*) FROM {STAGE})" if load.manifest else "0"
    superseded = f"(SELECT count(*) FROM {SUPERSEDED})" if load.manifest and load.target.keys else "0"
    return f"{load.files}, {load.bytes}, {load.read}, {staged}, {load.quarantined}, {load.filtered}, {superseded}"


def _list(names: Sequence[str]) -> str:
    return ", ".join(identifier(name) for name in names)
