"""Boats for rent: who asks for which, whose request is confirmed when, and what state a boat is in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from resolvers.regatta.boat import Boat
from resolvers.regatta.clubs import is_host_club
from resolvers.regatta.crew import BoatRequest, Crew
from resolvers.regatta.edition import Calendar
from resolvers.regatta.paris import day_of
from resolvers.regatta.refusals import BoatTaken, Invalid
from resolvers.regatta.seating import rowers
from resolvers.regatta.vocabulary import BoatClass, BoatState, Hull

LONGEST_COMMENT = 500


@dataclass(frozen=True, slots=True)
class QueuedRequest:
    """A crew's request that is not confirmed; `since` sorts by the time it was made.

    Attributes:
        boat_id: the boat asked for; none for any of the class and hull.
        host: whether the crew's rowers are all of the host club.
    """

    crew_id: str
    manager_id: str
    boat_class: BoatClass
    hull: Hull
    since: str
    host: bool
    boat_id: str | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A request that is confirmed, and the boat that its crew gets."""

    request: QueuedRequest
    boat: Boat


def hull_wanted(crew: Crew) -> Hull:
    """The hull that the crew races in: its race's, an outrigger while it has none."""
    return Hull.OUTRIGGER if crew.race is None else crew.race.hull


def fits(boat: Boat, boat_class: BoatClass, hull: Hull) -> bool:
    """Whether a boat is of the class and hull."""
    return boat.boat_class is boat_class and boat.hull is hull


def new_request(crew: Crew, boat: Boat | None, comment: str | None) -> BoatRequest:
    """A request for this boat, or for any of the crew's class and hull.

    Raises:
        Invalid: a boat of another class or hull; a comment over 500 characters.
    """
    if boat is not None and not fits(boat, crew.boat_class, hull_wanted(crew)):
        raise Invalid(
            f"The crew needs a {crew.boat_class.notation}, {hull_wanted(crew)}; {boat.name} is a "
            f"{boat.boat_class.notation}, {boat.hull}.",
            "boatId",
            "ANOTHER_CLASS",
        )
    words = (comment or "").strip() or None
    if words is not None and len(words) > LONGEST_COMMENT:
        raise Invalid(f"A comment has at most {LONGEST_COMMENT} characters.", "comment", "TOO_LONG")
    return BoatRequest(BoatState.REQUESTED, None if boat is None else boat.id, words)


def host_priority(calendar: Calendar, now: datetime) -> bool:
    """Whether only host crews are confirmed now: until the last day of their priority in Paris, inclusive."""
    return day_of(now) <= calendar.host_priority_ends


def host_crew(crew: Crew) -> bool:
    """Whether all rowing seats are filled, and with host-club members; who comes later could be a guest."""
    rowing = rowers(crew.seats)
    return len(rowing) == crew.boat_class.rowers and all(is_host_club(seat.club or "") for seat in rowing)


def confirmations(
    boats: Sequence[Boat], queue: Iterable[QueuedRequest], priority: bool
) -> tuple[Confirmation, ...]:
    """The requests that are confirmed now: of each boat that is free, the oldest that may be.

    A request for any boat takes one that nobody asks for by name before one that somebody does.

    Args:
        boats: the fleet; those assigned are passed over.
        queue: all requests that are not confirmed.
        priority: whether the host club's priority still lasts; then only its crews' requests count.

    Source: regatta rules, "Boats for rent".
    """
    waiting = sorted((each for each in queue if each.host or not priority), key=lambda each: each.since)
    named = {request.boat_id for request in waiting}
    free = sorted(
        (boat for boat in boats if boat.crew_id is None),
        key=lambda boat: (boat.id in named, boat.name, boat.id),
    )
    confirmed = []
    for request in waiting:
        boat = next((boat for boat in free if _answers(boat, request)), None)
        if boat is not None:
            free.remove(boat)
            confirmed.append(Confirmation(request, boat))
    return tuple(confirmed)


def check_free(boat: Boat, crew_id: str) -> None:
    """Let the crew have the boat, or refuse it.

    Raises:
        BoatTaken: it is assigned to another crew.
    """
    if boat.crew_id not in (None, crew_id):
        raise BoatTaken(f"{boat.name} is assigned to another crew.", boat.id)


def boat_state(crew: Crew | None, requests: int) -> BoatState:
    """The state of a boat.

    Args:
        crew: that it is assigned to, if any.
        requests: how many ask for it and are not confirmed.
    """
    if crew is not None:
        return BoatState.CONFIRMED if crew.price.due else BoatState.PAID
    return BoatState.REQUESTED if requests else BoatState.AVAILABLE


def _answers(boat: Boat, request: QueuedRequest) -> bool:
    if request.boat_id is not None:
        return boat.id == request.boat_id
    return fits(boat, request.boat_class, request.hull)
