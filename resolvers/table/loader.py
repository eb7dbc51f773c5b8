"""Puts a first edition, its programme, the rental fleet and the list of clubs into an empty table."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from resolvers.regatta.boat import Boat
from resolvers.regatta.club import Club
from resolvers.regatta.clubs import is_host_club
from resolvers.regatta.default_programme import default_programme
from resolvers.regatta.edition import Edition
from resolvers.regatta.settings import default_edition
from resolvers.regatta.vocabulary import BoatClass, Hull
from resolvers.table import editions, keys
from resolvers.table.table import Changed, Table
from resolvers.table.transaction import Transaction


def load(table: Table, edition: Edition) -> None:
    """Loads what is missing and overwrites nothing, so that it does no harm when it runs again.

    The edition comes with the default programme and fleet, and is the current one unless another is already.
    """
    _load_edition(table, edition)
    _load_clubs(table)
    _make_current(table, edition.year)


def load_default(table: Table, year: int) -> None:
    """Loads the edition of a year with every setting at its default.

    Raises:
        Invalid: no edition can be of that year.
    """
    load(table, default_edition(year))


@cache
def default_fleet() -> tuple[Boat, ...]:
    """The boats of the host club that can be rented, none of them asked for."""
    return tuple(
        Boat(row["id"], row["name"], BoatClass(row["boat_class"]), Hull(row["hull"]), weights=row["weights"])
        for row in _rows("fleet.csv")
    )


def default_clubs() -> tuple[Club, ...]:
    """The rowing clubs of the list that a new table begins with."""
    return tuple(Club(row["name"], is_host_club(row["name"])) for row in _rows("clubs.csv"))


def _load_edition(table: Table, edition: Edition) -> None:
    transaction = Transaction()
    editions.create(transaction, edition, default_programme(), default_fleet())
    _write_if_new(table, transaction)


def _load_clubs(table: Table) -> None:
    clubs = default_clubs()
    found = table.get_many(keys.club(club.name) for club in clubs)
    transaction = Transaction()
    for club in clubs:
        if found[keys.club(club.name)] is None:
            transaction.create(keys.club_row(club))
    if transaction.keys:
        _write_if_new(table, transaction)


def _make_current(table: Table, year: int) -> None:
    transaction = Transaction()
    transaction.create(keys.current_edition_row(year))
    _write_if_new(table, transaction)


def _write_if_new(table: Table, transaction: Transaction) -> None:
    try:
        table.write(transaction)
    except Changed:
        return  # loaded before, or by another run at this moment


def _rows(name: str) -> Iterator[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
