"""Mutation.declinePlace: declines a place that came from the queue."""

from resolvers.acting import act
from resolvers.entering import write_crew
from resolvers.regatta.capacity import declined_crew
from resolvers.regatta.crew import Crew
from resolvers.regatta.vocabulary import Action
from resolvers.request import Request
from resolvers.table import keys


def decline_place(request: Request) -> Crew:
    """The crew, withdrawn and owing nothing; its places go to the next in the queue.

    Raises:
        PhaseForbids, NotFound, Invalid: nothing was written.
    """
    crew_id: str = request.arguments["crewId"]
    acting = act(request, lambda year, sub: [keys.crew(year, sub, crew_id)])
    acting.allow(Action.WITHDRAW)
    before = acting.crew(crew_id)
    after = declined_crew(before, request.now)
    return write_crew(request.table, acting.year, acting.author, before, after, {})
