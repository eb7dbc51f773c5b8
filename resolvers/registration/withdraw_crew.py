"""Mutation.withdrawCrew: withdraws a crew, or says what that would mean."""

from dataclasses import dataclass

from resolvers.acting import act
from resolvers.entering import write_crew
from resolvers.regatta.crew import Crew
from resolvers.regatta.vocabulary import Action
from resolvers.regatta.withdrawal import consequence, withdrawn_crew
from resolvers.request import Request
from resolvers.table import keys


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """`Withdrawal` of the API; the crew as it is after it or, in a dry run, before."""

    crew: Crew
    owed: int
    dropped: int
    freed_members: tuple[str, ...]
    freed_boat: str | None


def withdraw_crew(request: Request) -> Withdrawal:
    """What the withdrawal means; its places go to the queue.

    Raises:
        PhaseForbids, NotFound, Invalid: nothing was written.
    """
    crew_id: str = request.arguments["id"]
    acting = act(request, lambda year, sub: [keys.crew(year, sub, crew_id)])
    acting.allow(Action.WITHDRAW)
    crew = acting.crew(crew_id)
    means = consequence(crew, acting.edition, request.now)
    if not request.arguments["dryRun"]:
        after = withdrawn_crew(crew, acting.edition, request.now)
        crew = write_crew(request.table, acting.year, acting.author, crew, after, {})
    return Withdrawal(crew, means.owed, means.dropped, means.member_ids, means.boat_id)
