"""Owns the mirror: the Strawberry types that a GraphQL schema file describes, made when the API starts.

The file stays the one place where a type is written. Directives are left out: `local/appsync` reads them
from the file itself.
"""

import inspect
import keyword
import math
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Annotated, Any

import strawberry
from graphql import (
    DocumentNode,
    EnumTypeDefinitionNode,
    EnumValueDefinitionNode,
    FieldDefinitionNode,
    GraphQLError,
    GraphQLResolveInfo,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    ListTypeNode,
    NamedTypeNode,
    NonNullTypeNode,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    SchemaDefinitionNode,
    TypeNode,
    value_from_ast_untyped,
)
from graphql.language import DirectiveDefinitionNode
from strawberry.schema.config import StrawberryConfig
from strawberry.types.fields.resolver import Parameter
from strawberry.types.scalar import ScalarDefinition

from local.appsync.scalars import SCALARS, Scalar

Resolve = Callable[[Any, GraphQLResolveInfo, dict[str, Any]], Any]
"""What resolves a field: takes the parent's value, the field's place in the request and its arguments
(plain JSON values under their GraphQL names; absent ones left out), gives the field's value."""

_BUILT_IN: dict[str, Any] = {
    "ID": strawberry.ID,
    "String": str,
    "Int": int,
    "Float": float,
    "Boolean": bool,
}
_AHEAD = (ScalarTypeDefinitionNode, SchemaDefinitionNode, DirectiveDefinitionNode)


def reflect(document: DocumentNode, resolvers: Mapping[tuple[str, str], Resolve]) -> strawberry.Schema:
    """The executable schema that a schema file describes.

    Args:
        document: the parsed file: object, input and enum types; scalars of AppSync.
        resolvers: what resolves each (type, field); any other field takes the value of its name from
            its parent's mapping.

    Raises:
        NotImplementedError: the file declares an interface, a union, or extends a type.
    """
    return _Mirror(document, resolvers).schema()


def plain(value: Any) -> Any:
    """An argument as Strawberry converts it, turned back into JSON values under GraphQL names.

    Raises:
        GraphQLError: a number is too large for JSON.
    """
    if isinstance(value, float) and not math.isfinite(value):
        raise GraphQLError("Float cannot represent a number that is not finite.")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list):
        return [plain(item) for item in value]
    definition = getattr(value, "__strawberry_definition__", None)
    if definition is None:
        return value
    given = ((field, getattr(value, field.python_name)) for field in definition.fields)
    return {
        field.graphql_name or field.python_name: plain(item)
        for field, item in given
        if item is not strawberry.UNSET
    }


