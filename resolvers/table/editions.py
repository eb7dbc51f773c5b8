"""Editions as they are stored: the settings of a year with its programme, places and fleet."""

from collections.abc import Iterable
from dataclasses import dataclass

from resolvers.regatta.boat import Boat
from resolvers.regatta.capacity import places_of
from resolvers.regatta.edition import Edition
from resolvers.regatta.race import Race
from resolvers.regatta.vocabulary import Event
from resolvers.table import keys
from resolvers.table.codec import from_plain
from resolvers.table.keys import Places, Programme
from resolvers.table.table import Table
from resolvers.table.transaction import Transaction

MOST_RACES = 70
"""Of a programme: with the most boats, an edition is still made by one transaction of a hundred items."""

MOST_BOATS = 25
"""Of a fleet."""


@dataclass(frozen=True, slots=True)
class ProgrammeRace:
    """A race as it stands in the programme.

    Attributes:
        last_number: the last sequence that it gave; crews were judged by it once it gave one.
        crews: how many are entered in it now.
    """

    race: Race
    last_number: int
    crews: int


@dataclass(frozen=True, slots=True)
class StandingProgramme:
    """The programme of a year as it was read.

    Attributes:
        version: counts the changes of any of its races.
        crews_without_race: how many are entered in none of them yet.
    """

    year: int
    version: int
    crews_without_race: int
    standing: tuple[ProgrammeRace, ...]

    @property
    def races(self) -> tuple[Race, ...]:
        """In programme order."""
        return tuple(standing.race for standing in self.standing)

    @property
    def crews(self) -> int:
        """How many are entered in its races."""
        return sum(standing.crews for standing in self.standing)


def programme(table: Table, year: int) -> StandingProgramme | None:
    """The programme of a year, none when it has no edition; two calls."""
    # The count of changes comes first, so that the races are at least as new as it says.
    counted = table.get(keys.programme(year))
    if counted is None:
        return None
    standing = tuple(
        ProgrammeRace(from_plain(Race, item), item["lastNumber"], item.get("crews", 0))
        for item in table.query(f"EDITION#{year}", "RACE#")
    )
    return StandingProgramme(year, counted.version, counted.crews, standing)


def fleet(table: Table, year: int) -> tuple[Boat, ...]:
    """The boats for rent of an edition; one call."""
    return tuple(from_plain(Boat, item) for item in table.query(f"EDITION#{year}", "BOAT#"))


def create(transaction: Transaction, edition: Edition, races: Iterable[Race], boats: Iterable[Boat]) -> None:
    """Makes an edition of a year that has none, every place free and no number given.

    Args:
        races: the whole programme, each race saying whether its letter is the oldest.
    """
    year = edition.year
    transaction.create(keys.edition_row(edition))
    transaction.create(keys.programme_row(year, Programme(version=1)))
    for event in Event:
        transaction.create(keys.places_row(year, event, Places(free=places_of(edition.capacity, event))))
    for race in races:
        transaction.create(keys.race_row(year, race))
    for boat in boats:
        transaction.create(keys.boat_row(year, boat))


def change_race(
    transaction: Transaction, programme: StandingProgramme, before: Race | None, after: Race | None
) -> None:
    """Adds, changes or takes out a race that has given no number, in a transaction of `change_programme`.

    A crew being entered by the race as it was is then judged again: its number is only given by the version
    that judged it.
    """
    unused = {} if before is None else {"version": before.version, "lastNumber": 0}
    if before is None and after is not None:
        transaction.create(keys.race_row(programme.year, after))
    elif before is not None and after is not None:
        transaction.replace(keys.race_row(programme.year, after), unused)
    elif before is not None:
        transaction.delete(keys.race(programme.year, before.id), unused)


def change_programme(transaction: Transaction, programme: StandingProgramme) -> None:
    """Counts a change of the programme: of two at once, each of which is right alone, one is made again."""
    key = keys.programme(programme.year)
    transaction.update(key, {"version": programme.version}, add={"version": 1})


def judge_anew(transaction: Transaction, programme: StandingProgramme) -> None:
    """Lets crews be judged by other settings from now on, provided that no race has given a number."""
    change_programme(transaction, programme)
    for race in programme.races:
        key = keys.race(programme.year, race.id)
        transaction.update(key, {"version": race.version, "lastNumber": 0}, add={"version": 1})
