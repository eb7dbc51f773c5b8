"""Composition: everything a crew carries, computed from its seats, its race and the edition.

The one judgement of crews: `eligibility` shows it before anything is saved, every mutation saves it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from resolvers.regatta.admission import Standing, reason_against, standing_of
from resolvers.regatta.clubs import crew_clubs
from resolvers.regatta.crew import BoatRequest, Crew, Price, Seat
from resolvers.regatta.edition import Edition, Tariff
from resolvers.regatta.licences import crew_licence_state
from resolvers.regatta.member import Member
from resolvers.regatta.price import assigned, crew_price, participation
from resolvers.regatta.race import Race
from resolvers.regatta.reason import Reason
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.seating import cox, full, seat
from resolvers.regatta.substitution import baseline
from resolvers.regatta.vocabulary import (
    BoatClass,
    BoatState,
    CrewStatus,
    LicenceState,
    Missing,
    RefusalCode,
    SeatRole,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a manager asks for: all seats as `seating.seats_of` makes them, and a race of the programme."""

    boat_class: BoatClass
    seats: tuple[Seat, ...]
    race: Race | None = None
    cox_change: bool = False


@dataclass(frozen=True, slots=True)
class Composition:
    """What follows from an entry.

    Attributes:
        status: INCOMPLETE or COMPLETE; whether there are places for it is for `capacity` to say.
        provisional: whether seats are empty, so that the category may still change.
        against_race: why the race chosen is not allowed, or can't be any more.
    """

    status: CrewStatus
    missing: tuple[Missing, ...]
    standing: Standing
    provisional: bool
    against_race: Reason | None
    clubs: tuple[str, ...]
    price: Price
    licence_state: LicenceState | None
    cox_swaps: tuple[int, ...]
    boat_request: BoatRequest | None
    tariff: Tariff | None
    frozen_at: datetime | None


def compose(
    entry: Entry, edition: Edition, club: str, now: datetime, previous: Crew | None = None
) -> Composition:
    """Judge an entry, refusing nothing.

    Args:
        club: the manager's, which an empty crew has.
        previous: the crew as it stands, when it is being changed.

    Source: regatta rules, "Eligibility".
    """
    standing = standing_of(entry.boat_class, entry.seats, edition.upgrade_certificates_required)
    provisional = not full(entry.seats)
    against = _against_race(entry.race, standing, provisional)
    complete = not provisional and entry.race is not None and against is None
    tariff, frozen_at = _frozen(previous, edition, now, complete)
    request = previous.boat_request if previous and previous.boat_class is entry.boat_class else None
    price = crew_price(
        entry.boat_class,
        entry.seats,
        tariff or edition.tariff,
        frozen_at or now,
        boat_request=request,
        paid=previous.price.paid if previous else 0,
        frozen=tariff is not None,
    )
    missing = _missing(entry, provisional, against, request)
    return Composition(
        status=CrewStatus.INCOMPLETE if missing else CrewStatus.COMPLETE,
        missing=missing,
        standing=standing,
        provisional=provisional,
        against_race=against,
        clubs=crew_clubs(entry.seats, club),
        price=price,
        licence_state=crew_licence_state(entry.seats),
        cox_swaps=_cox_swaps(entry, edition) if complete else (),
        boat_request=settled_request(request, price),
        tariff=tariff,
        frozen_at=frozen_at,
    )


def new_crew(crew_id: str, manager_id: str, entry: Entry, edition: Edition, club: str, now: datetime) -> Crew:
    """The crew of a new entry, without a number yet.

    Raises:
        NotEligible: a member of 14 in a rowing seat; a race of another boat class; for a full crew, a race
            that is not allowed.
    """
    composition = compose(entry, edition, club, now)
    _refuse(composition)
    return Crew(
        id=crew_id,
        manager_id=manager_id,
        boat_class=entry.boat_class,
        event=entry.boat_class.event,
        seats=entry.seats,
        cox_change=_cox_change(entry),
        status=composition.status,
        missing=composition.missing,
        category=composition.standing.category,
        clubs=composition.clubs,
        multi_club=len(composition.clubs) > 1,
        price=composition.price,
        licence_state=composition.licence_state,
        cox_swaps=composition.cox_swaps,
        created_at=now,
        version=1,
        race=entry.race,
        tariff=composition.tariff,
        frozen_at=composition.frozen_at,
        paying_seats=_paying_seats(composition),
    )


def changed_crew(crew: Crew, entry: Entry, edition: Edition, club: str, now: datetime) -> Crew:
    """The crew after its manager replaced class, seats and race; without a number when the race changed.

    A boat request is for a class: a change of class drops it.

    Raises:
        Invalid: the crew is withdrawn.
        NotEligible: as `new_crew`.
    """
    check_entered(crew)
    composition = compose(entry, edition, club, now, crew)
    _refuse(composition)
    return _changed(crew, entry, composition, edition, now)


def reseated_crew(crew: Crew, seats: tuple[Seat, ...], edition: Edition, club: str, now: datetime) -> Crew:
    """The crew after a substitution; it may become INCOMPLETE because its race is not allowed any more.

    Raises:
        Invalid: the crew is withdrawn.
        NotEligible: a member of 14 comes to a rowing seat.
    """
    check_entered(crew)
    entry = Entry(crew.boat_class, seats, crew.race, crew.cox_change)
    composition = compose(entry, edition, club, now, crew)
    _refuse_too_young(composition)
    return _changed(crew, entry, composition, edition, now)


