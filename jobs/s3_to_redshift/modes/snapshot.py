"""Snapshot: the partitions that arrived are made anew."""

from __future__ import annotations

from ..plan import PARTITIONS, STAGE, Applied, Load
from ..statement import Step, check, identifier, identifiers, literal
from .common import insert, same_or_both_null


def snapshot(load: Load) -> Applied:
    """The partitions come from the folders and not from the rows: a partition may have lost all its rows."""
    target, columns = load.target, load.partition_columns
    names = identifiers(column.name for column in columns)
    prepare = [
        Step(
            "create the list of partitions",
            f"CREATE TEMP TABLE {PARTITIONS} ("
            + ", ".join(f"{identifier(column.name)} {column.type.sql}" for column in columns)
            + ")",
        ),
    ]
    if load.partitions is not None:
        prepare.append(
            Step(
                "copy the list of partitions",
                f"COPY {PARTITIONS} ({names}) FROM {literal(load.partitions)}"
                f" IAM_ROLE {literal(load.copy_role_arn)} FORMAT AS PARQUET MANIFEST",
            )
        )
    is_listed = " AND ".join(same_or_both_null(STAGE, PARTITIONS, column) for column in columns)
    prepare.append(
        check(
            "check the partitions",
            "count(*) = 0",
            f" FROM {STAGE} LEFT JOIN (SELECT DISTINCT {names}, 1 AS listed FROM {PARTITIONS}) {PARTITIONS}"
            f" ON {is_listed} WHERE {PARTITIONS}.listed IS NULL",
            "rows have other values in the partition columns than the folder that they are from, "
            "so that they could not be replaced with it",
        )
    )
    is_replaced = " AND ".join(same_or_both_null(identifier(target.table), PARTITIONS, column) for column in columns)
    delete = Step(
        "delete the partitions that are replaced", f"DELETE FROM {target.sql} USING {PARTITIONS} WHERE {is_replaced}"
    )
    return Applied(prepare, [delete, insert(target)])
