"""Who acts on which team: what every mutation on a team reads and asks first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from resolvers.regatta.crew import Crew
from resolvers.regatta.edition import Edition
from resolvers.regatta.grant import Grant
from resolvers.regatta.manager import Manager
from resolvers.regatta.member import Member
from resolvers.regatta.phases import check_phase, lifted
from resolvers.regatta.refusals import Conflict, NotFound, PhaseForbids, Unauthorized
from resolvers.regatta.vocabulary import Action
from resolvers.request import Request
from resolvers.table import grants, keys
from resolvers.table.history import Author
from resolvers.table.keys import Key
from resolvers.table.table import Found

Keys = Callable[[int, str], Iterable[Key[Any]]]
"""From the year of the current edition and the manager's id to the keys of what a mutation reads."""


@dataclass(frozen=True, slots=True)
class Acting:
    """A mutation on a manager's team in the current edition.

    Attributes:
        manager: whose team it is, who need not be the caller.
        found: what was read at once with the edition and the manager.
    """

    request: Request
    edition: Edition
    manager: Manager
    found: Found

    @property
    def year(self) -> int:
        """Of the current edition."""
        return self.edition.year

    @property
    def author(self) -> Author:
        """For the history: who acts, and on whose behalf."""
        return author_of(self.request, self.manager.id)

    def allow(self, action: Action) -> None:
        """Lets the action pass, or refuses it.

        Raises:
            PhaseForbids: the phase forbids it, to somebody who is no organiser and has no grant.
        """
        now, admin = self.request.now, self.request.caller.is_admin
        try:
            check_phase(self.edition, action, now, admin=admin)
        except PhaseForbids:
            check_phase(self.edition, action, now, admin=admin, grants=self._grants())

    def exempt(self) -> bool:
        """Whether neither phase nor substitution limit binds: an organiser acts, or a grant is active."""
        admin = self.request.caller.is_admin
        return lifted(admin, () if admin else self._grants(), self.request.now)

    def crew(self, crew_id: str) -> Crew:
        """A crew of the team, among what was found.

        Raises:
            NotFound: the team has no such crew.
        """
        crew = self.found[keys.crew(self.year, self.manager.id, crew_id)]
        if crew is None:
            raise NotFound("There is no such crew in the team.", "Crew", crew_id)
        return crew

    def member(self, member_id: str) -> Member:
        """A member of the team, among what was found.

        Raises:
            NotFound: nobody on the team's roster has that id.
        """
        member = self.found[keys.member(self.year, self.manager.id, member_id)]
        if member is None:
            raise NotFound("There is no such member on the roster.", "Member", member_id)
        return member

    def _grants(self) -> list[Grant]:
        return list(grants.of_team(self.request.table, self.year, self.manager.id))


def act(request: Request, also: Keys = lambda year, sub: ()) -> Acting:
    """Who acts on whose team; two calls, with all that `also` names.

    Raises:
        Unauthorized: a manager names somebody else's team, or was erased.
        NotFound: there is no current edition, or the manager has no profile.
    """
    sub = request.whose()
    year = current_year(request)
    wanted = (keys.edition(year), keys.manager(sub))
    found = request.table.get_many([*wanted, *also(year, sub)])
    edition, manager = found[wanted[0]], found[wanted[1]]
    if edition is None:
        raise NotFound(f"There is no edition {year}.", "Edition", f"{year}")
    if manager is None:
        raise NotFound("There is no such manager: the profile comes first.", "Manager", sub)
    check_not_erased(request, manager)
    return Acting(request, edition, manager, found)


def check_not_erased(request: Request, manager: Manager) -> None:
    """Refuses whoever was erased, and whose token lasts longer than the account.

    An organiser still acts on what is left of the team: money is given back, a restored crew withdrawn.

    Raises:
        Unauthorized: the caller is this manager, and was erased.
    """
    if manager.erased_at is not None and manager.id == request.caller.sub:
        raise Unauthorized("This account was erased: nothing can be written in its name any more.")


def current_year(request: Request) -> int:
    """The year of the current edition; one call.

    Raises:
        NotFound: no edition is current.
    """
    current = request.table.get(keys.CURRENT_EDITION)
    if current is None:
        raise NotFound("No edition is current.", "Edition", "CURRENT")
    return current.year


def check_version(thing: str, expected: int, actual: int) -> None:
    """Refuses a change of what was changed by somebody else since it was read.

    Args:
        thing: what it is, as `crew`.

    Raises:
        Conflict: the version sent is not the one that stands.
    """
    if expected != actual:
        raise Conflict(
            f"The {thing} was changed meanwhile: version {expected} was read, {actual} stands; "
            "read it again.",
            expected,
            actual,
        )


def author_of(request: Request, manager_id: str | None = None) -> Author:
    """For the history: who acts, and on whose behalf when the team is somebody else's."""
    caller = request.caller
    behalf = manager_id if manager_id != caller.sub else None
    return Author(request.field, caller.sub, request.now, on_behalf_of=behalf)
