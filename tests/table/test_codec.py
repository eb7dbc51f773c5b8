"""What is written is what is read, for every entity and whatever is in it."""

import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import Enum, StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolvers.regatta.club import Club
from resolvers.regatta.crew import Crew
from resolvers.regatta.edition import Edition
from resolvers.regatta.grant import Grant
from resolvers.regatta.manager import Manager, Notification
from resolvers.regatta.member import Member
from resolvers.regatta.names import camel_case
from resolvers.regatta.race import Race
from resolvers.table import keys
from resolvers.table.codec import (
    Item,
    changed_attributes,
    entity_attributes,
    to_attribute,
    to_attributes,
)
from resolvers.table.plain import instant, to_plain

ENTITIES = sorted(
    {
        get_args(get_type_hints(row)["return"])[0]
        for name, row in inspect.getmembers(keys, inspect.isfunction)
        if name.endswith("_row")
    },
    key=lambda kind: kind.__name__,
)

TEXT = st.text(max_size=5)
FIGURES = st.floats(allow_nan=False, allow_infinity=False)
NUMBERS = st.integers(-(10**37), 10**37)
INSTANTS = st.datetimes(timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    bool: st.booleans(),
    int: NUMBERS,
    float: FIGURES,
    date: st.dates(),
    time: st.times(),
    datetime: INSTANTS,
}


def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of an annotation."""
    origin, inner = get_origin(kind), get_args(kind)
    build: Any = kind
    if origin in (Union, UnionType):
        return st.none() | st.one_of([anything(part) for part in inner if part is not NoneType])
    if origin is tuple:
        return st.lists(anything(inner[0]), max_size=2).map(tuple)
    if origin in (dict, Mapping):
        return st.dictionaries(TEXT, JSON, max_size=2)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(build, **{field.name: anything(hints[field.name]) for field in fields(kind)})
    return st.sampled_from(kind) if issubclass(kind, Enum) else SIMPLE[kind]


def test_every_entity_is_tried() -> None:
    assert len(ENTITIES) >= 15


@pytest.mark.parametrize("kind", ENTITIES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_is_written_is_what_is_read(kind: type[Any], data: st.DataObject) -> None:
    entity = data.draw(anything(kind))

    assert entity_attributes(entity) == to_attributes(to_plain(entity))
    sent = json.loads(json.dumps(to_attributes(to_plain(entity))))

    assert Item(sent).read(kind) == entity


@pytest.mark.parametrize("kind", [Club, Crew, Edition, Grant, Manager, Member, Notification, Race])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_of_a_change_what_differs_is_told(kind: type[Any], data: st.DataObject) -> None:
    before, other = data.draw(anything(kind)), data.draw(anything(kind))
    touched = data.draw(st.sets(st.sampled_from([field.name for field in fields(kind)])))
    after = replace(before, **{name: getattr(other, name) for name in touched})

    was, since = entity_attributes(before), entity_attributes(after)

    assert changed_attributes(before, after) == (
        {name: value for name, value in was.items() if since.get(name) != value},
        {name: value for name, value in since.items() if was.get(name) != value},
    )


@given(st.lists(INSTANTS, min_size=2, max_size=2))
def test_instants_compare_as_their_texts_do(moments: list[datetime]) -> None:
    first, second = moments

    assert (instant(first) < instant(second)) == (first < second)


class Colour(StrEnum):
    """A closed list."""

    RED = "RED"


@dataclass(frozen=True, slots=True)
class Oar:
    """Something small in something larger."""

    blade_colour: Colour
    length_in_cm: float | None


@dataclass(frozen=True, slots=True)
class Scull:
    """Something with an attribute of each sort."""

    name: str
    oars: tuple[Oar, ...]
    since: date
    spare: Oar | None = None
    wooden: bool = False


SCULL = Scull("Été", (Oar(Colour.RED, 288.5), Oar(Colour.RED, None)), date(2027, 5, 1))
PLAIN = {
    "name": "Été",
    "oars": [{"bladeColour": "RED", "lengthInCm": 288.5}, {"bladeColour": "RED"}],
    "since": "2027-05-01",
    "wooden": False,
}


def test_an_entity_reads_like_the_type_of_the_api() -> None:
    assert to_plain(SCULL) == PLAIN


@pytest.mark.parametrize(
    "plain",
    [
        pytest.param(PLAIN, id="as it was written"),
        pytest.param({**PLAIN, "PK": "SCULLS", "wheels": 4}, id="with what it does not know"),
        pytest.param({name: PLAIN[name] for name in ("name", "oars", "since")}, id="without a default"),
    ],
)
def test_what_can_be_read(plain: dict[str, Any]) -> None:
    assert Item(to_attributes(plain)).read(Scull) == SCULL


def test_what_is_read_is_of_the_types_it_says() -> None:
    # DynamoDB tells 288.0 as 288; and a colour is equal to its text.
    (oar,) = (
        Item(to_attributes({**PLAIN, "oars": [{"bladeColour": "RED", "lengthInCm": 288}]})).read(Scull).oars
    )

    assert oar.blade_colour is Colour.RED
    assert type(oar.length_in_cm) is float


@pytest.mark.parametrize("missing", ["name", "oars", "since"])
def test_what_must_be_there_is_missed(missing: str) -> None:
    item = Item(to_attributes({name: value for name, value in PLAIN.items() if name != missing}))

    with pytest.raises(KeyError, match=missing):
        item.read(Scull)


@pytest.mark.parametrize(
    ("value", "attribute"),
    [
        pytest.param("", {"S": ""}, id="empty text"),
        pytest.param(12345, {"N": "12345"}, id="whole number"),
        pytest.param(26.875, {"N": "26.875"}, id="fraction"),
        pytest.param(0.1 + 0.2, {"N": "0.30000000000000004"}, id="every digit"),
        pytest.param(True, {"BOOL": True}, id="truth, which is no number"),
        pytest.param(None, {"NULL": True}, id="nothing"),
        pytest.param([1, "a"], {"L": [{"N": "1"}, {"S": "a"}]}, id="list"),
        pytest.param({"a": {"b": 1}}, {"M": {"a": {"M": {"b": {"N": "1"}}}}}, id="map in a map"),
    ],
)
def test_how_dynamodb_writes_it(value: Any, attribute: dict[str, Any]) -> None:
    assert to_attribute(value) == attribute


@pytest.mark.parametrize(
    ("name", "camel"), [("year", "year"), ("date_of_birth", "dateOfBirth"), ("name_fr", "nameFr")]
)
def test_names_become_those_of_the_api(name: str, camel: str) -> None:
    assert camel_case(name) == camel


def test_an_item_is_a_mapping_of_plain_values() -> None:
    assert Item(to_attributes(PLAIN)) == PLAIN
    assert Item(entity_attributes(SCULL)) == PLAIN


def test_an_instant_is_told_in_utc() -> None:
    paris_in_winter = timezone(timedelta(hours=1))

    assert instant(datetime(2027, 3, 19, tzinfo=paris_in_winter)) == "2027-03-18T23:00:00.000Z"
