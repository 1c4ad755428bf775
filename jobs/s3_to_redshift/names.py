"""How a source column is called in Redshift."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MAX_BYTES = 127


def target_name(source: str) -> str:
    """The name in lower case, each run of signs other than ``a-z 0-9 _`` as one ``_``: ``US Gross`` is ``us_gross``.

    Redshift folds names to lower case unless a session says otherwise: a name in capitals would have to be quoted by
    everybody who ever reads the table.
    https://docs.aws.amazon.com/redshift/latest/dg/r_names.html
    """
    return re.sub(r"[^a-z0-9_]+", "_", source.lower())


def target_names(sources: Iterable[str]) -> list[str]:
    """The target names, in order.

    Raises:
        ValueError: two source columns would share one target column, or a name is empty or too long for Redshift.
    """
    taken: dict[str, str] = {}
    for source in sources:
        target = target_name(source)
        if not source or len(target) > _MAX_BYTES:
            raise ValueError(f"column {source!r}: its name in Redshift, {target!r}, must have 1 to {_MAX_BYTES} bytes")
        if target in taken:
            raise ValueError(f"columns {taken[target]!r} and {source!r} are both {target!r} in Redshift: rename one")
        taken[target] = source
    return list(taken)
