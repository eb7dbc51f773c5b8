"""Owns the authorization of fields: what the AWS directives of a schema file open, and to whom."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from graphql import (
    ConstDirectiveNode,
    DocumentNode,
    GraphQLError,
    ObjectTypeDefinitionNode,
    value_from_ast_untyped,
)

from local.appsync.callers import Caller, Mode

_MODES = {
    "aws_api_key": Mode.API_KEY,
    "aws_iam": Mode.IAM,
    "aws_oidc": Mode.OIDC,
    "aws_lambda": Mode.LAMBDA,
    "aws_cognito_user_pools": Mode.COGNITO,
    "aws_auth": Mode.COGNITO,
}
_CALLERS_REMEMBERED = 64

Openings = Mapping[Mode, frozenset[str] | None]
"""The modes that open a field; for Cognito the groups, one of which is enough, None for everybody."""


class FieldAuthorization:
    """Which fields of a schema are open to which caller.

    Directives on a field replace those on its type; a field with neither is open to the default mode.

    Args:
        document: the parsed schema file.
        default: the mode of fields without a directive.
    """

    def __init__(self, document: DocumentNode, default: Mode = Mode.COGNITO) -> None:
        self._openings: dict[tuple[str, str], Openings] = {}
        for node in document.definitions:
            if isinstance(node, ObjectTypeDefinitionNode):
                of_type = _openings(node.directives) or {default: None}
                for field in node.fields:
                    key = (node.name.value, field.name.value)
                    self._openings[key] = _openings(field.directives) or of_type
        self._fields_for = lru_cache(_CALLERS_REMEMBERED)(self._open_fields)

    def open_to(self, caller: Caller) -> frozenset[tuple[str, str]]:
        """The (type, field) pairs that the caller may select."""
        return self._fields_for(caller.mode, caller.groups)

    def _open_fields(self, mode: Mode, groups: frozenset[str]) -> frozenset[tuple[str, str]]:
        return frozenset(
            field
            for field, openings in self._openings.items()
            if mode in openings and _admits(openings[mode], groups)
        )


def subscribed_mutations(document: DocumentNode) -> dict[str, tuple[str, ...]]:
    """The mutations that fire each field of Subscription, by `@aws_subscribe`.

    Raises:
        GraphQLError: a subscription names no mutation.
    """
    fired: dict[str, tuple[str, ...]] = {}
    for node in document.definitions:
        if isinstance(node, ObjectTypeDefinitionNode) and node.name.value == "Subscription":
            for field in node.fields:
                names = [
                    _argument(d, "mutations") for d in field.directives if d.name.value == "aws_subscribe"
                ]
                if not names or not names[0]:
                    raise GraphQLError(
                        f"Subscription.{field.name.value} needs @aws_subscribe(mutations: [...])"
                    )
                fired[field.name.value] = tuple(names[0])
    return fired


def _openings(directives: Sequence[ConstDirectiveNode]) -> Openings:
    opened: dict[Mode, frozenset[str] | None] = {}
    for directive in directives:
        mode = _MODES.get(directive.name.value)
        if mode is not None:
            groups = _argument(directive, "cognito_groups")
            opened[mode] = None if groups is None else frozenset(groups)
    return opened


def _argument(directive: ConstDirectiveNode, name: str) -> list[str] | None:
    for argument in directive.arguments:
        if argument.name.value == name:
            value = value_from_ast_untyped(argument.value)
            return [value] if isinstance(value, str) else value
    return None


def _admits(required: frozenset[str] | None, groups: frozenset[str]) -> bool:
    return required is None or not required.isdisjoint(groups)
