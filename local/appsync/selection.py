"""Owns a field's selection set: what `ctx.info` tells of it, and what of a value it selects."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLResolveInfo,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionSetNode,
    get_directive_values,
    print_ast,
)


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection set as `ctx.info` shows it.

    Attributes:
        names: `selectionSetList`: the fields, by alias where they have one, children as `parent/child`.
        text: `selectionSetGraphQL`, with its braces; empty without a selection set.
    """

    names: list[str]
    text: str


def selection_of(info: GraphQLResolveInfo) -> Selection:
    """The selection set of the field that is being resolved."""
    sets = _sets(info)
    names = dict.fromkeys(name for selections in sets for name in _names(selections, info, ""))
    return Selection(list(names), "\n".join(print_ast(selections) for selections in sets))


def selected(value: Any, info: GraphQLResolveInfo) -> Any:
    """What of a value the client asked for: that much AppSync shows of the data of an error."""
    return _part(value, _sets(info), info)


def _sets(info: GraphQLResolveInfo) -> list[SelectionSetNode]:
    return [node.selection_set for node in info.field_nodes if node.selection_set]


def _part(value: Any, sets: list[SelectionSetNode], info: GraphQLResolveInfo) -> Any:
    if isinstance(value, list):
        return [_part(item, sets, info) for item in value]
    if not isinstance(value, dict) or not sets:
        return value
    inner: dict[str, list[SelectionSetNode]] = {}
    for selections in sets:
        for node in _fields(selections, info):
            inner.setdefault(node.name.value, []).extend([node.selection_set] if node.selection_set else [])
    return {name: _part(value[name], below, info) for name, below in inner.items() if name in value}


def _names(selections: SelectionSetNode, info: GraphQLResolveInfo, parent: str) -> Iterator[str]:
    for node in _fields(selections, info):
        name = parent + (node.alias or node.name).value
        yield name
        if node.selection_set:
            yield from _names(node.selection_set, info, f"{name}/")


def _fields(selections: SelectionSetNode, info: GraphQLResolveInfo) -> Iterator[FieldNode]:
    """The fields of a selection set, those of its fragments among them."""
    for node in selections.selections:
        if not _included(node, info.variable_values):
            continue
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, InlineFragmentNode):
            yield from _fields(node.selection_set, info)
        elif isinstance(node, FragmentSpreadNode):
            yield from _fields(info.fragments[node.name.value].selection_set, info)


def _included(node: Any, variables: dict[str, Any]) -> bool:
    skip = get_directive_values(GraphQLSkipDirective, node, variables)
    include = get_directive_values(GraphQLIncludeDirective, node, variables)
    return not (skip and skip["if"]) and not (include and not include["if"])
