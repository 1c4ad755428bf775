"""What the Glue Data Catalog says of a dataset: columns, partition keys and how its files are written.

https://docs.aws.amazon.com/glue/latest/webapi/API_GetTable.html
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .spec import Column, Dataset


@dataclass(frozen=True)
class CsvFormat:
    delimiter: str = ","
    quote: str = '"'
    header: bool = True


@dataclass(frozen=True)
class JsonFormat:
    is_array: bool = False
    """A file is one array of rows, not a row a line."""
    names: dict[str, str] = field(default_factory=dict)
    """Spelling of the names in the files, by their lower-case form. The catalog knows lower case only."""


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    """The columns in the files, in the files' order."""
    partition_keys: tuple[Column, ...]
    """The columns whose values stand in the files' paths."""
    csv: CsvFormat = CsvFormat()
    json: JsonFormat = JsonFormat()
    is_declared: bool = False
    """The columns are the user's choice, so that further ones in the files are left out on purpose."""

    @property
    def all_columns(self) -> tuple[Column, ...]:
        return self.columns + self.partition_keys


def get_table(glue: Any, database: str, dataset: Dataset, keys: Iterable[str] = ()) -> Table:
    """The dataset's table. ``keys`` are its files' keys: where there is no catalog table, their ``name=value`` folders
    tell which of the declared columns are partition keys.

    Raises:
        ValueError: there is no such table and the dataset declares no columns, or the table is of another format.
    """
    try:
        found = glue.get_table(DatabaseName=database, Name=dataset.catalog_table)["Table"]
    except glue.exceptions.EntityNotFoundException:
        if not dataset.columns:
            raise ValueError(
                f"there is no table {dataset.catalog_table!r} in the Glue database {database!r}: "
                "run the crawler, or declare the dataset's columns"
            ) from None
        folders = {part.split("=")[0] for key in keys for part in key[len(dataset.prefix) :].split("/")[:-1]}
        return _table(dataset, [], [Column(name=name, type="string") for name in folders], CsvFormat(), JsonFormat())
    storage, parameters = found["StorageDescriptor"], found.get("Parameters", {})
    serde = {key.lower(): value for key, value in storage.get("SerdeInfo", {}).get("Parameters", {}).items()}
    _check_format(dataset, parameters.get("classification"))
    csv = CsvFormat(
        delimiter=serde.get("field.delim") or serde.get("separatorchar") or parameters.get("delimiter") or ",",
        quote=serde.get("quotechar") or '"',
        header=int(parameters.get("skip.header.line.count", 0)) > 0,
    )
    json = JsonFormat(
        is_array=parameters.get("jsonPath", "").replace(" ", "") == "$[*]",
        names={name.lower(): name for name in serde.get("paths", "").split(",") if name},
    )
    columns = [_column(column) for column in storage["Columns"]]
    return _table(dataset, columns, [_column(key) for key in found.get("PartitionKeys", [])], csv, json)


def _table(dataset: Dataset, columns: list[Column], keys: list[Column], csv: CsvFormat, json: JsonFormat) -> Table:
    if not dataset.columns:
        return Table(tuple(columns), tuple(keys), csv, json)
    in_path = {key.name.lower() for key in keys}
    return Table(
        tuple(column for column in dataset.columns if column.name.lower() not in in_path),
        tuple(column for column in dataset.columns if column.name.lower() in in_path),
        csv,
        json,
        is_declared=True,
    )


def _column(found: dict[str, str]) -> Column:
    try:
        return Column(name=found["Name"], type=found["Type"])
    except ValueError as error:
        raise ValueError(f"catalog column {found['Name']!r}: {error}") from None


def _check_format(dataset: Dataset, classification: str | None) -> None:
    if classification != dataset.format:
        raise ValueError(
            f"the catalog table {dataset.catalog_table!r} is of the format {classification!r}, "
            f"the dataset declares {dataset.format!r}"
        )
