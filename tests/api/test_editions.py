"""Making editions, and making one of them current."""

from typing import Any

import pytest

from resolvers.regatta.vocabulary import BoatState
from resolvers.table import editions, keys, numbers
from resolvers.table.transaction import key_attributes
from tests.api import given
from tests.api.client import Client, Refusal
from tests.api.organising import (
    CREATE_EDITION,
    SET_CURRENT,
    change_settings,
    current_edition,
    free_year,
    history_of,
    own_edition,
)
from tests.api.regatta import Regatta

PROGRAMME = """
query($year: Int) { edition(year: $year) { races { id code version } boats { id state crewId } } }
"""
DELETE_RACE = "mutation($year: Int!, $id: ID!) { deleteRace(year: $year, id: $id) { id } }"


def test_an_edition_has_default_settings_programme_and_fleet(regatta: Regatta) -> None:
    admin, year = regatta.as_admin(), free_year(regatta)

    edition = admin.execute(CREATE_EDITION, year=year).value

    assert edition["version"] == 1
    assert edition["calendar"] == {
        "registrationOpens": f"{year}-03-19",
        "registrationCloses": f"{year}-04-19",
        "paymentDeadline": f"{year}-04-25",
        "competitionDay": f"{year}-05-01",
        "hostPriorityEnds": f"{year}-04-04",
    }
    assert edition["tariff"] == {
        "participationFee": 2000,
        "boatRentalPerSeat": 2000,
        "skiffRentalFactor": 2.5,
        "earlyBirdFee": None,
        "earlyBirdUntil": None,
        "currency": "EUR",
    }
    assert edition["capacity"] == {"semiMarathon": 350, "marathon": 30}
    assert edition["startListSettings"]["semiMarathonStart"] == "09:00:00"
    assert len(edition["permissions"]) == 8 * 4
    stands = admin.execute(PROGRAMME, year=year).value
    assert [race["id"] for race in stands["races"]] == [f"{order:03}" for order in range(1, 56)]
    assert {boat["state"] for boat in stands["boats"]} == {"AVAILABLE"}
    (change,) = history_of(admin, f"EDITION#{year}")
    assert change["action"] == "createEdition"
    assert change["actorId"] == admin.sub
    assert change["before"] is None
    assert change["after"]["capacity"] == {"semiMarathon": 350, "marathon": 30}


def test_a_copy_takes_settings_programme_and_fleet_and_nothing_of_the_crews(regatta: Regatta) -> None:
    admin, source, year = regatta.as_admin(), own_edition(regatta), free_year(regatta)
    change_settings(
        admin,
        source,
        {
            "calendar": {"registrationOpens": f"{source}-02-27", "competitionDay": f"{source}-05-08"},
            "tariff": {"earlyBirdFee": 1500, "earlyBirdUntil": f"{source}-03-31"},
            "capacity": {"marathon": 40},
        },
    )
    assert not admin.execute(DELETE_RACE, year=source, id="055").errors
    race = regatta.table.get(keys.race(source, "015"))
    assert race is not None
    numbers.take(regatta.table, source, race)
    regatta.has(keys.boat_row(source, given.boat("pont-neuf", state=BoatState.CONFIRMED, crew_id="a-crew")))
    year = free_year(regatta)

    copy = admin.execute(CREATE_EDITION, year=year, **{"from": source}).value

    assert copy["version"] == 1
    assert copy["calendar"] == {
        "registrationOpens": f"{year}-02-27",
        "registrationCloses": f"{year}-04-19",
        "paymentDeadline": f"{year}-04-25",
        "competitionDay": f"{year}-05-08",
        "hostPriorityEnds": f"{year}-04-04",
    }
    assert copy["tariff"]["earlyBirdUntil"] == f"{year}-03-31"
    assert copy["capacity"] == {"semiMarathon": 350, "marathon": 40}
    stands = admin.execute(PROGRAMME, year=year).value
    assert len(stands["races"]) == 54
    assert {"id": "pont-neuf", "state": "AVAILABLE", "crewId": None} in stands["boats"]
    programme = editions.programme(regatta.table, year)
    assert programme is not None
    assert {(race.last_number, race.crews) for race in programme.standing} == {(0, 0)}


@pytest.mark.parametrize(
    ("year", "copied", "refusal"),
    [
        pytest.param(
            1899, None, Refusal("Invalid", {"field": "year", "code": "OUT_OF_RANGE"}), id="too early"
        ),
        pytest.param(
            2101, None, Refusal("Invalid", {"field": "year", "code": "OUT_OF_RANGE"}), id="too late"
        ),
        pytest.param(
            2100, 1899, Refusal("NotFound", {"type": "Edition", "id": "1899"}), id="copy of nothing"
        ),
    ],
)
def test_what_no_edition_is_made_of(
    regatta: Regatta, year: int, copied: int | None, refusal: Refusal
) -> None:
    answer = regatta.as_admin().execute(CREATE_EDITION, year=year, **{"from": copied})

    assert answer.refusal == refusal
    assert regatta.table.get(keys.edition(year)) is None


def test_a_year_has_one_edition(regatta: Regatta) -> None:
    admin, year = regatta.as_admin(), own_edition(regatta)

    answer = admin.execute(CREATE_EDITION, year=year)

    assert answer.refusal == Refusal("Invalid", {"field": "year", "code": "TAKEN"})
    assert len(history_of(admin, f"EDITION#{year}")) == 1


def test_what_names_no_year_means_the_current_edition(regatta: Regatta) -> None:
    visitor = regatta.anonymous()

    with current_edition(regatta) as year:
        assert _current(visitor) == year
        change = history_of(regatta.as_admin(), f"EDITION#{year}")[0]
        assert (change["action"], change["before"], change["after"]) == (
            "setCurrentEdition",
            {"year": regatta.year},
            {"year": year},
        )

    assert _current(visitor) == regatta.year


def test_where_no_edition_is_current_one_is_made_so(regatta: Regatta) -> None:
    table, key = regatta.table, key_attributes(keys.CURRENT_EDITION)
    table.client.delete_item(TableName=table.name, Key=key)

    regatta.as_admin().execute(SET_CURRENT, year=regatta.year).value  # noqa: B018

    assert _current(regatta.anonymous()) == regatta.year


def test_making_the_current_edition_current_changes_nothing(regatta: Regatta) -> None:
    admin = regatta.as_admin()
    before = history_of(admin, f"EDITION#{regatta.year}")

    assert admin.execute(SET_CURRENT, year=regatta.year).value["year"] == regatta.year

    assert history_of(admin, f"EDITION#{regatta.year}") == before


def test_a_year_without_an_edition_cannot_be_current(regatta: Regatta) -> None:
    refusal = regatta.as_admin().execute(SET_CURRENT, year=1874).refusal

    assert refusal == Refusal("NotFound", {"type": "Edition", "id": "1874"})
    assert _current(regatta.anonymous()) == regatta.year


def _current(visitor: Client) -> Any:
    return visitor.execute("{ edition { year } }").value["year"]
