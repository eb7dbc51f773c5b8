"""Which crews the demonstration enters: every race has one at least, some races many."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from local.demonstration.people import Person, Population

SEATS = {
    "SKIFF": (1, 0),
    "FOUR": (4, 0),
    "COXED_FOUR": (4, 1),
    "QUAD": (4, 0),
    "COXED_QUAD": (4, 1),
    "EIGHT": (8, 1),
    "OCTUPLE": (8, 1),
}
"""Rowing seats and cox's seats of each class."""

AGES = {"J16": (15, 16), "J18": (17, 18), "SENIOR": (19, 26), "MASTER": (29, 58)}
LETTER_AGES = {"A": (27, 35), "B": (36, 42), "C": (43, 49), "D": (50, 54), "E": (55, 59), "F": (60, 68)}
"""Youngest and oldest rower that the demonstration puts into a race of that age or master letter."""

MORE = {"SM1X": 8, "MMC1X": 4, "SW1X": 2, "MX4X+Y": 3, "MW4X+Y": 3}
"""Races, by code, that more clubs than one enter, and how many more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A crew to be: its race, and the people from bow to cox."""

    race: Mapping[str, Any]
    people: tuple[Person, ...]


def races_to_enter(programme: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """One race a crew: each of the programme once, the popular ones again."""
    again = [race for race in programme for _ in range(MORE.get(race["code"], 0))]
    return [*programme, *again]


def entry(race: Mapping[str, Any], club: str, population: Population, random: Random) -> Entry:
    """A full crew of a club for a race."""
    rowers, coxes = SEATS[race["boatClass"]]
    youngest, oldest = LETTER_AGES.get(race.get("masterLetter") or "", AGES[race["ageCategory"]])
    people = [
        population.person(gender, random.randint(youngest, oldest), club)
        for gender in _genders(race["gender"], rowers)
    ]
    people += [population.person(random.choice(("WOMAN", "MAN")), random.randint(14, 60), club)] * coxes
    return Entry(race, tuple(people))


def _genders(crew_gender: str, rowers: int) -> Iterator[str]:
    for seat in range(rowers):
        if crew_gender == "MIXED":
            yield ("WOMAN", "MAN")[seat % 2]
        else:
            yield {"WOMEN": "WOMAN", "MEN": "MAN"}[crew_gender]
