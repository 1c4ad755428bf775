"""Which column each field of a CSV file is: by the names in its first line, not by position.

Position is what Glue and Athena go by, and what puts values into the wrong columns, unnoticed, once a file has its
columns in another order or lacks one that was added later.
"""

from __future__ import annotations

import bz2
import csv
import io
import zlib
from collections.abc import Sequence

from .catalog import CsvFormat, Table
from .names import target_name

HEAD_BYTES = 256 * 1024
"""How much of a file is read for its header: 1,600 columns (Redshift's limit) with names of 127 bytes fit in."""


def header_names(path: str, head: bytes, form: CsvFormat) -> tuple[str, ...]:
    """The names in a file's first line. ``head`` is the file's beginning, compressed if the file is.

    Raises:
        ValueError: the file is compressed in a way that neither Spark nor this can read.
    """
    text = io.StringIO(_uncompressed(path, head).decode("utf-8-sig", errors="replace"), newline="")
    rows = csv.reader(text, delimiter=form.delimiter, quotechar=form.quote)
    return tuple(next((row for row in rows if row), ()))


def columns_of(path: str, header: Sequence[str], table: Table) -> tuple[str | None, ...]:
    """The table's column, by its name in Redshift, for each field of the file; None for a field that is left out.

    A field without a name is the column at its place.

    Raises:
        ValueError: the header is not of this table: a name is unknown (unless the user chose the columns) or comes
            twice, or none is known.
    """
    columns = [target_name(column.name) for column in table.columns]
    fields: list[str | None] = []
    for place, name in enumerate(header):
        at_place = columns[place] if place < len(columns) else ""
        found = target_name(name.strip()) if name.strip() else at_place
        if found in columns and found in fields:
            raise ValueError(f"{path}: two columns of its header are {found!r}")
        if found not in columns and not table.is_declared:
            raise ValueError(
                f"{path}: its header has the column {name!r} and the catalog table has not; it has "
                f"{', '.join(columns)}. Run the crawler, or declare the dataset's columns"
            )
        fields.append(found if found in columns else None)
    if not any(fields):
        raise ValueError(f"{path}: no name in its header ({', '.join(header)}) is one of {', '.join(columns)}")
    return tuple(fields)


def _uncompressed(path: str, head: bytes) -> bytes:
    if path.endswith(".gz"):
        return zlib.decompressobj(wbits=31).decompress(head)
    if path.endswith(".bz2"):
        return bz2.BZ2Decompressor().decompress(head)
    if path.endswith((".zst", ".snappy", ".lz4", ".deflate", ".zip", ".xz")):
        raise ValueError(f"{path}: a compressed CSV file with a header must be .gz or .bz2")
    return head
