"""A season of its own for a test that enters crews: its edition, its phase, its places, and its teams."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from resolvers.regatta.age import member_category
from resolvers.regatta.clubs import is_host_club
from resolvers.regatta.crew import BoatRequest
from resolvers.regatta.default_programme import default_programme
from resolvers.regatta.edition import Calendar, Capacity, Edition
from resolvers.regatta.member import Member
from resolvers.regatta.phases import instants
from resolvers.regatta.settings import default_edition
from resolvers.regatta.vocabulary import BoatState, Event, Gender, Phase
from resolvers.table import editions, keys
from resolvers.table.keys import LicenceInUse
from resolvers.table.loader import default_fleet
from resolvers.table.transaction import Transaction
from tests.api import given
from tests.api.client import Answer, Client
from tests.api.regatta import Regatta

CREW = """{
  id managerId number boatClass event race { id code } coxChange status missing clubs multiClub licenceState
  seats { position role memberId firstName age club }
  category { age gender averageAge masterLetter }
  price { total paid due credit frozen lines { code quantity unit amount } }
  boatRequest { state boatId } coxSwaps declineUntil createdAt version
}"""
CREATE_CREW = f"mutation($input: CrewInput!, $of: ID) {{ createCrew(input: $input, managerId: $of) {CREW} }}"
UPDATE_CREW = f"""
mutation($id: ID!, $input: CrewInput!, $version: Int!, $of: ID) {{
  updateCrew(id: $id, input: $input, version: $version, managerId: $of) {CREW}
}}
"""
DELETE_CREW = f"mutation($id: ID!, $of: ID) {{ deleteCrew(id: $id, managerId: $of) {CREW} }}"
SUBSTITUTE = f"""
mutation($crewId: ID!, $position: Int!, $memberId: ID!, $version: Int!, $of: ID) {{
  substituteMember(
    crewId: $crewId, position: $position, memberId: $memberId, version: $version, managerId: $of
  ) {CREW}
}}
"""
WITHDRAW = f"""
mutation($id: ID!, $dryRun: Boolean!, $of: ID) {{
  withdrawCrew(id: $id, dryRun: $dryRun, managerId: $of) {{
    owed dropped freedMembers freedBoat crew {CREW}
  }}
}}
"""
DECLINE = f"mutation($id: ID!, $of: ID) {{ declinePlace(crewId: $id, managerId: $of) {CREW} }}"
REINSTATE = f"mutation($id: ID!, $of: ID!) {{ reinstateCrew(id: $id, managerId: $of) {CREW} }}"
HAND_OVER = """
mutation($of: ID!, $to: ID!, $memberIds: [ID!], $crewIds: [ID!]) {
  handOver(managerId: $of, to: $to, memberIds: $memberIds, crewIds: $crewIds) {
    managerId to memberIds crewIds
  }
}
"""
TEAM = f"""
query($of: ID) {{
  team(managerId: $of) {{
    crews {{ items {CREW} }}
    members {{ items {{ id managerId firstName club crewId version }} }}
    notifications {{ items {{ kind crewId message messageFr }} }}
  }}
}}
"""
GRANT = """
mutation($of: ID!) { grantAccess(managerId: $of, hours: 1, reason: "La voiture était en panne") { id } }
"""
HISTORY = """
query($id: ID!) { history(entityId: $id) { items { action actorId onBehalfOf managerId before after } } }
"""

RACES = {race.code: race for race in default_programme()}

RACING_YEAR = 2099
_YEARS = itertools.count(2019, -1)
_DAYS = {
    Phase.BEFORE_REGISTRATION: (5, 20, 26),
    Phase.REGISTRATION: (-10, 20, 26),
    Phase.PAYMENT_ONLY: (-20, -2, 5),
    Phase.CLOSED: (-30, -9, -2),
}


@dataclass(frozen=True, slots=True, repr=False)
class Team:
    """A manager with a roster."""

    client: Client
    members: Sequence[Member]

    @property
    def ids(self) -> list[str]:
        """Of the members, in the order they were given."""
        return [member.id for member in self.members]

    @property
    def sub(self) -> str:
        """Of the manager."""
        return self.client.sub

    def enters(self, race: str, *who: str | None, **more: Any) -> Answer:
        """Asks for a crew in a race, by its code; without names the members of the roster, in order."""
        return self.client.execute(CREATE_CREW, input=crew_input(race, *(who or self.ids), **more))

    def entered(self, race: str, *who: str | None, **more: Any) -> Any:
        """The crew, once entered."""
        return self.enters(race, *who, **more).value

    def crew(self, crew_id: str) -> Any:
        """The crew as it stands."""
        return next(crew for crew in self.reads()["crews"]["items"] if crew["id"] == crew_id)

    def reads(self) -> Any:
        """The team as it stands."""
        return self.client.execute(TEAM).value

    def seats_of_members(self) -> dict[str, str | None]:
        """In which crew each member sits."""
        return {member["id"]: member["crewId"] for member in self.reads()["members"]["items"]}


@dataclass(frozen=True, slots=True, repr=False)
class Season:
    """The current edition while a test runs, and the teams that enter it."""

    regatta: Regatta
    year: int
    teams: list[Team] = field(default_factory=list)

    def team(self, *people: int | str | tuple[int, str], club: str = "Aviron de Meulan", **more: Any) -> Team:
        """A new manager whose roster has these people: their age, or age and `W` for a woman."""
        client = self.regatta.as_manager(club=club)
        members = [self.member(client.sub, person, club=club, **more) for person in people]
        team = Team(client, members)
        self.teams.append(team)
        return team

    def member(self, manager_id: str, person: Any, **changes: Any) -> Member:
        """A member put on a roster, with the marker of the licence."""
        age, gender = person if isinstance(person, tuple) else (person, "M")
        club = changes.get("club", "Aviron de Meulan")
        member = given.member(
            manager_id,
            age=age,
            category=member_category(age),
            date_of_birth=date(self.year - age, 5, 1),
            gender=Gender.WOMAN if gender == "W" else Gender.MAN,
            **{"host_club": is_host_club(club), **changes},
        )
        marker = LicenceInUse(member.licence, member.id, manager_id, member.club)
        self.regatta.has(keys.member_row(self.year, member), keys.licence_row(self.year, marker))
        return member

    def changes(self, team: Team, crew_id: str, **changes: Any) -> None:
        """Changes what is stored of a crew, past all rules."""
        key = keys.crew(self.year, team.sub, crew_id)
        stored = self.regatta.table.get(key)
        assert stored is not None
        self.regatta.has(keys.crew_row(self.year, replace(stored, **changes)))

    def assigns(self, team: Team, crew_id: str, boat_id: str) -> None:
        """Assigns a boat of the fleet to a crew, past all rules."""
        self.changes(team, crew_id, boat_request=BoatRequest(BoatState.CONFIRMED, boat_id=boat_id))
        boat = given.boat(boat_id, state=BoatState.CONFIRMED, crew_id=crew_id)
        self.regatta.has(keys.boat_row(self.year, boat))

    def turns(self, phase: Phase) -> None:
        """Moves the calendar so that today lies in a phase."""
        edition = self.edition()
        calendar = _calendar(phase)
        moved = replace(edition, calendar=calendar, instants=instants(calendar))
        self.regatta.has(keys.edition_row(moved))

    def edition(self) -> Edition:
        """The settings as they stand."""
        edition = self.regatta.table.get(keys.edition(self.year))
        assert edition is not None
        return edition

    def places(self, event: Event = Event.SEMI_MARATHON) -> keys.Places:
        """The counter of an event."""
        places = self.regatta.table.get(keys.places(self.year, event))
        assert places is not None
        return places


@contextmanager
def a_season(
    regatta: Regatta,
    *,
    phase: Phase = Phase.REGISTRATION,
    semi_marathon: int = 350,
    marathon: int = 30,
    year: int | None = None,
) -> Iterator[Season]:
    """Makes an edition of a year of its own the current one, with the default programme and fleet.

    Args:
        year: `RACING_YEAR` for an edition whose calendar is right to the last day, as its settings must be
            to be changed; one such in each account.
    """
    calendar = _calendar(phase)
    edition = replace(
        default_edition(2027),
        year=next(_YEARS) if year is None else year,
        calendar=calendar,
        instants=instants(calendar),
        capacity=Capacity(semi_marathon=semi_marathon, marathon=marathon),
    )
    transaction = Transaction()
    editions.create(transaction, edition, default_programme(), default_fleet())
    regatta.table.write(transaction)
    regatta.has(keys.current_edition_row(edition.year))
    try:
        yield Season(regatta, edition.year)
    finally:
        regatta.has(keys.current_edition_row(regatta.year))


def crew_input(race: str | None, *who: str | None, **more: Any) -> dict[str, Any]:
    """A crew for a race, by its code, with these members from bow; `None` leaves a seat empty."""
    named = {"boatClass": RACES[race].boat_class, "raceId": RACES[race].id} if race else {}
    seats = [{"position": position, "memberId": of} for position, of in enumerate(who, start=1)]
    return {**named, "seats": seats, **more}


def _calendar(phase: Phase) -> Calendar:
    today = date.today()
    opens, closes, deadline = (today + timedelta(days=days) for days in _DAYS[phase])
    return Calendar(
        registration_opens=opens,
        registration_closes=closes,
        payment_deadline=deadline,
        competition_day=date(RACING_YEAR, 5, 1),
        host_priority_ends=closes - timedelta(days=15),
    )
