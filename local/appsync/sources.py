"""Owns what every data source has in common: it takes a request document and answers a result or an error."""

from dataclasses import dataclass
from typing import Any, Protocol

from local.appsync.errors import FieldError


@dataclass(frozen=True, slots=True)
class SourceError:
    """What `ctx.error` shows of a failed call."""

    message: str
    type: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the response handler sees: `ctx.result` and `ctx.error`."""

    result: Any = None
    error: SourceError | None = None


class DataSource(Protocol):
    """What stands behind a resolver."""

    def invoke(self, document: Any) -> Answer:
        """Carries out what a request handler returned.

        Raises:
            FieldError: the document is none that this data source understands.
        """


class NoneSource:
    """AppSync's NONE data source: the payload of the document is the result."""

    def invoke(self, document: Any) -> Answer:
        """The payload, unchanged."""
        return Answer(document.get("payload") if isinstance(document, dict) else None)


def wanted(document: Any, name: str) -> Any:
    """A part that a request document must have.

    Raises:
        FieldError: it is missing; the message is the one AppSync gives.
    """
    if not isinstance(document, dict) or document.get(name) is None:
        raise malformed(f"Value for field '$[{name}]' not found.")
    return document[name]


def malformed(message: str) -> FieldError:
    """The refusal of a request document that a data source doesn't understand."""
    return FieldError(message, "MappingTemplate")
