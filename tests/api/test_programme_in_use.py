"""What judges crews stays while one is entered, whatever happens at once, and no number is given twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError

from tests.api.client import Answer, Client, Refusal
from tests.api.organising import (
    CREATE_CREW,
    DELETE_RACE,
    EDITION,
    RACES,
    SAVE_RACE,
    UPDATE_EDITION,
    crew_input,
    current_edition,
    enter,
    member_of,
    own_edition,
    races_of,
)
from tests.api.regatta import Regatta

DELETE_CREW = "mutation($id: ID!) { deleteCrew(id: $id) { id } }"
WITHDRAW = "mutation($id: ID!) { withdrawCrew(id: $id, dryRun: false) { owed } }"

SENIOR_QUAD = {
    "order": 38,
    "boatClass": "QUAD",
    "hull": "OUTRIGGER",
    "ageCategory": "SENIOR",
    "gender": "WOMEN",
}
"""The race 038 of the default programme."""


Change = Callable[[Client, int], Answer]


def _to_octuples(admin: Client, year: int) -> Answer:
    return admin.execute(SAVE_RACE, year=year, input={**SENIOR_QUAD, "id": "038", "boatClass": "OCTUPLE"})


def _taken_out(admin: Client, year: int) -> Answer:
    return admin.execute(DELETE_RACE, year=year, id="038")


def _certificates_required(admin: Client, year: int) -> Answer:
    version = admin.execute(EDITION, year=year).value["version"]
    settings = {"upgradeCertificatesRequired": True}
    return admin.execute(UPDATE_EDITION, year=year, input=settings, version=version, confirmed=True)


def _entered_and_deleted(manager: Client, year: int, race_id: str) -> Any:
    """A crew of four women that its manager deleted again."""
    crew = manager.execute(CREATE_CREW, input=crew_input(manager, year, "QUAD", 4, race_id)).value
    manager.execute(DELETE_CREW, id=crew["id"]).value  # noqa: B018
    return crew


def test_a_race_that_judged_crews_stays_as_it_is(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    enter(regatta, year, "054", crews=2)
    changed = {**SENIOR_QUAD, "id": "054", "order": 54, "boatClass": "SKIFF", "ageCategory": "J18"}

    refusals = [
        admin.execute(SAVE_RACE, year=year, input=changed).refusal,
        admin.execute(DELETE_RACE, year=year, id="054").refusal,
    ]

    assert refusals == [Refusal("InUse", {"crews": 2})] * 2
    assert races_of(admin, year)[53]["code"] == "SX8+"


def test_a_race_that_its_crews_have_left_gives_no_number_again_when_it_changes(regatta: Regatta) -> None:
    with current_edition(regatta) as year:
        admin, manager = regatta.as_admin(), regatta.as_manager()
        _entered_and_deleted(manager, year, "038")

        assert _to_octuples(admin, year).value["code"] == "SW8X+"

        crew = manager.execute(CREATE_CREW, input=crew_input(manager, year, "OCTUPLE", 9, "038")).value
        assert crew["number"] == "SM.38.2"


def test_a_race_that_its_crews_have_left_gives_no_number_again_when_it_was_taken_out(
    regatta: Regatta,
) -> None:
    with current_edition(regatta) as year:
        admin, manager = regatta.as_admin(), regatta.as_manager()
        for sequence in (1, 2, 3):
            assert _entered_and_deleted(manager, year, "038")["number"] == f"SM.38.{sequence}"
            assert admin.execute(DELETE_RACE, year=year, id="038").value["id"] == "038"
            assert admin.execute(DELETE_RACE, year=year, id=f"00{sequence}").value, "others are taken out too"
            saved = admin.execute(SAVE_RACE, year=year, input=SENIOR_QUAD)
            assert saved.value["id"] == "038"


def test_a_race_whose_crew_is_withdrawn_stays_as_it_is(regatta: Regatta) -> None:
    with current_edition(regatta) as year:
        admin, manager = regatta.as_admin(), regatta.as_manager()
        crew = manager.execute(CREATE_CREW, input=crew_input(manager, year, "QUAD", 4, "038")).value
        manager.execute(WITHDRAW, id=crew["id"]).value  # noqa: B018

        refusal = _taken_out(admin, year).refusal

        assert refusal == Refusal("InUse", {"crews": 1}), "an organiser may reinstate it"


CHANGES = [
    pytest.param(_to_octuples, "NotEligible", id="race changed"),
    pytest.param(_taken_out, "NotFound", id="race deleted"),
    pytest.param(_certificates_required, "NotEligible", id="certificates required"),
]


@pytest.mark.parametrize(("change", "refusal"), CHANGES)
def test_a_crew_is_judged_anew_when_what_judges_it_changes_meanwhile(
    regatta: Regatta, change: Change, refusal: str
) -> None:
    with current_edition(regatta) as year:
        admin, manager = regatta.as_admin(), regatta.as_manager()
        crew = _quad_with_a_junior(manager, year)

        with _just_before(regatta, "UpdateItem", lambda: change(admin, year)) as changed:
            entered = manager.execute(CREATE_CREW, input=crew)

        assert not changed[0].errors
        assert entered.refusal.type == refusal
        assert manager.execute("{ team { crews { items { id } } } }").value["crews"]["items"] == []


@pytest.mark.parametrize(("change", "refusal"), CHANGES)
def test_what_judges_crews_stays_when_one_is_entered_meanwhile(
    regatta: Regatta, change: Change, refusal: str
) -> None:
    with current_edition(regatta) as year:
        admin, manager = regatta.as_admin(), regatta.as_manager()
        crew = _quad_with_a_junior(manager, year)
        before = (races_of(admin, year), admin.execute(EDITION, year=year).value)

        with _just_before(
            regatta, "TransactWriteItems", lambda: manager.execute(CREATE_CREW, input=crew)
        ) as entered:
            changed = change(admin, year)

        assert entered[0].value["number"] == "SM.38.1"
        assert changed.refusal == Refusal("InUse", {"crews": 1})
        assert (races_of(admin, year), admin.execute(EDITION, year=year).value) == before


@pytest.mark.parametrize(("change", "refusal"), CHANGES)
def test_what_judges_crews_stays_while_one_is_being_entered(
    regatta: Regatta, change: Change, refusal: str
) -> None:
    with current_edition(regatta) as year:
        admin, manager = regatta.as_admin(), regatta.as_manager()
        crew = _quad_with_a_junior(manager, year)

        with _just_before(regatta, "TransactWriteItems", lambda: change(admin, year)) as changed:
            entered = manager.execute(CREATE_CREW, input=crew)

        assert changed[0].refusal == Refusal("InUse", {"crews": 1}), "it is counted before it is written"
        assert entered.value["number"] == "SM.38.1"


@pytest.mark.parametrize(("change", "refusal"), CHANGES)
def test_a_number_given_meanwhile_is_not_lost_though_its_crew_has_left(
    regatta: Regatta, change: Change, refusal: str
) -> None:
    with current_edition(regatta) as year:
        admin, manager = regatta.as_admin(), regatta.as_manager()

        def come_and_go() -> Answer:
            crew = manager.execute(CREATE_CREW, input=crew_input(manager, year, "QUAD", 4, "038")).value
            return manager.execute(DELETE_CREW, id=crew["id"])

        with _just_before(regatta, "TransactWriteItems", come_and_go) as left:
            changed = change(admin, year)

        assert not left[0].errors
        assert not changed.errors
        if refusal == "NotFound":
            admin.execute(SAVE_RACE, year=year, input=SENIOR_QUAD).value  # noqa: B018
        race = admin.execute(RACES, year=year).value["races"][37]
        seats = 9 if race["boatClass"] == "OCTUPLE" else 4
        crew = crew_input(manager, year, race["boatClass"], seats, "038")
        assert manager.execute(CREATE_CREW, input=crew).value["number"] == "SM.38.2"


def test_a_race_stays_while_a_crew_is_in_it_though_an_answer_is_lost(
    regatta: Regatta, monkeypatch: pytest.MonkeyPatch
) -> None:
    with current_edition(regatta) as year:
        admin, manager = regatta.as_admin(), regatta.as_manager()
        stays, leaves = (
            manager.execute(CREATE_CREW, input=crew_input(manager, year, "QUAD", 4, "038")).value
            for _ in range(2)
        )

        with monkeypatch.context() as losing:
            lost = [_losing_an_answer(losing, client) for client in _clients(regatta)]
            manager.execute(DELETE_CREW, id=leaves["id"]).value  # noqa: B018

        assert sum(map(len, lost)) == 1
        assert _taken_out(admin, year).refusal.type == "InUse"
        assert stays["number"] == "SM.38.1"


@pytest.mark.concurrent
@pytest.mark.parametrize(("change", "refusal"), CHANGES)
def test_of_a_crew_and_a_change_at_once_one_wins(regatta: Regatta, change: Change, refusal: str) -> None:
    with current_edition(regatta) as year:
        admin, manager = regatta.as_admin(), regatta.as_manager()
        crew = _quad_with_a_junior(manager, year)

        with ThreadPoolExecutor(2) as pool:
            entering = pool.submit(manager.execute, CREATE_CREW, input=crew)
            changing = pool.submit(change, admin, year)
        entered, changed = entering.result(), changing.result()

        if entered.errors:
            assert (entered.refusal.type, changed.errors) == (refusal, [])
        else:
            assert changed.refusal == Refusal("InUse", {"crews": 1})


def _quad_with_a_junior(manager: Client, year: int) -> dict[str, Any]:
    """A senior quad of women, one of them a junior without a certificate, for race 038."""
    crew = crew_input(manager, year, "QUAD", 4, "038")
    crew["seats"][3]["memberId"] = member_of(manager, year, dateOfBirth=f"{year - 17}-05-01")
    return crew


def _clients(regatta: Regatta) -> list[Any]:
    return [regatta.table.client, regatta.table.unrepeating]


def _losing_an_answer(monkeypatch: pytest.MonkeyPatch, client: Any) -> list[Any]:
    """Lets the first answer to "one crew less" be lost once DynamoDB has done it; what was lost."""
    ask = client._endpoint._get_response
    lost: list[Any] = []

    def answer(request: Any, model: Any, context: Any) -> Any:
        answered = ask(request, model, context)
        if model.name == "UpdateItem" and b'{"N": "-1"}' in request.body and not lost:
            lost.append(answered)
            return None, ConnectionClosedError(endpoint_url=request.url)
        return answered

    monkeypatch.setattr(client._endpoint, "_get_response", answer)
    return lost


@contextmanager
def _just_before(regatta: Regatta, operation: str, do: Callable[[], Answer]) -> Iterator[list[Answer]]:
    """Does something when DynamoDB is about to be asked for the first such operation; what came of it."""
    answers: list[Answer] = []
    events, name = regatta.table.client.meta.events, f"before-call.dynamodb.{operation}"

    def interrupt(**_: Any) -> None:
        events.unregister(name, interrupt)
        answers.append(do())

    events.register(name, interrupt)
    yield answers
    assert len(answers) == 1
