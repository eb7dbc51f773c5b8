"""Reads find all there is, page by page and batch by batch; counters hold under their conditions."""

from typing import Any

import pytest

from resolvers.regatta.club import Club
from resolvers.regatta.vocabulary import Event
from resolvers.table import keys
from resolvers.table.keys import Places
from resolvers.table.table import Changed, Table
from tests.storing import store

KEY = keys.places(2027, Event.MARATHON)


def test_what_is_not_there_is_none(table: Table) -> None:
    assert table.get(KEY) is None
    assert table.get_many([KEY])[KEY] is None


def test_many_are_found_by_their_keys(table: Table) -> None:
    clubs = [Club(f"Club {number:03}", host_club=False) for number in range(130)]
    for club in clubs[:120]:
        store(table, keys.club_row(club))

    found = table.get_many([keys.club(club.name) for club in [*clubs, *clubs]])

    assert [found[keys.club(club.name)] for club in clubs] == [*clubs[:120], *[None] * 10]


class Hasty:
    """A client whose batches leave half of the keys for another call."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def batch_get_item(self, RequestItems: Any) -> Any:  # noqa: N803
        """Answers with the first half."""
        ((name, request),) = RequestItems.items()
        half = (len(request["Keys"]) + 1) // 2
        now, later = request["Keys"][:half], request["Keys"][half:]
        answer = self._client.batch_get_item(RequestItems={name: {**request, "Keys": now}})
        return {**answer, "UnprocessedKeys": {name: {"Keys": later}} if later else {}}


def test_keys_that_were_left_are_asked_for_again(table: Table) -> None:
    clubs = [Club(f"Club {number}", host_club=False) for number in range(7)]
    for club in clubs:
        store(table, keys.club_row(club))

    found = Table(Hasty(table.client), table.name).get_many(  # type: ignore[arg-type]
        keys.club(club.name) for club in clubs
    )

    assert [found[keys.club(club.name)] for club in clubs] == clubs


def test_a_query_reads_every_page_in_order(table: Table) -> None:
    for number in reversed(range(7)):
        row = keys.club_row(Club(f"Club {number}", host_club=False))
        # Seven of these are more than the megabyte of a page.
        store(table, keys.Row(row.key, row.entity, also={"padding": "x" * 300_000}))

    assert [item["name"] for item in table.query("CLUBS")] == [f"Club {number}" for number in range(7)]


@pytest.mark.parametrize(
    ("prefix", "limit", "names"),
    [
        pytest.param("", None, ["Aviron A", "Aviron B", "Cercle"], id="the partition"),
        pytest.param("aviron", None, ["Aviron A", "Aviron B"], id="a prefix"),
        pytest.param("aviron", 1, ["Aviron A"], id="the first"),
        pytest.param("rowing", None, [], id="nothing"),
    ],
)
def test_a_query_reads_what_starts_so(table: Table, prefix: str, limit: int | None, names: list[str]) -> None:
    for name in ("Cercle", "Aviron B", "Aviron A"):
        store(table, keys.club_row(Club(name, host_club=False)))
    store(table, keys.current_edition_row(2027))

    assert [item["name"] for item in table.query("CLUBS", prefix, limit=limit)] == names


def test_a_query_of_the_index_reads_by_the_keys_of_the_index(table: Table) -> None:
    for name in ("Cercle", "Aviron"):
        row = keys.club_row(Club(name, host_club=False))
        store(table, keys.Row(row.key, row.entity, index=("BY_LENGTH", f"{len(name)}#{name}")))
    store(table, keys.club_row(Club("Aviron without index", host_club=False)))

    assert [item["name"] for item in table.query("BY_LENGTH", index=True)] == ["Aviron", "Cercle"]
    assert [item["name"] for item in table.query("BY_LENGTH", "6#C", index=True)] == ["Cercle"]


COUNTED: list[tuple[str, dict[str, Any], Places | None]] = [
    ("without condition", {}, Places(25)),
    ("with what it needs", {"at_least": ("free", 30)}, Places(25)),
    ("with less than it needs", {"at_least": ("free", 31)}, None),
    ("as it was read", {"unchanged": {"released": 0}}, Places(25)),
    ("not as it was read", {"unchanged": {"released": 1}}, None),
    ("as it was read, with less than it needs", {"unchanged": {"free": 30}, "at_least": ("free", 31)}, None),
]


@pytest.mark.parametrize(("conditions", "since"), [pytest.param(*case, id=name) for name, *case in COUNTED])
def test_a_counter_counts_under_its_conditions(
    table: Table, conditions: dict[str, Any], since: Places | None
) -> None:
    store(table, keys.places_row(2027, Event.MARATHON, Places(30)))

    if since is None:
        with pytest.raises(Changed):
            table.add(KEY, {"free": -5}, **conditions)
    else:
        assert table.add(KEY, {"free": -5}, **conditions)["free"] == since.free

    assert table.get(KEY) == (since or Places(30))


def test_nothing_is_counted_that_is_not_there(table: Table) -> None:
    with pytest.raises(Changed):
        table.add(KEY, {"free": 1})

    assert table.get(KEY) is None
