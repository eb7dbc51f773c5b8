"""Awards: what each race gives."""

from collections.abc import Iterable
from dataclasses import dataclass

from resolvers.regatta.race import Race
from resolvers.regatta.start_list import Start


@dataclass(frozen=True, slots=True)
class Award:
    """Of one race: medals for each person of the winning crew, and a cup when two crews or more start."""

    race: Race
    crews: int
    medals: int
    cup: bool


def awards(starts: Iterable[Start]) -> tuple[Award, ...]:
    """The awards of the races in programme order, merges counted as in the start list, scratches left out.

    Source: regatta rules, "Awards".
    """
    races: dict[str, Race] = {}
    crews: dict[str, int] = {}
    for start in starts:
        if not start.scratch:
            races[start.race.id] = start.race
            crews[start.race.id] = crews.get(start.race.id, 0) + 1
    ordered = sorted(races.values(), key=lambda race: race.order)
    return tuple(Award(race, crews[race.id], race.boat_class.seats, crews[race.id] >= 2) for race in ordered)
