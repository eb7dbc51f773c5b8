"""People, crews and moments that the tests of the rules are told with."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count

from resolvers.regatta.age import member_category
from resolvers.regatta.clubs import is_host_club
from resolvers.regatta.composition import Entry, new_crew
from resolvers.regatta.crew import Crew, Seat
from resolvers.regatta.default_programme import default_programme
from resolvers.regatta.edition import Edition
from resolvers.regatta.member import Member
from resolvers.regatta.race import Race
from resolvers.regatta.seating import seats_of
from resolvers.regatta.settings import default_edition
from resolvers.regatta.vocabulary import BoatClass, Gender, LicenceKind, LicenceState

YEAR = 2027
EDITION = default_edition(YEAR)
PROGRAMME = default_programme()
RACES: dict[str, Race] = {race.code: race for race in PROGRAMME}

BEFORE = datetime(YEAR, 3, 1, 12, tzinfo=UTC)
OPEN = datetime(YEAR, 4, 1, 12, tzinfo=UTC)
PAYING = datetime(YEAR, 4, 22, 12, tzinfo=UTC)
OVER = datetime(YEAR, 4, 28, 12, tzinfo=UTC)

HOST = "RCPM"
GUEST = "CN Exemple"

_numbers = count(1)


def member(
    age: int,
    gender: Gender = Gender.WOMAN,
    *,
    club: str = GUEST,
    certificate: bool = False,
    crew_id: str | None = None,
    licence_state: LicenceState = LicenceState.PENDING,
) -> Member:
    """A member of this age in the year of the edition; each call is another person."""
    number = next(_numbers)
    return Member(
        id=f"member-{number}",
        manager_id="manager",
        first_name=f"First{number}",
        last_name=f"Last{number}",
        date_of_birth=date(YEAR - age, 6, 1),
        gender=gender,
        age=age,
        category=member_category(age),
        club=club,
        host_club=is_host_club(club),
        licence=f"L{number:06}",
        licence_kind=LicenceKind.FFA,
        upgrade_certificate=certificate,
        version=1,
        licence_state=licence_state,
        crew_id=crew_id,
    )


def women(*ages: int, club: str = GUEST, certificate: bool = False) -> list[Member]:
    """Women of these ages."""
    return [member(age, Gender.WOMAN, club=club, certificate=certificate) for age in ages]


def men(*ages: int, club: str = GUEST, certificate: bool = False) -> list[Member]:
    """Men of these ages."""
    return [member(age, Gender.MAN, club=club, certificate=certificate) for age in ages]


def seated(
    boat_class: BoatClass, people: Sequence[Member | None], crew_id: str | None = None
) -> tuple[Seat, ...]:
    """The seats with these people from bow on; those left over are empty."""
    return seats_of(boat_class, list(enumerate(people, 1)), crew_id)


def entry(race: str, people: Sequence[Member | None], *, cox_change: bool = False) -> Entry:
    """An entry for the race of this code."""
    chosen = RACES[race]
    return Entry(chosen.boat_class, seated(chosen.boat_class, people), chosen, cox_change)


def crew(
    race: str,
    people: Sequence[Member | None],
    *,
    edition: Edition = EDITION,
    now: datetime = OPEN,
    cox_change: bool = False,
) -> Crew:
    """A crew newly entered for the race of this code, its number given."""
    made = new_crew("crew", "manager", entry(race, people, cox_change=cox_change), edition, GUEST, now)
    return replace(made, number=f"SM.{RACES[race].order}.1")


def in_crew(people: Sequence[Member], crew_id: str = "crew") -> list[Member]:
    """The same people as the table has them once they are seated."""
    return [replace(person, crew_id=crew_id) for person in people]
