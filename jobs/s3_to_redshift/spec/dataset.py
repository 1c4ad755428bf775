"""One folder of files that becomes one table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..names import target_name, target_names
from ..strict import SpecError, matching
from .modes import HISTORY_COLUMNS, Append, Deletes, History, ListAll, ListFromMark, Load, Upsert
from .patterns import CATALOG_NAME, COLUMN_NAME, OWN_NAME, TABLE_NAME, check_type, no_column
from .quality import Check, Freshness, Rule
from .transform import Transform

# https://docs.aws.amazon.com/redshift/latest/dg/c_Compression_encodings.html
Encoding = Literal[
    "raw",
    "az64",
    "bytedict",
    "delta",
    "delta32k",
    "lzo",
    "mostly8",
    "mostly16",
    "mostly32",
    "runlength",
    "text255",
    "text32k",
    "zstd",
]

_LIST_ALL = ListAll(mode="all")
_NO_TRANSFORM = Transform()


@dataclass(frozen=True)
class Column:
    name: str = matching(*COLUMN_NAME)
    """As in the source; in Redshift it is ``names.target_name`` of it."""
    type: str = matching(r".+", "a type of the Glue Data Catalog")

    __post_init__ = check_type


@dataclass(frozen=True)
class Target:
    schema: str = matching(*TABLE_NAME)
    table: str = matching(*TABLE_NAME)
    dist_key: str | None = None
    sort_keys: tuple[str, ...] = ()
    encodings: dict[str, Encoding] = field(default_factory=dict)
    """Compression encodings by column, for a table that is created."""
    file_column: str | None = matching(*TABLE_NAME, default=None)
    """A column that gets the address of the file that the row is from."""


@dataclass(frozen=True)
class Dataset:
    load: Load
    target: Target
    format: Literal["csv", "json", "parquet"]
    name: str = matching(*OWN_NAME)
    prefix: str = matching(r"[^/\x00-\x1f][^\x00-\x1f]*/", "a prefix that ends with / and does not begin with it")
    catalog_table: str = matching(CATALOG_NAME, "the name of a Glue table")
    catalog_target: str | None = matching(CATALOG_NAME, "the name of a Glue table", default=None)
    """The table that describes the target, in the database of the spec's ``catalog_targets``."""
    columns: tuple[Column, ...] = ()
    """Empty: the columns are those of the catalog table."""
    listing: ListAll | ListFromMark = _LIST_ALL
    on_changed_file: Literal["reload", "fail"] | None = None
    transform: Transform = _NO_TRANSFORM
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
                    raise SpecError(f"transform.{what}.{name}", no_column(name, known))
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
                raise SpecError(f"transform.drop[{i}]", no_column(name, output))
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
                raise SpecError(path, no_column(name, known))
        for name in sorted(known & own):
            raise SpecError("columns", f"there is a column {json.dumps(name)}, which is to hold something else")
