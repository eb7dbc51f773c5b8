"""Turns frozen dataclasses into DynamoDB items and back, by their annotations.

An item has the names and values that `plain.py` gives, so that it reads like the type of the API and a direct
resolver returns it as it is.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time
from enum import Enum
from functools import cache
from operator import itemgetter
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from resolvers.regatta.names import camel_case
from resolvers.table.plain import plain_writer

T = TypeVar("T")
Attribute = Mapping[str, Any]
"""A value as DynamoDB has it: `{"S": "Été"}`."""

Attributes = dict[str, Any]
"""Attribute values by their names."""

_BOOLEANS = ({"BOOL": False}, {"BOOL": True})


class Encoded(Attributes):
    """Attribute values that stand where a plain mapping may, and are written as they are."""


class Item(Mapping[str, Any]):
    """An item as it was read; each of its attributes becomes a plain value when it is asked for."""

    __slots__ = ("attributes",)

    def __init__(self, attributes: Mapping[str, Attribute]) -> None:
        self.attributes = attributes

    def __getitem__(self, name: str) -> Any:
        return from_attribute(self.attributes[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.attributes)

    def __len__(self) -> int:
        return len(self.attributes)

    def read(self, kind: type[T]) -> T:
        """The dataclass that it was written from; attributes that it does not know are passed over.

        Raises:
            KeyError: an attribute without a default is missing.
        """
        entity: Any = kind
        read: T = _dataclass_reader(entity)(self.attributes)
        return read


def to_attribute(value: Any) -> Attributes:
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
    if kind is Encoded:
        return {"M": value}
    return {"NULL": True} if value is None else {"L": [to_attribute(inner) for inner in value]}


def from_attribute(attribute: Attribute) -> Any:
    """A DynamoDB attribute value as a plain value; whole numbers become integers."""
    ((tag, value),) = attribute.items()
    if tag == "N":
        return int(value) if value.lstrip("-").isdecimal() else float(value)
    if tag == "M":
        return {key: from_attribute(inner) for key, inner in value.items()}
    if tag == "L":
        return [from_attribute(inner) for inner in value]
    return None if tag == "NULL" else value


def to_attributes(plain: Mapping[str, Any]) -> Attributes:
    """Every entry of a dictionary as a DynamoDB attribute value."""
    return {key: to_attribute(value) for key, value in plain.items()}


def entity_attributes(entity: Any) -> Attributes:
    """A dataclass as an item: `to_attributes(to_plain(entity))` in one go, by what its annotations say.

    What is often the same is one object: nothing in it may be changed.
    """
    kind: Any = type(entity)
    return {
        key: write(value)
        for name, key, write in _entries(kind)
        if (value := getattr(entity, name)) is not None
    }


def changed_attributes(before: Any, after: Any) -> tuple[Attributes, Attributes]:
    """What differs between two entities of a kind, as it is in the one and in the other."""
    kind: Any = type(after)
    was, since = {}, {}
    for name, key, write in _entries(kind):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            if old is not None:
                was[key] = write(old)
            if new is not None:
                since[key] = write(new)
    return was, since


@cache
def _entries(entity: Any) -> tuple[tuple[str, str, Callable[[Any], Attributes]], ...]:
    """The attributes of a dataclass: each name in Python, its name in an item, and what writes its value."""
    hints = get_type_hints(entity)
    return tuple((field.name, camel_case(field.name), _writer(hints[field.name])) for field in fields(entity))


@cache
def _writer(kind: Any) -> Callable[[Any], Attributes]:
    """What turns a value of the annotation `kind`, which is not none, into an attribute value."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _writer(_of_optional(kind))
    if origin is tuple:
        write = _writer(get_args(kind)[0])
        return lambda values: {"L": [write(value) for value in values]}
    if kind is str:
        return lambda text: {"S": text}
    if kind is bool:
        return _BOOLEANS.__getitem__
    if kind is int or kind is float:
        return lambda number: {"N": repr(number)}
    if is_dataclass(kind):
        return lambda entity: {"M": entity_attributes(entity)}
    if origin is None and issubclass(kind, Enum):
        members = {member.value: {"S": member.value} for member in kind}
        return lambda member: members[member._value_]
    if origin is None and issubclass(kind, date | time):
        plain = plain_writer(kind)
        return lambda value: {"S": plain(value)}
    return to_attribute


@cache
def _reader(kind: Any) -> Callable[[Attribute], Any]:
    """What turns an attribute value into a value of the annotation `kind`."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _reader(_of_optional(kind))
    if origin is tuple:
        read = _reader(get_args(kind)[0])
        return lambda attribute: tuple([read(inner) for inner in attribute["L"]])
    if kind is str:
        return itemgetter("S")
    if kind is bool:
        return itemgetter("BOOL")
    if kind is int or kind is float:
        return lambda attribute: kind(attribute["N"])
    if is_dataclass(kind):
        entity: Any = kind
        inside = _dataclass_reader(entity)
        return lambda attribute: inside(attribute["M"])
    if origin is None and issubclass(kind, date | time):
        parse: Callable[[str], Any] = kind.fromisoformat
        return lambda attribute: parse(attribute["S"])
    if origin is None and issubclass(kind, Enum):
        members = {member.value: member for member in kind}
        return lambda attribute: members[attribute["S"]]
    return from_attribute


@cache
def _dataclass_reader(kind: Any) -> Callable[[Mapping[str, Attribute]], Any]:
    hints = get_type_hints(kind)
    entries = [
        (camel_case(field.name), _reader(hints[field.name]), _fallback(field, hints[field.name]))
        for field in fields(kind)
    ]

    def read(attributes: Mapping[str, Attribute]) -> Any:
        values = []
        for key, reader, fallback in entries:
            found = attributes.get(key)
            if found is not None:
                values.append(reader(found))
            elif fallback is not MISSING:
                values.append(fallback)
            else:
                raise KeyError(key)
        return kind(*values)

    return read


def _of_optional(kind: Any) -> Any:
    (inner,) = (part for part in get_args(kind) if part is not NoneType)
    return inner


def _fallback(field: Field[Any], hint: Any) -> Any:
    """What an attribute is that the item does not have; MISSING when it must have it."""
    # One that is none was left out of the item, whether or not it has a default.
    return None if field.default is MISSING and NoneType in get_args(hint) else field.default
