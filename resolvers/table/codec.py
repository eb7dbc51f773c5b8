"""Turns frozen dataclasses into plain values and DynamoDB attribute values, and back, by their annotations.

Plain values are what JSON knows; names become camel case, so that an item reads like the type of the API and
a direct resolver returns it as it is. An attribute that is none is left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from resolvers.regatta.names import camel_case

T = TypeVar("T")
Plain = dict[str, Any]
Attributes = dict[str, Any]

# A programme is a thousand values, most of them text: what is common takes a short way below.
_AS_THEY_ARE = frozenset((str, int, float, bool))


def instant(moment: datetime) -> str:
    """UTC, ISO 8601 to the millisecond: instants of equal length compare as strings."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_plain(value: Any) -> Any:
    """A dataclass as a dictionary with camel-case names, everything in it as JSON knows it.

    A mapping must be plain already: it is not looked into.
    """
    kind: Any = type(value)
    return _writer(kind)(value)


def from_plain(kind: type[T], plain: Mapping[str, Any]) -> T:
    """The dataclass that `to_plain` turned into `plain`; names it does not know are passed over.

    Raises:
        KeyError: an attribute without a default is missing.
    """
    entity: Any = kind
    decoded: T = _reader(entity)(plain)
    return decoded


def to_attribute(value: Any) -> dict[str, Any]:
    """A plain value as a DynamoDB attribute value; floats keep every digit."""
    kind = type(value)
    if kind is str:
        return {"S": value}
    if kind is bool:
        return {"BOOL": value}
    if kind is int or kind is float:
        return {"N": repr(value)}
    if kind is dict:
        return {"M": to_attributes(value)}
    return {"NULL": True} if value is None else {"L": [to_attribute(inner) for inner in value]}


def from_attribute(attribute: Mapping[str, Any]) -> Any:
    """A DynamoDB attribute value as a plain value; whole numbers become integers."""
    ((tag, value),) = attribute.items()
    if tag == "N":
        return int(value) if value.lstrip("-").isdecimal() else float(value)
    if tag == "M":
        return from_attributes(value)
    if tag == "L":
        return [from_attribute(inner) for inner in value]
    return None if tag == "NULL" else value


def to_attributes(plain: Mapping[str, Any]) -> Attributes:
    """Every entry of a dictionary as a DynamoDB attribute value."""
    return {key: {"S": value} if type(value) is str else to_attribute(value) for key, value in plain.items()}


def entity_attributes(entity: Any) -> Attributes:
    """A dataclass as an item: `to_attributes(to_plain(entity))` in one go."""
    kind: Any = type(entity)
    return {
        key: {"S": value} if type(value) is str else to_attribute(to_plain(value))
        for name, key in _names(kind)
        if (value := getattr(entity, name)) is not None
    }


def from_attributes(attributes: Mapping[str, Any]) -> Plain:
    """Every DynamoDB attribute value of an item as a plain value."""
    return {key: value["S"] if "S" in value else from_attribute(value) for key, value in attributes.items()}


def _itself(value: Any) -> Any:
    return value


@cache
def _writer(kind: type[Any]) -> Callable[[Any], Any]:
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
    names = _names(entity)

    def write(value: Any) -> Plain:
        return {
            key: inner if type(inner) in _AS_THEY_ARE else to_plain(inner)
            for name, key in names
            if (inner := getattr(value, name)) is not None
        }

    return write


@cache
def _names(entity: Any) -> tuple[tuple[str, str], ...]:
    """The attributes of a dataclass: each name in Python, and in an item."""
    return tuple((field.name, camel_case(field.name)) for field in fields(entity))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What turns a plain value that is not none into a value of the annotation `kind`."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        (inner,) = (part for part in get_args(kind) if part is not NoneType)
        return _reader(inner)
    if origin is tuple:
        read = _reader(get_args(kind)[0])
        return lambda plain: tuple(read(item) for item in plain)
    if origin in (dict, Mapping) or kind in (Any, str, int, bool):
        return _itself
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if issubclass(kind, datetime | date | time):
        return cast("Callable[[Any], Any]", kind.fromisoformat)
    if issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    return float  # where a number has no fraction


def _dataclass_reader(kind: Any) -> Callable[[Mapping[str, Any]], Any]:
    hints = get_type_hints(kind)
    entries = [
        (camel_case(field.name), _reader(hints[field.name]), _fallback(field, hints[field.name]))
        for field in fields(kind)
    ]

    def read(plain: Mapping[str, Any]) -> Any:
        values = []
        for key, reader, fallback in entries:
            found = plain.get(key)
            if found is not None:
                values.append(found if reader is _itself else reader(found))
            elif fallback is not MISSING:
                values.append(fallback)
            else:
                raise KeyError(key)
        return kind(*values)

    return read


def _fallback(field: Field[Any], hint: Any) -> Any:
    """What an attribute is that the item does not have; MISSING when it must have it."""
    # One that is none was left out of the item, whether or not it has a default.
    return None if field.default is MISSING and NoneType in get_args(hint) else field.default
