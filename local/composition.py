"""Composes the API of this repository: schema.graphql, the files in `resolvers/`, the table behind them."""

import importlib
from collections.abc import Iterator
from pathlib import Path

from graphql import DocumentNode, ObjectTypeDefinitionNode, parse

from local.appsync.api import Api
from local.appsync.callers import Credentials
from local.appsync.dynamodb import DynamoDB
from local.appsync.engine import Code
from local.appsync.lambdas import LambdaFunction
from local.appsync.limits import Limits
from local.appsync.resolution import FieldResolver, Step
from resolvers import discovery
from stacks import query_limits, time_limits

SCHEMA = Path(__file__).parents[1] / "schema.graphql"


def regatta_api(table: DynamoDB, credentials: Credentials, *, introspection: bool = True) -> Api:
    """The API that is deployed, on the given table.

    The handlers of the Lambda folders are imported here: what they read from the environment when they
    are imported must stand there before.

    Args:
        introspection: whether a client may ask for the schema.

    Raises:
        BindingError: a field has no file, or a file no field.
        CodeRefused: AppSync would not take a file.
    """
    schema = parse(SCHEMA.read_text(encoding="utf-8"))
    limits = Limits(query_limits.DEPTH, query_limits.RESOLVERS, introspection=introspection)
    return Api(schema, tuple(_field_resolvers(schema, table)), credentials, limits)


def _field_resolvers(schema: DocumentNode, table: DynamoDB) -> Iterator[FieldResolver]:
    frame, invoke = _code(discovery.PIPELINE), _code(discovery.INVOKE)
    found = discovery.discover(_fields(schema))
    folders = {one.folder for one in found if isinstance(one, discovery.LambdaResolver)}
    functions = {
        folder: LambdaFunction(
            folder, importlib.import_module(f"resolvers.{folder}.handler").handler, time_limits.FIELD
        )
        for folder in folders
    }
    code_of = {
        path: _code(path)
        for one in found
        if isinstance(one, discovery.DirectResolver)
        for path in (*one.functions, one.code)
    }
    for one in found:
        if isinstance(one, discovery.LambdaResolver):
            yield FieldResolver(one.type_name, one.field_name, (Step(invoke, functions[one.folder]),))
        else:
            steps = tuple(Step(code_of[path], table) for path in (*one.functions, one.code))
            yield FieldResolver(one.type_name, one.field_name, steps, frame if one.functions else None)


def _fields(schema: DocumentNode) -> Iterator[tuple[str, str]]:
    for node in schema.definitions:
        if isinstance(node, ObjectTypeDefinitionNode):
            yield from ((node.name.value, field.name.value) for field in node.fields)


def _code(path: Path) -> Code:
    return Code(path.read_text(encoding="utf-8"), path.name)
