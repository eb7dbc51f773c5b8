"""The edition that an organiser names, and its programme."""

from resolvers.regatta.edition import Edition
from resolvers.regatta.refusals import NotFound
from resolvers.table import editions, keys
from resolvers.table.editions import StandingProgramme
from resolvers.table.table import Table


def stored_edition(table: Table, year: int) -> Edition:
    """The settings of a year, as they stand.

    Raises:
        NotFound: that year has no edition.
    """
    edition = table.get(keys.edition(year))
    if edition is None:
        raise _no_edition(year)
    return edition


def stored_programme(table: Table, year: int) -> StandingProgramme:
    """The programme of a year, as it stands.

    Raises:
        NotFound: that year has no edition.
    """
    programme = editions.programme(table, year)
    if programme is None:
        raise _no_edition(year)
    return programme


def history_id(year: int) -> str:
    """What the history calls the settings of a year."""
    return f"EDITION#{year}"


def _no_edition(year: int) -> NotFound:
    return NotFound(f"There is no edition {year}.", "Edition", f"{year}")
