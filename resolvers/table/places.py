"""Places of an event: one counter, so that there are never more people than places.

Whatever happens at once, and whatever fails half-way, places may be counted as taken that nobody has, but no
place is ever counted free that somebody has.
"""

from dataclasses import dataclass

from resolvers.regatta.capacity import Waiting, first_that_fit
from resolvers.regatta.vocabulary import BoatClass, Event
from resolvers.table import keys
from resolvers.table.keys import Places
from resolvers.table.table import Changed, Table

_SIZES = {
    event: {boat_class.seats for boat_class in BoatClass if boat_class.event is event} for event in Event
}


def take(table: Table, year: int, event: Event, people: int) -> bool:
    """Takes places for all of `people` or for none, and says which; one call."""
    try:
        table.add(keys.places(year, event), {"free": -people}, at_least=("free", people))
    except Changed:
        return False
    return True


def release(table: Table, year: int, event: Event, people: int) -> None:
    """Undoes a `take` that nothing came of, or frees what a crew held; the queue comes first. One call."""
    # Counted twice, the same places would be given twice; not counted at all, they are lost to everybody.
    table.add(keys.places(year, event), {"released": people}, at_most_once=True)


@dataclass(frozen=True, slots=True)
class Offer:
    """Places taken for a crew that waits.

    Attributes:
        left: what stood then.
    """

    crew: Waiting
    left: Places


def take_for_queue(table: Table, year: int, event: Event, standing: Places | None = None) -> Offer | None:
    """Takes the places of the first waiting crew that fits; none when no crew does.

    Places that nobody who waits can use become free for whoever comes next. The cost does not grow with the
    queue: of each size of crew only the oldest is read.

    Args:
        standing: what stood a moment ago, where it is known: one call less.
    """
    key = keys.places(year, event)
    while True:
        places = standing or table.get(key)
        standing = None
        if places is None:
            return None
        first = _first(table, year, event, places.free + places.released)
        if first is None and places.released == 0:
            return None
        left = _without(places, first.people) if first else Places(places.free + places.released)
        moves = {"free": left.free - places.free, "released": left.released - places.released}
        try:
            table.add(key, moves, unchanged={"free": places.free, "released": places.released})
        except Changed:
            continue
        return Offer(first, left) if first else None


def _without(places: Places, people: int) -> Places:
    """Less by these people, what was released first: the rest of it stays so while the queue is served."""
    released = max(0, places.released - people)
    return Places(places.free + places.released - people - released, released)


def _first(table: Table, year: int, event: Event, available: int) -> Waiting | None:
    oldest = [
        item.read(Waiting)
        for size in _SIZES[event]
        if size <= available
        for item in table.query(f"EDITION#{year}", keys.waiting_prefix(event, size), limit=1)
    ]
    fitting = first_that_fit(oldest, available)
    return fitting[0] if fitting else None
