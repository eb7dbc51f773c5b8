"""Transactions write all or nothing, under the conditions they were given."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from botocore.exceptions import ClientError

from resolvers.regatta.club import Club
from resolvers.regatta.refusals import Busy
from resolvers.regatta.vocabulary import Event
from resolvers.table import keys
from resolvers.table.keys import CURRENT_EDITION, CurrentEdition, Places
from resolvers.table.table import Changed, Table
from resolvers.table.transaction import Transaction
from tests.storing import store

YEAR = 2027
KEY = keys.places(YEAR, Event.MARATHON)
CLUB = Club("Aviron de Meulan", host_club=False)

Act = Callable[[Transaction], None]


def places(free: int, released: int = 0) -> keys.Row[Places]:
    """The places of the marathon."""
    return keys.places_row(YEAR, Event.MARATHON, Places(free, released))


ON_ONE_ITEM: dict[str, Act] = {
    "create": lambda transaction: transaction.create(places(1)),
    "replace": lambda transaction: transaction.replace(places(1), {"free": 0}),
    "update": lambda transaction: transaction.update(KEY, {}, add={"free": 1}),
    "delete": lambda transaction: transaction.delete(KEY, {}),
}


@pytest.mark.parametrize(("first", "second"), list(product(ON_ONE_ITEM, repeat=2)))
def test_no_two_actions_name_one_item(first: str, second: str) -> None:
    transaction = Transaction()
    ON_ONE_ITEM[first](transaction)

    with pytest.raises(ValueError, match="two actions on EDITION#2027 PLACES#MARATHON"):
        ON_ONE_ITEM[second](transaction)


HOLDS: list[tuple[str, Act, Places | None]] = [
    ("replaced as it was read", lambda t: t.replace(places(9), {"free": 30}), Places(9)),
    ("replaced without what is not there", lambda t: t.replace(places(9), {"other": None}), Places(9)),
    ("counted down", lambda t: t.update(KEY, {}, add={"free": -5}), Places(25, 3)),
    ("assigned", lambda t: t.update(KEY, {"free": 30}, assign={"free": 1, "released": 2}), Places(1, 2)),
    (
        "counted and assigned",
        lambda t: t.update(KEY, {}, assign={"released": 7}, add={"free": 1}),
        Places(31, 7),
    ),
    ("an attribute removed", lambda t: t.update(KEY, {}, remove=("released",)), Places(30)),
    ("deleted", lambda t: t.delete(KEY, {"free": 30, "released": 3}), None),
]


@pytest.mark.parametrize(("act", "since"), [pytest.param(*case, id=name) for name, *case in HOLDS])
def test_a_condition_that_holds_lets_all_be_written(table: Table, act: Act, since: Places | None) -> None:
    store(table, places(30, 3))
    transaction = Transaction()
    act(transaction)
    transaction.create(keys.club_row(CLUB))

    table.write(transaction)

    assert table.get(KEY) == since
    assert table.get(keys.club(CLUB.name)) == CLUB


FAILS: list[tuple[str, Act]] = [
    ("created where something is", lambda t: t.create(places(9))),
    ("replaced after a change", lambda t: t.replace(places(9), {"free": 29})),
    ("replaced with what must be absent", lambda t: t.replace(places(9), {"free": None})),
    ("replaced with one of two changed", lambda t: t.replace(places(9), {"free": 30, "released": 4})),
    ("updated after a change", lambda t: t.update(KEY, {"free": 29}, add={"free": 1})),
    ("deleted after a change", lambda t: t.delete(KEY, {"released": 4})),
]


@pytest.mark.parametrize("act", [pytest.param(act, id=name) for name, act in FAILS])
def test_a_condition_that_fails_leaves_everything_as_it_was(table: Table, act: Act) -> None:
    store(table, places(30, 3))
    store(table, keys.current_edition_row(YEAR))
    transaction = Transaction()
    transaction.create(keys.club_row(CLUB))
    transaction.update(CURRENT_EDITION, {}, assign={"year": 2028})
    act(transaction)

    with pytest.raises(Changed) as changed:
        table.write(transaction)

    assert changed.value.keys == (KEY,)
    assert table.get(KEY) == Places(30, 3)
    assert table.get(keys.club(CLUB.name)) is None
    assert table.get(CURRENT_EDITION) == CurrentEdition(YEAR)


@pytest.mark.parametrize("name", ["update", "delete"])
def test_what_is_not_there_cannot_be_changed(table: Table, name: str) -> None:
    transaction = Transaction()
    ON_ONE_ITEM[name](transaction)

    with pytest.raises(Changed):
        table.write(transaction)

    assert table.get(KEY) is None


class Contended:
    """A client whose first transactions meet others on the same items."""

    def __init__(self, client: Any, times: int, code: str) -> None:
        self._client, self.left, self.code = client, times, code
        self.tokens: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def transact_write_items(self, **request: Any) -> Any:
        """Cancelled as long as there is contention."""
        if self.left == 0:
            return self._client.transact_write_items(**request)
        self.left -= 1
        self.tokens.append(request["ClientRequestToken"])
        if self.code in WHOLE_CALL:
            raise ClientError({"Error": {"Code": self.code}}, "TransactWriteItems")
        reasons = [{"Code": "None"} for _ in request["TransactItems"]]
        reasons[-1] = {"Code": self.code}
        raise self._client.exceptions.TransactionCanceledException(
            {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons},
            "TransactWriteItems",
        )


ONE_ITEM = ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]
WHOLE_CALL = [
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "TransactionInProgressException",
]


@pytest.mark.parametrize("code", ONE_ITEM + WHOLE_CALL)
def test_contention_is_tried_again(table: Table, code: str) -> None:
    client = Contended(table.client, times=2, code=code)

    _write_club(Table(client, table.name))  # type: ignore[arg-type]

    assert client.left == 0
    assert table.get(keys.club(CLUB.name)) == CLUB


def test_a_transaction_that_may_be_under_way_is_sent_again_as_the_same(table: Table) -> None:
    client = Contended(table.client, times=3, code="TransactionInProgressException")

    _write_club(Table(client, table.name))  # type: ignore[arg-type]

    assert len(set(client.tokens)) == 1


def test_a_transaction_that_was_cancelled_is_sent_again_as_another(table: Table) -> None:
    client = Contended(table.client, times=3, code="TransactionConflict")

    _write_club(Table(client, table.name))  # type: ignore[arg-type]

    assert len(set(client.tokens)) == 3


@pytest.mark.parametrize("code", [code for code in WHOLE_CALL if code != "TransactionInProgressException"])
def test_throttling_without_end_is_busy(table: Table, code: str) -> None:
    with pytest.raises(Busy):
        _write_club(Table(Contended(table.client, times=100, code=code), table.name))  # type: ignore[arg-type]


def test_contention_without_end_is_busy(table: Table) -> None:
    client = Contended(table.client, times=100, code="TransactionConflict")

    with pytest.raises(Busy):
        _write_club(Table(client, table.name))  # type: ignore[arg-type]

    assert client.left == 100 - 8
    assert table.get(keys.club(CLUB.name)) is None


def test_any_other_cancellation_is_a_defect(table: Table) -> None:
    client = Contended(table.client, times=1, code="ItemCollectionSizeLimitExceeded")

    with pytest.raises(table.client.exceptions.TransactionCanceledException):
        _write_club(Table(client, table.name))  # type: ignore[arg-type]


def _write_club(table: Table) -> None:
    transaction = Transaction()
    transaction.create(keys.club_row(CLUB))
    table.write(transaction)
