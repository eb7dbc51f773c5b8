"""Turns frozen dataclasses into plain values and DynamoDB attribute values, and back, by their annotations.

Plain values are what JSON knows; names become camel case, so that an item reads like the type of the API and
a direct resolver returns it as it is. An attribute that is none is left out.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Plain = dict[str, Any]
Attributes = dict[str, Any]


def camel_case(name: str) -> str:
    """`date_of_birth` as `dateOfBirth`."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def instant(moment: datetime) -> str:
    """UTC, ISO 8601 to the millisecond: instants of equal length compare as strings."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_plain(value: Any) -> Any:
    """A dataclass as a dictionary with camel-case names, everything in it as JSON knows it."""
    if value is None or isinstance(value, str | int | float):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {
            key: to_plain(inner)
            for name, key in _names(type(value))
            if (inner := getattr(value, name)) is not None
        }
    if isinstance(value, Mapping):
        return {key: to_plain(inner) for key, inner in value.items()}
    return [to_plain(inner) for inner in value]


def from_plain(kind: type[T], plain: Mapping[str, Any]) -> T:
    """The dataclass that `to_plain` turned into `plain`; names it does not know are passed over.

    Raises:
        KeyError: an attribute without a default is missing.
    """
    decoded: T = _reader(cast("Hashable", kind))(plain)
    return decoded


def to_attribute(value: Any) -> dict[str, Any]:
    """A plain value as a DynamoDB attribute value; floats keep every digit."""
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": value}
        case int() | float():
            return {"N": repr(value)}
        case Mapping():
            return {"M": {key: to_attribute(inner) for key, inner in value.items()}}
        case _:
            return {"L": [to_attribute(inner) for inner in value]}


def from_attribute(attribute: Mapping[str, Any]) -> Any:
    """A DynamoDB attribute value as a plain value; whole numbers become integers."""
    ((tag, value),) = attribute.items()
    match tag:
        case "N":
            return float(value) if any(mark in value for mark in ".eE") else int(value)
        case "M":
            return {key: from_attribute(inner) for key, inner in value.items()}
        case "L":
            return [from_attribute(inner) for inner in value]
        case "NULL":
            return None
        case _:
            return value


def to_attributes(plain: Mapping[str, Any]) -> Attributes:
    """Every entry of a dictionary as a DynamoDB attribute value."""
    return {key: to_attribute(value) for key, value in plain.items()}


def from_attributes(attributes: Mapping[str, Any]) -> Plain:
    """Every DynamoDB attribute value of an item as a plain value."""
    return {key: from_attribute(value) for key, value in attributes.items()}


@cache
def _names(kind: type[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((field.name, camel_case(field.name)) for field in fields(kind))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What turns a plain value into a value of the annotation `kind`."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        (inner,) = (part for part in get_args(kind) if part is not NoneType)
        read = _reader(inner)
        return lambda plain: None if plain is None else read(plain)
    if origin is tuple:
        read = _reader(get_args(kind)[0])
        return lambda plain: tuple(read(item) for item in plain)
    if origin in (dict, Mapping) or kind in (Any, str, int, bool):
        return lambda plain: plain
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if issubclass(kind, datetime | date | time):
        return cast("Callable[[Any], Any]", kind.fromisoformat)
    return cast("Callable[[Any], Any]", kind)  # an enumeration, or float where a number has no fraction


def _dataclass_reader(kind: Any) -> Callable[[Mapping[str, Any]], Any]:
    hints = get_type_hints(kind)
    required = [
        (field.name, camel_case(field.name), _reader(hints[field.name]))
        for field in fields(kind)
        if field.default is MISSING
    ]
    optional = [
        (field.name, camel_case(field.name), _reader(hints[field.name]))
        for field in fields(kind)
        if field.default is not MISSING
    ]
    # An attribute that is none was left out of the item, whether or not it has a default.
    nullable = {field.name for field in fields(kind) if NoneType in get_args(hints[field.name])}

    def read(plain: Mapping[str, Any]) -> Any:
        values = {
            name: reader(plain.get(key) if name in nullable else plain[key]) for name, key, reader in required
        }
        values.update((name, reader(plain[key])) for name, key, reader in optional if key in plain)
        return kind(**values)

    return read
