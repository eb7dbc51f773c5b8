"""Which event reaches which subscriber."""

from typing import Any

import pytest
from graphql import FragmentDefinitionNode, OperationDefinitionNode, parse

from local.appsync.subscriptions import Event, Subscription, Subscriptions, by_name

EVENT = {"team": "a", "size": 4, "tags": ["x", "y"], "race": {"name": "Eight"}, "none": None}


def matches(arguments: dict[str, Any], wanted: Any = None) -> bool:
    return Subscription("on", arguments, wanted, print).matches(EVENT)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, True),
        ({"team": "a", "size": 4}, True),
        ({"team": "b"}, False),
        ({"no": 1}, False),
        ({"none": None}, True),
    ],
)
def test_arguments_equal_the_fields_of_an_event(arguments: dict[str, Any], expected: bool) -> None:
    assert matches(arguments) is expected


FILTERS = [
    ("eq", "team", "a", True),
    ("ne", "team", "a", False),
    ("le", "size", 4, True),
    ("lt", "size", 4, False),
    ("ge", "size", 4, True),
    ("gt", "size", 4, False),
    ("gt", "team", 4, False),
    ("lt", "none", 4, False),
    ("contains", "tags", "x", True),
    ("notContains", "tags", "x", False),
    ("beginsWith", "race.name", "Ei", True),
    ("beginsWith", "size", "4", False),
    ("in", "size", [3, 4], True),
    ("notIn", "size", [3, 4], False),
    ("between", "size", [4, 5], True),
    ("containsAny", "tags", ["z", "y"], True),
    ("eq", "no.where", 1, False),
]


@pytest.mark.parametrize(("operator", "name", "value", "expected"), FILTERS)
def test_a_filter_judges_an_event(operator: str, name: str, value: Any, expected: bool) -> None:
    one = {"fieldName": name, "operator": operator, "value": value}
    assert matches({}, {"filterGroup": [{"filters": [one]}]}) is expected


def test_one_group_of_a_filter_is_enough_and_wholly_needed() -> None:
    true, false = ({"fieldName": "size", "operator": "eq", "value": value} for value in (4, 5))
    assert matches({"team": "b"}, {"filterGroup": [{"filters": [false]}, {"filters": [true]}]})
    assert not matches({}, {"filterGroup": [{"filters": [true, false]}]})


def test_one_subscriber_that_fails_keeps_an_event_from_nobody() -> None:
    got: list[Event] = []

    def fail(event: Event) -> None:
        raise RuntimeError("gone")

    subscriptions = Subscriptions({"on": ["tell"], "other": ["ask"]})
    assert not subscriptions.awaited("tell")
    for deliver in (fail, got.append, fail):
        subscriptions.add(Subscription("on", {}, None, deliver))
    assert subscriptions.awaited("tell")
    assert not subscriptions.awaited("ask")
    subscriptions.publish("tell", EVENT)
    subscriptions.publish("ask", EVENT)
    assert got == [EVENT]


def test_an_event_has_the_names_of_the_schema() -> None:
    document = parse(
        "mutation { t: tell { n: name ... on Told { list: items { i: id } } ...F } }"
        "fragment F on Told { x: y }"
    )
    operation, fragment = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    assert isinstance(fragment, FragmentDefinitionNode)
    data = {"t": {"n": 1, "list": [{"i": 2}, None], "x": None}}
    assert by_name(data, operation.selection_set, {"F": fragment}) == {
        "tell": {"name": 1, "items": [{"id": 2}, None], "y": None}
    }
