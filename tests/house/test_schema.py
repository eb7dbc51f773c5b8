"""The schema: every field is described, and none is open by oversight."""

from pathlib import Path

from graphql import (
    DocumentNode,
    EnumTypeDefinitionNode,
    InputObjectTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    parse,
)

SCHEMA: DocumentNode = parse((Path(__file__).parents[2] / "schema.graphql").read_text(encoding="utf-8"))
OBJECTS = [node for node in SCHEMA.definitions if isinstance(node, ObjectTypeDefinitionNode)]
INPUTS = [node for node in SCHEMA.definitions if isinstance(node, InputObjectTypeDefinitionNode)]
ENUMS = [node for node in SCHEMA.definitions if isinstance(node, EnumTypeDefinitionNode)]
ROOTS = {"Query", "Mutation", "Subscription"}


def test_everything_is_described() -> None:
    silent = [f"{n.name.value}.{f.name.value}" for n in OBJECTS for f in n.fields if f.description is None]
    silent += [f"{n.name.value}.{f.name.value}" for n in INPUTS for f in n.fields if f.description is None]
    silent += [
        f"{node.name.value}.{field.name.value}({argument.name.value})"
        for node in OBJECTS
        for field in node.fields
        for argument in field.arguments
        if argument.description is None
    ]
    silent += [
        f"{node.name.value}.{v.name.value}" for node in ENUMS for v in node.values if v.description is None
    ]
    silent += [node.name.value for node in (*OBJECTS, *INPUTS, *ENUMS) if node.description is None]
    assert silent == []


def test_a_field_is_closed_until_its_directive_opens_it() -> None:
    """Without a directive anybody who is signed in would be let in: on a root field, or a whole type."""
    undecided = [
        f"{node.name.value}.{field.name.value}"
        for node in OBJECTS
        if node.name.value in ROOTS
        for field in node.fields
        if not field.directives
    ]
    undecided += [node.name.value for node in OBJECTS if node.name.value not in ROOTS and not node.directives]
    assert undecided == []
