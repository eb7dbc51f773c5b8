"""The one handler of every Lambda folder: event in, envelope out, and no defect ever shown to the caller."""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol

from aws_lambda_powertools import Logger

from resolvers.afresh import afresh
from resolvers.discovery import function_name
from resolvers.metrics import DEFECTS, DONE, REFUSED, count
from resolvers.regatta.refusals import Refusal
from resolvers.request import Caller, Request
from resolvers.table.plain import to_plain
from resolvers.table.table import connect

Field = Callable[[Request], Any]
Handler = Callable[[Mapping[str, Any], "Context"], dict[str, Any]]

logger = Logger()


class Context(Protocol):
    """What the Lambda runtime tells of an invocation."""

    @property
    def aws_request_id(self) -> str:
        """Names the invocation in the logs."""

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the function is stopped."""


def handler_of(package: str, path: list[str]) -> Handler:
    """The handler of a folder: it runs the function that has the name of the field.

    Args:
        package: dotted name of the folder; `path` is its `__path__`.

    Returns:
        A function from AppSync's event to `{"result": …}` or `{"refusal": {type, message, info}}`, which
        `invoke.js` opens.
    """
    fields = _fields(package, path)
    if "TABLE_NAME" in os.environ:
        connect()  # at import, so that a snapshot of the function holds the client

    def handler(event: Mapping[str, Any], context: Context) -> dict[str, Any]:
        info = event["info"]
        field = fields[function_name(info["parentTypeName"], info["fieldName"])]
        request = _request(event, context)
        try:
            result = to_plain(afresh(partial(field, request)))
        except Refusal as refusal:
            count(REFUSED)
            logger.info("refused", field=request.field, refusal=refusal.type)
            return {"refusal": {"type": refusal.type, "message": refusal.message, "info": refusal.info}}
        except Exception:
            count(DEFECTS)
            logger.exception("defect", field=request.field, request_id=context.aws_request_id)
            message = f"Something went wrong on our side; it is logged as {context.aws_request_id}."
            info = {"requestId": context.aws_request_id}
            return {"refusal": {"type": "InternalFailure", "message": message, "info": info}}
        if info["parentTypeName"] == "Mutation" and not request.arguments.get("dryRun"):
            count(DONE, request.field)
        return {"result": result}

    return handler


def _fields(package: str, path: list[str]) -> dict[str, Field]:
    names = [module.name for module in iter_modules(path) if not module.name.startswith("_")]
    return {name: getattr(import_module(f"{package}.{name}"), name) for name in names if name != "handler"}


def _request(event: Mapping[str, Any], context: Context) -> Request:
    identity = event.get("identity") or {}
    caller = None
    if "sub" in identity:
        caller = Caller(identity["sub"], identity["username"], tuple(identity.get("groups") or ()))
    return Request(
        field=event["info"]["fieldName"],
        arguments=event["arguments"],
        source=event.get("source"),
        identity=caller,
        now=datetime.now(UTC),
        table=connect(),
        seconds_left=lambda: context.get_remaining_time_in_millis() / 1000,
    )
