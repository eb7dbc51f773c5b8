"""Entities for tests to put into the table: plausible, and changed where the test cares."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from ulid import ULID

from resolvers.regatta.boat import Boat
from resolvers.regatta.change import Change
from resolvers.regatta.crew import BoatRequest, Crew, CrewCategory, Price, PriceLine, Seat
from resolvers.regatta.grant import Grant
from resolvers.regatta.issue import Issue
from resolvers.regatta.manager import Consent, Manager, Notification, NotificationKind
from resolvers.regatta.member import Member
from resolvers.regatta.programme import race
from resolvers.regatta.race import Race
from resolvers.regatta.vocabulary import (
    AgeCategory,
    BoatClass,
    BoatState,
    ConsentKind,
    CrewGender,
    CrewStatus,
    Event,
    Gender,
    Hull,
    IssueState,
    Language,
    LicenceKind,
    LicenceState,
    Missing,
    SeatRole,
)

A_DAY = datetime(2026, 11, 1, 12, tzinfo=UTC)
QUAD_RACE = race(20, BoatClass.COXED_QUAD, Hull.OUTRIGGER, AgeCategory.SENIOR, CrewGender.MIXED)


def new_id() -> str:
    """A fresh ULID."""
    return str(ULID())


def manager(sub: str, **changes: Any) -> Manager:
    """The profile of a manager who agreed to the privacy policy."""
    entity = Manager(
        id=sub,
        first_name="Berthe",
        last_name="Manet",
        email=f"{sub}@example.org",
        club="Aviron de Meulan",
        language=Language.FR,
        consents=(Consent(ConsentKind.PRIVACY, "2026-01", A_DAY),),
        created_at=A_DAY,
        version=1,
        phone="+33612345678",
    )
    return replace(entity, **changes)


def member(manager_id: str, **changes: Any) -> Member:
    """A senior of the manager's roster, without a seat."""
    entity = Member(
        id=new_id(),
        manager_id=manager_id,
        first_name="Édouard",
        last_name="Lefèvre",
        date_of_birth=date(2002, 5, 1),
        gender=Gender.MAN,
        age=24,
        category=AgeCategory.SENIOR,
        club="Aviron de Meulan",
        host_club=False,
        licence=new_id()[-10:],
        licence_kind=LicenceKind.FFA,
        upgrade_certificate=False,
        version=1,
    )
    return replace(entity, **changes)


def seats(rowers: int, *, filled: int, cox: bool = False) -> tuple[Seat, ...]:
    """The seats of a boat, the first `filled` of them taken."""
    roles = [SeatRole.ROWER] * rowers + [SeatRole.COX] * cox
    return tuple(
        Seat(
            position,
            role,
            member_id=new_id(),
            first_name="Camille",
            last_name="Claudel",
            gender=Gender.WOMAN,
            age=24,
            club="Aviron de Meulan",
            licence_state=LicenceState.PENDING,
        )
        if position <= filled
        else Seat(position, role)
        for position, role in enumerate(roles, start=1)
    )


def price(total: int = 0, paid: int = 0) -> Price:
    """A price, with what follows from it and what was paid."""
    line = PriceLine("PARTICIPATION", "Participation", "Participation", 1, total, total)
    due, credit = max(0, total - paid), max(0, paid - total)
    return Price((line,) if total else (), total, paid, due, credit, frozen=bool(paid))


def crew(manager_id: str, **changes: Any) -> Crew:
    """An incomplete coxed quad with no one in it and no race."""
    entity = Crew(
        id=new_id(),
        manager_id=manager_id,
        boat_class=BoatClass.COXED_QUAD,
        event=Event.SEMI_MARATHON,
        seats=seats(4, filled=0, cox=True),
        cox_change=False,
        status=CrewStatus.INCOMPLETE,
        missing=(Missing.SEATS, Missing.RACE),
        category=None,
        clubs=("Aviron de Meulan",),
        multi_club=False,
        price=price(),
        licence_state=None,
        cox_swaps=(),
        created_at=A_DAY,
        version=1,
    )
    return replace(entity, **changes)


def owned(entity: Crew, manager_id: str) -> Crew:
    """A crew like this one, of a manager."""
    return replace(entity, id=new_id(), manager_id=manager_id)


def numbered_crew(manager_id: str, entered: Race, sequence: int, **changes: Any) -> Crew:
    """A crew of a race, with its number."""
    letters = "M" if entered.event is Event.MARATHON else "SM"
    number = f"{letters}.{entered.order}.{sequence}"
    same = {"race": entered, "number": number, "event": entered.event, "boat_class": entered.boat_class}
    return crew(manager_id, **same, **changes)


def crew_with_everything(manager_id: str) -> Crew:
    """A crew none of whose attributes is empty."""
    return numbered_crew(
        manager_id,
        QUAD_RACE,
        1,
        seats=seats(4, filled=5, cox=True),
        status=CrewStatus.COMPLETE,
        missing=(),
        category=CrewCategory(AgeCategory.SENIOR, CrewGender.MIXED, 24.0, None),
        price=price(total=10000, paid=10000),
        boat_request=BoatRequest(BoatState.REQUESTED, "monet", "Une yolette, svp", "A hull", "Yours"),
        licence_state=LicenceState.PENDING,
        issues=(issue(),),
        cox_swaps=(2,),
        bow=41,
        starts_at=A_DAY,
        decline_until=A_DAY,
    )


def issue() -> Issue:
    """An open issue."""
    return Issue(new_id(), "Le certificat manque.", IssueState.OPEN, A_DAY)


def boat(boat_id: str, **changes: Any) -> Boat:
    """A free quad of the fleet."""
    return replace(Boat(boat_id, boat_id.title(), BoatClass.COXED_QUAD, Hull.OUTRIGGER), **changes)


def grant(manager_id: str, **changes: Any) -> Grant:
    """A grant of 48 hours."""
    entity = Grant(new_id(), manager_id, "Panne", "an-admin", A_DAY, A_DAY.replace(day=3))
    return replace(entity, **changes)


def notification(manager_id: str, **changes: Any) -> Notification:
    """A notification that was not read."""
    kind = NotificationKind.PLACE_GIVEN
    entity = Notification(new_id(), manager_id, kind, "You have a place.", "Une place est à vous.", A_DAY)
    return replace(entity, **changes)


def change(entity_id: str, manager_id: str | None, **changes: Any) -> Change:
    """A change of a member by the manager."""
    entity = Change(
        id=new_id(),
        at=A_DAY,
        action="updateMember",
        entity_type="Member",
        entity_id=entity_id,
        actor_id=manager_id or "an-admin",
        manager_id=manager_id,
        before={"lastName": "Monet", "issues": []},
        after={"lastName": "Manet", "issues": [{"text": "é"}]},
    )
    return replace(entity, **changes)
