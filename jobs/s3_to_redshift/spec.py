"""The spec: the one document in which the infrastructure tells the job what to do. components/job/spec.ts writes it.

Both sides are tested on the examples in test/spec.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from .names import target_name, target_names
from .strict import SpecError, build, matching
from .types import target_type

_BUCKET = (r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "the name of an S3 bucket")
_CATALOG_NAME = r"[a-z0-9_-]{1,255}"
# These paths stand in SQL statements and in paths of Spark, hence no quotes, blanks or signs of a pattern.
_WORK_PREFIX = (r"([A-Za-z0-9_.=-]+/)+", "a prefix of letters, digits and _ . = - that ends with /")
_TABLE_NAME = (
    r"[a-z_][a-z0-9_]{0,126}",
    "a name of lower-case letters, digits and _, at most 127, that does not begin with a digit",
)
_OWN_NAME = (
    r"[a-z][a-z0-9_-]{0,62}",
    "a name of lower-case letters, digits, _ and -, at most 63, that begins with a letter",
)


@dataclass(frozen=True)
class Source:
    bucket: str = matching(*_BUCKET)
    catalog_database: str = matching(_CATALOG_NAME, "the name of a Glue database")


@dataclass(frozen=True)
class Work:
    bucket: str = matching(*_BUCKET)
    staging_prefix: str = matching(*_WORK_PREFIX)
    quarantine_prefix: str = matching(*_WORK_PREFIX)
    reports_prefix: str = matching(*_WORK_PREFIX)


@dataclass(frozen=True)
class Warehouse:
    workgroup_name: str = matching(r"[a-z0-9-]{3,64}", "the name of a Redshift Serverless workgroup")
    database: str = matching(r"[a-z_][a-z0-9_$]{0,126}", "the name of a Redshift database")
    copy_role_arn: str = matching(r"arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]+", "the ARN of an IAM role")


@dataclass(frozen=True)
class Column:
    name: str = matching(r"[^\x00-\x1f]{1,255}", "a column's name in the source")
    """As in the source; in Redshift it is ``names.target_name`` of it."""
    type: str = matching(r".+", "a type of the Glue Data Catalog")

    def __post_init__(self) -> None:
        try:
            target_type(self.type)
        except ValueError as error:
            raise SpecError("type", str(error)) from None


@dataclass(frozen=True)
class Append:
    mode: Literal["append"]


@dataclass(frozen=True)
class Upsert:
    mode: Literal["upsert"]
    keys: tuple[str, ...]
    order_by: str | None = None
    """Of rows with the same keys the one with the largest value here is kept; of equals the one of the newest file."""


@dataclass(frozen=True)
class Target:
    schema: str = matching(*_TABLE_NAME)
    table: str = matching(*_TABLE_NAME)
    dist_key: str | None = None
    sort_keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dataset:
    load: Append | Upsert
    target: Target
    format: Literal["csv", "json", "parquet"]
    name: str = matching(*_OWN_NAME)
    prefix: str = matching(r"[^/\x00-\x1f][^\x00-\x1f]*/", "a prefix that ends with / and does not begin with it")
    catalog_table: str = matching(_CATALOG_NAME, "the name of a Glue table")
    columns: tuple[Column, ...] = ()
    """Empty: the columns are those of the catalog table."""

    def __post_init__(self) -> None:
        if not self.columns:
            return  # the catalog's columns are checked when they are read
        try:
            known = set(target_names(column.name for column in self.columns))
        except ValueError as error:
            raise SpecError("columns", str(error)) from None
        self.check_columns(known)

    def check_columns(self, known: set[str]) -> None:
        """Every column that the dataset names must be one of ``known``, which are names in Redshift.

        Raises:
            SpecError: with the path from the dataset on.
        """
        named = [(f"target.sortKeys[{i}]", key) for i, key in enumerate(self.target.sort_keys)]
        named += [("target.distKey", self.target.dist_key)] if self.target.dist_key is not None else []
        if isinstance(self.load, Upsert):
            named += [(f"load.keys[{i}]", key) for i, key in enumerate(self.load.keys)]
            named += [("load.orderBy", self.load.order_by)] if self.load.order_by is not None else []
        for path, name in named:
            if target_name(name) not in known:
                raise SpecError(path, f"no column {json.dumps(name)}; the columns are {', '.join(sorted(known))}")


@dataclass(frozen=True)
class Spec:
    version: Literal[1]
    source: Source
    work: Work
    warehouse: Warehouse
    datasets: tuple[Dataset, ...]
    pipeline: str = matching(*_OWN_NAME)

    def __post_init__(self) -> None:
        for what in ("name", "target"):
            first: dict[object, int] = {}
            for i, dataset in enumerate(self.datasets):
                value = (dataset.target.schema, dataset.target.table) if what == "target" else dataset.name
                if value in first:
                    raise SpecError(f"datasets[{i}].{what}", f"the same as datasets[{first[value]}].{what}")
                first[value] = i


def parse(text: str) -> Spec:
    """The spec in a JSON text.

    Raises:
        SpecError: the text is not JSON or not a spec; the message begins with the path of the fault.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise SpecError("", f"is not JSON: {error}") from None
    return build(Spec, document)