class _Mirror:
    """The types made so far; a type may name one that is declared further down."""

    def __init__(self, document: DocumentNode, resolvers: Mapping[tuple[str, str], Resolve]) -> None:
        self._resolvers = resolvers
        self._scalars: dict[object, ScalarDefinition] = {}
        self._types: dict[str, Any] = dict(_BUILT_IN)
        self._objects: list[ObjectTypeDefinitionNode] = []
        self._inputs: list[InputObjectTypeDefinitionNode] = []
        for scalar in SCALARS.values():
            self._types[scalar.name] = self._scalar(scalar)
        for node in document.definitions:
            self._declare(node)
        for input_type in self._inputs:
            self._fill_input(input_type)
        for object_type in self._objects:
            self._fill_object(object_type)

    def schema(self) -> strawberry.Schema:
        """The made types as one schema; the root types are known by their usual names."""
        return strawberry.Schema(
            query=self._types["Query"],
            mutation=self._types.get("Mutation"),
            subscription=self._types.get("Subscription"),
            types=[self._types[node.name.value] for node in (*self._objects, *self._inputs)],
            config=StrawberryConfig(
                auto_camel_case=False,
                default_resolver=_value_of,
                disable_field_suggestions=True,
                scalar_map=self._scalars,
            ),
        )

    def _declare(self, node: Any) -> None:
        if isinstance(node, EnumTypeDefinitionNode):
            self._types[node.name.value] = _enum(node)
        elif isinstance(node, ObjectTypeDefinitionNode) and not node.interfaces:
            self._objects.append(node)
            self._types[node.name.value] = type(node.name.value, (), {})
        elif isinstance(node, InputObjectTypeDefinitionNode):
            self._inputs.append(node)
            self._types[node.name.value] = type(node.name.value, (), {})
        elif not isinstance(node, _AHEAD):
            raise NotImplementedError(f"the mirror knows no {node.kind.replace('_', ' ')}")

    def _scalar(self, scalar: Scalar) -> object:
        alias = type(scalar.name, (), {})
        self._scalars[alias] = strawberry.scalar(
            name=scalar.name,
            description=scalar.description,
            serialize=scalar.serialize,
            parse_value=scalar.parse,
        )
        return alias

    def _fill_input(self, node: InputObjectTypeDefinitionNode) -> None:
        made = self._types[node.name.value]
        made.__annotations__ = {}
        for field in node.fields:
            name = _python_name(field.name.value)
            made.__annotations__[name] = self._annotation(field.type)
            default = _default(field)
            if default is inspect.Parameter.empty and not isinstance(field.type, NonNullTypeNode):
                default = strawberry.UNSET
            # A default may be a list, which dataclasses want from a factory.
            described = (
                {"default_factory": _always(default)} if isinstance(default, list) else {"default": default}
            )
            if default is inspect.Parameter.empty:
                described = {}
            setattr(
                made,
                name,
                strawberry.field(
                    name=field.name.value,
                    description=_description(field),
                    deprecation_reason=_deprecation(field),
                    **described,
                ),
            )
        strawberry.input(made, name=node.name.value, description=_description(node))

    def _fill_object(self, node: ObjectTypeDefinitionNode) -> None:
        made = self._types[node.name.value]
        made.__annotations__ = {}
        for field in node.fields:
            name = _python_name(field.name.value)
            described = strawberry.field(
                name=field.name.value,
                description=_description(field),
                deprecation_reason=_deprecation(field),
            )
            resolve = self._resolvers.get((node.name.value, field.name.value))
            if resolve is None and not field.arguments:
                made.__annotations__[name] = self._annotation(field.type)
            else:
                described = described(self._resolver(field, resolve or _value_of_parent))
            setattr(made, name, described)
        strawberry.type(made, name=node.name.value, description=_description(node))

    def _resolver(self, field: FieldDefinitionNode, resolve: Resolve) -> Callable[..., Any]:
        """A function whose signature Strawberry reads as the field's arguments and type."""
        names = {_python_name(node.name.value): node.name.value for node in field.arguments}

        def resolver(root: Any, info: strawberry.Info, **arguments: Any) -> Any:
            given = {names[name]: plain(value) for name, value in arguments.items()}
            return resolve(root, info._raw_info, given)

        positional = inspect.Parameter.POSITIONAL_OR_KEYWORD
        resolver.__name__ = _python_name(field.name.value)
        resolver.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [
                Parameter("root", positional),
                Parameter("info", positional, annotation=strawberry.Info),
                *(self._parameter(node) for node in field.arguments),
            ],
            return_annotation=self._annotation(field.type),
        )
        return resolver

    def _parameter(self, node: InputValueDefinitionNode) -> Parameter:
        described = strawberry.argument(
            name=node.name.value, description=_description(node), deprecation_reason=_deprecation(node)
        )
        return Parameter(  # Strawberry's own, hashable with a list as default
            _python_name(node.name.value),
            inspect.Parameter.KEYWORD_ONLY,
            annotation=Annotated[self._annotation(node.type), described],
            default=_default(node),
        )

    def _annotation(self, node: TypeNode) -> Any:
        if isinstance(node, NonNullTypeNode):
            return self._present(node.type)
        return self._present(node) | None

    def _present(self, node: TypeNode) -> Any:
        if isinstance(node, ListTypeNode):
            return list[self._annotation(node.type)]  # type: ignore[misc]
        assert isinstance(node, NamedTypeNode)  # noqa: S101
        return self._types[node.name.value]


def _value_of(source: Any, python_name: str) -> Any:
    name = python_name.removesuffix("_") if keyword.iskeyword(python_name.removesuffix("_")) else python_name
    return source.get(name) if isinstance(source, Mapping) else None


def _value_of_parent(source: Any, info: GraphQLResolveInfo, _arguments: dict[str, Any]) -> Any:
    return _value_of(source, info.field_name)


def _python_name(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def _always(value: Any) -> Callable[[], Any]:
    return lambda: value


def _enum(node: EnumTypeDefinitionNode) -> Any:
    made = Enum(node.name.value, {value.name.value: _enum_value(value) for value in node.values})  # type: ignore[misc]
    return strawberry.enum(made, name=node.name.value, description=_description(node))


def _enum_value(node: EnumValueDefinitionNode) -> Any:
    return strawberry.enum_value(
        node.name.value, description=_description(node), deprecation_reason=_deprecation(node)
    )


def _default(node: InputValueDefinitionNode) -> Any:
    if node.default_value is None:
        return inspect.Parameter.empty
    return value_from_ast_untyped(node.default_value)


def _description(node: Any) -> str | None:
    return node.description.value if node.description else None


def _deprecation(node: Any) -> str | None:
    for directive in node.directives:
        if directive.name.value == "deprecated":
            given = [value_from_ast_untyped(argument.value) for argument in directive.arguments]
            return str(given[0]) if given else "No longer supported"
    return None
