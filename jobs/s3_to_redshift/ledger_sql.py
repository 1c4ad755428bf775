"""The ledger in Redshift: which files are loaded and what each load did, written in the transaction that loads.

Each pipeline has a schema of its own for it, which its loader's user makes and owns.
"""

from __future__ import annotations

from . import spec
from .plan import STAGE, Applied, Load
from .statement import Step, check, identifier, literal

FILES = '"s3_to_redshift_files"'
"""Temporary: the ledger's new rows."""
CANDIDATES = '"s3_to_redshift_candidates"'
"""Temporary: the files that were listed."""


def schema(pipeline: str) -> str:
    """A name that nobody has to quote."""
    return f"s3_to_redshift_{pipeline.replace('-', '_')}"


def ledger(pipeline: str) -> str:
    return f"{identifier(schema(pipeline))}.loaded_files"


def runs(pipeline: str) -> str:
    return f"{identifier(schema(pipeline))}.load_runs"


def create_ledger(pipeline: str) -> list[Step]:
    """The ledger's tables. Safe to send at the start of every run."""
    return [
        Step("create the ledger's schema", f"CREATE SCHEMA IF NOT EXISTS {identifier(schema(pipeline))}"),
        Step(
            "create the ledger",
            f"CREATE TABLE IF NOT EXISTS {ledger(pipeline)} (pipeline VARCHAR(128) NOT NULL, "
            "dataset VARCHAR(128) NOT NULL, bucket VARCHAR(64) NOT NULL, key VARCHAR(4096) NOT NULL, "
            "etag VARCHAR(128) NOT NULL, size BIGINT NOT NULL, modified_at TIMESTAMP NOT NULL, rows BIGINT, "
            "run_id VARCHAR(256) NOT NULL, loaded_at TIMESTAMP NOT NULL) SORTKEY (pipeline, dataset, key)",
        ),
        Step(
            "create the record of loads",
            f"CREATE TABLE IF NOT EXISTS {runs(pipeline)} (run_id VARCHAR(256) NOT NULL, "
            "pipeline VARCHAR(128) NOT NULL, dataset VARCHAR(128) NOT NULL, target VARCHAR(256) NOT NULL, "
            "mode VARCHAR(16) NOT NULL, files BIGINT NOT NULL, bytes BIGINT NOT NULL, rows_read BIGINT NOT NULL, "
            "derived BIGINT NOT NULL, loaded BIGINT NOT NULL, deleted BIGINT NOT NULL, quarantined BIGINT NOT NULL, "
            "filtered BIGINT NOT NULL, deduplicated BIGINT NOT NULL, ties BIGINT NOT NULL, "
            "started_at TIMESTAMP NOT NULL) SORTKEY (started_at)",
        ),
    ]


def find_new_files(pipeline: str, dataset: str, candidates: str, copy_role_arn: str) -> list[Step]:
    """Compare the listed files, CSV under the prefix ``candidates``, with the ledger; the last step's rows are the new
    and changed ones: bucket, key, ETag, size, time, and the ETag with which it was loaded before, if it was."""
    return [
        Step(
            "create the list of candidates",
            f"CREATE TEMP TABLE {CANDIDATES} (bucket VARCHAR(64), key VARCHAR(4096), etag VARCHAR(128), size BIGINT, "
            "modified_at TIMESTAMP)",
        ),
        Step(
            "copy the list of candidates",
            f"COPY {CANDIDATES} FROM {literal(candidates)} IAM_ROLE {literal(copy_role_arn)} FORMAT AS CSV GZIP",
        ),
        Step(
            "find the new files",
            "SELECT c.bucket, c.key, c.etag, c.size, CAST(c.modified_at AS VARCHAR(32)), NVL(l.etag, '')"
            f" FROM {CANDIDATES} c LEFT JOIN {ledger(pipeline)} l"
            f" ON {_of(pipeline, dataset, 'l.')} AND l.bucket = c.bucket AND l.key = c.key"
            " WHERE l.etag IS NULL OR l.etag <> c.etag ORDER BY c.modified_at, c.key",
        ),
    ]


def marks(pipeline: str, dataset: str, bucket: str, prefix: str, listing: spec.ListFromMark) -> str:
    """For each group of leading folders the key behind which new files may lie: the largest of those that are older
    than the group's newest file by more than the overlap. Null: none is.

    A file that keeps to the order that the dataset declares has, when it arrives, a larger key than every file that is
    older by more than the overlap. The newest loaded file is no newer than the last listing. So what that listing could
    not see has a larger key than this.
    """
    rest = f"SUBSTRING(key, {len(prefix) + 1})"
    parts = [f"SPLIT_PART({rest}, '/', {i}) || '/'" for i in range(1, listing.folders + 1)]
    files = (
        f"SELECT key, modified_at, {' || '.join(parts) or literal('')} AS folder FROM {ledger(pipeline)}"
        f" WHERE {_of(pipeline, dataset)} AND bucket = {literal(bucket)}"
    )
    return (
        "SELECT files.folder, MAX(CASE WHEN files.modified_at < DATEADD(hour, "
        f"{-listing.overlap_hours}, newest.modified_at) THEN files.key END) FROM ({files}) files JOIN"
        f" (SELECT folder, MAX(modified_at) AS modified_at FROM ({files}) all_files GROUP BY folder) newest"
        " ON files.folder = newest.folder GROUP BY files.folder"
    )


