"""Owns the documents of requests: parsed and validated once, refused as AppSync refuses them."""

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    Node,
    ValidationContext,
    parse,
    specified_rules,
    validate,
)

from local.appsync.errors import invalid
from local.appsync.limits import Limits, size_of
from local.appsync.selection import Selection

_DOCUMENTS_REMEMBERED = 500
_LONGEST_DOCUMENT = 200_000
_ERRORS_TOLD = 20

_CONDITION = re.compile(r"@\s*(?:skip|include)\b")
_SUGGESTION = re.compile(r"\s*Did you mean .*?\?")
_UNDEFINED_FIELD = re.compile(r"Cannot query field '(?P<field>\w+)' on type '(?P<type>\w+)'")

# The names graphql-java, which AppSync is built on, gives to the rules of the GraphQL specification.
_KINDS = {
    "ExecutableDefinitionsRule": "NonExecutableDefinition",
    "FieldsOnCorrectTypeRule": "FieldUndefined",
    "FragmentsOnCompositeTypesRule": "InlineFragmentTypeConditionInvalid",
    "KnownArgumentNamesRule": "UnknownArgument",
    "KnownDirectivesRule": "UnknownDirective",
    "KnownFragmentNamesRule": "UndefinedFragment",
    "KnownTypeNamesRule": "UnknownType",
    "LoneAnonymousOperationRule": "LoneAnonymousOperationError",
    "NoFragmentCyclesRule": "FragmentCycle",
    "_NoIntrospectionRule": "FieldUndefined",
    "NoUndefinedVariablesRule": "UndefinedVariable",
    "NoUnusedFragmentsRule": "UnusedFragment",
    "NoUnusedVariablesRule": "UnusedVariable",
    "OverlappingFieldsCanBeMergedRule": "FieldsConflict",
    "PossibleFragmentSpreadsRule": "InvalidFragmentType",
    "ProvidedRequiredArgumentsRule": "MissingFieldArgument",
    "ScalarLeafsRule": "SubSelectionRequired",
    "SingleFieldSubscriptionsRule": "SubscriptionMultipleRootFields",
    "UniqueArgumentNamesRule": "DuplicateArgumentNames",
    "UniqueDirectivesPerLocationRule": "DuplicateDirectiveName",
    "UniqueFragmentNamesRule": "DuplicateFragmentName",
    "UniqueInputFieldNamesRule": "DuplicateArgumentNames",
    "UniqueOperationNamesRule": "DuplicateOperationName",
    "UniqueVariableNamesRule": "DuplicateVariableName",
    "ValuesOfCorrectTypeRule": "WrongType",
    "VariablesAreInputTypesRule": "NonInputTypeOnVariable",
    "VariablesInAllowedPositionRule": "VariableTypeMismatch",
    "MaxIntrospectionDepthRule": "MaximumDepth",
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that can be executed.

    Attributes:
        depth: its levels of fields.
        conditional: whether `@skip` or `@include` make what it selects depend on its variables.
        selections: what has been read from its selection sets, by its nodes, for `ctx.info`.
    """

    document: DocumentNode
    depth: int
    conditional: bool
    selections: dict[tuple[int, ...], Selection] = field(default_factory=dict)


class InvalidDocument(Exception):
    """A document that can't be executed; its errors are in the shape of the wire."""

    def __init__(self, errors: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(errors)
        self.errors = errors


class Documents:
    """The documents of one API, the last ones remembered. Safe to share between threads."""

    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self._schema = schema
        self._limits = limits
        rules = [*specified_rules, *([] if limits.introspection else [_NoIntrospectionRule])]
        self._rules = [_named(rule) for rule in rules]
        self._known: OrderedDict[str, Prepared] = OrderedDict()
        self._lock = Lock()

    def prepare(self, text: str) -> Prepared:
        """A document ready to be executed.

        Raises:
            InvalidDocument: it is too long, not GraphQL, or doesn't fit the schema.
        """
        with self._lock:
            known = self._known.get(text)
            if known is not None:
                self._known.move_to_end(text)
                return known
        prepared = self._validated(text, self._parsed(text))
        with self._lock:
            self._known[text] = prepared
            if len(self._known) > _DOCUMENTS_REMEMBERED:
                self._known.popitem(last=False)
        return prepared

    def _validated(self, text: str, document: DocumentNode) -> Prepared:
        errors = validate(self._schema, document, self._rules, max_errors=_ERRORS_TOLD)
        if errors:
            raise InvalidDocument([_validation_error(error, document) for error in errors])
        size = size_of(document)
        if size.fields > self._limits.fields:
            message = f"Validation error of type MaximumFields: more than {self._limits.fields} fields"
            raise InvalidDocument([invalid(GraphQLError(message), "ValidationError", message)])
        return Prepared(document, size.depth, _CONDITION.search(text) is not None)

    def _parsed(self, text: str) -> DocumentNode:
        if len(text) > _LONGEST_DOCUMENT:
            message = f"Invalid Syntax : the document has more than {_LONGEST_DOCUMENT} characters."
            raise InvalidDocument([invalid(GraphQLError(message), "InvalidSyntax", message)])
        try:
            return parse(text, max_tokens=self._limits.tokens)
        except GraphQLSyntaxError as error:
            message = f"Invalid Syntax : {error.description}"
            raise InvalidDocument([invalid(error, "InvalidSyntax", message)]) from None
        except RecursionError:
            message = "Invalid Syntax : the document is nested too deeply."
            raise InvalidDocument([invalid(GraphQLError(message), "InvalidSyntax", message)]) from None


class _ValidationError(GraphQLError):
    """An error that remembers the rule it breaks."""

    kind = ""


class _Marking:
    """A validation context whose errors are marked with the rule that reports them."""

    def __init__(self, context: ValidationContext, kind: str) -> None:
        self._context = context
        self._kind = kind

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def report_error(self, error: GraphQLError) -> None:
        marked = _ValidationError(error.message, error.nodes)
        marked.kind = self._kind
        self._context.report_error(marked)


def _named(rule: type[ASTValidationRule]) -> type[ASTValidationRule]:
    """The rule, its errors marked with the name AppSync gives it."""
    kind = _KINDS.get(rule.__name__, rule.__name__.removesuffix("Rule"))

    def marked(self: ASTValidationRule, context: ValidationContext) -> None:
        rule.__init__(self, _Marking(context, kind))  # type: ignore[arg-type]

    return type(rule.__name__, (rule,), {"__init__": marked})


class _NoIntrospectionRule(ASTValidationRule):
    """No field that tells the schema: to a client they are unknown."""

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        if node.name.value in {"__schema", "__type"}:
            self.report_error(GraphQLError(f"Cannot query field '{node.name.value}' on type 'Query'.", node))


def without_suggestions(message: str) -> str:
    """A message of graphql-core less its "Did you mean": AppSync has none, and it would tell the schema."""
    return _SUGGESTION.sub("", message)


def _validation_error(error: GraphQLError, document: DocumentNode) -> dict[str, Any]:
    if not isinstance(error, _ValidationError):
        return invalid(error, "ValidationError", without_suggestions(error.message))
    undefined = _UNDEFINED_FIELD.search(error.message)
    if undefined:
        reason = f"Field '{undefined['field']}' in type '{undefined['type']}' is undefined"
    else:
        reason = without_suggestions(error.message).removesuffix(".")
    path = "/".join(_field_path(document, error.nodes[0])) if error.nodes else ""
    place = f" @ '{path}'" if path else ""
    return invalid(error, "ValidationError", f"Validation error of type {error.kind}: {reason}{place}")


def _field_path(document: DocumentNode, sought: Node) -> list[str]:
    """The names of the fields around a node, and its own when it is a field."""

    def walk(node: Node, path: list[str]) -> Iterator[list[str]]:
        here = [*path, node.name.value] if isinstance(node, FieldNode) else path
        if node is sought:
            yield here
        for key in node.keys:
            child = getattr(node, key, None)
            for item in child if isinstance(child, tuple | list) else (child,):
                if isinstance(item, Node):
                    yield from walk(item, here)

    return next(walk(document, []), [])
