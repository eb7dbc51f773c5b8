"""The schema as AppSync gets it, and the fields in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphql import Node, ObjectTypeDefinitionNode, Visitor, parse, print_ast, visit

SCHEMA = Path(__file__).parents[1] / "schema.graphql"


def deployed_schema(described: bool) -> str:
    """`schema.graphql`, with its descriptions or without: AppSync has refused them."""
    source = SCHEMA.read_text(encoding="utf-8")
    return source if described else print_ast(visit(parse(source), _Undescribed()))


def schema_fields() -> Iterator[tuple[str, str]]:
    """The type and name of each field that can have a resolver."""
    for node in parse(SCHEMA.read_text(encoding="utf-8")).definitions:
        if isinstance(node, ObjectTypeDefinitionNode):
            yield from ((node.name.value, field.name.value) for field in node.fields)


class _Undescribed(Visitor):
    def enter(self, node: Node, *_: Any) -> None:
        if getattr(node, "description", None) is not None:
            node.description = None
