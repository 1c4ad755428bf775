"""The statements of one load: all of them are one transaction of the Redshift Data API.

https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_BatchExecuteStatement.html
"""

from __future__ import annotations

from . import spec
from .checks_sql import check_steps
from .ledger_sql import claim_files, record_load
from .modes import applied
from .plan import DELETED, MODIFIED, ROW, STAGE, Applied, Load, Target
from .statement import Step, check, identifier, identifiers, literal

COPY = "copy the staged rows"


def load(load: Load) -> list[Step]:
    """The whole load, in order."""
    mode = applied(load)
    return [
        *claim_files(load),
        *create_target(load.target, load.mode),
        *(step for group in load.target.changes for step in group),
        *_stage(load),
        *mode.prepare,
        _reconcile(load, mode),
        *mode.apply,
        *check_steps(load, mode),
        *record_load(load, mode),
    ]


def create_target(target: Target, mode: spec.Load) -> list[Step]:
    """Redshift chooses the encodings that are not given: https://docs.aws.amazon.com/redshift/latest/dg/c_encoding-choose.html"""
    columns = [
        f"{identifier(column.name)} {column.type.sql}{_encoding(target, column.name)}" for column in target.columns
    ]
    if isinstance(mode, spec.History):
        columns += ["valid_from TIMESTAMP", "valid_to TIMESTAMP", "is_current BOOLEAN"]
    dist = f" DISTKEY ({identifier(target.dist_key)})" if target.dist_key else ""
    sort = f" SORTKEY ({identifiers(target.sort_keys)})" if target.sort_keys else ""
    return [
        Step("create the target's schema", f"CREATE SCHEMA IF NOT EXISTS {identifier(target.schema)}"),
        Step("create the target", f"CREATE TABLE IF NOT EXISTS {target.sql} ({', '.join(columns)}){dist}{sort}"),
    ]


def _encoding(target: Target, column: str) -> str:
    return f" ENCODE {target.encodings[column]}" if column in target.encodings else ""


def _stage(load: Load) -> list[Step]:
    target = load.target
    extra = [f"{identifier(c.staged_name)} VARCHAR(65535)" for c in target.columns if c.type.is_json]
    staged = [column.staged_name for column in target.columns]
    if load.has_order:
        extra += [f"{identifier(MODIFIED)} TIMESTAMP", f"{identifier(ROW)} BIGINT"]
        staged += [MODIFIED, ROW]
    if load.has_deletes:
        extra.append(f"{identifier(DELETED)} BOOLEAN")
        staged.append(DELETED)
    steps = [Step("create the stage", f"CREATE TEMP TABLE {STAGE} ({', '.join([f'LIKE {target.sql}', *extra])})")]
    if load.manifest is not None:
        steps.append(
            Step(
                COPY,
                f"COPY {STAGE} ({identifiers(staged)}) FROM {literal(load.manifest)}"
                f" IAM_ROLE {literal(load.copy_role_arn)} FORMAT AS PARQUET MANIFEST",
            )
        )
    steps.append(
        check(
            "check the stage",
            f"count(*) = {load.staged}",
            f" FROM {STAGE}",
            f"the stage in Redshift does not hold the {load.staged} rows that the run staged",
        )
    )
    return steps


def _reconcile(load: Load, mode: Applied) -> Step:
    return check(
        "reconcile",
        f"{mode.loaded} + {mode.deduplicated} + {load.quarantined} + {load.filtered} = {load.read + load.derived}",
        "",
        f"rows to load, deduplicated, quarantined ({load.quarantined}) and filtered ({load.filtered}) "
        f"are not the {load.read} rows that were read and the {load.derived} that were derived",
    )
