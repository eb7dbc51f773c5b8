"""Mutation.reinstateCrew: takes a withdrawal back."""

from resolvers.acting import act
from resolvers.entering import write_crew
from resolvers.regatta.crew import Crew
from resolvers.regatta.seating import filled
from resolvers.regatta.withdrawal import reinstated_crew
from resolvers.request import Request
from resolvers.table import keys


def reinstate_crew(request: Request) -> Crew:
    """The crew with its number, COMPLETE or WAITING when nothing is missing.

    Who has left the roster since leaves an empty seat.

    Raises:
        NotFound, Invalid, AlreadySeated: nothing was written.
    """
    crew_id: str = request.arguments["id"]
    acting = act(request, lambda year, sub: [keys.crew(year, sub, crew_id)])
    before = acting.crew(crew_id)
    sat = [keys.member(acting.year, acting.manager.id, str(seat.member_id)) for seat in filled(before.seats)]
    found = request.table.get_many(sat)
    members = {member.id: member for key in sat if (member := found[key]) is not None}
    after = reinstated_crew(before, members, acting.edition, acting.manager.club, request.now)
    return write_crew(request.table, acting.year, acting.author, before, after, members)
