"""The statements of one load: all of them are one transaction of the Redshift Data API.

https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_BatchExecuteStatement.html
"""

from __future__ import annotations

from .ledger_sql import claim_files, record_load
from .plan import MODIFIED, ROW, Load, Target
from .statement import Step, check, identifier, identifiers, literal

APPLY = "apply"
"""The step that affects as many rows as are loaded."""
DEDUPLICATE = "deduplicate"
"""The step that affects as many rows as others replace; not there when rows are appended."""

_STAGE = '"s3_to_redshift_stage"'
_SUPERSEDED = '"s3_to_redshift_superseded"'


def load(load: Load) -> list[Step]:
    """The whole load, in order."""
    staged = load.manifest is not None
    return [
        *claim_files(load),
        *_create_target(load.target),
        *(_stage(load, load.manifest) if load.manifest is not None else []),
        *(_deduplicate(load) if staged and load.target.keys else []),
        *(_apply(load.target) if staged else []),
        *record_load(
            load,
            loaded=f"(SELECT count(*) FROM {_STAGE})" if staged else "0",
            deduplicated=f"(SELECT count(*) FROM {_SUPERSEDED})" if staged and load.target.keys else "0",
        ),
    ]


def _create_target(target: Target) -> list[Step]:
    columns = ", ".join(f"{identifier(column.name)} {column.type.sql}" for column in target.columns)
    dist = f" DISTKEY ({identifier(target.dist_key)})" if target.dist_key else ""
    sort = f" SORTKEY ({identifiers(target.sort_keys)})" if target.sort_keys else ""
    return [
        Step("create the target's schema", f"CREATE SCHEMA IF NOT EXISTS {identifier(target.schema)}"),
        Step("create the target", f"CREATE TABLE IF NOT EXISTS {target.sql} ({columns}){dist}{sort}"),
    ]


def _stage(load: Load, manifest: str) -> list[Step]:
    target = load.target
    extra = [f"{identifier(c.staged_name)} VARCHAR(65535)" for c in target.columns if c.type.is_json]
    staged = [column.staged_name for column in target.columns]
    if target.keys:
        extra += [f"{identifier(MODIFIED)} TIMESTAMP", f"{identifier(ROW)} BIGINT"]
        staged += [MODIFIED, ROW]
    return [
        Step("create the stage", f"CREATE TEMP TABLE {_STAGE} ({', '.join([f'LIKE {target.sql}', *extra])})"),
        Step(
            "copy the staged rows",
            f"COPY {_STAGE} ({identifiers(staged)}) FROM {literal(manifest)}"
            f" IAM_ROLE {literal(load.copy_role_arn)} FORMAT AS PARQUET MANIFEST",
        ),
        check(
            "check the stage",
            f"count(*) = {load.staged}",
            f" FROM {_STAGE}",
            f"the stage in Redshift does not hold the {load.staged} rows that the run staged",
        ),
    ]


def _deduplicate(load: Load) -> list[Step]:
    """Of rows with the same keys leave the newest in the stage. The two sets are counted apart, so that they can be
    compared with what was read before anything is applied."""
    target = load.target
    newest = [*([target.order_by] if target.order_by else []), MODIFIED, ROW]
    order = ", ".join(f"{identifier(name)} DESC NULLS LAST" for name in newest)
    row = identifier(ROW)
    return [
        Step(
            "find the rows that a newer one replaces",
            f"CREATE TEMP TABLE {_SUPERSEDED} AS SELECT {row} FROM (SELECT {row}, ROW_NUMBER() OVER "
            f"(PARTITION BY {identifiers(target.keys)} ORDER BY {order}) AS place FROM {_STAGE}) ranked"
            " WHERE place > 1",
        ),
        Step(
            DEDUPLICATE,
            f"DELETE FROM {_STAGE} USING {_SUPERSEDED} WHERE {_STAGE}.{row} = {_SUPERSEDED}.{row}",
        ),
        check(
            "reconcile",
            f"(SELECT count(*) FROM {_STAGE}) + (SELECT count(*) FROM {_SUPERSEDED})"
            f" + {load.quarantined} + {load.filtered} = {load.read}",
            "",
            f"rows to load, deduplicated, quarantined ({load.quarantined}) and filtered ({load.filtered}) "
            f"are not the {load.read} rows that were read",
        ),
    ]


def _apply(target: Target) -> list[Step]:
    columns = identifiers(column.name for column in target.columns)
    values = ", ".join(
        f"JSON_PARSE({identifier(column.staged_name)})" if column.type.is_json else identifier(column.name)
        for column in target.columns
    )
    insert = Step(APPLY, f"INSERT INTO {target.sql} ({columns}) SELECT {values} FROM {_STAGE}")
    if not target.keys:
        return [insert]
    table = identifier(target.table)
    same_key = " AND ".join(f"{table}.{key} = {_STAGE}.{key}" for key in map(identifier, target.keys))
    return [
        Step("delete the rows that are replaced", f"DELETE FROM {target.sql} USING {_STAGE} WHERE {same_key}"),
        insert,
    ]
