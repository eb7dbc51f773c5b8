"""How a crew is written: with its seats on its members, its place in the queue, all or nothing."""

from collections.abc import Mapping

from resolvers.regatta.capacity import Waiting
from resolvers.regatta.crew import Crew
from resolvers.regatta.member import Member
from resolvers.regatta.vocabulary import Event
from resolvers.table import keys
from resolvers.table.transaction import Transaction


def seated(crew: Crew | None) -> tuple[str, ...]:
    """Ids of the members who sit in a crew, in seat order."""
    return tuple(seat.member_id for seat in crew.seats if seat.member_id) if crew else ()


def save(
    transaction: Transaction,
    year: int,
    before: Crew | None,
    after: Crew,
    members: Mapping[str, Member],
) -> None:
    """Writes a crew over the version that was read, and who came and left.

    A member who comes must still be free and as the crew was composed with.

    Args:
        before: the crew as it was read, none for a new one.
        members: at least those who come, by id.
    """
    if before is None:
        transaction.create(keys.crew_row(year, after))
    else:
        transaction.replace(keys.crew_row(year, after), {"version": before.version})
    was, sits = seated(before), seated(after)
    for member_id in sits:
        if member_id not in was:
            transaction.update(
                keys.member(year, after.manager_id, member_id),
                {"version": members[member_id].version, "crewId": None},
                assign={"crewId": after.id},
            )
    if before is not None:
        _free(transaction, year, before, tuple(member_id for member_id in was if member_id not in sits))
    _queue(transaction, year, before, after)


def delete(transaction: Transaction, year: int, crew: Crew) -> None:
    """Deletes a crew as it was read; its members are free and its place in the queue is gone."""
    transaction.delete(keys.crew(year, crew.manager_id, crew.id), {"version": crew.version})
    _free(transaction, year, crew, seated(crew))
    _queue(transaction, year, crew, None)


def _free(transaction: Transaction, year: int, crew: Crew, member_ids: tuple[str, ...]) -> None:
    for member_id in member_ids:
        key = keys.member(year, crew.manager_id, member_id)
        transaction.update(key, {"crewId": crew.id}, remove=("crewId",))


def _queue(transaction: Transaction, year: int, before: Crew | None, after: Crew | None) -> None:
    was, waits = _ticket(before), _ticket(after)
    if was is not None and was != waits:
        transaction.delete(keys.waiting(year, *was), {})
    if after is not None and waits is not None and waits != was:
        event, people, since = waits
        transaction.create(keys.waiting_row(year, event, Waiting(after.id, after.manager_id, people, since)))


def _ticket(crew: Crew | None) -> tuple[Event, int, str] | None:
    """Where a crew stands in the queue: event, people and since when."""
    if crew is None or crew.waiting_since is None:
        return None
    return crew.event, crew.boat_class.seats, crew.waiting_since
