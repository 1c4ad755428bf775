"""The spec: the one document in which the infrastructure tells the job what to do. components/job/spec.ts writes it.

Both sides are tested on the examples in test/spec.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
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
_COLUMN_NAME = (r"[^\x00-\x1f]{1,255}", "a column's name in the source")
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
    mended_prefix: str = matching(*_WORK_PREFIX)
    """Rows from quarantine that a person has mended, to be loaded as if they were in the source."""
    reports_prefix: str = matching(*_WORK_PREFIX)
    lineage_prefix: str = matching(*_WORK_PREFIX)


@dataclass(frozen=True)
class Warehouse:
    workgroup_name: str = matching(r"[a-z0-9-]{3,64}", "the name of a Redshift Serverless workgroup")
    database: str = matching(r"[a-z_][a-z0-9_$]{0,126}", "the name of a Redshift database")
    copy_role_arn: str = matching(r"arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]+", "the ARN of an IAM role")


def _check_type(column: Column | Derived) -> None:
    try:
        target_type(column.type)
    except ValueError as error:
        raise SpecError("type", str(error)) from None


@dataclass(frozen=True)
class Column:
    name: str = matching(*_COLUMN_NAME)
    """As in the source; in Redshift it is ``names.target_name`` of it."""
    type: str = matching(r".+", "a type of the Glue Data Catalog")

    __post_init__ = _check_type


OnFail = Literal["quarantine", "fail", "warn"]


@dataclass(frozen=True)
class Deletes:
    """The marker of rows that say: the row with these keys is gone. The marker is no column of the target."""

    column: str
    values: tuple[str, ...]
    """What stands in it then, as text."""


@dataclass(frozen=True)
class Append:
    mode: Literal["append"]


@dataclass(frozen=True)
class Upsert:
    mode: Literal["upsert"]
    keys: tuple[str, ...]
    order_by: str | None = None
    """Of rows with the same keys the one with the largest value here is kept; of equals the one of the newest file."""
    method: Literal["delete-insert", "merge"] = "delete-insert"
    deletes: Deletes | None = None


@dataclass(frozen=True)
class Replace:
    """The table is made anew from all files of the dataset, whenever one is new or has changed."""

    mode: Literal["replace"]


@dataclass(frozen=True)
class Snapshot:
    """Each partition (folder) in which a file is new or has changed is made anew from all its files."""

    mode: Literal["snapshot"]


@dataclass(frozen=True)
class History:
    """A row for each version of a key: a slowly changing dimension of type 2."""

    mode: Literal["history"]
    keys: tuple[str, ...]
    valid_from: str | None = None
    """A date or timestamp: since when the version holds. Without it, since its file was written."""
    deletes: Deletes | None = None


@dataclass(frozen=True)
class ListAll:
    mode: Literal["all"]


@dataclass(frozen=True)
class ListFromMark:
    """Files arrive in the order of their keys, so that only what lies behind the newest loaded ones need be listed."""

    mode: Literal["from-mark"]
    overlap_hours: int
    """How much later than its place in that order says a file may arrive."""
    folders: int = 0
    """Number of leading folders below the dataset's own within each of which the order holds."""


@dataclass(frozen=True)
class Target:
    schema: str = matching(*_TABLE_NAME)
    table: str = matching(*_TABLE_NAME)
    dist_key: str | None = None
    sort_keys: tuple[str, ...] = ()
    encodings: dict[str, str] = field(default_factory=dict)
    """Compression encodings by column, for a table that is created."""
    file_column: str | None = matching(*_TABLE_NAME, default=None)
    """A column that gets the address of the file that the row is from."""


@dataclass(frozen=True)
class Derived:
    name: str = matching(*_COLUMN_NAME)
    type: str = matching(r".+", "a type of the Glue Data Catalog")
    expression: str = matching(r"(?s:.+)", "a Spark SQL expression")

    __post_init__ = _check_type