def rejudged_crew(
    crew: Crew, members: tuple[Member, ...], edition: Edition, club: str, now: datetime
) -> Crew:
    """The crew after some of its members were edited where they sit; it may become INCOMPLETE, never refused.

    Args:
        members: as they are now; those who do not sit in this crew are passed over.
    """
    by_id = {member.id: member for member in members}
    seats = tuple(
        seat(crew.boat_class, place.position, by_id[place.member_id]) if place.member_id in by_id else place
        for place in crew.seats
    )
    entry = Entry(crew.boat_class, seats, crew.race, crew.cox_change)
    return _changed(crew, entry, compose(entry, edition, club, now, crew), edition, now)


def check_entered(crew: Crew) -> None:
    """Refuse a withdrawn crew.

    Raises:
        Invalid: on `id`.
    """
    if crew.status is CrewStatus.WITHDRAWN:
        raise Invalid("The crew is withdrawn; an organiser can reinstate it.", "id", "WITHDRAWN")


def settled_request(request: BoatRequest | None, price: Price) -> BoatRequest | None:
    """A boat request whose state says whether the crew that has the boat still owes something."""
    if request is None or not assigned(request):
        return request
    return replace(request, state=BoatState.CONFIRMED if price.due else BoatState.PAID)


def _changed(crew: Crew, entry: Entry, composition: Composition, edition: Edition, now: datetime) -> Crew:
    complete = composition.status is CrewStatus.COMPLETE
    same_race = crew.race is not None and entry.race is not None and crew.race.id == entry.race.id
    return replace(
        crew,
        boat_class=entry.boat_class,
        event=entry.boat_class.event,
        seats=entry.seats,
        cox_change=_cox_change(entry),
        status=composition.status,
        missing=composition.missing,
        category=composition.standing.category,
        clubs=composition.clubs,
        multi_club=len(composition.clubs) > 1,
        price=composition.price,
        licence_state=composition.licence_state,
        cox_swaps=composition.cox_swaps,
        race=entry.race,
        number=crew.number if same_race else None,
        boat_request=composition.boat_request,
        tariff=composition.tariff,
        frozen_at=composition.frozen_at,
        waiting_since=crew.waiting_since if crew.event is entry.boat_class.event else None,
        paying_seats=_paying_seats(composition) if complete else crew.paying_seats,
        baseline=baseline(crew, edition, now),
    )


def _paying_seats(composition: Composition) -> int:
    if composition.status is not CrewStatus.COMPLETE:
        return 0
    line = participation(composition.price)
    return line.quantity if line is not None else 0


def _cox_change(entry: Entry) -> bool:
    return entry.cox_change and entry.boat_class.coxed


def _refuse(composition: Composition) -> None:
    _refuse_too_young(composition)
    if composition.against_race is not None:
        raise composition.against_race.refusal()


def _refuse_too_young(composition: Composition) -> None:
    obstacle = composition.standing.obstacle
    if obstacle is not None and obstacle.code is RefusalCode.TOO_YOUNG_TO_ROW:
        raise obstacle.refusal()


def _against_race(race: Race | None, standing: Standing, provisional: bool) -> Reason | None:
    if race is None:
        return None
    reason = reason_against(race, standing)
    if reason is None or not provisional:
        return reason
    # Whoever takes the empty seats can still change the rest.
    lasting = (RefusalCode.BOAT_CLASS, RefusalCode.TOO_YOUNG_TO_ROW)
    return reason if reason.code in lasting else None


def _frozen(
    previous: Crew | None, edition: Edition, now: datetime, complete: bool
) -> tuple[Tariff | None, datetime | None]:
    if previous is not None and previous.tariff is not None:
        return previous.tariff, previous.frozen_at
    return (edition.tariff, now) if complete else (None, None)


def _missing(
    entry: Entry, provisional: bool, against: Reason | None, request: BoatRequest | None
) -> tuple[Missing, ...]:
    pending = request is not None and request.state is BoatState.REQUESTED
    found = {
        Missing.SEATS: provisional,
        Missing.RACE: entry.race is None,
        Missing.RACE_NOT_ALLOWED: against is not None,
        Missing.BOAT: pending,
    }
    return tuple(missing for missing, lacks in found.items() if lacks)


def _cox_swaps(entry: Entry, edition: Edition) -> tuple[int, ...]:
    steering = cox(entry.seats)
    if not entry.cox_change or entry.race is None or steering is None:
        return ()
    swaps = []
    for index, rower in enumerate(entry.seats[:-1]):
        seats = list(entry.seats)
        seats[index] = replace(steering, position=rower.position, role=SeatRole.ROWER)
        seats[-1] = replace(rower, position=steering.position, role=SeatRole.COX)
        standing = standing_of(entry.boat_class, seats, edition.upgrade_certificates_required)
        if reason_against(entry.race, standing) is None:
            swaps.append(rower.position)
    return tuple(swaps)
