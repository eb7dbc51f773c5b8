"""Crew numbers: counted by the race, so that no two crews ever get the same."""

from resolvers.regatta.numbers import crew_number
from resolvers.regatta.race import Race
from resolvers.table import keys
from resolvers.table.table import Table


def take(table: Table, year: int, race: Race) -> str:
    """The next number of a race, which counts one crew more; one call. One that is not used leaves a gap.

    The race counts only while it is as the crew was judged by, so that a race that has given a number is one
    that crews were judged by, and stays as it is.

    Raises:
        Changed: the race was changed or deleted since it was read.
    """
    item = table.add(
        keys.race(year, race.id), {"lastNumber": 1, "crews": 1}, unchanged={"version": race.version}
    )
    return crew_number(race, item["lastNumber"])


def leave(table: Table, year: int, race: Race) -> None:
    """Says that a race has one crew less; the number of that crew is never given again. One call."""
    table.add(keys.race(year, race.id), {"crews": -1})
