"""Mutation.substituteMember: seats another member in a position of a crew."""

from collections.abc import Iterable
from typing import Any

from resolvers.acting import act, check_version
from resolvers.entering import write_crew
from resolvers.regatta.composition import check_entered, reseated_crew
from resolvers.regatta.crew import Crew
from resolvers.regatta.phases import closed
from resolvers.regatta.substitution import substituted
from resolvers.regatta.vocabulary import Action
from resolvers.request import Request
from resolvers.table import keys
from resolvers.table.keys import Key


def substitute_member(request: Request) -> Crew:
    """The crew since, INCOMPLETE when its race does not allow it any more; who sat there before is free.

    Raises:
        PhaseForbids, NotFound, Conflict, Invalid, AlreadySeated, NotEligible, TooManySubstitutions: nothing
            was written.
    """
    crew_id: str = request.arguments["crewId"]
    member_id: str = request.arguments["memberId"]

    def reads(year: int, sub: str) -> Iterable[Key[Any]]:
        return [keys.crew(year, sub, crew_id), keys.member(year, sub, member_id)]

    acting = act(request, reads)
    acting.allow(Action.SUBSTITUTE)
    before, member = acting.crew(crew_id), acting.member(member_id)
    check_version("crew", request.arguments["version"], before.version)
    # Before the seats, which of a withdrawn crew are only there to be read.
    check_entered(before)
    edition, now = acting.edition, request.now
    # Grants are read only where they matter.
    exempt = closed(edition, now) and acting.exempt()
    seats = substituted(before, request.arguments["position"], member, edition, now, exempt=exempt)
    after = reseated_crew(before, seats, edition, acting.manager.club, now)
    return write_crew(request.table, acting.year, acting.author, before, after, {member.id: member})
