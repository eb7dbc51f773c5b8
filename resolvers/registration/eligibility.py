"""Query.eligibility: what a crew would be, before anything is saved."""

from collections.abc import Iterable
from typing import Any

from resolvers.acting import Acting, act
from resolvers.regatta import eligibility as rule
from resolvers.regatta.composition import check_entered
from resolvers.regatta.crew import Crew
from resolvers.registration._crew_input import CrewInput
from resolvers.request import Request
from resolvers.table import editions, keys, members
from resolvers.table.keys import Key


def eligibility(request: Request) -> rule.Eligibility:
    """Judged as every mutation judges; the roster is read only for a boat that has a cox.

    Raises:
        NotFound, Invalid, AlreadySeated: as a mutation would refuse what is asked.
    """
    wanted = CrewInput.of(request.arguments)
    crew_id: str | None = request.arguments.get("crewId") or None

    def reads(year: int, sub: str) -> Iterable[Key[Any]]:
        yield from wanted.keys(year, sub)
        if crew_id is not None:
            yield keys.crew(year, sub, crew_id)

    acting = act(request, reads)
    previous = None if crew_id is None else _edited(acting, crew_id)
    entry = wanted.entry(acting, wanted.members(acting), crew_id)
    coxed = entry.boat_class.coxed
    roster = members.of_team(request.table, acting.year, acting.manager.id) if coxed else ()
    club = acting.manager.club
    races = tuple(editions.races(request.table, acting.year))
    return rule.eligibility(entry, acting.edition, races, roster, club, request.now, previous)


def _edited(acting: Acting, crew_id: str) -> Crew:
    crew = acting.crew(crew_id)
    check_entered(crew)
    return crew
