"""Owns what one request may ask for: its size in words, its depth, its resolvers."""

from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
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
        fields: fields that a document selects once its fragments are written out, which can double with
            each of them; one with more is not executed.
        introspection: whether a client may ask for the schema.
    """

    depth: int = 75
    resolvers: int = 10_000
    tokens: int = 2_000
    fields: int = 10_000
    introspection: bool = True


@dataclass(frozen=True, slots=True)
class Size:
    """What a document selects, its fragments written out.

    Attributes:
        depth: levels of fields of its deepest operation, introspection left out.
        fields: of all its operations.
    """

    depth: int = 0
    fields: int = 0


def size_of(document: DocumentNode) -> Size:
    """The size of a valid document; each fragment is read once."""
    fragments = {
        node.name.value: node.selection_set
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    known: dict[str, Size] = {}

    def size(selections: SelectionSetNode | None) -> Size:
        parts = [of_node(node) for node in selections.selections] if selections else []
        return Size(max((part.depth for part in parts), default=0), sum(part.fields for part in parts))

    def of_node(node: SelectionNode) -> Size:
        if isinstance(node, FieldNode):
            inner = size(node.selection_set)
            return Size(0 if node.name.value.startswith("__") else inner.depth + 1, inner.fields + 1)
        if isinstance(node, InlineFragmentNode):
            return size(node.selection_set)
        assert isinstance(node, FragmentSpreadNode)  # noqa: S101
        name = node.name.value
        if name not in known:
            known[name] = size(fragments[name])
        return known[name]

    operations = [
        size(node.selection_set) for node in document.definitions if isinstance(node, OperationDefinitionNode)
    ]
    return Size(max(one.depth for one in operations), sum(one.fields for one in operations))
