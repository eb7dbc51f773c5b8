"""Eligibility: what a crew may enter and what would become of it, before anything is saved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from resolvers.regatta.admission import reason_against
from resolvers.regatta.age import YOUNGEST_COX
from resolvers.regatta.composition import Entry, compose
from resolvers.regatta.crew import Crew, CrewCategory, Price
from resolvers.regatta.edition import Edition
from resolvers.regatta.member import Member
from resolvers.regatta.race import Race
from resolvers.regatta.vocabulary import Missing, RefusalCode


@dataclass(frozen=True, slots=True)
class RefusedRace:
    """A race the crew may not enter, and why; `details` are the figures of the code, keyed as on the wire."""

    race: Race
    code: RefusalCode
    message: str
    message_fr: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer; category and races are provisional while seats are empty."""

    category: CrewCategory | None
    provisional: bool
    allowed: tuple[Race, ...]
    refused: tuple[RefusedRace, ...]
    price: Price
    clubs: tuple[str, ...]
    cox_swaps: tuple[int, ...]
    cox_substitutes: tuple[str, ...]
    missing: tuple[Missing, ...]


def eligibility(
    entry: Entry,
    edition: Edition,
    programme: Sequence[Race],
    roster: Iterable[Member],
    club: str,
    now: datetime,
    previous: Crew | None = None,
) -> Eligibility:
    """Judge an entry before all races of the programme.

    Args:
        roster: the members of the team.
        club: the manager's.
        previous: the crew being edited, if any.

    Source: regatta rules, "Eligibility".
    """
    composition = compose(entry, edition, club, now, previous)
    allowed, refused = [], []
    for race in programme:
        reason = reason_against(race, composition.standing)
        if reason is None:
            allowed.append(race)
        else:
            refused.append(RefusedRace(race, reason.code, reason.message, reason.message_fr, reason.details))
    return Eligibility(
        category=composition.standing.category,
        provisional=composition.provisional,
        allowed=tuple(allowed),
        refused=tuple(refused),
        price=composition.price,
        clubs=composition.clubs,
        cox_swaps=composition.cox_swaps,
        cox_substitutes=cox_substitutes(entry, roster, previous),
        missing=composition.missing,
    )


def cox_substitutes(entry: Entry, roster: Iterable[Member], previous: Crew | None = None) -> tuple[str, ...]:
    """Members of the roster, 14 or over, who would be left without a seat; none for a boat without a cox."""
    if not entry.boat_class.coxed:
        return ()
    seated = {seat.member_id for seat in entry.seats}
    own = None if previous is None else previous.id
    return tuple(
        member.id
        for member in roster
        if member.crew_id in (None, own) and member.id not in seated and member.age >= YOUNGEST_COX
    )
