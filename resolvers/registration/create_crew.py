"""Mutation.createCrew: enters a crew."""

from ulid import ULID

from resolvers.acting import act
from resolvers.entering import write_crew
from resolvers.regatta.composition import new_crew
from resolvers.regatta.crew import Crew
from resolvers.regatta.vocabulary import Action
from resolvers.registration._crew_input import CrewInput
from resolvers.request import Request


def create_crew(request: Request) -> Crew:
    """The crew, COMPLETE or WAITING when nothing is missing.

    Raises:
        PhaseForbids, NotFound, Invalid, AlreadySeated, NotEligible: nothing was written.
    """
    wanted = CrewInput.of(request.arguments["input"])
    acting = act(request, wanted.keys)
    acting.allow(Action.EDIT_CREW)
    members = wanted.members(acting)
    entry = wanted.entry(acting, members)
    crew = new_crew(str(ULID()), acting.manager.id, entry, acting.edition, acting.manager.club, request.now)
    return write_crew(request.table, acting.year, acting.author, None, crew, members)
