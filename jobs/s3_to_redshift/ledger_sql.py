"""The ledger in Redshift: which files are loaded and what each load did, written in the transaction that loads."""

from __future__ import annotations

from .plan import Load
from .statement import Step, check, literal

LEDGER = '"s3_to_redshift"."loaded_files"'
RUNS = '"s3_to_redshift"."load_runs"'
FILES = '"s3_to_redshift_files"'
"""Temporary: the ledger's new rows."""


def create_ledger() -> list[Step]:
    """The ledger's tables. Safe to send at the start of every run."""
    return [
        Step("create the ledger's schema", 'CREATE SCHEMA IF NOT EXISTS "s3_to_redshift"'),
        Step(
            "create the ledger",
            f"CREATE TABLE IF NOT EXISTS {LEDGER} (pipeline VARCHAR(128) NOT NULL, dataset VARCHAR(128) NOT NULL, "
            "bucket VARCHAR(64) NOT NULL, key VARCHAR(4096) NOT NULL, etag VARCHAR(128) NOT NULL, "
            "size BIGINT NOT NULL, run_id VARCHAR(256) NOT NULL, loaded_at TIMESTAMP NOT NULL) "
            "SORTKEY (pipeline, dataset, key)",
        ),
        Step(
            "create the record of loads",
            f"CREATE TABLE IF NOT EXISTS {RUNS} (run_id VARCHAR(256) NOT NULL, pipeline VARCHAR(128) NOT NULL, "
            "dataset VARCHAR(128) NOT NULL, target VARCHAR(256) NOT NULL, mode VARCHAR(16) NOT NULL, "
            "files BIGINT NOT NULL, bytes BIGINT NOT NULL, rows_read BIGINT NOT NULL, loaded BIGINT NOT NULL, "
            "quarantined BIGINT NOT NULL, filtered BIGINT NOT NULL, deduplicated BIGINT NOT NULL, "
            "started_at TIMESTAMP NOT NULL) SORTKEY (started_at)",
        ),
    ]


def loaded_files(pipeline: str, dataset: str) -> str:
    """The files that the ledger has of a dataset: bucket, key, ETag."""
    return f"SELECT bucket, key, etag FROM {LEDGER} WHERE {_of(pipeline, dataset)}"


def claim_files(load: Load) -> list[Step]:
    """Lock the ledger, so that no other run loads meanwhile, and see that none has loaded these files before."""
    # A file that changed is loaded again where that replaces its rows, so there only the same content is a repetition.
    same_content = " AND l.etag = f.etag" if load.target.keys else ""
    return [
        # Of two runs at once each would find the files new; the second waits here and then fails the last check.
        Step("lock the ledger", f"LOCK TABLE {LEDGER}"),
        Step(
            "create the list of new files",
            f"CREATE TEMP TABLE {FILES} (bucket VARCHAR(64), key VARCHAR(4096), etag VARCHAR(128), size BIGINT)",
        ),
        Step(
            "copy the list of new files",
            f"COPY {FILES} FROM {literal(load.ledger_rows)} IAM_ROLE {literal(load.copy_role_arn)} FORMAT AS CSV",
        ),
        check(
            "check the list of new files",
            f"count(*) = {load.files} AND count(DISTINCT bucket || '/' || key) = {load.files}",
            f" FROM {FILES}",
            f"the list of new files that Redshift read is not the {load.files} different files that the run wrote",
        ),
        check(
            "check that no file is loaded twice",
            "count(*) = 0",
            f" FROM {LEDGER} l JOIN {FILES} f ON l.bucket = f.bucket AND l.key = f.key{same_content}"
            f" WHERE {_of(load.pipeline, load.dataset, 'l.')}",
            "another run has loaded one of these files since this run listed them; nothing was loaded, "
            "start the run again",
        ),
    ]


def record_load(load: Load, loaded: str, deduplicated: str) -> list[Step]:
    """Write ledger and record. ``loaded`` and ``deduplicated`` are SQL for the numbers of rows."""
    forget = Step(
        "forget the former content of changed files",
        f"DELETE FROM {LEDGER} USING {FILES} WHERE {_of(load.pipeline, load.dataset)}"
        f" AND loaded_files.bucket = {FILES}.bucket AND loaded_files.key = {FILES}.key",
    )
    run_id, pipeline, dataset = literal(load.run_id), literal(load.pipeline), literal(load.dataset)
    target, mode = literal(f"{load.target.schema}.{load.target.table}"), literal(load.target.mode)
    moment = f"CAST({literal(load.started_at)} AS TIMESTAMP)"
    return [
        *([forget] if load.target.keys else []),
        Step(
            "write the ledger",
            f"INSERT INTO {LEDGER} (pipeline, dataset, bucket, key, etag, size, run_id, loaded_at)"
            f" SELECT {pipeline}, {dataset}, bucket, key, etag, size, {run_id}, {moment} FROM {FILES}",
        ),
        Step(
            "record the load",
            f"INSERT INTO {RUNS} (run_id, pipeline, dataset, target, mode, files, bytes, rows_read, loaded, "
            f"quarantined, filtered, deduplicated, started_at) SELECT {run_id}, {pipeline}, {dataset}, {target}, "
            f"{mode}, {load.files}, {load.bytes}, {load.read}, {loaded}, {load.quarantined}, {load.filtered}, "
            f"{deduplicated}, {moment}",
        ),
    ]


def _of(pipeline: str, dataset: str, table: str = "") -> str:
    return f"{table}pipeline = {literal(pipeline)} AND {table}dataset = {literal(dataset)}"
