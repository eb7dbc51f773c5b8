"""Erasures that are interrupted, overtaken, asked for twice or too long for one call come to the same end."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain, repeat
from typing import Any

import pytest
from botocore.exceptions import ClientError

from resolvers import accounts, erasing
from resolvers.erasing import erase
from resolvers.regatta.refusals import Busy
from resolvers.table import keys
from resolvers.table.table import Table
from resolvers.table.transaction import Transaction
from tests.api import given
from tests.api.leaving import Leaving
from tests.api.organising import history_of
from tests.leaver import everything

once = pytest.mark.once
"""For all but the tests of the whole: they look through the table again and again, at which moto is slow."""


def test_a_second_time_changes_nothing(leaving: Leaving) -> None:
    first = leaving.asks().value
    before = everything(leaving.regatta.table)

    again = leaving.asks().value

    assert again == {**first, "members": 0, "crews": 0}
    assert everything(leaving.regatta.table) == before


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Writes hardly anything at once, so that there is much to interrupt."""
    monkeypatch.setattr(erasing, "BATCH", 3)


def interruptions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lets the first call write nothing and each that follows once, until one gets to its end."""
    write = Table.write
    for allowed in chain([0], repeat(1)):
        left = iter(range(allowed))

        def once(table: Table, transaction: Transaction, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise ClientError({"Error": {"Code": "InternalServerError"}}, "TransactWriteItems")
            write(table, transaction)

        monkeypatch.setattr(Table, "write", once)
        yield


@pytest.mark.usefixtures("small_steps")
def test_whoever_was_interrupted_calls_again(leaving: Leaving, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = []
    for _ in interruptions(monkeypatch):
        answers.append(leaving.asks())
        if not answers[-1].errors:
            break
        assert leaving.has_account()
    *interrupted, last = answers

    assert len(interrupted) > 3
    assert {answer.refusal.type for answer in interrupted} == {"InternalFailure"}
    assert leaving.found() == []
    assert not leaving.has_account()
    history = history_of(leaving.regatta.as_admin(), leaving.leaver.sub)
    assert [change["action"] for change in history] == ["eraseMe"]
    assert history[0]["after"]["erasedAt"] == last.value["at"]


@once
def test_an_account_that_could_not_be_deleted_can_ask_again(
    leaving: Leaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise ClientError({"Error": {"Code": "TooManyRequestsException"}}, "AdminDeleteUser")

    with monkeypatch.context() as failing:
        failing.setattr(accounts, "delete", fails)
        assert leaving.asks().refusal.type == "InternalFailure"

    assert leaving.asks().value["id"] == leaving.leaver.sub
    assert not leaving.has_account()


@once
def test_what_changes_meanwhile_is_read_again(leaving: Leaving, monkeypatch: pytest.MonkeyPatch) -> None:
    regatta, sub, past = leaving.regatta, leaving.leaver.sub, leaving.past
    (item,) = regatta.table.query(f"TEAM#{past}#{sub}", "CREW#")
    key = keys.crew(past, sub, item["id"])
    write, overtaken = Table.write, [False]

    def change(table: Table) -> None:
        stands = table.get(key)
        assert stands is not None
        regatta.has(keys.crew_row(past, replace(stands, version=stands.version + 1, bow=99)))

    def overtaking(table: Table, transaction: Transaction) -> None:
        if key in transaction.keys and not overtaken[0]:
            overtaken[0] = True
            with ThreadPoolExecutor(1) as somebody_else:
                somebody_else.submit(change, table).result()
        write(table, transaction)

    monkeypatch.setattr(Table, "write", overtaking)
    assert leaving.asks().value["crews"] == 2

    assert overtaken[0]
    assert leaving.found() == []
    crew = regatta.table.get(key)
    assert crew is not None
    assert crew.bow == 99


@pytest.mark.concurrent
def test_asked_for_several_times_at_once_it_happens_once(leaving: Leaving) -> None:
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(leaving.asks) for _ in range(4)]
        answers = [one.result() for one in asked]

    # Whoever comes late may find no account any more, and nothing left to erase.
    assert {answer.refusal.type for answer in answers if answer.errors} <= {"Unauthorized"}
    assert leaving.found() == []
    assert not leaving.has_account()
    history = history_of(leaving.regatta.as_admin(), leaving.leaver.sub)
    assert [change["action"] for change in history] == ["eraseMe"]


@once
def test_more_than_one_transaction_holds(leaving: Leaving) -> None:
    regatta, leaver = leaving.regatta, leaving.leaver
    members = [leaver.member(regatta.year) for _ in range(120)]
    regatta.has(*(keys.member_row(regatta.year, one) for one in members))
    regatta.has(
        *(
            keys.licence_row(regatta.year, keys.LicenceInUse(one.licence, one.id, leaver.sub, one.club))
            for one in members
        )
    )

    with regatta.calls() as calls:
        assert leaving.asks().value["members"] == 123

    written = [call.parameters["TransactItems"] for call in calls if call.name == "TransactWriteItems"]
    assert max(map(len, written)) == 100
    assert leaving.found() == []


@once
@pytest.mark.usefixtures("small_steps")
def test_when_time_is_up_the_next_call_goes_on(leaving: Leaving) -> None:
    table, sub = leaving.regatta.table, leaving.leaver.sub
    profile = table.get(keys.manager(sub))
    left = iter([20.0, 3.0])

    with pytest.raises(Busy):
        erase(table, sub, profile, (leaving.past, leaving.regatta.year), given.A_DAY, lambda: next(left))
    assert leaving.found() != []

    assert leaving.asks().value["at"] == "2026-11-01T12:00:00.000Z"
    assert leaving.found() == []
