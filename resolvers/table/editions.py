"""Editions as they are stored: the settings of a year with its programme, places and fleet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from resolvers.regatta.boat import Boat
from resolvers.regatta.capacity import places_of
from resolvers.regatta.edition import Edition
from resolvers.regatta.race import Race
from resolvers.regatta.vocabulary import Event
from resolvers.table import keys
from resolvers.table.codec import Item
from resolvers.table.keys import Places, Programme
from resolvers.table.table import Table
from resolvers.table.transaction import Transaction, Unchanged

MOST_RACES = 70
"""Of a programme: with 25 boats, an edition is still made by one transaction of a hundred items."""


@dataclass(frozen=True, slots=True)
class Editions:
    """All editions.

    Attributes:
        years: that have one, oldest first.
        current: what no year named means; none before the first is made current.
    """

    years: tuple[int, ...]
    current: Edition | None


@dataclass(frozen=True, slots=True)
class ProgrammeRace:
    """A race as it stands in the programme.

    Attributes:
        last_number: the last sequence that it gave.
        crews: how many are entered in it now, or being entered; those were judged by it.
    """

    race: Race
    last_number: int
    crews: int


@dataclass(frozen=True, slots=True)
class StandingProgramme:
    """The programme of a year as it was read.

    Attributes:
        version: counts the changes of any of its races.
        last_numbers: the last sequence that each race taken out has given, by its id.
    """

    year: int
    version: int
    last_numbers: Mapping[str, int]
    standing: tuple[ProgrammeRace, ...]

    @property
    def races(self) -> tuple[Race, ...]:
        """In programme order."""
        return tuple(standing.race for standing in self.standing)

    @property
    def crews(self) -> int:
        """How many are entered in its races."""
        return sum(standing.crews for standing in self.standing)

    def race(self, race_id: str) -> ProgrammeRace | None:
        """A race as it stands, none when the programme has no such race."""
        return next((standing for standing in self.standing if standing.race.id == race_id), None)


def every(table: Table) -> Editions:
    """The editions that there are; one call."""
    items = {item["SK"]: item for item in table.query(keys.CURRENT_EDITION.pk)}
    pointer = items.pop(keys.CURRENT_EDITION.sk, None)
    current = None if pointer is None else items[f"{pointer['year']}"].read(Edition)
    return Editions(tuple(map(int, items)), current)


def programme(table: Table, year: int) -> StandingProgramme | None:
    """The programme of a year, none when it has no edition; two calls."""
    # The count of changes comes first, so that the races are at least as new as it says.
    counted = table.get(keys.programme(year))
    if counted is None:
        return None
    standing = tuple(
        ProgrammeRace(item.read(Race), item["lastNumber"], item["crews"]) for item in _race_items(table, year)
    )
    return StandingProgramme(year, counted.version, counted.last_numbers or {}, standing)


def crews_entered(table: Table, year: int) -> int:
    """How many crews are entered in an edition, in a race or in none yet; two calls."""
    without_race = table.get(keys.programme(year))
    in_races = sum(int(item["crews"]) for item in _race_items(table, year))
    return in_races + (0 if without_race is None else without_race.crews)


def races(table: Table, year: int) -> Iterator[Race]:
    """The races of an edition, in programme order; one call."""
    return (item.read(Race) for item in _race_items(table, year))


def fleet(table: Table, year: int) -> tuple[Boat, ...]:
    """The boats for rent of an edition; one call."""
    return tuple(item.read(Boat) for item in table.query(f"EDITION#{year}", "BOAT#"))


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


def change_races(
    transaction: Transaction, programme: StandingProgramme, races: Mapping[str, Race | None]
) -> None:
    """Adds, changes or takes out races in which no crew is entered.

    A crew being entered by a race as it was is then judged again: its number is only given by the version
    that judged it. A race goes on counting where it stopped, even one that was taken out.

    Args:
        races: as each is to be, by its id; none for one to be taken out.
    """
    last_numbers = dict(programme.last_numbers)
    for race_id, after in races.items():
        before = programme.race(race_id)
        if before is not None:
            last_numbers[race_id] = before.last_number
        last_number = last_numbers.get(race_id, 0)
        if before is None and after is not None:
            transaction.create(keys.race_row(programme.year, after, last_number))
        elif before is not None and after is not None:
            transaction.replace(keys.race_row(programme.year, after, last_number), _unused(before))
        elif before is not None:
            transaction.delete(keys.race(programme.year, race_id), _unused(before))
    taken_out = {race_id for race_id, after in races.items() if after is None}
    kept = programme.last_numbers.keys() | taken_out
    _change_programme(
        transaction, programme, {race_id: last_numbers[race_id] for race_id in kept if last_numbers[race_id]}
    )


def judge_anew(transaction: Transaction, programme: StandingProgramme) -> None:
    """Lets crews be judged by other settings from now on, provided that none is entered in a race."""
    _change_programme(transaction, programme, programme.last_numbers)
    for standing in programme.standing:
        key = keys.race(programme.year, standing.race.id)
        transaction.update(key, _unused(standing), add={"version": 1})


def _change_programme(
    transaction: Transaction, programme: StandingProgramme, last_numbers: Mapping[str, int]
) -> None:
    """Counts a change of the programme: of two at once, each of which is right alone, one is made again."""
    key = keys.programme(programme.year)
    unchanged, assign = {"version": programme.version}, {"lastNumbers": last_numbers}
    transaction.update(key, unchanged, assign=assign, add={"version": 1})


def _race_items(table: Table, year: int) -> Iterator[Item]:
    return table.query(keys.programme(year).pk, "RACE#")


def _unused(standing: ProgrammeRace) -> Unchanged:
    # A number given since counted a crew too, which may have left again: the number must not be lost.
    return {"version": standing.race.version, "lastNumber": standing.last_number, "crews": 0}
