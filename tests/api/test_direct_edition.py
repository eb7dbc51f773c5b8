"""Editions, read straight from the table: which one, its phase, its races, its fleet."""

from datetime import UTC, datetime, timedelta

import pytest

from resolvers.regatta.edition import Instants
from resolvers.table import keys
from tests.api import given
from tests.api.regatta import Regatta


def test_the_current_edition_is_public(regatta: Regatta) -> None:
    edition = (
        regatta.anonymous()
        .execute("""{ edition {
        year version phase tariff { participationFee earlyBirdFee currency skiffRentalFactor }
        capacity { semiMarathon marathon } startListSettings { marathonStart unpaidCrews }
    } }""")
        .value
    )

    assert edition == {
        "year": regatta.year,
        "version": 1,
        "phase": "REGISTRATION",
        "tariff": {
            "participationFee": 2000,
            "earlyBirdFee": None,
            "currency": "EUR",
            "skiffRentalFactor": 2.5,
        },
        "capacity": {"semiMarathon": 350, "marathon": 30},
        "startListSettings": {"marathonStart": "07:45:00", "unpaidCrews": True},
    }


def test_an_edition_is_found_by_its_year(regatta: Regatta) -> None:
    older = regatta.another_edition()
    document = "query($year: Int) { edition(year: $year) { year } }"
    anybody = regatta.anonymous()

    assert anybody.execute(document, year=older.year).value == {"year": older.year}
    assert anybody.execute(document, year=1874).value is None
    assert anybody.execute(document, year=0).value is None


def test_before_the_first_edition_there_is_none(regatta: Regatta) -> None:
    with regatta.no_current_edition():
        answer = regatta.anonymous().execute("{ edition { year } }")

    assert answer.value is None


def test_editions_come_oldest_first_without_the_pointer_among_them(regatta: Regatta) -> None:
    made = [regatta.another_edition().year for _ in range(3)]

    years = [edition["year"] for edition in regatta.anonymous().execute("{ editions { year } }").value]

    assert years == sorted(years)
    assert {regatta.year, *made} <= set(years)


A_SECOND = timedelta(seconds=1)
A_MONTH = timedelta(days=30)

PHASES = {
    "long before registration": ((A_MONTH, 2 * A_MONTH, 3 * A_MONTH), "BEFORE_REGISTRATION"),
    "just before registration": ((2 * A_SECOND, A_MONTH, A_MONTH), "BEFORE_REGISTRATION"),
    "registration has just opened": ((-A_SECOND, A_MONTH, 2 * A_MONTH), "REGISTRATION"),
    "registration closes soon": ((-A_MONTH, 2 * A_SECOND, A_MONTH), "REGISTRATION"),
    "registration has just closed": ((-A_MONTH, -A_SECOND, A_MONTH), "PAYMENT_ONLY"),
    "payment closes soon": ((-2 * A_MONTH, -A_MONTH, 2 * A_SECOND), "PAYMENT_ONLY"),
    "payment has just closed": ((-2 * A_MONTH, -A_MONTH, -A_SECOND), "CLOSED"),
    "registration closes with payment": ((-A_MONTH, -A_SECOND, -A_SECOND), "CLOSED"),
}


@pytest.mark.parametrize("name", PHASES)
def test_the_phase_compares_the_stored_instants_with_now(regatta: Regatta, name: str) -> None:
    (opens, closes, payment), expected = PHASES[name]
    now = datetime.now(UTC)
    edition = regatta.another_edition(instants=Instants(now + opens, now + closes, now + payment))
    document = "query($year: Int) { edition(year: $year) { phase } }"

    assert regatta.anonymous().execute(document, year=edition.year).value == {"phase": expected}


def test_an_edition_that_a_mutation_answers_has_its_phase_and_races_too(regatta: Regatta) -> None:
    document = "mutation($year: Int!) { setCurrentEdition(year: $year) { year phase races { order } } }"

    edition = regatta.as_admin().execute(document, year=regatta.year).value

    assert edition["phase"] == "REGISTRATION"
    assert len(edition["races"]) == 55


def test_races_come_in_programme_order(regatta: Regatta) -> None:
    races = regatta.anonymous().execute("{ edition { races { id order code codeFr event } } }").value["races"]

    assert [race["order"] for race in races] == list(range(1, 56))
    assert [race["id"] for race in races] == [f"{order:03}" for order in range(1, 56)]
    assert [race["event"] for race in races] == ["MARATHON"] * 14 + ["SEMI_MARATHON"] * 41


def test_races_and_boats_are_those_of_the_edition(regatta: Regatta) -> None:
    edition = regatta.another_edition()
    regatta.has(
        keys.race_row(edition.year, given.QUAD_RACE),
        keys.boat_row(edition.year, given.boat("monet", weights="70 kg")),
    )
    document = """query($year: Int) { edition(year: $year) {
        races { id } boats { id name boatClass hull weights state crewId }
    } }"""

    read = regatta.as_manager().execute(document, year=edition.year).value

    assert read == {
        "races": [{"id": "020"}],
        "boats": [
            {
                "id": "monet",
                "name": "Monet",
                "boatClass": "COXED_QUAD",
                "hull": "OUTRIGGER",
                "weights": "70 kg",
                "state": "AVAILABLE",
                "crewId": None,
            }
        ],
    }


COSTS = {
    "{ edition { year phase } }": ["GetItem", "GetItem"],
    "{ edition { year races { id } } }": ["GetItem", "GetItem", "Query"],
    "{ edition(year: 2027) { year phase races { id } } }": ["GetItem"],
    "{ editions { year } }": ["Query"],
    "{ clubs { items { name } } }": ["Query"],
    "{ me { id } }": ["GetItem"],
    "{ team(year: 2025) { managerId year } }": [],
    "{ team { managerId year } }": ["GetItem"],
    "{ team(year: 2025) { club } }": ["GetItem"],
    "{ team(year: 2025) { crews { items { id seats { firstName } race { id } } } } }": ["Query"],
    "{ team(year: 2025) { members { items { id } } } }": ["Query"],
    "{ team(year: 2025) { notifications { items { id } } } }": ["Query"],
    "{ team(year: 2025) { grants { id } } }": ["Query"],
    "{ team(year: 2025) { balance { due } } }": ["Query"],
    '{ history(entityId: "x") { items { id } } }': ["Query"],
}


@pytest.mark.parametrize("document", COSTS)
def test_a_read_costs_no_more_calls_than_it_must(regatta: Regatta, document: str) -> None:
    manager = regatta.as_manager()

    with regatta.calls() as calls:
        answer = manager.execute(document)

    assert not answer.errors
    assert [call.name for call in calls] == COSTS[document]
