"""Owns the execution of a document: what is checked at each field, how values of resolvers are completed."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import (
    ExecutionContext,
    FieldNode,
    GraphQLError,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    located_error,
)
from graphql.execution.execute import get_field_def
from graphql.pyutils import Path

from local.appsync.callers import Caller
from local.appsync.documents import Prepared
from local.appsync.errors import FieldError, field_error_on_the_wire
from local.appsync.limits import Limits
from local.appsync.selection import Selection, selection_of


@dataclass(slots=True)
class Operation:
    """One request while it runs; graphql-core hands it to every resolver as its context.

    Attributes:
        variables: as the client sent them.
        open_fields: the (type, field) pairs that its caller may select.
        leaves: how the leaves without a resolver are shown, by (type, field).
        appended: errors that `util.appendError` added, in the shape of the wire.
        subscription_filter: what the subscribe-time resolver set with `extensions`.
    """

    caller: Caller
    headers: Mapping[str, str]
    variables: Mapping[str, Any]
    prepared: Prepared
    open_fields: frozenset[tuple[str, str]]
    leaves: "Leaves"
    limits: Limits
    resolvers_run: int = 0
    appended: list[dict[str, Any]] = field(default_factory=list)
    subscription_filter: Any = None

    def count_resolver(self) -> None:
        """Counts one more resolver.

        Raises:
            FieldError: it is one too many.
        """
        self.resolvers_run += 1
        if self.resolvers_run > self.limits.resolvers:
            message = f"Resolver execution limit of {self.limits.resolvers} reached."
            raise FieldError(message, "ResolverExecutionLimitReached")

    def selection(self, info: GraphQLResolveInfo) -> Selection:
        """The selection set of a field, read once for all requests where it doesn't depend on variables."""
        key = tuple(map(id, info.field_nodes))
        known = self.prepared.selections.get(key)
        if known is None:
            known = selection_of(info)
            if not self.prepared.conditional:
                self.prepared.selections[key] = known
        return known

    def append(self, error: FieldError, info: GraphQLResolveInfo) -> None:
        """Adds an error beside a field's data."""
        self.appended.append(field_error_on_the_wire(error, info.path.as_list(), info.field_nodes))

    def refusal(self, key: tuple[str, str], path: Path) -> FieldError | None:
        """Why a field, given as (type, field), is not executed, if it isn't."""
        if key not in self.open_fields:
            return FieldError(f"Not Authorized to access {key[1]} on type {key[0]}", "Unauthorized")
        if self.prepared.depth > self.limits.depth and _levels(path) > self.limits.depth:
            return FieldError(f"Query depth limit of {self.limits.depth} reached.", "QueryDepthLimitReached")
        return None


Leaves = Mapping[tuple[str, str], Callable[[Any], Any]]


def leaves_of(schema: GraphQLSchema, resolved: Collection[tuple[str, str]]) -> Leaves:
    """How each leaf of a schema is shown that has no resolver and so is a value of its parent's."""
    return {
        (type_name, field_name): get_named_type(field.type).serialize
        for type_name, made in schema.type_map.items()
        if isinstance(made, GraphQLObjectType)
        for field_name, field in made.fields.items()
        if (type_name, field_name) not in resolved and is_leaf_type(get_nullable_type(field.type))
    }


class Unserializable(FieldError):
    """A value of a resolver that doesn't fit the type of its field."""

    def __init__(self, what: str, path: Path, reason: str) -> None:
        super().__init__(f"{what} ({_dotted(path)}) : {reason}", "DataFetchingException")


