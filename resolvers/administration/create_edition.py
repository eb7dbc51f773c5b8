"""Mutation.createEdition: makes the edition of another year."""

from dataclasses import replace

from resolvers.acting import author_of
from resolvers.administration._edition import history_id, stored_edition, stored_programme
from resolvers.regatta.boat import Boat
from resolvers.regatta.default_programme import default_programme
from resolvers.regatta.edition import Edition
from resolvers.regatta.race import Race
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.settings import checked_edition, checked_year, copied_edition, default_edition
from resolvers.regatta.vocabulary import BoatState
from resolvers.request import Request
from resolvers.table import editions, keys
from resolvers.table.history import record
from resolvers.table.loader import default_fleet
from resolvers.table.table import Table
from resolvers.table.transaction import Transaction


def create_edition(request: Request) -> Edition:
    """The edition, without crews: by default, or with the settings, programme and fleet of another.

    Raises:
        Invalid: the year can't have an edition, or has one.
        NotFound: there is no edition to copy.
    """
    year, source = checked_year(request.arguments["year"]), request.arguments.get("copyFrom")
    if request.table.get(keys.edition(year)) is not None:
        raise Invalid(f"There is an edition {year} already: change its settings.", "year", "TAKEN")
    if source is None:
        edition, races, boats = default_edition(year), default_programme(), default_fleet()
    else:
        edition = checked_edition(copied_edition(stored_edition(request.table, source), year))
        races, boats = _programme(request.table, source), _fleet(request.table, source)
    transaction = Transaction()
    editions.create(transaction, edition, races, boats)
    record(transaction, author_of(request), history_id(year), before=None, after=edition)
    request.table.write(transaction)
    return edition


def _programme(table: Table, year: int) -> tuple[Race, ...]:
    return tuple(replace(race, version=1) for race in stored_programme(table, year).races)


def _fleet(table: Table, year: int) -> tuple[Boat, ...]:
    boats = editions.fleet(table, year)
    return tuple(replace(boat, state=BoatState.AVAILABLE, crew_id=None) for boat in boats)
