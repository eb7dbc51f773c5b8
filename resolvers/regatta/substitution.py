"""Substitutions: who takes a seat in a crew that is already entered, and how many may after closing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from resolvers.regatta.crew import Baseline, Crew, Seat
from resolvers.regatta.edition import Edition
from resolvers.regatta.member import Member
from resolvers.regatta.phases import closed
from resolvers.regatta.refusals import AlreadySeated, Invalid, TooManySubstitutions
from resolvers.regatta.seating import rowers, seat


def baseline(crew: Crew, edition: Edition, now: datetime) -> Baseline | None:
    """The rowers of the end of the closing day, which a change made now must keep with the crew.

    The first change after that day takes those seated until then; later ones find them kept, unless the
    closing day was moved since. None before.
    """
    if not closed(edition, now):
        return None
    closing = edition.instants.registration_closes
    if crew.baseline is not None and crew.baseline.closing == closing:
        return crew.baseline
    return Baseline(closing, _rower_ids(crew.seats))


def substituted(
    crew: Crew, position: int, member: Member, edition: Edition, now: datetime, *, exempt: bool
) -> tuple[Seat, ...]:
    """The seats after `member` took `position`; when he sits in this crew already, the two swap.

    Args:
        exempt: an admin acts, or the manager has an active grant.

    Raises:
        Invalid: no such position; after closing, an empty one.
        AlreadySeated: the member sits in another crew.
        TooManySubstitutions: after closing, fewer than half of the rowers of the closing day would stay. What
            an exempt change left below half may still be rearranged, but takes nobody in who was not there.

    Source: regatta rules, "Substitution after closing".
    """
    if not 1 <= position <= len(crew.seats):
        raise Invalid(
            f"Position {position} does not exist: the crew has 1 to {len(crew.seats)}.",
            "position",
            "POSITION_OUT_OF_RANGE",
        )
    if member.crew_id is not None and member.crew_id != crew.id:
        raise AlreadySeated(
            "The member has a seat in another crew: empty that seat first.", member.id, member.crew_id
        )
    limited = closed(edition, now) and not exempt
    if limited and crew.seats[position - 1].member_id is None:
        raise Invalid(
            "Empty seats can’t be filled after closing: only somebody who sits can be replaced.",
            "position",
            "EMPTY_SEAT",
        )
    seats = _exchanged(crew, position, member)
    if limited:
        standing = baseline(crew, edition, now)
        _check_kept(standing.rower_ids if standing else (), crew.seats, seats)
    return seats


def _exchanged(crew: Crew, position: int, member: Member) -> tuple[Seat, ...]:
    leaving = crew.seats[position - 1]
    seats = list(crew.seats)
    for index, current in enumerate(crew.seats):
        if current.member_id == member.id:
            seats[index] = replace(leaving, position=current.position, role=current.role)
    seats[position - 1] = seat(crew.boat_class, position, member)
    return tuple(seats)


def _check_kept(rower_ids: Sequence[str], before: Sequence[Seat], after: Sequence[Seat]) -> None:
    rowed, row = set(_rower_ids(before)), set(_rower_ids(after))
    kept = len(row & set(rower_ids))
    needed = (len(rower_ids) + 1) // 2
    worse = bool(row - rowed - set(rower_ids)) or kept < len(rowed & set(rower_ids))
    if kept < needed and worse:
        raise TooManySubstitutions(
            f"{kept} of the {len(rower_ids)} rowers of the closing day would stay; {needed} must.",
            kept,
            needed,
        )


def _rower_ids(seats: Sequence[Seat]) -> tuple[str, ...]:
    return tuple(seat.member_id for seat in rowers(seats) if seat.member_id is not None)
