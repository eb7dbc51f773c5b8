"""Writes a crew: number, places, seats, queue and history, all or nothing.

What teams share is counted outside the transaction, before it, and given back when the transaction fails;
so two teams never wait for each other, and nobody ever gets a number or a place that somebody else has.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ulid import ULID

from resolvers.aftermath import aftermath
from resolvers.queueing import release_places, serve_queue, tell_waiting
from resolvers.regatta.capacity import PlacesChange, places_change, settled
from resolvers.regatta.crew import Crew
from resolvers.regatta.member import Member
from resolvers.regatta.notices import waiting
from resolvers.regatta.race import Race
from resolvers.regatta.refusals import Busy
from resolvers.regatta.vocabulary import CrewStatus
from resolvers.table import crews, keys, numbers, places
from resolvers.table.history import Author, record
from resolvers.table.table import Changed, Table
from resolvers.table.transaction import Transaction

Also = Callable[[Transaction], None]


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was counted for a crew before it is written.

    Attributes:
        moved: whether the crew was counted anew, in its race or among those without one.
        people: for whom places were taken.
        granted: whether the crew has all the places it wants.
    """

    moved: bool
    number: str | None
    people: int
    granted: bool


def write_crew(
    table: Table,
    year: int,
    author: Author,
    before: Crew | None,
    after: Crew,
    members: Mapping[str, Member],
    also: Also = lambda transaction: None,
) -> Crew:
    """Writes a crew as it was judged, once its number and its places are decided.

    Args:
        before: as it was read, none for a new crew.
        after: as the rules made it, without a number when it is to get one, COMPLETE when only places could
            be missing.
        members: at least those who come to the crew, by id.
        also: adds what must be written with it.

    Returns:
        The crew as it is now: COMPLETE or WAITING when nothing is missing.

    Raises:
        Changed: something was not as it was read; nothing is written.
        Busy: too many at once on the same things; nothing is written.
    """
    change = places_change(before, after)
    taken = _take(table, year, before, after, change)
    crew = replace(
        settled(after, change, taken.granted, ticket=str(ULID())),
        number=taken.number,
        version=before.version + 1 if before else 1,
    )
    transaction = Transaction()
    crews.save(transaction, year, before, crew, members)
    record(transaction, author, crew.id, before=before, after=crew, manager_id=crew.manager_id)
    notice = None
    if _waits(crew) and not _waits(before):
        notice = waiting(crew).to(crew.manager_id, str(ULID()), author.at, crew.id)
        transaction.create(keys.notification_row(notice))
    also(transaction)
    try:
        table.write(transaction)
    except (Changed, Busy):
        # Surely not written. After anything else it may have been, and no place may be given twice.
        _give_back(table, year, taken, crew, author.at)
        raise
    _settle(table, year, author.at, before, crew, change)
    if not _waits(crew):
        return crew
    served = _served(table, year, crew)
    if notice is not None and _waits(served):
        tell_waiting(table, notice)
    return served


def delete_crew(table: Table, year: int, author: Author, crew: Crew) -> None:
    """Deletes a crew as it was read; members, boat and places are free.

    Raises:
        Changed: it is not as it was read; nothing is written.
        Busy: too many at once on the same things; nothing is written.
    """
    transaction = Transaction()
    crews.delete(transaction, year, crew)
    record(transaction, author, crew.id, before=crew, after=None, manager_id=crew.manager_id)
    table.write(transaction)
    _settle(table, year, author.at, crew, None, places_change(crew, None))


def _take(table: Table, year: int, before: Crew | None, crew: Crew, change: PlacesChange) -> _Taken:
    moved = before is None or _race_id(before) != _race_id(crew)
    number = numbers.take(table, year, crew.race) if moved else crew.number
    try:
        granted = change.wanted == 0 or places.take(table, year, crew.event, change.wanted)
    except Busy:
        if moved:
            _leave(table, year, crew.race)
        raise
    return _Taken(moved, number, change.wanted if granted else 0, granted)


def _give_back(table: Table, year: int, taken: _Taken, crew: Crew, now: datetime) -> None:
    """Undoes `_take` for a crew that was not written."""
    if taken.people:
        release_places(table, year, crew.event, taken.people, now)
    if taken.moved:
        _leave(table, year, crew.race)


def _settle(
    table: Table, year: int, now: datetime, before: Crew | None, after: Crew | None, change: PlacesChange
) -> None:
    """What follows once the crew is written: the queue moves, and a race that it left counts it no more."""
    queues = {crew.event for crew in (before, after) if crew is not None and _waits(crew)}
    # A crew that waits holds no places, not even those it held for a smaller boat.
    freed = change.freed + (change.held if _waits(after) else 0)
    if before is not None and freed:
        release_places(table, year, before.event, freed, now)
        queues.discard(before.event)
    for event in queues:
        # Places may have come free between the attempt to take them and the place in the queue.
        serve_queue(table, year, event, now)
    if before is not None and (after is None or _race_id(before) != _race_id(after)):
        _leave(table, year, before.race)


def _leave(table: Table, year: int, race: Race | None) -> None:
    with aftermath(f"count one crew less in race {race.id if race else 'none'} {year}"):
        numbers.leave(table, year, race)


def _race_id(crew: Crew) -> str | None:
    return crew.race.id if crew.race is not None else None


def _served(table: Table, year: int, crew: Crew) -> Crew:
    """The crew since the queue was served, which may have given it its places."""
    return table.get(keys.crew(year, crew.manager_id, crew.id)) or crew


def _waits(crew: Crew | None) -> bool:
    return crew is not None and crew.status is CrewStatus.WAITING
