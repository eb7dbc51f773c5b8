"""Members in a crew: changed with it, kept while they sit there, and never losing a seat taken meanwhile."""

from functools import partial

import pytest

from resolvers.regatta.vocabulary import Event
from resolvers.table import keys
from tests.api import organising
from tests.api.client import Refusal
from tests.api.given import new_id
from tests.api.organising import current_edition, history_of, member_input
from tests.api.regatta import Regatta
from tests.api.roster import (
    CREWS,
    DELETE,
    UPDATE,
    create,
    in_skiff,
    only_crew,
    renamed,
    roster,
    side_by_side,
    skiff_of,
)

WITHDRAW = "mutation($id: ID!) { withdrawCrew(id: $id, dryRun: false) { crew { status } } }"


def test_the_crew_of_a_changed_member_is_judged_again(regatta: Regatta) -> None:
    manager, admin = regatta.as_manager(), regatta.as_admin()
    with current_edition(regatta) as year:
        member = create(manager, year, licence="SKIFF-1")
        entered = in_skiff(manager, year, member["id"])
        a_man = member_input(year, licence="SKIFF-1", gender="MAN", lastName="Monet", club="Encou")

        changed = manager.execute(UPDATE, id=member["id"], input=a_man, version=1).value
        crew = only_crew(manager)
        places = regatta.table.get(keys.places(year, Event.MARATHON))
        history = history_of(admin, entered["id"])

    assert entered["status"] == "COMPLETE"
    assert changed["crewId"] == entered["id"]
    assert (crew["status"], crew["missing"]) == ("INCOMPLETE", ["RACE_NOT_ALLOWED"])
    assert (crew["number"], crew["version"], crew["clubs"]) == (entered["number"], 2, ["Encou"])
    assert crew["category"]["gender"] == "MEN"
    assert (crew["seats"][0]["lastName"], crew["seats"][0]["club"]) == ("Monet", "Encou")
    # The place stays with the crew until it is withdrawn.
    assert places is not None
    assert places.free == 29
    assert [change["action"] for change in history] == ["updateMember", "createCrew"]
    assert history[0]["after"]["status"] == "INCOMPLETE"


def test_a_crew_that_waited_leaves_the_queue_when_its_race_is_lost(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    with current_edition(regatta, capacity={"semiMarathon": 350, "marathon": 0}) as year:
        member = create(manager, year, licence="SKIFF-1")
        entered = in_skiff(manager, year, member["id"])
        a_man = member_input(year, licence="SKIFF-1", gender="MAN")

        changed = manager.execute(UPDATE, id=member["id"], input=a_man, version=1)
        crew = only_crew(manager)
        queue = list(regatta.table.query(f"EDITION#{year}", "WAITING#"))

    assert entered["status"] == "WAITING"
    assert not changed.errors
    assert crew["status"] == "INCOMPLETE"
    assert queue == []


def test_a_crew_that_shows_nothing_of_the_change_is_left_alone(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    member = create(manager, regatta.year)
    in_skiff(manager, regatta.year, member["id"])
    before = only_crew(manager)
    same_age = f"{regatta.year - 24}-11-30"
    wanted = member_input(regatta.year, licence=new_id()[-12:], dateOfBirth=same_age)

    changed = manager.execute(UPDATE, id=member["id"], input=wanted, version=1).value

    assert changed["dateOfBirth"] == same_age
    assert only_crew(manager) == before


def test_a_seated_member_is_not_deleted(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    member = create(manager, regatta.year)
    crew = in_skiff(manager, regatta.year, member["id"])

    answer = manager.execute(DELETE, id=member["id"])

    assert answer.refusal == Refusal("StillSeated", {"crewId": crew["id"]})
    assert [one["id"] for one in roster(manager)] == [member["id"]]


def test_who_sat_in_a_withdrawn_crew_is_deleted_and_the_crew_still_shows_him(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    member = create(manager, regatta.year)
    crew = in_skiff(manager, regatta.year, member["id"])
    assert not manager.execute(WITHDRAW, id=crew["id"]).errors

    answer = manager.execute(DELETE, id=member["id"])

    assert answer.value["crewId"] is None
    assert only_crew(manager)["seats"][0]["memberId"] == member["id"]


@pytest.mark.concurrent
def test_an_edit_never_loses_a_seat_taken_meanwhile(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    members = [create(manager, regatta.year) for _ in range(10)]

    seatings = [
        partial(manager.execute, organising.CREATE_CREW, input=skiff_of(member["id"])) for member in members
    ]
    edits = [
        partial(manager.execute, UPDATE, id=member["id"], input=renamed(regatta.year, member), version=1)
        for member in members
    ]

    answers = side_by_side([*seatings, *edits])

    assert [answer.errors for answer in answers if answer.errors] == []
    crews = manager.execute(CREWS).value["crews"]["items"]
    seated = {crew["seats"][0]["memberId"]: crew for crew in crews}
    for member in roster(manager):
        crew = seated[member["id"]]
        assert member["crewId"] == crew["id"]
        assert crew["seats"][0]["lastName"] == member["lastName"]