class Execution(ExecutionContext):
    """graphql-core's execution, with AppSync's checks before fields and its words for wrong values."""

    context_value: Operation

    def execute_field(
        self, parent_type: GraphQLObjectType, source: Any, field_nodes: list[FieldNode], path: Path
    ) -> Any:
        """Executes a field that its caller may see and that is within the limits."""
        key = (parent_type.name, field_nodes[0].name.value)
        if key[1].startswith("__") or key[0].startswith("__"):
            return super().execute_field(parent_type, source, field_nodes, path)
        refusal = self.context_value.refusal(key, path)
        if refusal is not None:
            definition = get_field_def(self.schema, parent_type, field_nodes[0])
            error = located_error(refusal, field_nodes, path.as_list())
            self.handle_field_error(error, definition.type, path)
            return None
        show = self.context_value.leaves.get(key)
        # Most fields are leaves with a good value: the short way. Any other goes the long one.
        if show is not None and isinstance(source, dict) and source.get(key[1]) is not None:
            try:
                return show(source[key[1]])
            except Exception:
                return super().execute_field(parent_type, source, field_nodes, path)
        return super().execute_field(parent_type, source, field_nodes, path)

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        fields: dict[str, list[FieldNode]],
    ) -> dict[str, Any]:
        """Executes every field, also beside one whose failure leaves no object: AppSync tells of each."""
        results: dict[str, Any] = {}
        failures: list[tuple[GraphQLError, Path]] = []
        for name, nodes in fields.items():
            here = Path(path, name, parent_type.name)
            try:
                results[name] = self.execute_field(parent_type, source_value, nodes, here)
            except GraphQLError as error:
                failures.append((error, here))
        self._raise_all(failures)
        return results

    def complete_list_value(
        self,
        return_type: GraphQLList[GraphQLOutputType],
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        result: Any,
    ) -> list[Any]:
        """Completes every item, as `execute_fields` executes every field."""
        completed: list[Any] = []
        failures: list[tuple[GraphQLError, Path]] = []
        for index, item in enumerate(result):
            here = path.add_key(index, None)
            try:
                completed.append(self.complete_value(return_type.of_type, field_nodes, info, here, item))
            except Exception as problem:
                error = located_error(problem, field_nodes, here.as_list())
                if isinstance(return_type.of_type, GraphQLNonNull):
                    failures.append((error, here))
                else:
                    self.collected_errors.add(error, here)
                    completed.append(None)
        self._raise_all(failures)
        return completed

    def _raise_all(self, failures: Sequence[tuple[GraphQLError, Path]]) -> None:
        """Raises the last failure, which ends where null is allowed; those before it are told beside it."""
        if not failures:
            return
        for error, path in failures[:-1]:
            self.collected_errors.add(error, path)
        raise failures[-1][0]

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        result: Any,
    ) -> Any:
        """Completes a value of JSON: null, a leaf, a list or a mapping."""
        if isinstance(return_type, GraphQLNonNull):
            completed = self.complete_value(return_type.of_type, field_nodes, info, path, result)
            if completed is None:
                raise FieldError(
                    f"Cannot return null for non-nullable type: '{return_type.of_type}' within parent "
                    f"'{info.parent_type.name}' ({_dotted(path)})",
                    "NullValueInNonNullableField",
                )
            return completed
        if result is None:
            return None
        if is_leaf_type(return_type):
            return _leaf(cast("GraphQLLeafType", return_type), path, result)
        if isinstance(return_type, GraphQLList):
            if isinstance(result, str | Mapping) or not isinstance(result, Iterable):
                raise Unserializable("Can't resolve value", path, "type mismatch error, expected type LIST")
            return self.complete_list_value(return_type, field_nodes, info, path, result)
        if not isinstance(result, Mapping) and not str(return_type).startswith("__"):
            raise Unserializable("Can't resolve value", path, "type mismatch error, expected type OBJECT")
        return super().complete_value(return_type, field_nodes, info, path, result)


def _leaf(return_type: GraphQLLeafType, path: Path, result: Any) -> Any:
    try:
        return return_type.serialize(result)
    except Exception as error:
        raise Unserializable("Can't serialize value", path, str(error)) from None


def _levels(path: Path | None) -> int:
    """The fields on a path; positions in lists are none."""
    levels = 0
    while path is not None:
        levels += isinstance(path.key, str)
        path = path.prev
    return levels


def _dotted(path: Path) -> str:
    """A path as AppSync writes it: `/team/crews[3]/name`."""
    keys: Sequence[str | int] = path.as_list()
    return "".join(f"[{key}]" if isinstance(key, int) else f"/{key}" for key in keys)
