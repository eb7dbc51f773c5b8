"""Places are counted down by whoever comes, and given to the queue in order; nobody's are given twice."""

from typing import Any

import pytest

from resolvers.regatta.capacity import Waiting
from resolvers.regatta.vocabulary import Event
from resolvers.table import keys, numbers, places
from resolvers.table.keys import Key, Places
from resolvers.table.table import Table
from tests.storing import store

YEAR = 2027
SEMI = Event.SEMI_MARATHON
KEY = keys.places(YEAR, SEMI)


def waiting(people: int, since: str) -> Waiting:
    return Waiting(f"crew of {people} since {since}", "manager", people, since)


def given(table: Table, free: int, released: int, *queue: Waiting) -> None:
    rows = [keys.waiting_row(YEAR, SEMI, crew) for crew in queue]
    store(table, keys.places_row(YEAR, SEMI, Places(free, released)), *rows)


@pytest.mark.parametrize(
    ("free", "taken", "left"),
    [
        pytest.param(5, True, 1, id="enough"),
        pytest.param(4, True, 0, id="the last"),
        pytest.param(3, False, 3, id="too few for all"),
        pytest.param(-9, False, -9, id="fewer than are taken"),
    ],
)
def test_places_are_taken_for_all_or_none(table: Table, free: int, taken: bool, left: int) -> None:
    given(table, free, 7)

    assert places.take(table, YEAR, SEMI, 4) is taken

    assert table.get(KEY) == Places(left, 7), "what is released is the queue's"


def offered(table: Table, standing: Places | None = None) -> Waiting | None:
    offer = places.take_for_queue(table, YEAR, SEMI, standing)
    if offer is None:
        return None
    assert offer.left == table.get(KEY), "what is said to be left"
    return offer.crew


FOUR, LATE_FOUR, EIGHT = waiting(4, "02"), waiting(4, "03"), waiting(9, "01")


@pytest.mark.parametrize(
    ("before", "queue", "first", "after"),
    [
        pytest.param(Places(3, 0), [FOUR], None, Places(3, 0), id="too few"),
        pytest.param(Places(0, 4), [FOUR, LATE_FOUR], FOUR, Places(0, 0), id="the oldest"),
        pytest.param(Places(0, 8), [EIGHT, FOUR], FOUR, Places(0, 4), id="who fits; the rest stays released"),
        pytest.param(Places(0, 9), [EIGHT, FOUR], EIGHT, Places(0, 0), id="the oldest of several sizes"),
        pytest.param(Places(3, 1), [FOUR], FOUR, Places(0, 0), id="released first, then free"),
        pytest.param(Places(2, 3), [FOUR], FOUR, Places(1, 0), id="and some stay free"),
        pytest.param(Places(1, 3), [EIGHT], None, Places(4, 0), id="nobody who waits can use them"),
        pytest.param(Places(-2, 5), [FOUR], None, Places(3, 0), id="less than was cut off"),
        pytest.param(Places(0, 0), [], None, Places(0, 0), id="nothing to give"),
    ],
)
def test_the_queue_is_served_in_order(
    table: Table, before: Places, queue: list[Waiting], first: Waiting | None, after: Places
) -> None:
    given(table, before.free, before.released, *queue)

    assert offered(table) == first

    assert table.get(KEY) == after


def test_a_queue_that_gets_nothing_costs_no_write(table: Table) -> None:
    given(table, 3, 0, FOUR)

    class Reading:
        def __getattr__(self, name: str) -> Any:
            assert name != "update_item"
            return getattr(table.client, name)

    assert places.take_for_queue(Table(Reading(), table.name), YEAR, SEMI) is None  # type: ignore[arg-type]


def test_a_year_without_an_edition_has_no_queue(table: Table) -> None:
    assert places.take_for_queue(table, YEAR, SEMI) is None


class Overtaken(Table):
    """A table whose places are changed just after they are first read."""

    since: Places | None = None

    def get(self, key: Key[Any]) -> Any:
        """As it stood."""
        found = super().get(key)
        if key == KEY and self.since is not None:
            store(self, keys.places_row(YEAR, SEMI, self.since))
            self.since = None
        return found


@pytest.mark.parametrize(
    ("before", "since", "first", "after"),
    [
        pytest.param(Places(0, 4), Places(0, 0), None, Places(0, 0), id="given to somebody else"),
        pytest.param(Places(0, 4), Places(0, 5), FOUR, Places(0, 1), id="one more released"),
        pytest.param(Places(3, 1), Places(1, 1), None, Places(2, 0), id="free ones taken by who came"),
    ],
)
def test_places_that_changed_meanwhile_are_looked_at_again(
    table: Table, before: Places, since: Places, first: Waiting | None, after: Places
) -> None:
    given(table, before.free, before.released, FOUR)
    overtaken = Overtaken(table.client, table.name)
    overtaken.since = since

    assert offered(overtaken) == first

    assert table.get(KEY) == after


@pytest.mark.parametrize(
    ("before", "standing", "first", "after"),
    [
        pytest.param(Places(0, 4), Places(0, 4), FOUR, Places(0, 0), id="as it stands"),
        pytest.param(Places(0, 4), Places(0, 0), None, Places(0, 4), id="left to whoever released those"),
        pytest.param(Places(0, 0), Places(0, 4), None, Places(0, 0), id="given to somebody else"),
        pytest.param(Places(0, 9), Places(0, 4), EIGHT, Places(0, 0), id="more were released"),
    ],
)
def test_what_is_remembered_of_the_places_gives_none_that_are_not_there(
    table: Table, before: Places, standing: Places, first: Waiting | None, after: Places
) -> None:
    given(table, before.free, before.released, FOUR, EIGHT)

    assert offered(table, standing) == first

    assert table.get(KEY) == after


class Unused:
    """A client that nobody may call."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} would be repeated when its answer is lost")


def test_what_is_given_back_is_never_counted_twice(table: Table) -> None:
    given(table, 0, 0)
    store(table, keys.programme_row(YEAR, keys.Programme(version=1, crews=2)))
    careful = Table(Unused(), table.name)  # type: ignore[arg-type]
    careful.__dict__["unrepeating"] = table.client

    places.release(careful, YEAR, SEMI, 4)
    numbers.leave(careful, YEAR, None)

    assert table.get(KEY) == Places(0, 4)
    assert table.get(keys.programme(YEAR)) == keys.Programme(version=1, crews=1)