@dataclass(frozen=True)
class Transform:
    """Applied in this order. A name is a source column's, or since ``rename`` the new one."""

    cast: dict[str, str] = field(default_factory=dict)
    """Source column: another type than the catalog's, cast from what stands in the file."""
    rename: dict[str, str] = field(default_factory=dict)
    """Source column: new name."""
    derive: tuple[Derived, ...] = ()
    """New columns; each may use those before it."""
    where: str | None = None
    """Rows for which this is not true are left out, and counted as filtered."""
    drop: tuple[str, ...] = ()
    sql: str | None = None
    """A query over the view ``source``; its columns are the table's."""
    script: str | None = None
    """Key in the work bucket of a Python module with a function ``transform(df, context)``."""
    tables: tuple[str, ...] = ()
    """Names of datasets all of whose source rows ``sql`` and ``script`` can read as views."""

    def __post_init__(self) -> None:
        for source, type_name in self.cast.items():
            try:
                target_type(type_name)
            except ValueError as error:
                raise SpecError(f"cast.{source}", str(error)) from None
        if self.tables and self.sql is None and self.script is None:
            raise SpecError("tables", "is for sql and script only")


@dataclass(frozen=True)
class Rule:
    """What must hold for each row, as SQL CHECK has it: only false breaks it, unknown does not."""

    name: str
    check: str = matching(r"(?s:.+)", "a Spark SQL expression")
    on_fail: OnFail = "quarantine"


@dataclass(frozen=True)
class RowCount:
    """How many rows a load brings, after deduplication."""

    kind: Literal["row-count"]
    min: int | None = None
    max: int | None = None
    on_fail: Literal["fail", "warn"] = "fail"

    def __post_init__(self) -> None:
        if self.min is None and self.max is None:
            raise SpecError("min", "min, max or both must be given")


@dataclass(frozen=True)
class Unique:
    """No two rows of the table have the values of a loaded row in these columns."""

    kind: Literal["unique"]
    columns: tuple[str, ...]
    on_fail: Literal["fail", "warn"] = "fail"


@dataclass(frozen=True)
class Freshness:
    """The newest value that a load brings is at most so old."""

    kind: Literal["freshness"]
    column: str
    max_age_hours: int
    on_fail: Literal["fail", "warn"] = "fail"


@dataclass(frozen=True)
class NotAllNull:
    """Each of these columns, or without them each column, has a value in at least one loaded row."""

    kind: Literal["not-all-null"]
    columns: tuple[str, ...] = ()
    on_fail: Literal["fail", "warn"] = "fail"


Load = Append | Upsert | Replace | Snapshot | History
Check = RowCount | Unique | Freshness | NotAllNull


