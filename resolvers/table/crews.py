"""How crews are read and written: with the seats, the place in the queue and the boat of each, in one go."""

from collections.abc import Iterable, Iterator, Mapping

from resolvers.regatta.capacity import Waiting
from resolvers.regatta.crew import Crew
from resolvers.regatta.member import Member
from resolvers.regatta.price import assigned
from resolvers.regatta.vocabulary import BoatState, CrewStatus
from resolvers.table import keys
from resolvers.table.table import Table
from resolvers.table.transaction import Transaction


def of_team(table: Table, year: int, sub: str) -> Iterator[Crew]:
    """The crews of a manager in an edition, in the order of entry; one call a page."""
    return (item.read(Crew) for item in table.query(keys.team(year, sub), "CREW#"))


def occupants(crew: Crew | None) -> tuple[str, ...]:
    """Ids of the members whose one seat is in this crew, in seat order.

    None for a withdrawn crew: its seats stay to be read, its members are free.
    """
    if crew is None or crew.status is CrewStatus.WITHDRAWN:
        return ()
    return tuple(seat.member_id for seat in crew.seats if seat.member_id is not None)


def ticket(crew: Crew | None) -> Waiting | None:
    """Where a crew stands in the queue of its event, none unless it is WAITING."""
    if crew is None or crew.waiting_since is None:
        return None
    return Waiting(crew.id, crew.manager_id, crew.boat_class.seats, crew.waiting_since)


def save(
    transaction: Transaction, year: int, before: Crew | None, after: Crew, members: Mapping[str, Member]
) -> None:
    """Writes a crew over the version that was read, and what comes to it and leaves it.

    Who comes must still be free, and as the crew was judged with. Who stays needs no condition: an edit of
    a seated member rewrites the crew, so the crew's version speaks for its members.

    Args:
        before: the crew as it was read, none for a new one.
        members: at least those who come, by id.
    """
    if before is None:
        transaction.create(keys.crew_row(year, after))
    else:
        transaction.replace(keys.crew_row(year, after), {"version": before.version})
        _release(transaction, year, before, after)
    for member_id in _without(occupants(after), occupants(before)):
        transaction.update(
            keys.member(year, after.manager_id, member_id),
            {"version": members[member_id].version, "crewId": None},
            assign={"crewId": after.id},
        )
    _queue(transaction, year, before, after)


def delete(transaction: Transaction, year: int, crew: Crew) -> None:
    """Deletes a crew as it was read; its members and its boat are free, its place in the queue is gone."""
    transaction.delete(keys.crew(year, crew.manager_id, crew.id), {"version": crew.version})
    _release(transaction, year, crew, None)
    _queue(transaction, year, crew, None)


def move(transaction: Transaction, year: int, before: Crew, after: Crew) -> None:
    """Puts a crew as it was read into the team of another manager; its members are to be moved with it."""
    transaction.delete(keys.crew(year, before.manager_id, before.id), {"version": before.version})
    transaction.create(keys.crew_row(year, after))
    waits = ticket(after)
    if waits is not None:
        row = keys.waiting_row(year, after.event, waits)
        transaction.replace(row, {"crewId": before.id, "managerId": before.manager_id})


def _release(transaction: Transaction, year: int, before: Crew, after: Crew | None) -> None:
    for member_id in _without(occupants(before), occupants(after)):
        key = keys.member(year, before.manager_id, member_id)
        transaction.update(key, {"crewId": before.id}, remove=("crewId",))
    boat_id = _boat(before)
    if boat_id is not None and boat_id != _boat(after):
        free = {"state": BoatState.AVAILABLE}
        transaction.update(keys.boat(year, boat_id), {"crewId": before.id}, assign=free, remove=("crewId",))


def _queue(transaction: Transaction, year: int, before: Crew | None, after: Crew | None) -> None:
    was, waits = ticket(before), ticket(after)
    if before is not None and was is not None and was != waits:
        transaction.delete(keys.waiting(year, before.event, was.people, was.since), {})
    if after is not None and waits is not None and waits != was:
        transaction.create(keys.waiting_row(year, after.event, waits))


def _boat(crew: Crew | None) -> str | None:
    request = None if crew is None else crew.boat_request
    return request.boat_id if request is not None and assigned(request) else None


def _without(ids: Iterable[str], others: tuple[str, ...]) -> list[str]:
    return [member_id for member_id in ids if member_id not in others]
