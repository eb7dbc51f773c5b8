"""Writes a crew: number, places, seats, queue and history, all or nothing.

What teams share is counted outside the transaction, before it, and given back when the transaction fails;
so two teams never wait for each other, and nobody ever gets a number or a place that somebody else has.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from ulid import ULID

from resolvers.queueing import serve_queue
from resolvers.regatta.capacity import PlacesChange, places_change, settled
from resolvers.regatta.crew import Crew
from resolvers.regatta.member import Member
from resolvers.regatta.notices import waiting
from resolvers.regatta.refusals import Busy
from resolvers.regatta.vocabulary import CrewStatus
from resolvers.table import crews, keys, numbers, places
from resolvers.table.history import Author, record
from resolvers.table.table import Changed, Table
from resolvers.table.transaction import Transaction

Also = Callable[[Transaction], None]


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
        The crew as it is written: COMPLETE or WAITING when nothing is missing.

    Raises:
        Changed: something was not as it was read; nothing is written.
    """
    change = places_change(before, after)
    numbered = after.race is not None and after.number is None
    if numbered and after.race is not None:
        after = replace(after, number=numbers.take(table, year, after.race))
    granted = change.wanted == 0 or places.take(table, year, after.event, change.wanted)
    crew = replace(
        settled(after, change, granted, ticket=str(ULID())), version=before.version + 1 if before else 1
    )
    transaction = Transaction()
    crews.save(transaction, year, before, crew, members)
    record(transaction, author, crew.id, before=before, after=crew, manager_id=crew.manager_id)
    if crew.status is CrewStatus.WAITING and (before is None or before.status is not CrewStatus.WAITING):
        notice = waiting(crew).to(crew.manager_id, str(ULID()), author.at, crew.id)
        transaction.create(keys.notification_row(notice))
    also(transaction)
    try:
        table.write(transaction)
    except (Changed, Busy):
        # Surely not written. After anything else it may have been, and places must not be given twice.
        if numbered and crew.race is not None:
            numbers.leave(table, year, crew.race)
        if granted and change.wanted:
            places.give_back(table, year, crew.event, change.wanted)
            serve_queue(table, year, crew.event, author.at)
        raise
    _settle(table, year, author, before, crew, change)
    return crew


def delete_crew(table: Table, year: int, author: Author, crew: Crew) -> None:
    """Deletes a crew as it was read; members, number and places are free.

    Raises:
        Changed: it is not as it was read.
    """
    change = places_change(crew, None)
    transaction = Transaction()
    crews.delete(transaction, year, crew)
    record(transaction, author, crew.id, before=crew, after=None, manager_id=crew.manager_id)
    table.write(transaction)
    _settle(table, year, author, crew, None, change)


def _settle(
    table: Table, year: int, author: Author, before: Crew | None, after: Crew | None, change: PlacesChange
) -> None:
    """What follows once the crew is written: the race it left counts it no more, and the queue moves."""
    race, raced = (after.race if after else None), (before.race if before else None)
    if raced is not None and (race is None or race.id != raced.id):
        numbers.leave(table, year, raced)
    waits = after is not None and after.status is CrewStatus.WAITING
    freed = change.freed + (change.held if waits else 0)
    event = change.freed_event or (after.event if after else None)
    if freed and event is not None:
        places.give_back(table, year, event, freed)
        serve_queue(table, year, event, author.at)
    if after is not None and waits:
        # Places may have come free between the attempt to take them and the place in the queue.
        serve_queue(table, year, after.event, author.at)
