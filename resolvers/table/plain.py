"""Turns frozen dataclasses into what JSON knows, by what their values are.

Names become camel case, as the API spells them. An attribute that is none is left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any

from resolvers.regatta.names import camel_case

Plain = dict[str, Any]

# What is common takes a short way: a programme is a thousand values, most of them text.
_AS_THEY_ARE = frozenset((str, int, float, bool))


def instant(moment: datetime) -> str:
    """UTC, ISO 8601 to the millisecond: instants of equal length compare as strings."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_plain(value: Any) -> Any:
    """A dataclass as a dictionary with camel-case names, everything in it as JSON knows it.

    A mapping must be plain already: it is not looked into.
    """
    kind: Any = type(value)
    return plain_writer(kind)(value)


@cache
def plain_writer(kind: type[Any]) -> Callable[[Any], Any]:
    """What turns a value of the type `kind` into a plain one; found once for each type, for speed."""
    if issubclass(kind, Enum):
        return attrgetter("_value_")  # `value` itself is a slow property
    if issubclass(kind, str | int | float | NoneType):
        return _itself
    if issubclass(kind, datetime):
        return instant
    if issubclass(kind, date | time):
        return kind.isoformat
    if is_dataclass(kind):
        return _dataclass_writer(kind)
    if issubclass(kind, Mapping):
        return _itself  # figures of a refusal, what a change was before and after: plain already
    return lambda sequence: [to_plain(inner) for inner in sequence]


def _dataclass_writer(entity: Any) -> Callable[[Any], Plain]:
    names = [(field.name, camel_case(field.name)) for field in fields(entity)]

    def write(value: Any) -> Plain:
        return {
            key: inner if type(inner) in _AS_THEY_ARE else to_plain(inner)
            for name, key in names
            if (inner := getattr(value, name)) is not None
        }

    return write


def _itself(value: Any) -> Any:
    return value
