"""Changing the settings of an edition: what may be, what has to be confirmed, and what it does to crews."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from resolvers.regatta.vocabulary import Event
from resolvers.table import editions, keys, numbers
from tests.api.client import Answer, Client, Refusal
from tests.api.organising import (
    CREATE_CREW,
    EDITION,
    UPDATE_EDITION,
    change_settings,
    crew_input,
    current_edition,
    enter,
    history_of,
    own_edition,
)
from tests.api.regatta import Regatta

TEAM = "{ team { crews { items { id status } } notifications { items { kind crewId } } } }"
SET_PERMISSION = """
mutation($year: Int!, $action: Action!, $phase: Phase!, $allowed: Boolean!) {
  setPermission(year: $year, action: $action, phase: $phase, allowed: $allowed) {
    version permissions { action phase allowed }
  }
}
"""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(
            {"calendar": {"registrationCloses": "YEAR-04-25"}},
            {"calendar": {"registrationCloses": "YEAR-04-25", "competitionDay": "YEAR-05-01"}},
            id="one day",
        ),
        pytest.param(
            {"calendar": {"competitionDay": "YEAR-05-08+02:00"}},
            {"calendar": {"competitionDay": "YEAR-05-08"}},
            id="a day whose offset means nothing",
        ),
        pytest.param(
            {"tariff": {"participationFee": 2500, "earlyBirdFee": 2200, "earlyBirdUntil": "YEAR-03-31"}},
            {"tariff": {"participationFee": 2500, "boatRentalPerSeat": 2000, "earlyBirdUntil": "YEAR-03-31"}},
            id="an early bird",
        ),
        pytest.param(
            {"capacity": {"marathon": 0}}, {"capacity": {"semiMarathon": 350, "marathon": 0}}, id="places"
        ),
        pytest.param(
            {"startListSettings": {"marathonStart": "07:30", "unpaidCrews": False}},
            {
                "startListSettings": {
                    "marathonStart": "07:30:00",
                    "semiMarathonInterval": 60,
                    "unpaidCrews": False,
                }
            },
            id="start list",
        ),
        pytest.param(
            {"upgradeCertificatesRequired": True}, {"upgradeCertificatesRequired": True}, id="certificates"
        ),
        pytest.param(
            {"calendar": None, "tariff": {"participationFee": None}, "capacity": {"marathon": 31}},
            {"tariff": {"participationFee": 2000}, "capacity": {"marathon": 31}},
            id="null is as absent",
        ),
    ],
)
def test_what_is_given_changes_and_the_rest_stays(
    regatta: Regatta, given: dict[str, Any], expected: dict[str, Any]
) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()

    edition = admin.execute(UPDATE_EDITION, year=year, input=_of(year, given), version=1).value

    assert edition["version"] == 2
    assert _holds(edition, _of(year, expected))
    assert admin.execute(EDITION, year=year).value == edition


def test_a_null_early_bird_fee_ends_the_early_bird(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    change_settings(admin, year, {"tariff": {"earlyBirdFee": 1500, "earlyBirdUntil": f"{year}-03-31"}})

    tariff = change_settings(admin, year, {"tariff": {"earlyBirdFee": None}})["tariff"]

    assert (tariff["earlyBirdFee"], tariff["earlyBirdUntil"]) == (None, None)


EARLY_BIRD = {"earlyBirdFee": 1500, "earlyBirdUntil": "YEAR-03-31"}
INVALID: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "closes before it opens",
        {"calendar": {"registrationCloses": "YEAR-03-18"}},
        "registrationCloses",
        "ORDER",
    ),
    ("deadline before closing", {"calendar": {"paymentDeadline": "YEAR-04-18"}}, "paymentDeadline", "ORDER"),
    ("races before the deadline", {"calendar": {"competitionDay": "YEAR-04-24"}}, "competitionDay", "ORDER"),
    ("priority after closing", {"calendar": {"hostPriorityEnds": "YEAR-04-20"}}, "hostPriorityEnds", "ORDER"),
    (
        "closes before all time",
        {"calendar": {"registrationCloses": "0001-01-01"}},
        "registrationCloses",
        "ORDER",
    ),
    (
        "before all time",
        {"calendar": {"registrationOpens": "0001-01-01"}},
        "registrationOpens",
        "OUT_OF_RANGE",
    ),
    (
        "early bird before all time",
        {"tariff": {**EARLY_BIRD, "earlyBirdUntil": "0001-01-01"}},
        "earlyBirdUntil",
        "OUT_OF_RANGE",
    ),
    (
        "races after all time",
        {"calendar": {"competitionDay": "9999-12-31"}},
        "competitionDay",
        "OUT_OF_RANGE",
    ),
    (
        "after all time",
        {
            "calendar": dict.fromkeys(
                ("registrationCloses", "paymentDeadline", "competitionDay"), "9999-12-31"
            )
        },
        "competitionDay",
        "OUT_OF_RANGE",
    ),
    ("a negative fee", {"tariff": {"participationFee": -1}}, "participationFee", "OUT_OF_RANGE"),
    (
        "a fee beyond all reason",
        {"tariff": {"participationFee": 2**31 - 1}},
        "participationFee",
        "OUT_OF_RANGE",
    ),
    ("a negative rental", {"tariff": {"boatRentalPerSeat": -1}}, "boatRentalPerSeat", "OUT_OF_RANGE"),
    ("a negative factor", {"tariff": {"skiffRentalFactor": -0.5}}, "skiffRentalFactor", "OUT_OF_RANGE"),
    ("hardly a factor", {"tariff": {"skiffRentalFactor": 1e-320}}, "skiffRentalFactor", "OUT_OF_RANGE"),
    ("a factor to the 4th", {"tariff": {"skiffRentalFactor": 2.0625}}, "skiffRentalFactor", "OUT_OF_RANGE"),
    ("early bird for ever", {"tariff": {"earlyBirdFee": 1500}}, "earlyBirdUntil", "MISSING"),
    ("early bird at no price", {"tariff": {"earlyBirdUntil": "YEAR-03-31"}}, "earlyBirdFee", "MISSING"),
    (
        "early bird no cheaper",
        {"tariff": {**EARLY_BIRD, "earlyBirdFee": 2000}},
        "earlyBirdFee",
        "OUT_OF_RANGE",
    ),
    (
        "early bird below nothing",
        {"tariff": {**EARLY_BIRD, "earlyBirdFee": -1}},
        "earlyBirdFee",
        "OUT_OF_RANGE",
    ),
    (
        "early bird to the last day",
        {"tariff": {**EARLY_BIRD, "earlyBirdUntil": "YEAR-04-19"}},
        "earlyBirdUntil",
        "ORDER",
    ),
    ("fewer places than none", {"capacity": {"semiMarathon": -1}}, "semiMarathon", "OUT_OF_RANGE"),
    (
        "two starts at once",
        {"startListSettings": {"semiMarathonInterval": 0}},
        "semiMarathonInterval",
        "OUT_OF_RANGE",
    ),
    ("bow zero", {"startListSettings": {"marathonFirstBow": 0}}, "marathonFirstBow", "OUT_OF_RANGE"),
    (
        "bows that meet",
        {"startListSettings": {"semiMarathonFirstBow": 1}},
        "semiMarathonFirstBow",
        "OUT_OF_RANGE",
    ),
    ("no bow left", {"startListSettings": {"marathonFirstBow": 9999}}, "marathonFirstBow", "OUT_OF_RANGE"),
    ("bows in disorder", {"startListSettings": {"marathonFirstBow": 41}}, "semiMarathonFirstBow", "ORDER"),
    ("a start elsewhere", {"startListSettings": {"marathonStart": "07:45:00Z"}}, "marathonStart", "TIME"),
]


@pytest.mark.parametrize(
    ("given", "field", "code"), [pytest.param(*case, id=name) for name, *case in INVALID]
)
def test_a_setting_that_cannot_be_is_refused(
    regatta: Regatta, shared_year: int, given: dict[str, Any], field: str, code: str
) -> None:
    admin, (group,) = regatta.as_admin(), given

    answer = admin.execute(UPDATE_EDITION, year=shared_year, input=_of(shared_year, given), version=1)

    assert answer.refusal == Refusal("Invalid", {"field": f"{group}.{field}", "code": code})
    assert admin.execute(EDITION, year=shared_year).value["version"] == 1


def test_the_message_says_what_would_be_right(regatta: Regatta, shared_year: int) -> None:
    given = {"calendar": {"registrationCloses": f"{shared_year}-03-18"}}

    answer = regatta.as_admin().execute(UPDATE_EDITION, year=shared_year, input=given, version=1)

    message = f"registrationCloses can’t be before registrationOpens, {shared_year}-03-19."
    assert [error["message"] for error in answer.errors] == [message]


def test_the_version_must_be_the_one_that_stands(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    change_settings(admin, year, {"capacity": {"marathon": 31}})

    answer = admin.execute(UPDATE_EDITION, year=year, input={"capacity": {"marathon": 40}}, version=1)

    assert answer.refusal == Refusal("Conflict", {"expected": 1, "actual": 2})
    assert admin.execute(EDITION, year=year).value["capacity"]["marathon"] == 31


def test_a_year_without_an_edition_has_no_settings(regatta: Regatta) -> None:
    answer = regatta.as_admin().execute(UPDATE_EDITION, year=1874, input={}, version=1)

    assert answer.refusal == Refusal("NotFound", {"type": "Edition", "id": "1874"})


def test_settings_that_stay_as_they_are_are_no_change(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()

    edition = admin.execute(UPDATE_EDITION, year=year, input={"capacity": {"marathon": 30}}, version=1).value

    assert edition["version"] == 1
    assert len(history_of(admin, f"EDITION#{year}")) == 1


def test_the_history_tells_the_old_value_and_the_new(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()

    change_settings(admin, year, {"capacity": {"marathon": 40}})

    newest = history_of(admin, f"EDITION#{year}")[0]
    assert newest == {
        "action": "updateEdition",
        "entityType": "Edition",
        "actorId": admin.sub,
        "onBehalfOf": None,
        "before": {"version": 1, "capacity": {"semiMarathon": 350, "marathon": 30}},
        "after": {"version": 2, "capacity": {"semiMarathon": 350, "marathon": 40}},
    }


@pytest.mark.parametrize(
    ("given", "asks"),
    [
        pytest.param({"tariff": {"participationFee": 2500}}, True, id="the tariff"),
        pytest.param({"capacity": {"semiMarathon": 300}}, True, id="the places"),
        pytest.param({"calendar": {"registrationCloses": "YEAR-04-20"}}, False, id="the calendar"),
        pytest.param({"startListSettings": {"marathonFirstBow": 2}}, False, id="the start list"),
    ],
)
def test_a_change_that_touches_crews_is_confirmed(
    regatta: Regatta, given: dict[str, Any], asks: bool
) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    enter(regatta, year, "015", crews=2)
    enter(regatta, year, "016", crews=1)
    numbers.take(regatta.table, year, None)
    change = {"year": year, "input": _of(year, given), "version": 1}

    if asks:
        assert admin.execute(UPDATE_EDITION, **change).refusal == Refusal("NeedsConfirmation", {"crews": 4})
        assert admin.execute(UPDATE_EDITION, **change, confirmed=False).errors
        assert admin.execute(EDITION, year=year).value["version"] == 1

    assert admin.execute(UPDATE_EDITION, **change, confirmed=asks).value["version"] == 2


def test_certificates_cannot_be_required_once_crews_were_judged_without(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    enter(regatta, year, "015", crews=2)
    change = {"year": year, "input": {"upgradeCertificatesRequired": True}, "version": 1, "confirmed": True}

    assert admin.execute(UPDATE_EDITION, **change).refusal == Refusal("InUse", {"crews": 2})

    edition = admin.execute(EDITION, year=year).value
    assert (edition["version"], edition["upgradeCertificatesRequired"]) == (1, False)


def test_certificates_can_be_required_once_the_crews_have_left(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    race = regatta.table.get(keys.race(year, "015"))
    numbers.take(regatta.table, year, race)
    numbers.leave(regatta.table, year, race)

    change_settings(admin, year, {"upgradeCertificatesRequired": True})

    programme = editions.programme(regatta.table, year)
    assert programme is not None
    (standing,) = (standing for standing in programme.standing if standing.race.id == "015")
    assert (standing.last_number, standing.crews) == (1, 0)


def test_places_that_are_added_go_to_the_queue(regatta: Regatta) -> None:
    with current_edition(regatta, capacity={"semiMarathon": 4}) as year:
        manager = regatta.as_manager()
        first, second, third = (_entered(manager, year) for _ in range(3))
        assert [crew["status"] for crew in (first, second, third)] == ["COMPLETE", "WAITING", "WAITING"]

        change_settings(regatta.as_admin(), year, {"capacity": {"semiMarathon": 10}})

        team = manager.execute(TEAM).value
        status = {crew["id"]: crew["status"] for crew in team["crews"]["items"]}
        assert status == {first["id"]: "COMPLETE", second["id"]: "COMPLETE", third["id"]: "WAITING"}
        assert {"kind": "PLACE_GIVEN", "crewId": second["id"]} in team["notifications"]["items"]
        places = regatta.table.get(keys.places(year, Event.SEMI_MARATHON))
        assert places == keys.Places(free=2, released=0)


def test_places_that_are_cut_are_not_given_until_enough_came_free(regatta: Regatta) -> None:
    with current_edition(regatta, capacity={"semiMarathon": 8}) as year:
        manager, other = regatta.as_manager(), regatta.as_manager()
        assert _entered(manager, year)["status"] == "COMPLETE"

        change_settings(regatta.as_admin(), year, {"capacity": {"semiMarathon": 3}})

        assert _entered(other, year)["status"] == "WAITING"
        places = regatta.table.get(keys.places(year, Event.SEMI_MARATHON))
        assert places == keys.Places(free=-1, released=0)


def test_one_cell_of_the_matrix_is_set(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    cell = {"action": "EDIT_ROSTER", "phase": "PAYMENT_ONLY"}
    before = admin.execute(EDITION, year=year).value["permissions"]

    edition = admin.execute(SET_PERMISSION, year=year, **cell, allowed=True).value

    assert edition["version"] == 2
    assert [one for one in edition["permissions"] if one not in before] == [{**cell, "allowed": True}]
    assert admin.execute(EDITION, year=year).value["permissions"] == edition["permissions"]
    change = history_of(admin, f"EDITION#{year}")[0]
    assert (change["action"], change["entityType"]) == ("setPermission", "Edition")
    assert change["before"] == {"version": 1, "permissions": [{**cell, "allowed": False}]}
    assert change["after"] == {"version": 2, "permissions": [{**cell, "allowed": True}]}


def test_managers_may_always_see_their_own_team(regatta: Regatta, shared_year: int) -> None:
    cell = {"action": "VIEW", "phase": "CLOSED"}

    answer = regatta.as_admin().execute(SET_PERMISSION, year=shared_year, **cell, allowed=False)

    assert answer.refusal == Refusal("Invalid", {"field": "action", "code": "ALWAYS_ALLOWED"})


@pytest.mark.concurrent
def test_of_fifty_changes_of_one_version_one_wins(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()

    def change(places: int) -> Answer:
        return admin.execute(UPDATE_EDITION, year=year, input={"capacity": {"marathon": places}}, version=1)

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(change, range(100, 150)))

    refused = [answer.refusal for answer in answers if answer.errors]
    assert refused == [Refusal("Conflict", {"expected": 1, "actual": 2})] * 49
    (won,) = [answer.value for answer in answers if not answer.errors]
    assert admin.execute(EDITION, year=year).value == won
    places = regatta.table.get(keys.places(year, Event.MARATHON))
    assert places == keys.Places(free=won["capacity"]["marathon"], released=0)


@pytest.mark.concurrent
def test_cells_that_are_set_at_once_are_all_kept(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    actions = ["EDIT_ROSTER", "EDIT_CREW", "REQUEST_BOAT", "PAY"]

    def allow(action: str) -> Answer:
        return admin.execute(SET_PERMISSION, year=year, action=action, phase="CLOSED", allowed=True)

    with ThreadPoolExecutor(4) as pool:
        assert not any(answer.errors for answer in pool.map(allow, actions))

    edition = admin.execute(EDITION, year=year).value
    allowed = {
        cell["action"] for cell in edition["permissions"] if cell["phase"] == "CLOSED" and cell["allowed"]
    }
    assert allowed == {"VIEW", "WITHDRAW", *actions}
    assert edition["version"] == 5


@pytest.fixture(scope="module")
def shared_year(regatta: Regatta) -> int:
    """An edition that is never changed."""
    return own_edition(regatta)


def _of(year: int, settings: Any) -> Any:
    """The settings with the year put in."""
    if isinstance(settings, dict):
        return {name: _of(year, inner) for name, inner in settings.items()}
    return settings.replace("YEAR", f"{year}") if isinstance(settings, str) else settings


def _holds(edition: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Whether all that is expected is in the edition."""
    return all(
        _holds(edition[name], inner) if isinstance(inner, dict) else edition[name] == inner
        for name, inner in expected.items()
    )


def _entered(manager: Client, year: int) -> Any:
    """A new coxless quad of senior women, with its race."""
    crew = crew_input(manager, year, "QUAD", 4, "038")
    return manager.execute(CREATE_CREW, input=crew).value
