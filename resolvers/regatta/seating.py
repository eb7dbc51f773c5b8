"""Seats: who sits where in a crew, from what was asked for."""

from collections.abc import Iterable, Sequence

from resolvers.regatta.crew import Seat
from resolvers.regatta.member import Member
from resolvers.regatta.refusals import AlreadySeated, Invalid
from resolvers.regatta.vocabulary import BoatClass, SeatRole


def seat(boat_class: BoatClass, position: int, member: Member | None) -> Seat:
    """The seat at `position` (1 is bow) with this member in it, or empty."""
    role = SeatRole.ROWER if position <= boat_class.rowers else SeatRole.COX
    if member is None:
        return Seat(position, role)
    return Seat(
        position=position,
        role=role,
        member_id=member.id,
        first_name=member.first_name,
        last_name=member.last_name,
        gender=member.gender,
        age=member.age,
        club=member.club,
        licence_state=member.licence_state,
        upgrade_certificate=member.upgrade_certificate,
    )


def seats_of(
    boat_class: BoatClass, assignments: Iterable[tuple[int, Member | None]], crew_id: str | None = None
) -> tuple[Seat, ...]:
    """All seats of a crew, in order; a position that is not assigned is empty.

    Args:
        assignments: position and the member who takes it, or None.
        crew_id: the crew being edited, whose members may stay.

    Raises:
        Invalid: a position outside the boat; a position or a member given twice.
        AlreadySeated: a member has a seat in another crew.
    """
    seated: dict[int, Member | None] = {}
    taken: set[str] = set()
    for position, member in assignments:
        if not 1 <= position <= boat_class.seats:
            raise Invalid(
                f"Position {position} does not exist: a {boat_class.notation} has 1 to {boat_class.seats}.",
                "seats",
                "POSITION_OUT_OF_RANGE",
            )
        if position in seated:
            raise Invalid(f"Position {position} is given twice: give it once.", "seats", "POSITION_TWICE")
        seated[position] = member
        if member is not None:
            _check_free(member, taken, crew_id)
            taken.add(member.id)
    return tuple(
        seat(boat_class, position, seated.get(position)) for position in range(1, boat_class.seats + 1)
    )


def _check_free(member: Member, taken: set[str], crew_id: str | None) -> None:
    if member.id in taken:
        raise Invalid(f"Member {member.id} is given twice: one person has one seat.", "seats", "MEMBER_TWICE")
    if member.crew_id is not None and member.crew_id != crew_id:
        raise AlreadySeated(
            "The member has a seat in another crew: empty that seat first.", member.id, member.crew_id
        )


def filled(seats: Iterable[Seat]) -> list[Seat]:
    """The seats with somebody in them, the cox's included."""
    return [seat for seat in seats if seat.member_id is not None]


def rowers(seats: Iterable[Seat]) -> list[Seat]:
    """The filled rowing seats, bow first."""
    return [seat for seat in seats if seat.member_id is not None and seat.role is SeatRole.ROWER]


def cox(seats: Sequence[Seat]) -> Seat | None:
    """The cox's seat when somebody is in it."""
    last = seats[-1]
    return last if last.role is SeatRole.COX and last.member_id is not None else None


def full(seats: Iterable[Seat]) -> bool:
    """Whether every seat is filled."""
    return all(seat.member_id is not None for seat in seats)
