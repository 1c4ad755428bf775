"""Upsert: rows replace those with the same keys."""

from __future__ import annotations

from .. import spec
from ..names import target_name
from ..plan import DELETED, MODIFIED, ROW, STAGE, Applied, Load, TargetColumn
from ..statement import Step, identifier, identifiers
from .common import insert, same

_SUPERSEDED = '"s3_to_redshift_superseded"'
"""Temporary: the rows of the stage that a newer one replaces."""
_REMOVED = '"s3_to_redshift_removed"'
"""Temporary: the rows of the stage that mark one that is gone."""


def upsert(load: Load, mode: spec.Upsert) -> Applied:
    """Of rows with the same keys leave the newest in the stage, and none that is older than the target's."""
    order_by = target_name(mode.order_by) if mode.order_by is not None else None
    prepare = _deduplicate(load, order_by)
    removed = f"(SELECT count(*) FROM {_REMOVED})" if load.has_deletes else "0"
    if load.has_deletes:
        prepare += _set_removed_apart(load)
    return Applied(
        prepare=prepare,
        apply=_merge(load) if mode.method == "merge" else _delete_and_insert(load),
        loaded=f"(SELECT count(*) FROM {STAGE}) + {removed}",
        deduplicated=f"(SELECT count(*) FROM {_SUPERSEDED})",
        ties=f"(SELECT NVL(sum(tie), 0) FROM {_SUPERSEDED})",
        deleted=removed,
    )


def _deduplicate(load: Load, order_by: str | None) -> list[Step]:
    keys, row = identifiers(load.keys), identifier(ROW)
    newest = ", ".join(f"{identifier(n)} DESC NULLS LAST" for n in [*([order_by] if order_by else []), MODIFIED, ROW])
    # Of rows with the same keys, those with the largest value to order by have the rank 1.
    rank = f"RANK() OVER (PARTITION BY {keys} ORDER BY {identifier(order_by)} DESC NULLS LAST)" if order_by else "2"
    forget = f"DELETE FROM {STAGE} USING {_SUPERSEDED} WHERE {STAGE}.{row} = {_SUPERSEDED}.{row}"
    steps = [
        Step(
            "find the rows that a newer one replaces",
            f"CREATE TEMP TABLE {_SUPERSEDED} AS SELECT {row}, CASE WHEN order_rank = 1 THEN 1 ELSE 0 END AS tie FROM "
            f"(SELECT {row}, {rank} AS order_rank, ROW_NUMBER() OVER (PARTITION BY {keys} ORDER BY {newest}) AS place"
            f" FROM {STAGE} JOIN (SELECT {keys} FROM {STAGE} GROUP BY {keys} HAVING count(*) > 1) twice USING ({keys})"
            f") ranked WHERE place > 1",
        ),
        Step("deduplicate", forget),
    ]
    if order_by is None:
        return steps
    target, order = identifier(load.target.table), identifier(order_by)
    return [
        *steps,
        Step(
            "find the rows that are older than the target's",
            f"INSERT INTO {_SUPERSEDED} SELECT DISTINCT {STAGE}.{row}, 0 FROM {STAGE} JOIN {load.target.sql}"
            f" ON {same(target, STAGE, load.keys)} WHERE {target}.{order} > {STAGE}.{order}"
            f" OR ({target}.{order} IS NOT NULL AND {STAGE}.{order} IS NULL)",
        ),
        Step("leave the older rows out", forget),
    ]


def _set_removed_apart(load: Load) -> list[Step]:
    deleted = identifier(DELETED)
    return [
        Step(
            "set the rows apart that mark one that is gone",
            f"CREATE TEMP TABLE {_REMOVED} AS SELECT {identifiers(load.keys)} FROM {STAGE} WHERE {deleted}",
        ),
        Step("leave them out of the stage", f"DELETE FROM {STAGE} WHERE {deleted}"),
    ]


def _delete(load: Load, source: str, name: str) -> Step:
    same_key = same(identifier(load.target.table), source, load.keys)
    return Step(name, f"DELETE FROM {load.target.sql} USING {source} WHERE {same_key}")


def _remove(load: Load) -> list[Step]:
    return [_delete(load, _REMOVED, "delete the rows that are gone")] if load.has_deletes else []


def _delete_and_insert(load: Load) -> list[Step]:
    return [*_remove(load), _delete(load, STAGE, "delete the rows that are replaced"), insert(load.target)]


def _merge(load: Load) -> list[Step]:
    """https://docs.aws.amazon.com/redshift/latest/dg/r_MERGE.html"""
    target, keys = load.target, set(load.keys)
    table, columns = identifier(target.table), target.columns
    others = [column for column in columns if column.name not in keys]
    # A table of keys alone has nothing to update, and the clause must not be empty.
    assigned = ", ".join(f"{identifier(column.name)} = {_merged(column)}" for column in others or columns)
    return [
        *_remove(load),
        Step(
            "apply",
            f"MERGE INTO {target.sql} USING {STAGE} ON {same(table, STAGE, load.keys)}"
            f" WHEN MATCHED THEN UPDATE SET {assigned}"
            f" WHEN NOT MATCHED THEN INSERT ({identifiers(column.name for column in columns)})"
            f" VALUES ({', '.join(map(_merged, columns))})",
        ),
    ]


def _merged(column: TargetColumn) -> str:
    staged = f"{STAGE}.{identifier(column.staged_name)}"
    return f"JSON_PARSE({staged})" if column.type.is_json else staged
