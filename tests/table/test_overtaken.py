"""Whoever writes a member or a crew that was changed since it was read writes nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from resolvers.regatta.composition import changed_crew
from resolvers.regatta.crew import BoatRequest, Crew
from resolvers.regatta.member import Member
from resolvers.regatta.vocabulary import BoatClass, BoatState, CrewStatus
from resolvers.regatta.withdrawal import withdrawn_crew
from resolvers.table import crews, keys, members
from resolvers.table.codec import Item
from resolvers.table.keys import Key, LicenceInUse, Row
from resolvers.table.loader import default_fleet
from resolvers.table.table import Changed, Table
from resolvers.table.transaction import Transaction
from tests.regatta.builders import EDITION, GUEST, OPEN, YEAR, crew, entry, in_crew, men
from tests.storing import store

Write = Callable[[Transaction], None]

FREE = men(30)[0]
OTHER = replace(FREE, id="other", licence="L999999")
PEOPLE = men(30, 30, 30, 30)
SEATED = in_crew(PEOPLE)
ANONYMOUS = replace(FREE, licence="", version=2)
BOAT = replace(
    next(boat for boat in default_fleet() if boat.boat_class is BoatClass.EIGHT),
    state=BoatState.CONFIRMED,
    crew_id="crew",
)

CREW = crew("MM4-", PEOPLE)
RENTING = replace(CREW, boat_request=BoatRequest(BoatState.CONFIRMED, BOAT.id))
WAITING = replace(CREW, status=CrewStatus.WAITING, waiting_since="01A")
BEGUN = replace(changed_crew(CREW, entry("MM4-", PEOPLE[:3]), EDITION, GUEST, OPEN), version=2)
WITHDRAWN = replace(withdrawn_crew(RENTING, EDITION, OPEN), version=2)


def edited(member: Member, **changes: Any) -> Member:
    return replace(member, version=member.version + 1, **changes)


def moved(entity: Any) -> Any:
    return replace(entity, manager_id="another", version=entity.version + 1)


def marker(member: Member) -> LicenceInUse:
    return LicenceInUse(member.licence, member.id, member.manager_id, member.club)


def member_rows(*people: Member) -> list[Row[Any]]:
    licences = [keys.licence_row(YEAR, marker(person)) for person in people if person.licence]
    return [*(keys.member_row(YEAR, person) for person in people), *licences]


def crew_rows(made: Crew, people: list[Member]) -> list[Row[Any]]:
    ticket = crews.ticket(made)
    waiting = [keys.waiting_row(YEAR, made.event, ticket)] if ticket else []
    return [keys.crew_row(YEAR, made), *waiting, *member_rows(*people)]


def everything(table: Table) -> list[Item]:
    """All items of what teams have, places and queue included."""
    partitions = [keys.team(YEAR, sub) for sub in ("manager", "another")]
    partitions += [f"EDITION#{YEAR}", *(f"LICENCE#{YEAR}#{each.licence}" for each in (FREE, OTHER, *SEATED))]
    return [item for partition in partitions for item in table.query(partition)]


def written(table: Table, write: Write) -> None:
    transaction = Transaction()
    write(transaction)
    table.write(transaction)


ON_A_MEMBER: dict[str, Write] = {
    "saved": lambda t: members.save(t, YEAR, FREE, edited(FREE, first_name="Berthe")),
    "saved with another licence": lambda t: members.save(t, YEAR, FREE, edited(FREE, licence="L888888")),
    "saved with another club": lambda t: members.save(t, YEAR, FREE, edited(FREE, club="Aviron")),
    "moved": lambda t: members.move(t, YEAR, FREE, moved(FREE)),
    "deleted": lambda t: members.delete(t, YEAR, FREE),
    "anonymised": lambda t: members.anonymise(t, YEAR, FREE, ANONYMOUS),
}


@pytest.mark.parametrize("write", [pytest.param(write, id=name) for name, write in ON_A_MEMBER.items()])
@pytest.mark.parametrize(
    "since",
    [
        pytest.param(edited(FREE), id="edited"),
        pytest.param(replace(FREE, crew_id="crew"), id="seated"),
    ],
)
def test_a_member_changed_since_stays(table: Table, write: Write, since: Member) -> None:
    store(table, *member_rows(since))
    before = everything(table)

    with pytest.raises(Changed):
        written(table, write)

    assert everything(table) == before


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(write, id=name)
        for name, write in ON_A_MEMBER.items()
        if name != "saved"  # leaves the licence alone
    ],
)
def test_a_licence_that_is_somebody_else_s_by_now_stays_his(table: Table, write: Write) -> None:
    theirs = replace(OTHER, licence=FREE.licence)
    store(table, keys.member_row(YEAR, FREE), keys.licence_row(YEAR, marker(theirs)))
    before = everything(table)

    with pytest.raises(Changed):
        written(table, write)

    assert everything(table) == before


@pytest.mark.parametrize("write", [pytest.param(write, id=name) for name, write in ON_A_MEMBER.items()])
def test_a_member_as_he_was_read_is_written(table: Table, write: Write) -> None:
    store(table, *member_rows(FREE))
    before = everything(table)

    written(table, write)

    assert everything(table) != before


def test_a_licence_in_use_is_taken_by_nobody(table: Table) -> None:
    store(table, *member_rows(FREE, OTHER))
    for write in (
        lambda t: members.create(t, YEAR, replace(FREE, id="new")),
        lambda t: members.save(t, YEAR, OTHER, edited(OTHER, licence=FREE.licence)),
    ):
        with pytest.raises(Changed) as changed:
            written(table, write)
        assert changed.value.keys == (keys.licence(YEAR, FREE.licence),)


def saves(before: Crew | None, after: Crew, people: list[Member]) -> Write:
    by_id = {person.id: person for person in people}
    return lambda t: crews.save(t, YEAR, before, after, by_id)


def test_what_is_no_longer_there_is_not_overwritten(table: Table) -> None:
    store(table, *crew_rows(RENTING, SEATED), keys.boat_row(YEAR, replace(BOAT, crew_id="other")))
    before = everything(table)

    with pytest.raises(Changed) as changed:
        written(table, saves(RENTING, WITHDRAWN, []))

    assert changed.value.keys == (keys.boat(YEAR, BOAT.id),)
    assert everything(table) == before


@pytest.mark.parametrize(
    ("as_read", "write"),
    [
        pytest.param(CREW, saves(CREW, BEGUN, []), id="saved"),
        pytest.param(CREW, lambda t: crews.delete(t, YEAR, CREW), id="deleted"),
        pytest.param(CREW, lambda t: crews.move(t, YEAR, CREW, moved(CREW)), id="moved"),
    ],
)
def test_a_crew_changed_since_stays(table: Table, as_read: Crew, write: Write) -> None:
    store(table, *crew_rows(replace(as_read, version=2), SEATED))
    before = everything(table)

    with pytest.raises(Changed) as changed:
        written(table, write)

    assert changed.value.keys == (keys.crew(YEAR, "manager", "crew"),)
    assert everything(table) == before


@pytest.mark.parametrize(
    "since",
    [
        pytest.param(edited(SEATED[0], crew_id=None), id="edited since he was judged"),
        pytest.param(replace(SEATED[0], crew_id="other"), id="seated elsewhere"),
    ],
)
def test_who_comes_must_be_free_and_as_the_crew_was_judged_with(table: Table, since: Member) -> None:
    store(table, *member_rows(since, *PEOPLE[1:]))

    with pytest.raises(Changed) as changed:
        written(table, saves(None, CREW, PEOPLE))

    assert changed.value.keys == (keys.member(YEAR, "manager", since.id),)


def test_who_leaves_must_still_sit_there(table: Table) -> None:
    elsewhere = replace(SEATED[3], crew_id="other")
    store(table, *crew_rows(CREW, [*SEATED[:3], elsewhere]))

    with pytest.raises(Changed) as changed:
        written(table, saves(CREW, BEGUN, []))

    assert changed.value.keys == (keys.member(YEAR, "manager", elsewhere.id),)


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(saves(WAITING, replace(CREW, version=2), []), id="placed"),
        pytest.param(lambda t: crews.delete(t, YEAR, WAITING), id="deleted"),
    ],
)
def test_a_crew_leaves_the_queue_once(table: Table, write: Write) -> None:
    store(table, keys.crew_row(YEAR, WAITING), *member_rows(*SEATED))

    with pytest.raises(Changed):
        written(table, write)


def test_a_crew_in_the_queue_of_another_manager_by_now_is_not_moved(table: Table) -> None:
    ticket = crews.ticket(WAITING)
    assert ticket is not None
    key: Key[Any] = keys.waiting(YEAR, WAITING.event, ticket.people, ticket.since)
    for since in (replace(ticket, crew_id="other"), replace(ticket, manager_id="other")):
        store(table, *crew_rows(WAITING, SEATED), keys.waiting_row(YEAR, WAITING.event, since))
        with pytest.raises(Changed) as changed:
            written(table, lambda t: crews.move(t, YEAR, WAITING, moved(WAITING)))
        assert changed.value.keys == (key,)


@pytest.mark.parametrize(
    ("before", "after"),
    [pytest.param(RENTING, RENTING, id="had it"), pytest.param(CREW, RENTING, id="gets it")],
)
def test_a_crew_that_is_edited_keeps_its_boat(table: Table, before: Crew, after: Crew) -> None:
    store(table, *crew_rows(before, SEATED), keys.boat_row(YEAR, BOAT))

    written(table, saves(before, replace(after, version=2), []))

    assert table.get(keys.boat(YEAR, BOAT.id)) == BOAT


def test_a_withdrawn_crew_leaves_members_boat_and_queue(table: Table) -> None:
    renting = replace(RENTING, status=CrewStatus.WAITING, waiting_since="01A")
    gone = replace(withdrawn_crew(renting, EDITION, datetime(YEAR, 4, 1, tzinfo=UTC)), version=2)
    store(table, *crew_rows(renting, SEATED), keys.boat_row(YEAR, BOAT))

    written(table, saves(renting, gone, []))

    assert table.get(keys.boat(YEAR, BOAT.id)) == replace(BOAT, state=BoatState.AVAILABLE, crew_id=None)
    assert [member.crew_id for member in members.of_team(table, YEAR, "manager")] == [None] * 4
    assert list(table.query(f"EDITION#{YEAR}", "WAITING#")) == []
    assert table.get(keys.crew(YEAR, "manager", "crew")) == gone
