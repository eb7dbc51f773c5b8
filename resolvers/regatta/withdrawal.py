"""Withdrawals: what a crew still owes, who and what comes free, and the way back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from resolvers.regatta.composition import check_entered, rejudged_crew
from resolvers.regatta.crew import Crew, PriceLine, Seat
from resolvers.regatta.edition import Edition
from resolvers.regatta.member import Member
from resolvers.regatta.phases import closed
from resolvers.regatta.price import assigned, participation, participation_of, withdrawn_price
from resolvers.regatta.refusals import AlreadySeated, Invalid
from resolvers.regatta.vocabulary import CrewStatus


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The consequence, shown before it is confirmed.

    Attributes:
        owed: cents of participation that the crew owes in spite of it, paid or not.
        dropped: cents of its price that it no longer owes.
        member_ids: members who are free again.
        boat_id: the boat of the fleet that is free again.
    """

    owed: int
    dropped: int
    member_ids: tuple[str, ...]
    boat_id: str | None


def consequence(crew: Crew, edition: Edition, now: datetime) -> Withdrawal:
    """What withdrawing the crew now means.

    Raises:
        Invalid: it is withdrawn already.

    Source: regatta rules, "Withdrawal".
    """
    check_entered(crew)
    line = _owed(crew, edition, now)
    owed = line.amount if line is not None else 0
    request = crew.boat_request
    return Withdrawal(
        owed=owed,
        dropped=max(0, crew.price.total - owed),
        member_ids=tuple(seat.member_id for seat in crew.seats if seat.member_id is not None),
        boat_id=request.boat_id if request is not None and assigned(request) else None,
    )


def withdrawn_crew(crew: Crew, edition: Edition, now: datetime) -> Crew:
    """The crew once withdrawn: its seats stay to be read and to be reinstated, its bow as a scratch.

    Raises:
        Invalid: it is withdrawn already.
    """
    check_entered(crew)
    return withdrawn(crew, _owed(crew, edition, now))


def withdrawn(crew: Crew, owed: PriceLine | None) -> Crew:
    """The crew withdrawn, owing this participation."""
    return replace(
        crew,
        status=CrewStatus.WITHDRAWN,
        missing=(),
        price=withdrawn_price(crew, owed),
        boat_request=None,
        places=0,
        waiting_since=None,
        decline_until=None,
        owed_on_withdrawal=owed.amount if owed is not None else 0,
    )


def _owed(crew: Crew, edition: Edition, now: datetime) -> PriceLine | None:
    """The participation that the crew would owe, withdrawn now."""
    if not closed(edition, now):
        return None
    if crew.status is CrewStatus.COMPLETE:
        return participation(crew.price)
    # A crew that holds places was COMPLETE: emptying it first must not spare it the fee of what it holds.
    seats = min(crew.places, crew.paying_seats)
    if not seats or crew.tariff is None or crew.frozen_at is None:
        return None
    return participation_of(seats, crew.tariff, crew.frozen_at)


def reinstated_crew(
    crew: Crew, members: Mapping[str, Member], edition: Edition, club: str, now: datetime
) -> Crew:
    """The crew entered again with those who sat in it, judged as they are now; its places are to be found.

    Args:
        members: by id, as they are now; the seat of one who is gone is empty.

    Raises:
        Invalid: it is not withdrawn.
        AlreadySeated: a member has a seat in another crew meanwhile.
    """
    if crew.status is not CrewStatus.WITHDRAWN:
        raise Invalid("The crew is entered: only a withdrawn one can be reinstated.", "id", "NOT_WITHDRAWN")
    for seat in crew.seats:
        member = members.get(seat.member_id or "")
        if member is not None and member.crew_id not in (None, crew.id):
            raise AlreadySeated(
                "A member has a seat in another crew meanwhile: empty that seat first.",
                member.id,
                str(member.crew_id),
            )
    seats = tuple(
        seat if seat.member_id in members else Seat(seat.position, seat.role) for seat in crew.seats
    )
    entered = replace(crew, seats=seats, owed_on_withdrawal=None)
    return rejudged_crew(entered, tuple(members.values()), edition, club, now)
