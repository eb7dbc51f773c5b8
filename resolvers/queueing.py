"""Serves the queue of an event: places go to the first crew that fits, and its manager is told."""

from dataclasses import replace
from datetime import datetime

from ulid import ULID

from resolvers import mail
from resolvers.regatta.capacity import Waiting, placed_crew
from resolvers.regatta.crew import Crew
from resolvers.regatta.notices import place_given
from resolvers.regatta.vocabulary import CrewStatus, Event
from resolvers.table import crews, keys, places
from resolvers.table.history import SYSTEM, Author, record
from resolvers.table.table import Changed, Table
from resolvers.table.transaction import Transaction


def serve_queue(table: Table, year: int, event: Event, now: datetime) -> None:
    """Gives the places that are left to the crews that wait, in order; the rest is free for anybody."""
    while (first := places.next_in_queue(table, year, event)) is not None:
        try:
            _place(table, year, first, now)
        except Changed:
            # The crew left the queue meanwhile: its places go to the next one.
            places.give_back(table, year, event, first.people)


def _place(table: Table, year: int, first: Waiting, now: datetime) -> None:
    waits = table.get(keys.crew(year, first.manager_id, first.crew_id))
    if waits is None or waits.status is not CrewStatus.WAITING or waits.waiting_since != first.since:
        raise Changed([keys.crew(year, first.manager_id, first.crew_id)])
    crew = replace(placed_crew(waits, now), version=waits.version + 1)
    notice = place_given(crew, crew.decline_until or now)
    notification = notice.to(crew.manager_id, str(ULID()), now, crew.id)
    author = Author("givePlace", SYSTEM, now)
    transaction = Transaction()
    crews.save(transaction, year, waits, crew, {})
    record(transaction, author, crew.id, before=waits, after=crew, manager_id=crew.manager_id)
    transaction.create(keys.notification_row(notification))
    table.write(transaction)
    _tell(table, crew, notice.message, notice.message_fr)


def _tell(table: Table, crew: Crew, message: str, message_fr: str) -> None:
    manager = table.get(keys.manager(crew.manager_id))
    if manager is not None:
        mail.tell(manager, mail.Text("A place for your crew", message), mail.Text("Une place", message_fr))
