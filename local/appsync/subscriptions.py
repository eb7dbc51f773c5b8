"""Owns who waits for which event: subscriptions, and the mutations that fire them."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionSetNode,
)

logger = logging.getLogger(__name__)

Event = Mapping[str, Any]
"""What a mutation answered: the fields it selected, under their names in the schema."""


@dataclass(frozen=True, slots=True, eq=False)
class Subscription:
    """A field of Subscription that somebody waits for.

    Attributes:
        arguments: as given; each must equal the event's field of its name, unless there is a filter.
        filter: what `extensions.setSubscriptionFilter` set; replaces the comparison of arguments.
        deliver: takes an event that matches; called from any thread.
    """

    field_name: str
    arguments: Mapping[str, Any]
    filter: Mapping[str, Any] | None
    deliver: Callable[[Event], None]

    def matches(self, event: Event) -> bool:
        """Whether the subscriber gets this event."""
        if self.filter is None:
            return all(event.get(name) == value for name, value in self.arguments.items())
        return any(
            all(_passes(one, event) for one in group["filters"]) for group in self.filter["filterGroup"]
        )


class Subscriptions:
    """The subscriptions of one API.

    Args:
        mutations: the mutations that fire each field of Subscription.
    """

    def __init__(self, mutations: Mapping[str, Sequence[str]]) -> None:
        self._fields: dict[str, list[str]] = {}
        for field_name, names in mutations.items():
            for mutation in names:
                self._fields.setdefault(mutation, []).append(field_name)
        self._waiting: dict[str, set[Subscription]] = {field_name: set() for field_name in mutations}
        self._lock = Lock()

    def add(self, subscription: Subscription) -> None:
        """From now on the subscription gets its events."""
        with self._lock:
            self._waiting[subscription.field_name].add(subscription)

    def remove(self, subscription: Subscription) -> None:
        """The subscription gets no more events."""
        with self._lock:
            self._waiting[subscription.field_name].discard(subscription)

    def awaited(self, mutation: str) -> bool:
        """Whether anybody waits for this mutation."""
        return any(self._waiting[field_name] for field_name in self._fields.get(mutation, ()))

    def publish(self, mutation: str, event: Event) -> None:
        """Delivers an event to whoever waits for it; one that fails keeps it from nobody else."""
        with self._lock:
            waiting = [s for field_name in self._fields.get(mutation, ()) for s in self._waiting[field_name]]
        for subscription in waiting:
            try:
                if subscription.matches(event):
                    subscription.deliver(event)
            except Exception:
                logger.exception("An event of %s was not delivered", mutation)


def by_name(
    data: Any, selections: SelectionSetNode | None, fragments: Mapping[str, FragmentDefinitionNode]
) -> Any:
    """An answer with its fields under their names instead of their aliases."""
    if isinstance(data, list):
        return [by_name(item, selections, fragments) for item in data]
    if not isinstance(data, dict) or selections is None:
        return data
    named: dict[str, Any] = {}
    for node in selections.selections:
        if isinstance(node, FieldNode):
            key = (node.alias or node.name).value
            if key in data:
                named[node.name.value] = by_name(data[key], node.selection_set, fragments)
        elif isinstance(node, InlineFragmentNode):
            named |= by_name(data, node.selection_set, fragments)
        elif isinstance(node, FragmentSpreadNode):
            named |= by_name(data, fragments[node.name.value].selection_set, fragments)
    return named


def _passes(condition: Mapping[str, Any], event: Event) -> bool:
    value: Any = event
    for name in condition["fieldName"].split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    try:
        return bool(_OPERATORS[condition["operator"]](value, condition["value"]))
    except TypeError:  # values of two kinds have no order
        return False


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "eq": lambda value, wanted: value == wanted,
    "ne": lambda value, wanted: value != wanted,
    "le": lambda value, wanted: value <= wanted,
    "lt": lambda value, wanted: value < wanted,
    "ge": lambda value, wanted: value >= wanted,
    "gt": lambda value, wanted: value > wanted,
    "contains": lambda value, wanted: wanted in value,
    "notContains": lambda value, wanted: wanted not in value,
    "beginsWith": lambda value, wanted: isinstance(value, str) and value.startswith(wanted),
    "in": lambda value, wanted: value in wanted,
    "notIn": lambda value, wanted: value not in wanted,
    "between": lambda value, wanted: wanted[0] <= value <= wanted[1],
    "containsAny": lambda value, wanted: any(item in value for item in wanted),
}
