"""Owns the assembled API: a schema file and its resolvers, executed as AppSync would.

    api = Api(schema, resolvers, credentials, limits)
    response = api.execute(query, variables, operation_name, caller, headers)   # from any thread

`endpoints.routes(api, workers)` serves one over HTTP and WebSocket.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from graphql import DocumentNode, ExecutionContext, GraphQLError, GraphQLSchema, OperationType, parse
from graphql.execution.collect_fields import collect_fields
from graphql.execution.execute import assume_not_awaitable
from graphql.execution.values import get_argument_values

from local.appsync.auth import FieldAuthorization, subscribed_mutations
from local.appsync.callers import Caller, Credentials
from local.appsync.documents import Documents, InvalidDocument, without_suggestions
from local.appsync.errors import invalid, on_the_wire
from local.appsync.execution import Execution, Operation, leaves_of
from local.appsync.limits import Limits
from local.appsync.resolution import FieldResolver
from local.appsync.subscriptions import Event, Subscriptions, by_name
from local.mirror import plain, reflect

_BAD_VARIABLE = re.compile(
    r"Variable '\$(?P<name>\w+)' got invalid value .*?(?: at '(?P<place>[\w.\[\]]+)')?; "
    r"(?:Expected type '[^']*'\. )?(?P<reason>.*)",
    re.DOTALL,
)
_MISSING_VARIABLE = re.compile(r"Variable '\$(?P<name>\w+)' of (?:required|non-null) type '(?P<type>[^']+)'")


@dataclass(frozen=True, slots=True)
class Response:
    """The answer to one document.

    Attributes:
        executed: false when it was refused before any field was.
    """

    data: dict[str, Any] | None
    errors: Sequence[Mapping[str, Any]]
    executed: bool

    def body(self) -> dict[str, Any]:
        """The answer as JSON; without errors it has none."""
        return {"data": self.data, **({"errors": list(self.errors)} if self.errors else {})}


class Api:
    """One GraphQL API. Safe to share between threads.

    Args:
        schema: the text of the schema file, AWS directives included, or what it was parsed to.
        resolvers: of the fields that have one; any other takes the value of its name from its parent.
        credentials: verifies what requests carry.
    """

    def __init__(
        self,
        schema: str | DocumentNode,
        resolvers: Sequence[FieldResolver],
        credentials: Credentials,
        limits: Limits | None = None,
    ) -> None:
        document = self._document = parse(schema) if isinstance(schema, str) else schema
        self.credentials = credentials
        self._limits = limits or Limits()
        self._authorization = FieldAuthorization(document)
        resolved = {(one.type_name, one.field_name): one.resolve for one in resolvers}
        self._schema: GraphQLSchema = reflect(document, resolved)._schema
        self._leaves = leaves_of(self._schema, resolved)
        self._documents = Documents(self._schema, self._limits)
        self.subscriptions = Subscriptions(subscribed_mutations(document))

    @cached_property
    def _events(self) -> GraphQLSchema:
        """For events: they carry what their mutation selected, no resolver runs when one is delivered."""
        return reflect(self._document, {})._schema

    def execute(
        self,
        query: str,
        variables: Mapping[str, Any] | None,
        operation_name: str | None,
        caller: Caller,
        headers: Mapping[str, str] | None = None,
        read_only: bool = False,
    ) -> Response:
        """Executes a document for a caller whose credentials have been verified.

        Args:
            headers: of the request, for `ctx.request`.
            read_only: refuse anything but a query, as for a GET.
        """
        try:
            operation = self._operation(query, variables, caller, headers)
            built = _built(self._schema, operation, operation_name)
            _check_kind(built.operation.operation, read_only)
        except InvalidDocument as error:
            return Response(None, error.errors, False)
        response = _executed(built, operation)
        if built.operation.operation is OperationType.MUTATION and response.data:
            self._publish(built, response.data)
        return response

    def subscribe(
        self,
        query: str,
        variables: Mapping[str, Any] | None,
        operation_name: str | None,
        caller: Caller,
        headers: Mapping[str, str],
    ) -> "SubscriptionPlan":
        """Authorizes a subscription and runs its subscribe-time resolver.

        Raises:
            InvalidDocument: the document is no subscription, or its caller is refused.
        """
        operation = self._operation(query, variables, caller, headers)
        built = _built(self._schema, operation, operation_name)
        kind = built.operation.operation
        if kind is not OperationType.SUBSCRIPTION:
            message = f"{kind.value} not supported through the realtime channel"
            raise InvalidDocument([invalid(GraphQLError(message), "UnsupportedOperation", message)])
        response = _executed(built, operation)
        if response.errors:
            raise InvalidDocument(response.errors)
        return SubscriptionPlan(self._events, built, operation, operation_name)

    def _operation(
        self,
        query: str,
        variables: Mapping[str, Any] | None,
        caller: Caller,
        headers: Mapping[str, str] | None,
    ) -> Operation:
        prepared = self._documents.prepare(query)
        open_fields = self._authorization.open_to(caller)
        return Operation(
            caller, headers or {}, variables or {}, prepared, open_fields, self._leaves, self._limits
        )

    def _publish(self, execution: ExecutionContext, data: Mapping[str, Any]) -> None:
        answered = by_name(dict(data), execution.operation.selection_set, execution.fragments)
        for mutation, event in answered.items():
            if isinstance(event, dict) and self.subscriptions.awaited(mutation):
                self.subscriptions.publish(mutation, event)


class SubscriptionPlan:
    """A subscription that its caller may have: what it waits for, and how an event answers it."""

    def __init__(
        self,
        events: GraphQLSchema,
        execution: ExecutionContext,
        operation: Operation,
        operation_name: str | None,
    ) -> None:
        self._events = events
        self._operation = operation
        self._operation_name = operation_name
        root = events.subscription_type
        assert root is not None  # noqa: S101  the document was valid
        selected = execution.operation.selection_set
        fields = collect_fields(events, execution.fragments, execution.variable_values, root, selected)
        ((node, *_),) = fields.values()
        given = get_argument_values(root.fields[node.name.value], node, execution.variable_values)
        self.field_name: str = node.name.value
        self.arguments: Mapping[str, Any] = {name: plain(value) for name, value in given.items()}
        self.filter: Mapping[str, Any] | None = operation.subscription_filter

    def answer(self, event: Event) -> dict[str, Any]:
        """The body of the message that brings an event."""
        operation = replace(self._operation, appended=[])
        built = _built(self._events, operation, self._operation_name, {self.field_name: event})
        return _executed(built, operation).body()


def _built(
    schema: GraphQLSchema, operation: Operation, operation_name: str | None, root: Any = None
) -> ExecutionContext:
    """An execution that can start.

    Raises:
        InvalidDocument: there is no such operation, or a variable doesn't fit.
    """
    built = Execution.build(
        schema,
        operation.prepared.document,
        root,
        operation,
        dict(operation.variables),
        operation_name,
        is_awaitable=assume_not_awaitable,
    )
    if isinstance(built, list):
        raise InvalidDocument([_request_error(error) for error in built])
    return built


def _executed(execution: ExecutionContext, operation: Operation) -> Response:
    data: Any = None
    try:
        data = execution.execute_operation(execution.operation, execution.root_value)
    except GraphQLError as error:  # a null that no nullable field above it stopped
        execution.collected_errors.add(error, None)
    failed = [on_the_wire(error) for error in execution.collected_errors.errors]
    return Response(data, [*failed, *operation.appended], True)


def _check_kind(kind: OperationType, read_only: bool) -> None:
    if kind is OperationType.SUBSCRIPTION:
        raise InvalidDocument([_unsupported("Subscriptions are served over the WebSocket.")])
    if read_only and kind is not OperationType.QUERY:
        raise InvalidDocument([_unsupported("A GET request can only carry a query.")])


def _unsupported(message: str) -> dict[str, Any]:
    return invalid(GraphQLError(message), "OperationNotSupported", message)


def _request_error(error: GraphQLError) -> dict[str, Any]:
    """What keeps an operation from being executed: its name, or a variable."""
    message = without_suggestions(error.message)
    missing = _MISSING_VARIABLE.match(message)
    bad = _BAD_VARIABLE.match(message)
    if missing:
        message = f"Variable '{missing['name']}' has coerced Null value for NonNull type '{missing['type']}'"
    elif bad:
        place = f" ({bad['place']})" if bad["place"] else ""
        message = f"Variable '{bad['name']}' has an invalid value. {bad['reason']}{place}"
    return invalid(error, "ValidationError", message)
