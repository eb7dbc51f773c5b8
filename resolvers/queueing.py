"""Serves the queue of an event: places go to the first crew that fits, and its manager is told."""

from dataclasses import replace
from datetime import datetime

from ulid import ULID

from resolvers import mail
from resolvers.aftermath import aftermath
from resolvers.regatta.capacity import Waiting, placed_crew
from resolvers.regatta.manager import Manager, Notification
from resolvers.regatta.notices import place_given
from resolvers.regatta.refusals import Busy
from resolvers.regatta.vocabulary import Event
from resolvers.table import crews, keys, places
from resolvers.table.history import SYSTEM, Author, record
from resolvers.table.keys import Places
from resolvers.table.table import Changed, Table
from resolvers.table.transaction import Transaction


def release_places(table: Table, year: int, event: Event, people: int, now: datetime) -> None:
    """Frees places that nobody holds any more, for the queue first; a failure is logged."""
    with aftermath(f"release {people} places of {event} {year}"):
        places.release(table, year, event, people)
    serve_queue(table, year, event, now)


def serve_queue(table: Table, year: int, event: Event, now: datetime) -> None:
    """Gives the places that are left to the crews that wait, in order; the rest is free for anybody.

    A failure is logged: the places stay released, and whoever serves the queue next gives them.
    """
    with aftermath(f"serve the queue of {event} {year}"):
        left: Places | None = None
        while (offer := places.take_for_queue(table, year, event, left)) is not None:
            left = offer.left
            try:
                _place(table, year, event, offer.crew, now)
            except Changed:
                # The crew left the queue, or changed in it: its places go to whoever is first now.
                places.release(table, year, event, offer.crew.people)
                left = None
            except Busy:
                # Whoever is writing the crew serves the queue afterwards.
                places.release(table, year, event, offer.crew.people)
                raise


def _place(table: Table, year: int, event: Event, first: Waiting, now: datetime) -> None:
    """Gives a crew the places taken for it.

    Raises:
        Changed: it does not wait there for as many any more.
    """
    key, profile = keys.crew(year, first.manager_id, first.crew_id), keys.manager(first.manager_id)
    found = table.get_many([key, profile])
    waits = found[key]
    if waits is None or waits.event is not event or crews.ticket(waits) != first:
        raise Changed([key])
    crew = replace(placed_crew(waits, now), version=waits.version + 1)
    notice = place_given(crew, crew.decline_until or now).to(crew.manager_id, str(ULID()), now, crew.id)
    transaction = Transaction()
    crews.save(transaction, year, waits, crew, {})
    author = Author("givePlace", SYSTEM, now)
    record(transaction, author, crew.id, before=waits, after=crew, manager_id=crew.manager_id)
    transaction.create(keys.notification_row(notice))
    table.write(transaction)
    _mail(found[profile], notice, "A place for your crew", "Une place pour votre équipage")


def tell_waiting(table: Table, notice: Notification) -> None:
    """Mails a manager that a crew waits; a mail that does not go out changes nothing."""
    with aftermath(f"look up manager {notice.manager_id}"):
        manager = table.get(keys.manager(notice.manager_id))
        _mail(manager, notice, "Your crew waits for places", "Votre équipage attend des places")


def _mail(manager: Manager | None, notice: Notification, subject: str, subject_fr: str) -> None:
    with aftermath(f"mail {subject!r} to manager {notice.manager_id}"):
        if manager is not None:
            english, french = mail.Text(subject, notice.message), mail.Text(subject_fr, notice.message_fr)
            mail.tell(manager, english, french)
