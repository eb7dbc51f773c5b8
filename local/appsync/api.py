"""Owns the assembled API: a schema file and its resolvers, executed as AppSync would.

api = Api(schema_source, resolvers, credentials, limits)
response = api.execute(query, variables, operation_name, caller, headers)   # from any thread
routes(api)                                                                 # see http.py
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import ExecutionContext, GraphQLError, GraphQLSchema, OperationType, parse
from graphql.execution.execute import assume_not_awaitable

from local.appsync.auth import FieldAuthorization
from local.appsync.callers import Caller, Credentials
from local.appsync.documents import Documents, InvalidDocument, without_suggestions
from local.appsync.errors import invalid, on_the_wire
from local.appsync.execution import Execution, Operation
from local.appsync.limits import Limits
from local.appsync.resolution import FieldResolver
from local.mirror import reflect

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
        schema_source: the text of the schema file, AWS directives included.
        resolvers: of the fields that have one; any other takes the value of its name from its parent.
        credentials: verifies what requests carry.
    """

    def __init__(
        self,
        schema_source: str,
        resolvers: Sequence[FieldResolver],
        credentials: Credentials,
        limits: Limits | None = None,
    ) -> None:
        document = parse(schema_source)
        self.credentials = credentials
        self._limits = limits or Limits()
        self._authorization = FieldAuthorization(document)
        mirror = reflect(document, {(r.type_name, r.field_name): r.resolve for r in resolvers})
        self._schema: GraphQLSchema = mirror._schema
        self._documents = Documents(self._schema, self._limits)

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
            prepared = self._documents.prepare(query)
        except InvalidDocument as error:
            return Response(None, error.errors, False)
        operation = Operation(
            caller,
            headers or {},
            variables or {},
            prepared,
            self._authorization.open_to(caller),
            self._limits,
        )
        built = Execution.build(
            self._schema,
            prepared.document,
            None,
            operation,
            dict(operation.variables),
            operation_name,
            is_awaitable=assume_not_awaitable,
        )
        if isinstance(built, list):
            return Response(None, [_request_error(error) for error in built], False)
        refusal = _unfit(built.operation.operation, read_only)
        if refusal:
            return Response(None, [invalid(GraphQLError(refusal), "OperationNotSupported", refusal)], False)
        return _executed(built, operation)


def _executed(execution: ExecutionContext, operation: Operation) -> Response:
    data: Any = None
    try:
        data = execution.execute_operation(execution.operation, None)
    except GraphQLError as error:  # a null that no nullable field above it stopped
        execution.collected_errors.add(error, None)
    failed = [on_the_wire(error) for error in execution.collected_errors.errors]
    return Response(data, [*failed, *operation.appended], True)


def _unfit(kind: OperationType, read_only: bool) -> str | None:
    if kind is OperationType.SUBSCRIPTION:
        return "Subscriptions are served over the WebSocket."
    if read_only and kind is not OperationType.QUERY:
        return "A GET request can only carry a query."
    return None


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
