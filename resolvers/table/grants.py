"""Grants as they are stored, with the team that they are for."""

from collections.abc import Iterator

from resolvers.regatta.grant import Grant
from resolvers.table import keys
from resolvers.table.table import Table


def of_team(table: Table, year: int, sub: str) -> Iterator[Grant]:
    """The grants of a manager in an edition, oldest first; one call a page."""
    return (item.read(Grant) for item in table.query(keys.team(year, sub), "GRANT#"))
