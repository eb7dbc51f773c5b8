"""What a Lambda resolver is asked: the field, its arguments, and who asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from resolvers.regatta.refusals import Unauthorized
from resolvers.table.table import Table

ADMINS = "admins"


@dataclass(frozen=True, slots=True)
class Caller:
    """A person who is signed in.

    Attributes:
        sub: the identifier that the sign-in gave; of a manager, the key of the team.
        username: the name of the account in the user pool.
        groups: Cognito groups of the token.
    """

    sub: str
    username: str
    groups: tuple[str, ...]

    @property
    def is_admin(self) -> bool:
        """Whether the caller organises the regatta."""
        return ADMINS in self.groups


@dataclass(frozen=True, slots=True)
class Request:
    """One call of a field.

    Attributes:
        field: its name, as `createCrew`.
        arguments: as AppSync checked them against the schema.
        source: the object that the field belongs to; none for fields of Query and Mutation.
        now: read once for the whole request, UTC.
        seconds_left: time until the function is stopped.
    """

    field: str
    arguments: Mapping[str, Any]
    source: Mapping[str, Any] | None
    identity: Caller | None
    now: datetime
    table: Table
    seconds_left: Callable[[], float]

    @property
    def caller(self) -> Caller:
        """Who asks.

        Raises:
            Unauthorized: nobody is signed in.
        """
        if self.identity is None:
            raise Unauthorized(f"{self.field} needs somebody who is signed in.")
        return self.identity

    def whose(self) -> str:
        """The manager whose team is meant: `managerId` for an organiser, else the caller.

        Raises:
            Unauthorized: a manager names somebody else.
        """
        named: str | None = self.arguments.get("managerId")
        if named is None or named == self.caller.sub:
            return self.caller.sub
        if not self.caller.is_admin:
            raise Unauthorized("Only organisers act for another manager: leave managerId out.")
        return named
