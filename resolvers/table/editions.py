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


def programme(table: Table, year: int) -> tuple[ProgrammeRace, ...]:
    """The races of an edition, in programme order; one call."""
    return tuple(
        ProgrammeRace(from_plain(Race, item), item["lastNumber"], item.get("crews", 0))
        for item in table.query(f"EDITION#{year}", "RACE#")
    )


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
