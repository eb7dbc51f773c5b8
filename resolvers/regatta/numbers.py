"""Crew numbers: what a crew is called in its race."""

from resolvers.regatta.race import Race
from resolvers.regatta.vocabulary import Event


def crew_number(race: Race, sequence: int) -> str:
    """`M.<race order>.<sequence>` for the marathon, `SM.…` for the semi-marathon; neither is padded.

    Args:
        sequence: from 1, never given twice in a race.
    """
    event = "M" if race.event is Event.MARATHON else "SM"
    return f"{event}.{race.order}.{sequence}"
