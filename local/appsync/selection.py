"""Owns what `ctx.info` tells of a field's selection set: its text, and its fields as a flat list."""

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
    sets = [node.selection_set for node in info.field_nodes if node.selection_set]
    names = dict.fromkeys(name for selections in sets for name in _names(selections, info, ""))
    return Selection(list(names), "\n".join(print_ast(selections) for selections in sets))


def _names(selections: SelectionSetNode, info: GraphQLResolveInfo, parent: str) -> Iterator[str]:
    for node in selections.selections:
        if not _included(node, info.variable_values):
            continue
        if isinstance(node, FieldNode):
            name = parent + (node.alias or node.name).value
            yield name
            if node.selection_set:
                yield from _names(node.selection_set, info, f"{name}/")
        elif isinstance(node, InlineFragmentNode):
            yield from _names(node.selection_set, info, parent)
        elif isinstance(node, FragmentSpreadNode):
            yield from _names(info.fragments[node.name.value].selection_set, info, parent)


def _included(node: Any, variables: dict[str, Any]) -> bool:
    skip = get_directive_values(GraphQLSkipDirective, node, variables)
    include = get_directive_values(GraphQLIncludeDirective, node, variables)
    return not (skip and skip["if"]) and not (include and not include["if"])
