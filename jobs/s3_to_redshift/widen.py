"""Which Redshift type takes all values of another, and which takes all of both."""

from __future__ import annotations

import re

from .types import MAX_VARCHAR_BYTES, TargetType, decimal, varchar

_INTEGERS = ["SMALLINT", "INTEGER", "BIGINT"]
_DIGITS = {"SMALLINT": 5, "INTEGER": 10, "BIGINT": 19}
_MOMENTS = {"TIMESTAMP", "TIMESTAMPTZ"}


def fits(wanted: TargetType, there: TargetType) -> bool:
    """Whether a column of the type ``there`` takes the values of ``wanted``, too long texts apart."""
    a, b = wanted.sql, there.sql
    if a == b or {a, b} == _MOMENTS:
        return True
    if _is_text(wanted) and _is_text(there):
        unsized = wanted.max_bytes == MAX_VARCHAR_BYTES
        return unsized or (wanted.max_bytes or 0) <= (there.max_bytes or 0)
    if wanted.is_json and _is_text(there):
        return True
    if a.startswith("VARBYTE") and b.startswith("VARBYTE"):
        return (wanted.max_bytes or 0) <= (there.max_bytes or 0)
    if a in _INTEGERS and b in _INTEGERS:
        return _INTEGERS.index(a) <= _INTEGERS.index(b)
    if a == "REAL" and b == "DOUBLE PRECISION":
        return True
    if a in ("SMALLINT", "INTEGER") and b == "DOUBLE PRECISION":
        return True
    if a == "DATE" and b in _MOMENTS:
        return True
    numbers = _digits(a), _digits(b)
    if b.startswith("DECIMAL") and numbers[0] and numbers[1]:
        (whole, scale), (whole_there, scale_there) = numbers
        return whole <= whole_there and scale <= scale_there
    return False


def common(wanted: TargetType, there: TargetType) -> TargetType | None:
    """The type to which a column ``there`` grows so that it takes ``wanted`` too; None when no type loses nothing."""
    if not there.is_json and fits(there, wanted):
        return wanted
    numbers = _digits(wanted.sql), _digits(there.sql)
    if numbers[0] and numbers[1]:
        whole, scale = (max(pair) for pair in zip(*numbers, strict=True))
        return decimal(whole + scale, scale) if whole + scale <= 38 else None
    if _is_text(wanted) and _is_text(there):
        return varchar(max(wanted.max_bytes or 0, there.max_bytes or 0))
    return None


def _is_text(found: TargetType) -> bool:
    return found.spark == "string" and not found.is_json


def _digits(sql: str) -> tuple[int, int] | None:
    """Digits before and behind the point."""
    if sql in _DIGITS:
        return _DIGITS[sql], 0
    match = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", sql)
    return (int(match[1]) - int(match[2]), int(match[2])) if match else None
