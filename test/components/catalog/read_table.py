"""Prints what the job makes of a catalog table: from {"table": ..., "dataset": {"format", "columns"}} on its input."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from s3_to_redshift.catalog import get_table
from s3_to_redshift.spec import Append, Column, Dataset, Target


class Glue:
    """The catalog with the one table."""

    class exceptions:  # noqa: N801 - as boto3 has it
        EntityNotFoundException = KeyError

    def __init__(self, table: dict[str, Any]) -> None:
        self.table = table

    def get_table(self, DatabaseName: str, Name: str) -> dict[str, Any]:  # noqa: N803
        return {"Table": self.table}


given = json.load(sys.stdin)
name, prefix = given["table"]["Name"], given["table"]["StorageDescriptor"]["Location"].split("/", 3)[3]
columns = tuple(Column(**column) for column in given["dataset"]["columns"])
dataset = Dataset(
    Append("append"), Target("shop", name), given["dataset"]["format"], name, prefix, name, columns=columns
)
print(json.dumps(asdict(get_table(Glue(given["table"]), "db", dataset))))
