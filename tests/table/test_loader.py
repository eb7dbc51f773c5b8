"""A fresh table is loaded whole, and loaded again it stays as it is."""

from collections import Counter
from dataclasses import replace

import pytest

from resolvers.regatta.club import Club
from resolvers.regatta.default_programme import default_programme
from resolvers.regatta.names import fold
from resolvers.regatta.settings import default_edition
from resolvers.regatta.vocabulary import BoatClass, Event, Hull
from resolvers.table import editions, keys
from resolvers.table.codec import Item
from resolvers.table.keys import CURRENT_EDITION, CurrentEdition, Places
from resolvers.table.loader import default_clubs, default_fleet, load
from resolvers.table.table import Table
from resolvers.table.transaction import Transaction
from tests.storing import store

EDITION = default_edition(2027)


def test_a_fresh_table_has_all_that_registration_needs(table: Table) -> None:
    load(table, EDITION)

    assert table.get(CURRENT_EDITION) == CurrentEdition(2027)
    assert table.get(keys.edition(2027)) == EDITION
    programme = editions.programme(table, 2027)
    assert programme is not None
    assert programme.races == default_programme()
    assert {(race.last_number, race.crews) for race in programme.standing} == {(0, 0)}
    assert table.get(keys.places(2027, Event.MARATHON)) == Places(30)
    assert table.get(keys.places(2027, Event.SEMI_MARATHON)) == Places(350)
    assert Counter(editions.fleet(table, 2027)) == Counter(default_fleet())
    assert sum(1 for _ in table.query("CLUBS")) == len(default_clubs())


def test_loaded_again_nothing_changes(table: Table) -> None:
    load(table, EDITION)
    before = _items(table)

    load(table, EDITION)

    assert _items(table) == before


def test_what_was_changed_meanwhile_stays(table: Table) -> None:
    load(table, EDITION)
    changed = replace(EDITION, upgrade_certificates_required=True, version=2)
    respelt = Club("ROWING CLUB DE PARIS", host_club=False)
    store(table, keys.edition_row(changed))
    store(table, keys.club_row(respelt))
    store(table, keys.current_edition_row(2028))

    load(table, EDITION)

    assert table.get(keys.edition(2027)) == changed
    assert table.get(keys.club("Rowing Club de Paris")) == respelt
    assert table.get(CURRENT_EDITION) == CurrentEdition(2028)


@pytest.mark.parametrize("there", ["the edition", "a club"])
def test_what_is_missing_is_added(table: Table, there: str) -> None:
    if there == "the edition":
        transaction = Transaction()
        editions.create(transaction, EDITION, default_programme(), default_fleet())
        table.write(transaction)
    else:
        store(table, keys.club_row(default_clubs()[0]))

    load(table, EDITION)

    assert table.get(CURRENT_EDITION) == CurrentEdition(2027)
    assert sum(1 for _ in table.query("CLUBS")) == len(default_clubs())
    assert sum(1 for _ in table.query("EDITION#2027", "RACE#")) == 55


def test_the_largest_edition_is_made_by_one_transaction_with_its_history() -> None:
    race, boat = default_programme()[0], default_fleet()[0]
    transaction = Transaction()

    editions.create(
        transaction,
        EDITION,
        [replace(race, id=f"{number:03}") for number in range(editions.MOST_RACES)],
        [replace(boat, id=f"{number}") for number in range(25)],
    )

    assert len(transaction.keys) + 1 == 100


def test_no_two_clubs_are_one_and_one_holds_the_regatta() -> None:
    clubs = default_clubs()

    assert len(clubs) >= 40
    assert len({fold(club.name) for club in clubs}) == len(clubs)
    assert [club.name for club in clubs if club.host_club] == ["Rowing Club de Port-Marly (RCPM)"]


def test_the_fleet_has_every_class_and_both_hulls_of_coxed_quads() -> None:
    fleet = default_fleet()

    assert len({boat.id for boat in fleet}) == len({boat.name for boat in fleet}) == len(fleet)
    assert {(boat.boat_class, boat.hull) for boat in fleet} == {
        *((boat_class, Hull.OUTRIGGER) for boat_class in BoatClass),
        (BoatClass.COXED_QUAD, Hull.YOLETTE),
    }
    assert all(boat.weights and boat.crew_id is None for boat in fleet)


def _items(table: Table) -> list[Item]:
    """Everything in the table. Reads all of it, as only a test may."""
    answer = table.client.scan(TableName=table.name, ConsistentRead=True)
    assert "LastEvaluatedKey" not in answer
    return sorted(map(Item, answer["Items"]), key=lambda item: (item["PK"], item["SK"]))
