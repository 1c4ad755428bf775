"""Replace: the table is made anew."""

from __future__ import annotations

from ..plan import Applied, Load
from ..statement import Step
from .common import insert


def replace(load: Load) -> Applied:
    """Readers see the former rows until the transaction commits. TRUNCATE would commit at once, and a table swapped by
    renaming loses its grants and the views on it.

    https://docs.aws.amazon.com/redshift/latest/dg/r_TRUNCATE.html
    """
    target = load.target
    return Applied([], [Step("delete all rows", f"DELETE FROM {target.sql}"), insert(target)])
