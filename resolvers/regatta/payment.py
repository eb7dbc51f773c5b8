"""Payments: which crews can be paid for together, and how much that is."""

from collections.abc import Sequence

from resolvers.regatta.crew import Crew
from resolvers.regatta.refusals import Invalid, NotComplete, NothingDue
from resolvers.regatta.vocabulary import CrewStatus


def payable_amount(crews: Sequence[Crew]) -> int:
    """What these crews owe together, in cents; the amount is never the client's.

    Raises:
        Invalid: a crew is given twice.
        NotComplete: one of them is not COMPLETE, with what it lacks.
        NothingDue: none is given, or one of them owes nothing.

    Source: regatta rules, "Money".
    """
    if len({crew.id for crew in crews}) < len(crews):
        raise Invalid("A crew is given twice.", "crewIds", "CREW_TWICE")
    for crew in crews:
        if crew.status is not CrewStatus.COMPLETE:
            raise NotComplete(f"Crew {crew.number or crew.id} is {crew.status}.", crew.missing)
    if not crews or any(crew.price.due == 0 for crew in crews):
        raise NothingDue("There is nothing to pay for.")
    return sum(crew.price.due for crew in crews)
