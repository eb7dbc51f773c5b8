"""Fills a table with teams of one size, as many as it takes: what grows is the edition, not the team."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from math import ceil
from typing import Any

from ulid import ULID

from resolvers.regatta.capacity import places_change, settled
from resolvers.regatta.composition import Entry, new_crew
from resolvers.regatta.default_programme import default_programme
from resolvers.regatta.edition import Capacity, Edition
from resolvers.regatta.manager import Manager
from resolvers.regatta.member import Member
from resolvers.regatta.numbers import crew_number
from resolvers.regatta.people import Particulars, new_member
from resolvers.regatta.phases import instants
from resolvers.regatta.race import Race
from resolvers.regatta.seating import seats_of
from resolvers.regatta.settings import default_edition
from resolvers.regatta.vocabulary import BoatClass, Gender, Language, LicenceKind
from resolvers.table import keys
from resolvers.table.keys import LicenceInUse, Row
from resolvers.table.loader import load
from resolvers.table.table import Table

MEMBERS_OF_A_TEAM = 13
CREWS_OF_A_TEAM = 2
"""As usual: 25 clubs, 330 athletes and 75 crews, of which each team enters the third while it is measured."""

BATCH = 25
LAST_LICENCE = 1_000_000
PLENTY = 100_000
"""Places of an event."""
CLUB = "Société Nautique de la Basse-Seine"


@dataclass(frozen=True, slots=True)
class Team:
    """A manager, the roster (the first of it seated), and the crews."""

    manager: Manager
    members: tuple[Member, ...]
    crew_ids: tuple[str, ...]

    @property
    def free(self) -> tuple[Member, ...]:
        """Members without a seat."""
        return tuple(member for member in self.members if member.crew_id is None)


def open_edition(today: date) -> Edition:
    """The edition of the next month's year, registration open around `today` and places enough."""
    last = today + timedelta(days=30)
    edition = default_edition(last.year)
    calendar = replace(
        edition.calendar,
        registration_opens=today - timedelta(days=30),
        registration_closes=last,
        payment_deadline=last,
        competition_day=last,
        host_priority_ends=today,
    )
    return replace(edition, calendar=calendar, instants=instants(calendar), capacity=Capacity(PLENTY, PLENTY))


def fill(table: Table, members: int, first_licence: int = 0) -> list[Team]:
    """Writes an edition with at least that many members, in teams of usual size.

    Args:
        first_licence: where the numbers of licences begin, for a table that is filled further.
    """
    edition = open_edition(datetime.now(UTC).date())
    load(table, edition)
    return _write_teams(table, edition, ceil(members / MEMBERS_OF_A_TEAM), first_licence)


def fill_last_year(table: Table, teams: int) -> tuple[int, list[Team]]:
    """Writes teams that were in the edition before the one that is filled; its year, and the teams."""
    edition = default_edition(open_edition(datetime.now(UTC).date()).year - 1)
    load(table, edition)
    return edition.year, _write_teams(table, edition, teams, LAST_LICENCE - teams * MEMBERS_OF_A_TEAM)


def _write_teams(table: Table, edition: Edition, count: int, first_licence: int) -> list[Team]:
    race = next(race for race in default_programme() if race.code == "SM4X-")
    numbers = iter(range(first_licence, LAST_LICENCE))
    teams, rows = [], []
    for _ in range(count):
        team, written = _team(edition, race, numbers)
        teams.append(team)
        rows += written
    _write(table, rows)
    return teams


def _team(edition: Edition, race: Race, numbers: Iterator[int]) -> tuple[Team, list[Row[Any]]]:
    now = datetime.now(UTC)
    manager = Manager(
        str(ULID()), "Claude", "Seurat", "claude@example.org", CLUB, Language.FR, (), now, version=1
    )
    members = [_member(manager, edition.year, number) for number in islice(numbers, MEMBERS_OF_A_TEAM)]
    rows: list[Row[Any]] = [keys.manager_row(manager)]
    crew_ids = []
    for index in range(CREWS_OF_A_TEAM):
        four = members[4 * index : 4 * index + 4]
        seats = seats_of(BoatClass.QUAD, list(enumerate(four, start=1)))
        crew = new_crew(str(ULID()), manager.id, Entry(BoatClass.QUAD, seats, race), edition, CLUB, now)
        number = crew_number(race, int(members[0].licence) + index)
        crew = replace(settled(crew, places_change(None, crew), True, ""), number=number)
        members[4 * index : 4 * index + 4] = [replace(member, crew_id=crew.id) for member in four]
        crew_ids.append(crew.id)
        rows.append(keys.crew_row(edition.year, crew))
    for member in members:
        rows.append(keys.member_row(edition.year, member))
        marker = LicenceInUse(member.licence, member.id, manager.id, CLUB)
        rows.append(keys.licence_row(edition.year, marker))
    return Team(manager, tuple(members), tuple(crew_ids)), rows


def _member(manager: Manager, year: int, number: int) -> Member:
    person = Particulars(
        first_name="Camille",
        last_name=f"Caillebotte-{number:06d}",
        date_of_birth=date(year - 22, 5, 1),
        gender=Gender.MAN,
        licence=f"{number:06d}",
        licence_kind=LicenceKind.FFA,
        club=CLUB,
        upgrade_certificate=False,
    )
    return new_member(str(ULID()), manager.id, person, year)


def _write(table: Table, rows: Iterable[Row[Any]]) -> None:
    requests = iter([{"PutRequest": {"Item": row.item()}} for row in rows])
    while batch := list(islice(requests, BATCH)):
        pending: Any = {table.name: batch}
        while pending:
            pending = table.client.batch_write_item(RequestItems=pending)["UnprocessedItems"]
