"""Which file it was that Spark could not read: of compressed text its error names none."""

from __future__ import annotations

import bz2
import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException

from .storage import Storage, StoredObject

_CHUNK = 1024 * 1024
_OPEN = {".gz": gzip.open, ".bz2": bz2.open}


class UnreadableFileError(ValueError):
    """A file cannot be read. Nothing is loaded."""


@contextmanager
def named(storage: Storage, files: Iterable[StoredObject]) -> Iterator[None]:
    """Where Spark fails within, look through the compressed ones of ``files`` for the one that is broken.

    Raises:
        UnreadableFileError: there is one.
        RuntimeError: there is none; with what Spark says in a line.
    """
    try:
        yield
    except (PySparkException, Py4JError) as error:
        for file in files:
            if (fault := _fault(storage, file)) is not None:
                raise UnreadableFileError(f"{file.uri}: {fault}; nothing is loaded") from error
        raise RuntimeError(reason(error)) from error


def reason(error: Exception) -> str:
    """What Spark's error says first or, where it tells causes, the last of them: the others only pass it on."""
    causes = re.findall(r"^Caused by: [\w.$]+: (.+)$", str(error), flags=re.MULTILINE)
    return causes[-1] if causes else str(error).strip().split("\n")[0]


def _fault(storage: Storage, file: StoredObject) -> str | None:
    opened = next((_OPEN[end] for end in _OPEN if file.key.endswith(end)), None)
    if opened is None or file.size == 0:
        return None
    try:
        with storage.open(file.bucket, file.key) as body, opened(body) as text:
            while text.read(_CHUNK):
                pass
    except (OSError, EOFError, zlib.error) as error:
        return f"cannot be uncompressed: {error}"
    return None
