"""Every refusal of the API: one exception class for each `errorType`, with the figures that explain it."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import Enum
from typing import Any

from resolvers.regatta.names import camel_case
from resolvers.regatta.vocabulary import Action, Missing, Phase


@dataclass(eq=False)
class Refusal(Exception):
    """A request that the rules refuse; nothing was written.

    Attributes:
        message: English, says what was wrong and what would be right; applications translate by type.
    """

    message: str

    @property
    def type(self) -> str:
        """The `errorType` on the wire."""
        return type(self).__name__

    @property
    def info(self) -> dict[str, Any]:
        """The `errorInfo` on the wire: every attribute but the message, in camel case, as plain JSON."""
        return {camel_case(name): _plain(value) for name, value in _attributes(self) if name != "message"}


@dataclass(eq=False)
class Unauthorized(Refusal):
    """The caller may not do this to that."""


@dataclass(eq=False)
class PhaseForbids(Refusal):
    """The phase of the edition forbids the action; `until` is when the phase ends, null for the last one."""

    action: Action
    phase: Phase
    until: datetime | None


@dataclass(eq=False)
class NotFound(Refusal):
    """There is no such thing, or it is somebody else's."""

    kind: str
    id: str

    @property
    def info(self) -> dict[str, Any]:
        """As `{type, id}`, the names of the API."""
        return {"type": self.kind, "id": self.id}


@dataclass(eq=False)
class Invalid(Refusal):
    """An argument is wrong: which field, and a code for how."""

    field: str
    code: str


@dataclass(eq=False)
class Conflict(Refusal):
    """Somebody changed it meanwhile: the version sent, and the version that stands."""

    expected: int
    actual: int


@dataclass(eq=False)
class LicenceTaken(Refusal):
    """The licence is in use in this edition: names the club that has it, never the person."""

    licence: str
    club: str


@dataclass(eq=False)
class AlreadySeated(Refusal):
    """The member has a seat in another crew."""

    member_id: str
    crew_id: str


@dataclass(eq=False)
class NotEligible(Refusal):
    """The crew may not enter the race, or a member may not sit there; `details` are the figures of `code`."""

    code: str
    details: dict[str, Any]

    @property
    def info(self) -> dict[str, Any]:
        """The code and its figures side by side."""
        return {"code": str(self.code), **{camel_case(k): _plain(v) for k, v in self.details.items()}}


@dataclass(eq=False)
class NotComplete(Refusal):
    """The crew lacks something."""

    missing: tuple[Missing, ...]


@dataclass(eq=False)
class StillSeated(Refusal):
    """The member sits in a crew and can't be deleted."""

    crew_id: str


@dataclass(eq=False)
class AlreadyPaid(Refusal):
    """The crew was paid for and can't be deleted."""

    payment_id: str


@dataclass(eq=False)
class BoatTaken(Refusal):
    """The boat is assigned to another crew."""

    boat_id: str


@dataclass(eq=False)
class NothingDue(Refusal):
    """There is nothing to pay."""


@dataclass(eq=False)
class TooManySubstitutions(Refusal):
    """Too few of the rowers of the closing day would stay."""

    kept: int
    needed: int


@dataclass(eq=False)
class InUse(Refusal):
    """Crews depend on it as it is."""

    crews: int


@dataclass(eq=False)
class NeedsConfirmation(Refusal):
    """The change touches this many existing crews: send it again with `confirmed: true`."""

    crews: int


@dataclass(eq=False)
class Busy(Refusal):
    """Too many at once on the same thing: try again."""


def _attributes(refusal: Refusal) -> list[tuple[str, Any]]:
    return [(field.name, getattr(refusal, field.name)) for field in fields(refusal)]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value
