"""Crew numbers: counted by the race, so that no two crews ever get the same; and how many crews there are."""

from resolvers.regatta.numbers import crew_number
from resolvers.regatta.race import Race
from resolvers.table import keys
from resolvers.table.table import Table


def take(table: Table, year: int, race: Race | None) -> str | None:
    """The next number of a race, which counts one crew more; one call. One that is not used leaves a gap.

    Without a race there is no number, and the programme as a whole counts the crew.

    The race counts only while it is as the crew was judged by, so that a race that has given a number is one
    that crews were judged by, and stays as it is.

    Raises:
        Changed: the race was changed or deleted since it was read.
    """
    if race is None:
        table.add(keys.programme(year), {"crews": 1})
        return None
    item = table.add(
        keys.race(year, race.id), {"lastNumber": 1, "crews": 1}, unchanged={"version": race.version}
    )
    return crew_number(race, item["lastNumber"])


def leave(table: Table, year: int, race: Race | None) -> None:
    """Counts one crew less where `take` counted it; its number is never given again. One call."""
    key = keys.programme(year) if race is None else keys.race(year, race.id)
    # Counted twice, a race could be changed under a crew; not counted at all, it only stays as it is.
    table.add(key, {"crews": -1}, at_most_once=True)
