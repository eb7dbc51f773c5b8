"""Owns the errors of the API: how a refusal travels inside, and how each error looks on the wire."""

import logging
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from graphql import GraphQLError, Node

logger = logging.getLogger(__name__)


class FieldError(Exception):
    """A field that is refused or fails in a way its client may know.

    Args:
        error_type: `errorType` on the wire; None where AppSync gives none.
        data: `data` on the wire.
        info: `errorInfo` on the wire.
    """

    def __init__(self, message: str, error_type: str | None, data: Any = None, info: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.error_type = error_type
        self.data = data
        self.info = info


class RequestRefused(Exception):
    """A request that is refused as a whole, before any field is looked at.

    Args:
        status: of the HTTP answer.
    """

    def __init__(self, message: str, error_type: str, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.error_type = error_type
        self.status = status

    def on_the_wire(self) -> dict[str, Any]:
        """The body of the answer, as AppSync shapes it for a request without a result."""
        return {"errors": [{"errorType": self.error_type, "message": self.message}]}


class Unauthorized(RequestRefused):
    """No credentials for the whole request, or bad ones: HTTP 401."""

    def __init__(self, message: str = "You are not authorized to make this call.") -> None:
        super().__init__(message, "UnauthorizedException", 401)


def field_error_on_the_wire(
    error: FieldError, path: Sequence[str | int] | None, nodes: Sequence[Node]
) -> dict[str, Any]:
    """A field's error in AppSync's shape: path, data, errorType, errorInfo, locations, message."""
    return {
        "path": None if path is None else list(path),
        "data": error.data,
        "errorType": error.error_type,
        "errorInfo": error.info,
        "locations": _locations(GraphQLError("", nodes)),
        "message": error.message,
    }


def on_the_wire(error: GraphQLError) -> Mapping[str, Any]:
    """Any error of an execution in AppSync's shape.

    What is no `FieldError` is a defect: it is logged with an id, and the answer holds that id alone.
    """
    cause = error.original_error
    if cause is None or isinstance(cause, GraphQLError):
        cause = FieldError(error.message, "ValidationError")
    elif not isinstance(cause, FieldError):
        cause = internal_failure(cause)
    return field_error_on_the_wire(cause, error.path, error.nodes or ())


def internal_failure(cause: BaseException) -> FieldError:
    """Logs a defect and gives the error that names it to the client: its id and no more."""
    reference = str(uuid.uuid4())
    logger.error("InternalFailure %s", reference, exc_info=cause)
    return FieldError(f"Internal failure, reference {reference}", "InternalFailure", info={"id": reference})


def _locations(error: GraphQLError) -> list[dict[str, Any]] | None:
    places = error.locations
    return (
        None if places is None else [{"line": p.line, "column": p.column, "sourceName": None} for p in places]
    )


def invalid(error: GraphQLError, error_type: str, message: str) -> dict[str, Any]:
    """An error of a whole document: it has a place in the text, none in an answer."""
    return {"path": None, "locations": _locations(error), "errorType": error_type, "message": message}
