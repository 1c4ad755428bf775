"""Rows to files."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pyspark.sql import SparkSession

from loads.values import Texts

NUMBERS = ("id", "version")
"""Columns that JSON and Parquet files have as whole numbers."""


def csv_file(columns: Sequence[str], rows: Sequence[Texts | str], line_end: str = "\n") -> bytes:
    """Nothing between two commas is null; "" is empty text. A row that is a text stands as it is."""
    lines = [",".join(map(_quoted, columns))]
    for row in rows:
        lines.append(row if isinstance(row, str) else ",".join(_quoted(row.get(name)) for name in columns))
    return "".join(line + line_end for line in lines).encode()


def _quoted(text: str | None) -> str:
    if text is None:
        return ""
    if text == "" or any(sign in text for sign in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def json_file(columns: Sequence[str], rows: Sequence[Texts | str]) -> bytes:
    """A row a line. A row that is a text stands as it is."""
    lines = [
        row
        if isinstance(row, str)
        else json.dumps({name: _number(name, row.get(name)) for name in columns}, ensure_ascii=False)
        for row in rows
    ]
    return "".join(line + "\n" for line in lines).encode()


def _number(name: str, text: str | None) -> int | str | None:
    return int(text) if name in NUMBERS and text is not None and text.lstrip("-").isdigit() else text


def parquet_file(columns: Sequence[str], rows: Sequence[Texts]) -> bytes:
    """All columns are text but for NUMBERS."""
    schema = ", ".join(f"`{name}` {'bigint' if name in NUMBERS else 'string'}" for name in columns)
    values = [tuple(_number(name, row.get(name)) for name in columns) for row in rows]
    session = SparkSession.builder.getOrCreate()
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "written"
        session.createDataFrame(values, schema).coalesce(1).write.parquet(written.as_uri())
        return next(written.glob("*.parquet")).read_bytes()
