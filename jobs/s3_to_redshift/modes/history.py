"""History: each version of a row is kept, with the time during which it held (SCD type 2)."""

from __future__ import annotations

from .. import spec
from ..names import target_name
from ..plan import DELETED, MODIFIED, ROW, STAGE, Applied, Load
from ..statement import Step, identifier, identifiers
from .common import same, same_or_both_null, value

_VERSIONS = '"s3_to_redshift_versions"'
"""Temporary: the stored and the new versions of all keys that are loaded."""
_RANKED = '"s3_to_redshift_ranked"'
"""Temporary: the same, those of the same key and moment ranked, and the first of them numbered in the order of time."""
_UNCHANGED = '"s3_to_redshift_unchanged"'
"""Temporary: versions that say the same as the one before."""
_NEW, _RANK, _PLACE = "s3_to_redshift_new", "s3_to_redshift_rank", "s3_to_redshift_place"


def history(load: Load, mode: spec.History) -> Applied:
    """Make the history of each key that is loaded anew, from its stored and its new versions in the order of time.

    So a version that arrives late finds its place, and the same file loaded again changes nothing.
    """
    new = f"(SELECT count(*) FROM {_RANKED} WHERE {_NEW} = 1 AND {_RANK}"
    unchanged = f"(SELECT count(*) FROM {_UNCHANGED} WHERE {_NEW} = 1)"
    return Applied(
        prepare=[*_gather(load, mode), *_decide(load, mode)],
        apply=_apply(load),
        loaded=f"{new} = 1)",
        deduplicated=f"{new} > 1) + {unchanged}",
        ties=f"{new} > 1)",
        deleted=f"{new} = 1 AND {identifier(DELETED)})",
    )


def _gather(load: Load, mode: spec.History) -> list[Step]:
    target, columns = load.target, load.target.columns
    table, names = identifier(target.table), [column.name for column in columns]
    deleted, modified, row = map(identifier, (DELETED, MODIFIED, ROW))
    # Its microseconds only tell files of the same second apart.
    moment = f"DATE_TRUNC('second', {modified})"
    if mode.valid_from is not None:
        moment = f"NVL(CAST({identifier(target_name(mode.valid_from))} AS TIMESTAMP), {modified})"
    is_loaded = f"EXISTS (SELECT 1 FROM {STAGE} WHERE {same(table, STAGE, load.keys)})"
    into = f"INSERT INTO {_VERSIONS} ({identifiers(names)}, valid_from, {deleted}, {modified}, {row}, {_NEW})"
    stored = ", ".join(f"{table}.{identifier(name)}" for name in names)
    gone = ", ".join(f"{table}.{identifier(name)}" if name in load.keys else "NULL" for name in names)
    return [
        Step(
            "create the list of versions",
            f"CREATE TEMP TABLE {_VERSIONS} (LIKE {target.sql}, {deleted} BOOLEAN, {modified} TIMESTAMP,"
            f" {row} BIGINT, {_NEW} INTEGER)",
        ),
        Step(
            "list the new versions",
            f"{into} SELECT {', '.join(map(value, columns))}, {moment},"
            f" {deleted if load.has_deletes else 'FALSE'}, {modified}, {row}, 1 FROM {STAGE}",
        ),
        Step(
            "list the stored versions",
            f"{into} SELECT {stored}, {table}.valid_from, FALSE, NULL, NULL, 0 FROM {target.sql} WHERE {is_loaded}",
        ),
        # A version that ended although none follows was ended by a mark of deletion, which is stored nowhere else.
        Step(
            "list the stored ends",
            f"{into} SELECT {gone}, {table}.valid_to, TRUE, NULL, NULL, 0 FROM {target.sql} LEFT JOIN"
            f" {target.sql} next_version ON {same('next_version', table, load.keys)}"
            f" AND next_version.valid_from = {table}.valid_to"
            f" WHERE {table}.valid_to IS NOT NULL AND next_version.valid_from IS NULL AND {is_loaded}",
        ),
    ]


def _decide(load: Load, mode: spec.History) -> list[Step]:
    keys, (deleted, modified, row) = identifiers(load.keys), map(identifier, (DELETED, MODIFIED, ROW))
    newest = f"{_NEW} DESC, {modified} DESC NULLS LAST, {row} DESC NULLS LAST"
    # What tells when a version holds, or where it is from, makes no version of its own.
    apart = {*load.keys, load.target.file_column, target_name(mode.valid_from or "")}
    compared = [column for column in load.target.columns if column.name not in apart]
    equal = " AND ".join([same_or_both_null("this", "former", column) for column in compared] or ["TRUE"])
    is_unchanged = (
        f"CASE WHEN this.{deleted} THEN former.{_PLACE} IS NULL OR former.{deleted}"
        f" ELSE former.{_PLACE} IS NOT NULL AND NOT former.{deleted} AND {equal} END"
    )
    return [
        Step(
            "rank the versions of the same moment",
            f"CREATE TEMP TABLE {_RANKED} AS SELECT ranked.*, ROW_NUMBER() OVER (PARTITION BY {keys}, {_RANK}"
            f" ORDER BY valid_from) AS {_PLACE} FROM (SELECT {_VERSIONS}.*, ROW_NUMBER() OVER"
            f" (PARTITION BY {keys}, valid_from ORDER BY {newest}) AS {_RANK} FROM {_VERSIONS}) ranked",
        ),
        Step(
            "find the versions that change nothing",
            f"CREATE TEMP TABLE {_UNCHANGED} AS SELECT {', '.join(f'this.{identifier(key)}' for key in load.keys)},"
            f" this.{_PLACE}, this.{_NEW} FROM {_RANKED} this LEFT JOIN {_RANKED} former"
            f" ON {same('this', 'former', load.keys)} AND former.{_RANK} = 1 AND former.{_PLACE} = this.{_PLACE} - 1"
            f" WHERE this.{_RANK} = 1 AND {is_unchanged}",
        ),
        Step(
            "leave out the versions that change nothing",
            f"DELETE FROM {_RANKED} USING {_UNCHANGED} WHERE {_RANKED}.{_RANK} = 1"
            f" AND {_RANKED}.{_PLACE} = {_UNCHANGED}.{_PLACE} AND {same(_RANKED, _UNCHANGED, load.keys)}",
        ),
    ]


def _apply(load: Load) -> list[Step]:
    target = load.target
    names, keys = identifiers(column.name for column in target.columns), identifiers(load.keys)
    same_key = same(identifier(target.table), STAGE, load.keys)
    return [
        Step("delete the histories that are made anew", f"DELETE FROM {target.sql} USING {STAGE} WHERE {same_key}"),
        Step(
            "apply",
            f"INSERT INTO {target.sql} ({names}, valid_from, valid_to, is_current)"
            f" SELECT {names}, valid_from, ended, ended IS NULL FROM (SELECT {names}, valid_from,"
            f" {identifier(DELETED)}, LEAD(valid_from) OVER (PARTITION BY {keys} ORDER BY valid_from) AS ended"
            f" FROM {_RANKED} WHERE {_RANK} = 1) versions WHERE NOT {identifier(DELETED)}",
        ),
    ]
