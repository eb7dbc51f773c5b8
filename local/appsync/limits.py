"""Owns what one request may ask for: its size in words, its depth, its resolvers."""

from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one request.

    Attributes:
        depth: levels of fields, leaves counted; beyond it fields answer `QueryDepthLimitReached`.
            Introspection is not counted.
        resolvers: fields with a resolver that one request runs, so also of aliases; beyond it fields
            answer `ResolverExecutionLimitReached`.
        tokens: words of a document; one with more is not parsed.
        introspection: whether a client may ask for the schema.
    """

    depth: int = 75
    resolvers: int = 10_000
    tokens: int = 5_000
    introspection: bool = True


def depth_of(document: DocumentNode) -> int:
    """The levels of fields of the deepest operation of a valid document, introspection left out."""
    fragments = {
        node.name.value: node.selection_set
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    known: dict[str, int] = {}

    def depth(selections: SelectionSetNode | None) -> int:
        deepest = 0
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode) and not node.name.value.startswith("__"):
                deepest = max(deepest, 1 + depth(node.selection_set))
            elif isinstance(node, InlineFragmentNode):
                deepest = max(deepest, depth(node.selection_set))
            elif isinstance(node, FragmentSpreadNode):
                name = node.name.value
                if name not in known:
                    known[name] = depth(fragments[name])
                deepest = max(deepest, known[name])
        return deepest

    operations = (node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    return max((depth(node.selection_set) for node in operations), default=0)
