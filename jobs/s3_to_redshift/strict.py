"""Build dataclasses from JSON, strictly: each key known, none missing, each value of its type, else an error."""

from __future__ import annotations

import dataclasses
import json
import re
import types
import typing
from collections.abc import Iterable
from typing import Any, TypeVar

T = TypeVar("T")


class SpecError(ValueError):
    """A document is not what it must be. The message begins with the path, e.g. ``datasets[0].load.keys``."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path or 'spec'}: {problem}")
        self.path, self.problem = path, problem


def matching(pattern: str, meaning: str, default: Any = dataclasses.MISSING) -> Any:
    """A text field that must match ``pattern`` as a whole; ``meaning`` says so to a person."""
    return dataclasses.field(default=default, metadata={"pattern": pattern, "meaning": meaning})


def build(kind: type[T], value: Any, path: str = "") -> T:
    """The JSON ``value`` as a ``kind``: a dataclass with fields of str, int, float, Literal, tuple[X, ...],
    dict[str, X], dataclasses, unions of dataclasses that their first field, a Literal, tells apart, and ``X | None``
    for keys that may be left out.

    Keys are camelCase in JSON and snake_case in Python. What is not a matter of one value alone is checked by the
    dataclass's ``__post_init__``, with the path from its own object on.

    Raises:
        SpecError: with the path of the value, what was found and what is accepted.
    """
    _require(isinstance(value, dict), path, f"must be an object, found {_shown(value)}")
    hints = typing.get_type_hints(kind)
    fields = {_camel(field.name): field for field in dataclasses.fields(kind)}
    for key in value:
        _require(key in fields, _join(path, key), f"unknown key; accepted: {', '.join(fields)}")
    found: dict[str, Any] = {}
    for key, field in fields.items():
        where = _join(path, key)
        if key in value:
            found[field.name] = _value(hints[field.name], value[key], where)
            _match(field, found[field.name], where)
        else:
            _require(_is_optional(field), where, "missing")
    try:
        return kind(**found)
    except SpecError as error:
        raise SpecError(_join(path, error.path), error.problem) from None


def _value(hint: Any, value: Any, path: str) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        choices = [choice for choice in arguments if choice is not type(None)]
        return _value(choices[0], value, path) if len(choices) == 1 else _variant(choices, value, path)
    if origin is typing.Literal:
        same = any(value == accepted and type(value) is type(accepted) for accepted in arguments)
        _require(same, path, f"found {_shown(value)}, accepted: {_choice(arguments)}")
        return value
    if origin is tuple:
        _require(isinstance(value, list), path, f"must be an array, found {_shown(value)}")
        _require(len(value) > 0, path, "must not be empty")
        return tuple(_value(arguments[0], item, f"{path}[{i}]") for i, item in enumerate(value))
    if origin is dict:
        _require(isinstance(value, dict), path, f"must be an object, found {_shown(value)}")
        _require(len(value) > 0, path, "must not be empty")
        return {key: _value(arguments[1], item, f"{path}.{key}") for key, item in value.items()}
    if dataclasses.is_dataclass(hint):
        return build(hint, value, path)
    types_taken = (int, float) if hint is float else (hint,)
    _require(type(value) in types_taken, path, f"must be a {_MEANING[hint]}, found {_shown(value)}")
    return value


_MEANING = {str: "text", int: "whole number", float: "number"}


def _variant(choices: list[Any], value: Any, path: str) -> Any:
    _require(isinstance(value, dict), path, f"must be an object, found {_shown(value)}")
    tag = dataclasses.fields(choices[0])[0].name
    kinds = {typing.get_args(typing.get_type_hints(choice)[tag])[0]: choice for choice in choices}
    where, kind = _join(path, tag), value.get(tag)
    _require(tag in value, where, "missing")
    _require(isinstance(kind, str) and kind in kinds, where, f"found {_shown(kind)}, accepted: {_choice(kinds)}")
    return build(kinds[kind], value, path)


def _is_optional(field: dataclasses.Field[Any]) -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


def _match(field: dataclasses.Field[Any], value: Any, path: str) -> None:
    if (pattern := field.metadata.get("pattern")) and value is not None:
        matches = re.fullmatch(pattern, value) is not None
        _require(matches, path, f"must be {field.metadata['meaning']}, found {_shown(value)}")


def _require(holds: bool, path: str, problem: str) -> None:
    if not holds:
        raise SpecError(path, problem)


def _shown(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _choice(values: Iterable[Any]) -> str:
    return " | ".join(map(_shown, values))


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path and key else path or key


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