def claim_files(load: Load) -> list[Step]:
    """Lock the ledger, so that no other run loads meanwhile, and see that it still says of these files what it said
    when they were found."""
    steps = [
        # Of two runs at once each would find the files new; the second waits here and then fails the last check. The
        # target is not locked: Redshift's LOCK would keep its readers waiting too.
        Step("lock the ledger", f"LOCK TABLE {ledger(load.pipeline)}"),
        Step(
            "create the list of new files",
            f"CREATE TEMP TABLE {FILES} (bucket VARCHAR(64), key VARCHAR(4096), etag VARCHAR(128), size BIGINT, "
            "modified_at TIMESTAMP, known_etag VARCHAR(128), folder VARCHAR(4096))",
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
    ]
    if isinstance(load.mode, (spec.Replace, spec.Snapshot)):
        # Whole folders are loaded, of which the ledger then says exactly that: what another run has loaded meanwhile
        # and this one has not read is new to the next run.
        return steps
    return [
        *steps,
        check(
            "check that no file is loaded twice",
            "count(*) = 0",
            f" FROM {FILES} f LEFT JOIN {ledger(load.pipeline)} l"
            f" ON {_of(load.pipeline, load.dataset, 'l.')} AND l.bucket = f.bucket AND l.key = f.key"
            " WHERE NVL(l.etag, '') <> NVL(f.known_etag, '')",
            "another run has loaded one of these files since this run listed them; nothing was loaded, "
            "start the run again",
        ),
    ]


def record_load(load: Load, applied: Applied) -> list[Step]:
    """Write ledger and record."""
    run_id, pipeline, dataset = literal(load.run_id), literal(load.pipeline), literal(load.dataset)
    target, mode = literal(f"{load.target.schema}.{load.target.table}"), literal(load.mode.mode)
    moment = f"CAST({literal(load.started_at)} AS TIMESTAMP)"
    rows, counted = "CAST(NULL AS BIGINT)", ""
    if load.target.file_column is not None and load.manifest is not None:
        file = identifier(load.target.file_column)
        rows = "NVL(staged.rows, 0)"
        counted = (
            f" LEFT JOIN (SELECT {file} AS file, count(*) AS rows FROM {STAGE} GROUP BY {file}) staged"
            f" ON staged.file = 's3://' || {FILES}.bucket || '/' || {FILES}.key"
        )
    return [
        *_forget(load),
        Step(
            "write the ledger",
            f"INSERT INTO {ledger(load.pipeline)} (pipeline, dataset, bucket, key, etag, size, modified_at, rows,"
            f" run_id, loaded_at) SELECT {pipeline}, {dataset}, {FILES}.bucket, {FILES}.key, {FILES}.etag,"
            f" {FILES}.size, {FILES}.modified_at, {rows}, {run_id}, {moment} FROM {FILES}{counted}",
        ),
        Step(
            "record the load",
            f"INSERT INTO {runs(load.pipeline)} (run_id, pipeline, dataset, target, mode, files, bytes, rows_read,"
            " derived, loaded, deleted, quarantined, filtered, deduplicated, ties, started_at)"
            f" SELECT {run_id}, {pipeline}, {dataset}, {target}, {mode}, {load.files}, {load.bytes}, {load.read},"
            f" {load.derived}, {applied.loaded}, {applied.deleted}, {load.quarantined}, {load.filtered},"
            f" {applied.deduplicated}, {applied.ties}, {moment}",
        ),
    ]


def _forget(load: Load) -> list[Step]:
    """What the ledger says of files that are loaded again, or that are not there any more in a folder made anew."""
    table, delete = "loaded_files", f"DELETE FROM {ledger(load.pipeline)}"
    of = _of(load.pipeline, load.dataset, f"{table}.")
    if isinstance(load.mode, spec.Replace):
        return [Step("forget all files", f"{delete} WHERE {of}")]
    if isinstance(load.mode, spec.Snapshot):
        is_inside = f"LEFT({table}.key, LEN({FILES}.folder)) = {FILES}.folder"
        return [Step("forget the files of the partitions", f"{delete} USING {FILES} WHERE {of} AND {is_inside}")]
    is_same = f"{table}.bucket = {FILES}.bucket AND {table}.key = {FILES}.key"
    return [Step("forget the former content of changed files", f"{delete} USING {FILES} WHERE {of} AND {is_same}")]


def recorded_load(pipeline: str, dataset: str, run_id: str) -> str:
    """What a run's load of a dataset did, if it was committed: loaded, deleted, deduplicated, ties."""
    return (
        f"SELECT loaded, deleted, deduplicated, ties FROM {runs(pipeline)}"
        f" WHERE {_of(pipeline, dataset)} AND run_id = {literal(run_id)}"
    )


def last_loads(pipeline: str) -> str:
    """When each dataset was last loaded."""
    return (
        f"SELECT dataset, CAST(MAX(started_at) AS VARCHAR(32)) FROM {runs(pipeline)}"
        f" WHERE pipeline = {literal(pipeline)} GROUP BY dataset"
    )


def forget_old_records(pipeline: str, days: int, now: str) -> Step:
    """Delete the records of loads that are older than so many days, but for each dataset's last."""
    mine = f"pipeline = {literal(pipeline)}"
    return Step(
        "forget old records of loads",
        f"DELETE FROM {runs(pipeline)} USING (SELECT dataset, MAX(started_at) AS started_at FROM {runs(pipeline)}"
        f" WHERE {mine} GROUP BY dataset) newest WHERE load_runs.{mine} AND load_runs.dataset = newest.dataset"
        f" AND load_runs.started_at < newest.started_at"
        f" AND load_runs.started_at < DATEADD(day, {-days}, CAST({literal(now)} AS TIMESTAMP))",
    )


def _of(pipeline: str, dataset: str, table: str = "") -> str:
    return f"{table}pipeline = {literal(pipeline)} AND {table}dataset = {literal(dataset)}"
