"""Mutation.saveRace: adds a race to the programme, or changes one."""

from collections.abc import Mapping, Sequence
from typing import Any

from resolvers.acting import check_version
from resolvers.administration._edition import stored_programme
from resolvers.administration._programme import race_of, write_programme
from resolvers.regatta.programme import race
from resolvers.regatta.race import Race
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.vocabulary import AgeCategory, BoatClass, CrewGender, Hull
from resolvers.request import Request
from resolvers.table.editions import MOST_RACES


def save_race(request: Request) -> Race:
    """The race as it stands since; its id is its order, so one that moves gets another.

    Raises:
        NotFound, Conflict, Invalid, InUse: nothing was written.
    """
    plain = request.arguments["input"]
    programme = stored_programme(request.table, request.arguments["year"])
    own: str | None = plain.get("id") or None
    if own is not None:
        standing = race_of(programme, own)
        if plain.get("version") is not None:
            check_version("race", plain["version"], standing.version)
    others = [other for other in programme.races if other.id != own]
    wanted = _race(plain)
    _check_among(others, wanted)
    return write_programme(request, programme, [*others, wanted])[wanted.id]


def _race(plain: Mapping[str, Any]) -> Race:
    return race(
        plain["order"],
        BoatClass(plain["boatClass"]),
        Hull(plain["hull"]),
        AgeCategory(plain["ageCategory"]),
        CrewGender(plain["gender"]),
        plain.get("masterLetter") or None,
    )


def _check_among(others: Sequence[Race], wanted: Race) -> None:
    if len(others) >= MOST_RACES:
        raise Invalid(f"A programme has {MOST_RACES} races at most.", "order", "TOO_MANY_RACES")
    for other in others:
        if other.order == wanted.order:
            raise Invalid(f"{other.code} has the order {other.order}: choose another.", "order", "TAKEN")
        # The code is made of all that says who may enter.
        if other.code == wanted.code:
            raise Invalid(f"{other.code} is raced already, at {other.order}.", "boatClass", "DUPLICATE")
