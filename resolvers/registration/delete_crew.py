"""Mutation.deleteCrew: deletes a crew that nothing was paid for and that owes nothing."""

from resolvers import entering
from resolvers.acting import act
from resolvers.regatta.crew import Crew
from resolvers.regatta.deletion import check_crew_deletable
from resolvers.regatta.vocabulary import Action
from resolvers.request import Request
from resolvers.table import keys


def delete_crew(request: Request) -> Crew:
    """The crew as it was; its members are free, its places go to the queue.

    Raises:
        PhaseForbids, NotFound, AlreadyPaid, Invalid: nothing was written.
    """
    crew_id: str = request.arguments["id"]
    acting = act(request, lambda year, sub: [keys.crew(year, sub, crew_id)])
    acting.allow(Action.EDIT_CREW)
    crew = acting.crew(crew_id)
    check_crew_deletable(crew, acting.edition, request.now, admin=request.caller.is_admin)
    entering.delete_crew(request.table, acting.year, acting.author, crew)
    return crew
