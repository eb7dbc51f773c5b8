"""Ways to every field of the schema: whom it is open to, a path to it, a document that asks for it."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    ListTypeNode,
    NonNullTypeNode,
    ObjectTypeDefinitionNode,
    TypeNode,
    print_ast,
    value_from_ast_untyped,
)

Step = tuple[str, str]
"""A type and one of its fields."""

Path = tuple[Step, ...]
"""Fields from Query or Mutation down to the one that is meant."""

_VALUES: Mapping[str, Any] = {
    "ID": "nothing",
    "String": "x",
    "Int": 1901,
    "Float": 1.5,
    "Boolean": True,
    "AWSDate": "2000-01-01",
    "AWSTime": "10:00:00",
    "AWSEmail": "somebody@example.org",
}


@dataclass(frozen=True, slots=True)
class Opening:
    """Who may read a field, as its directives or those of its type say.

    Attributes:
        groups: Cognito groups, one of which is enough; none for everybody who is signed in.
    """

    api_key: bool
    signed_in: bool
    groups: frozenset[str] | None

    def admits(self, groups: frozenset[str] | None) -> bool:
        """Whether somebody with these groups may read it; None stands for the API key."""
        if groups is None:
            return self.api_key
        return self.signed_in and (self.groups is None or bool(self.groups & groups))


class Schema:
    """The schema file, read without the code that enforces it."""

    def __init__(self, document: DocumentNode) -> None:
        nodes = document.definitions
        self._objects = {
            node.name.value: node for node in nodes if isinstance(node, ObjectTypeDefinitionNode)
        }
        self._inputs = {
            node.name.value: node for node in nodes if isinstance(node, InputObjectTypeDefinitionNode)
        }
        self._enums = {node.name.value: node for node in nodes if isinstance(node, EnumTypeDefinitionNode)}

    @property
    def fields(self) -> list[Step]:
        """Every field of every type, those of Subscription apart."""
        return [
            (name, field.name.value)
            for name, node in self._objects.items()
            if name != "Subscription"
            for field in node.fields
        ]

    def opening(self, step: Step) -> Opening:
        """Who may read a field."""
        directives = {
            directive.name.value: directive
            for directive in self._field(step).directives or self._objects[step[0]].directives
        }
        unknown = directives.keys() - {"aws_api_key", "aws_cognito_user_pools"}
        assert not unknown, f"{step}: this test does not know {unknown}"
        cognito = directives.get("aws_cognito_user_pools")
        groups = [value_from_ast_untyped(a.value) for a in cognito.arguments] if cognito else []
        return Opening(
            api_key="aws_api_key" in directives,
            signed_in=cognito is not None or not directives,
            groups=frozenset(groups[0]) if groups else None,
        )

    def arguments(self, step: Step) -> tuple[InputValueDefinitionNode, ...]:
        """The arguments of a field."""
        return self._field(step).arguments

    def path(self, step: Step, passable: Callable[[Step], bool]) -> Path | None:
        """The shortest path to a field through passable ones, from Query if there is one."""
        if step[0] in {"Query", "Mutation"}:
            return (step,)
        for root in ("Query", "Mutation"):
            waiting: deque[Path] = deque(((root, field.name.value),) for field in self._objects[root].fields)
            seen = {root}
            while waiting:
                path = waiting.popleft()
                found = _named(self._field(path[-1]).type)
                if found in seen or found not in self._objects or not passable(path[-1]):
                    continue
                if found == step[0]:
                    return (*path, step)
                seen.add(found)
                waiting.extend((*path, (found, field.name.value)) for field in self._objects[found].fields)
        return None

    def request(self, path: Path, given: Mapping[str, Any]) -> dict[str, Any]:
        """The body of a request for a field.

        Args:
            given: values of arguments, by `Type.field.argument` or by `argument`; required arguments
                that are not among them are made up, others left out.
        """
        declared: list[str] = []
        variables: dict[str, Any] = {}
        text = "{ __typename }" if _named(self._field(path[-1]).type) in self._objects else ""
        for step in reversed(path):
            sent = []
            for argument in self.arguments(step):
                name = argument.name.value
                value = given.get(f"{'.'.join(step)}.{name}", given.get(name))
                if value is None and isinstance(argument.type, NonNullTypeNode):
                    value = self._made_up(argument.type)
                if value is not None:
                    variable = f"{step[1]}_{name}"
                    declared.append(f"${variable}: {print_ast(argument.type)}")
                    sent.append(f"{name}: ${variable}")
                    variables[variable] = value
            called = f"{step[1]}({', '.join(sent)})" if sent else step[1]
            text = f"{{ {called} {text} }}"
        operation = "mutation" if path[0][0] == "Mutation" else "query"
        head = f"{operation}({', '.join(declared)})" if declared else operation
        return {"query": f"{head} {text}", "variables": variables}

    def _field(self, step: Step) -> FieldDefinitionNode:
        (found,) = (field for field in self._objects[step[0]].fields if field.name.value == step[1])
        return found

    def _made_up(self, node: TypeNode) -> Any:
        inner = node.type if isinstance(node, NonNullTypeNode) else node
        if isinstance(inner, ListTypeNode):
            return [self._made_up(inner.type)]
        name = _named(inner)
        if name in self._enums:
            return self._enums[name].values[0].name.value
        if name in self._inputs:
            return {
                field.name.value: self._made_up(field.type)
                for field in self._inputs[name].fields
                if isinstance(field.type, NonNullTypeNode)
            }
        return _VALUES[name]


def _named(node: Any) -> str:
    while isinstance(node, NonNullTypeNode | ListTypeNode):
        node = node.type
    name: str = node.name.value
    return name


def reached(data: Any, path: Path) -> bool:
    """Whether the answer holds the last field of a path: its parent was there."""
    if not path:
        return True
    if isinstance(data, list):
        return any(reached(item, path) for item in data)
    return isinstance(data, dict) and path[0][1] in data and reached(data[path[0][1]], path[1:])
