"""What a client of the API does: it sends a document and reads the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from local.appsync.api import Api
from local.appsync.callers import Caller


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error of the API, as programs read it."""

    type: str
    info: Any = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one document, which asked for one field of Query or Mutation."""

    data: Mapping[str, Any] | None
    errors: Sequence[Mapping[str, Any]]

    @property
    def value(self) -> Any:
        """What the field gave; the test fails when anything was refused."""
        assert not self.errors, self.errors
        assert self.data is not None
        (value,) = self.data.values()
        return value

    @property
    def refusal(self) -> Refusal:
        """The one error of the answer."""
        assert len(self.errors) == 1, (self.data, self.errors)
        return Refusal(self.errors[0]["errorType"], self.errors[0].get("errorInfo"))


@dataclass(frozen=True, slots=True, repr=False)
class Client:
    """Somebody who calls the API.

    Attributes:
        sub: the identifier that the sign-in gave; empty for nobody.
    """

    api: Api
    caller: Caller
    sub: str

    def execute(self, document: str, **variables: Any) -> Answer:
        """Sends a document."""
        response = self.api.execute(document, variables, None, self.caller, {"host": "127.0.0.1"})
        return Answer(response.data, response.errors)

    def pages(self, document: str, *path: str, **variables: Any) -> list[list[Any]]:
        """Reads a list page by page to its end; the items of each page.

        Args:
            document: takes the variable `$nextToken`.
            path: fields from the root to the page.
        """
        pages: list[list[Any]] = []
        token = None
        while not pages or token is not None:
            page = dict(self.execute(document, nextToken=token, **variables).data or {})
            for name in path:
                page = page[name]
            pages.append(page["items"])
            token = page["nextToken"]
            assert len(pages) < 100, "the pages do not end"
        return pages
