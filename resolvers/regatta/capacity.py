"""Places: how many people of an event a crew needs, holds and frees, and who waits for them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from resolvers.regatta.crew import Crew
from resolvers.regatta.edition import Capacity
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.vocabulary import CrewStatus, Event
from resolvers.regatta.withdrawal import withdrawn

DECLINE_WITHIN = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class PlacesChange:
    """What a change of a crew means for the places of its event.

    Attributes:
        held: people for whom the crew goes on holding places of its event.
        wanted: people for whom it needs further places to be COMPLETE; without all of them it waits.
        freed: people whose places come free, in `freed_event`.
    """

    held: int
    wanted: int
    freed: int
    freed_event: Event | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A crew in the queue of its event; `since` sorts by the time of completion."""

    crew_id: str
    manager_id: str
    people: int
    since: str


def places_of(capacity: Capacity, event: Event) -> int:
    """The places of an event, in people."""
    return capacity.marathon if event is Event.MARATHON else capacity.semi_marathon


def places_change(before: Crew | None, after: Crew | None) -> PlacesChange:
    """The places that a change from `before` (None: new) to `after` (None: deleted) takes and frees.

    A crew takes places for its whole boat when it is first COMPLETE, and keeps them while it is INCOMPLETE
    again, until it is withdrawn or deleted. A boat class with fewer seats frees the difference, another
    event all of them.

    Args:
        after: as `composition` made it, COMPLETE when only places could be missing.
    """
    holding = 0 if before is None else before.places
    event = None if before is None or not holding else before.event
    if after is None or after.status is CrewStatus.WITHDRAWN:
        return PlacesChange(0, 0, holding, event)
    need = after.boat_class.seats
    held = min(holding, need) if event is after.event else 0
    wanted = need - held if after.status is CrewStatus.COMPLETE else 0
    freed = holding - held
    return PlacesChange(held, wanted, freed, event if freed else None)


def settled(crew: Crew, change: PlacesChange, granted: bool, ticket: str) -> Crew:
    """The crew once its places are decided.

    Args:
        granted: whether all places wanted could be had; true when none were.
        ticket: ULID of now, its place in the queue when it must wait and has none yet. A crew that waits
            holds no places: those still held are to be given back.
    """
    if granted:
        return replace(
            crew,
            places=change.held + change.wanted,
            waiting_since=None,
            decline_until=crew.decline_until if change.held else None,
        )
    return replace(
        crew,
        status=CrewStatus.WAITING,
        places=0,
        waiting_since=crew.waiting_since or ticket,
        decline_until=None,
    )


def first_that_fit(queue: Iterable[Waiting], free: int) -> list[Waiting]:
    """The waiting crews that get places when `free` people's come free: in order, each that still fits."""
    placed = []
    for waiting in sorted(queue, key=lambda waiting: waiting.since):
        if waiting.people <= free:
            free -= waiting.people
            placed.append(waiting)
    return placed


def placed_crew(crew: Crew, now: datetime) -> Crew:
    """A waiting crew that is given its places, with 72 hours to decline them.

    Raises:
        Invalid: it does not wait.
    """
    if crew.status is not CrewStatus.WAITING:
        raise Invalid("The crew does not wait for places.", "crewId", "NOT_WAITING")
    return replace(
        crew,
        status=CrewStatus.COMPLETE,
        places=crew.boat_class.seats,
        waiting_since=None,
        decline_until=now + DECLINE_WITHIN,
    )


def declined_crew(crew: Crew, now: datetime) -> Crew:
    """A crew that gives its place back in time: withdrawn, owing nothing.

    Raises:
        Invalid: it was given no place from the queue, or more than 72 hours ago.
    """
    if crew.decline_until is None:
        raise Invalid(
            "The crew was given no place from the queue: there is none to decline.",
            "crewId",
            "NO_PLACE_TO_DECLINE",
        )
    if now > crew.decline_until:
        raise Invalid(
            "The 72 hours to decline the place are over: withdraw the crew instead.",
            "crewId",
            "TOO_LATE_TO_DECLINE",
        )
    return withdrawn(crew, owed=None)