@dataclass(frozen=True)
class Dataset:
    load: Load
    target: Target
    format: Literal["csv", "json", "parquet"]
    name: str = matching(*_OWN_NAME)
    prefix: str = matching(r"[^/\x00-\x1f][^\x00-\x1f]*/", "a prefix that ends with / and does not begin with it")
    catalog_table: str = matching(_CATALOG_NAME, "the name of a Glue table")
    columns: tuple[Column, ...] = ()
    """Empty: the columns are those of the catalog table."""
    listing: ListAll | ListFromMark = ListAll(mode="all")
    on_changed_file: Literal["reload", "fail"] | None = None
    transform: Transform = Transform()
    rules: tuple[Rule, ...] = ()
    max_quarantined_ratio: float | None = None
    """Of the rows read; more fail the dataset."""
    checks: tuple[Check, ...] = ()
    evolution: Literal["strict", "add-columns", "widen"] = "add-columns"

    @property
    def reloads_changed_files(self) -> bool:
        """Appended rows of a changed file would be doubled, so there it fails unless it is asked for."""
        if self.on_changed_file is None:
            return not isinstance(self.load, Append)
        return self.on_changed_file == "reload"

    @property
    def keys(self) -> tuple[str, ...]:
        return self.load.keys if isinstance(self.load, (Upsert, History)) else ()

    @property
    def deletes(self) -> Deletes | None:
        return self.load.deletes if isinstance(self.load, (Upsert, History)) else None

    def __post_init__(self) -> None:
        if isinstance(self.load, Append) and self.on_changed_file == "reload" and self.target.file_column is None:
            raise SpecError(
                "onChangedFile", '"reload" of appended rows needs target.fileColumn, by which the former ones are found'
            )
        if self.max_quarantined_ratio is not None and not 0 <= self.max_quarantined_ratio <= 1:
            raise SpecError("maxQuarantinedRatio", f"must be 0 to 1, found {self.max_quarantined_ratio}")
        seen: set[str] = set()
        for i, rule in enumerate(self.rules):
            if rule.name in seen:
                raise SpecError(f"rules[{i}].name", "the same as another rule's")
            seen.add(rule.name)
        if not self.columns:
            return  # the catalog's columns are checked when they are read
        try:
            known = target_names(column.name for column in self.columns)
        except ValueError as error:
            raise SpecError("columns", str(error)) from None
        output = self._transformed(known)
        if output is not None:
            self.check_columns(output)

    def _transformed(self, names: Sequence[str]) -> set[str] | None:
        """The target's columns where the files have ``names``; None where only running the transform tells them."""
        steps = self.transform
        known = set(names)
        for what in ("cast", "rename"):
            for name in getattr(steps, what):
                if target_name(name) not in known:
                    raise SpecError(f"transform.{what}.{name}", _no_column(name, known))
        renamed = {target_name(old): target_name(new) for old, new in steps.rename.items()}
        after = [renamed.get(name, name) for name in names]
        if len(set(after)) != len(after):
            raise SpecError("transform.rename", "two columns would have the same name")
        output = set(after)
        for i, derived in enumerate(steps.derive):
            if target_name(derived.name) in output:
                raise SpecError(f"transform.derive[{i}].name", f"there is a column {json.dumps(derived.name)} already")
            output.add(target_name(derived.name))
        for i, name in enumerate(steps.drop):
            if target_name(name) not in output:
                raise SpecError(f"transform.drop[{i}]", _no_column(name, output))
        output -= {target_name(name) for name in steps.drop}
        return None if steps.sql is not None or steps.script is not None else output

    def check_columns(self, known: set[str]) -> None:
        """Every column that load, target and checks name must be one of ``known``, the columns after the transform by
        their names in Redshift; the deletes' marker among them.

        Raises:
            SpecError: with the path from the dataset on.
        """
        named = [(f"target.sortKeys[{i}]", key) for i, key in enumerate(self.target.sort_keys)]
        named += [("target.distKey", self.target.dist_key)] if self.target.dist_key is not None else []
        named += [(f"target.encodings.{name}", name) for name in self.target.encodings]
        named += [(f"load.keys[{i}]", key) for i, key in enumerate(self.keys)]
        if isinstance(self.load, Upsert) and self.load.order_by is not None:
            named.append(("load.orderBy", self.load.order_by))
        if isinstance(self.load, History) and self.load.valid_from is not None:
            named.append(("load.validFrom", self.load.valid_from))
        if self.deletes is not None:
            named.append(("load.deletes.column", self.deletes.column))
        for i, found in enumerate(self.checks):
            columns = (found.column,) if isinstance(found, Freshness) else getattr(found, "columns", ())
            named += [(f"checks[{i}]", name) for name in columns]
        own = set(HISTORY_COLUMNS) if isinstance(self.load, History) else set()
        own |= {self.target.file_column} if self.target.file_column is not None else set()
        for path, name in named:
            if target_name(name) not in known | own:
                raise SpecError(path, _no_column(name, known))
        for name in sorted(known & own):
            raise SpecError("columns", f"there is a column {json.dumps(name)}, which is to hold something else")


HISTORY_COLUMNS = ("valid_from", "valid_to", "is_current")
"""What ``history`` adds to the target."""


def _no_column(name: str, known: set[str]) -> str:
    return f"no column {json.dumps(name)}; the columns are {', '.join(sorted(known))}"


@dataclass(frozen=True)
class Lineage:
    namespace: str
    """OpenLineage's namespace of the job."""
    url: str | None = matching(r"https?://\S+", "an http or https URL", default=None)
    """Where events are posted to; without it they become a file under ``work.lineage_prefix``."""


@dataclass(frozen=True)
class Spec:
    version: Literal[1]
    source: Source
    work: Work
    warehouse: Warehouse
    datasets: tuple[Dataset, ...]
    pipeline: str = matching(*_OWN_NAME)
    metrics_namespace: str | None = matching(r"[\w./#:-]{1,255}", "a CloudWatch namespace", default=None)
    """Where the numbers of a run go; without it nowhere."""
    lineage: Lineage | None = None

    def __post_init__(self) -> None:
        names = {dataset.name for dataset in self.datasets}
        for i, dataset in enumerate(self.datasets):
            for j, table in enumerate(dataset.transform.tables):
                if table not in names - {dataset.name}:
                    raise SpecError(f"datasets[{i}].transform.tables[{j}]", f"no other dataset {json.dumps(table)}")
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
