"""Mutation.updateCrew: replaces what a manager says of a crew."""

from collections.abc import Iterable
from typing import Any

from resolvers.acting import act, check_version
from resolvers.entering import write_crew
from resolvers.regatta.composition import changed_crew
from resolvers.regatta.crew import Crew
from resolvers.regatta.vocabulary import Action
from resolvers.registration._crew_input import CrewInput
from resolvers.request import Request
from resolvers.table import keys
from resolvers.table.keys import Key


def update_crew(request: Request) -> Crew:
    """The crew since, with a new number when it changed race.

    A crew that waits keeps its place in the queue while nothing is missing; one that was entered keeps its
    places until it is withdrawn or deleted.

    Raises:
        PhaseForbids, NotFound, Conflict, Invalid, AlreadySeated, NotEligible: nothing was written.
    """
    crew_id: str = request.arguments["id"]
    wanted = CrewInput.of(request.arguments["input"])

    def reads(year: int, sub: str) -> Iterable[Key[Any]]:
        return [keys.crew(year, sub, crew_id), *wanted.keys(year, sub)]

    acting = act(request, reads)
    acting.allow(Action.EDIT_CREW)
    before = acting.crew(crew_id)
    check_version("crew", request.arguments["version"], before.version)
    members = wanted.members(acting)
    entry = wanted.entry(acting, members, before.id)
    after = changed_crew(before, entry, acting.edition, acting.manager.club, request.now)
    return write_crew(request.table, acting.year, acting.author, before, after, members)
