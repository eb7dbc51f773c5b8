"""Members: entered, changed and deleted, each with the licence that nobody else has."""

from functools import partial
from typing import Any

import pytest

from resolvers.regatta.people import checked_licence
from resolvers.regatta.vocabulary import LicenceState
from resolvers.table import keys
from tests.api import organising
from tests.api.client import Refusal
from tests.api.given import A_DAY, grant, new_id
from tests.api.organising import calendar, current_edition, history_of, member_input
from tests.api.regatta import Regatta
from tests.api.roster import (
    CREATE,
    DELETE,
    UPDATE,
    create,
    roster,
    side_by_side,
)


def test_a_member_is_entered_with_what_follows(regatta: Regatta) -> None:
    manager = regatta.as_manager(club="Rowing Club de Port Marly")
    year = regatta.year

    member = manager.execute(
        CREATE,
        input={
            "firstName": "  Berthe ",
            "lastName": "Morisot  Manet",
            "dateOfBirth": f"{year - 15}-12-31",
            "gender": "WOMAN",
            "licence": f" fr-{manager.sub[:6]} ",
        },
    ).value

    assert member == {
        "id": member["id"],
        "managerId": manager.sub,
        "firstName": "Berthe",
        "lastName": "Morisot Manet",
        "dateOfBirth": f"{year - 15}-12-31",
        "gender": "WOMAN",
        "age": 15,
        "category": "J16",
        "club": "Rowing Club de Port Marly",
        "hostClub": True,
        "licence": f"FR-{manager.sub[:6].upper()}",
        "licenceKind": "FFA",
        "licenceState": "PENDING",
        "licenceCheckedBy": None,
        "licenceCheckedAt": None,
        "upgradeCertificate": False,
        "crewId": None,
        "issues": [],
        "version": 1,
    }
    assert roster(manager) == [member]


def test_a_member_is_entered_in_three_calls(regatta: Regatta) -> None:
    manager = regatta.as_manager()

    with regatta.calls() as calls:
        create(manager, regatta.year)

    assert [call.name for call in calls] == ["GetItem", "BatchGetItem", "TransactWriteItems"]


def test_an_organiser_enters_a_member_for_a_manager(regatta: Regatta) -> None:
    manager, admin = regatta.as_manager(), regatta.as_admin()

    member = admin.execute(CREATE, input=member_input(regatta.year), managerId=manager.sub).value

    assert roster(manager) == [member]
    (change,) = history_of(admin, member["id"])
    assert (change["action"], change["actorId"]) == ("createMember", admin.sub)
    assert (change["onBehalfOf"], change["before"]) == (manager.sub, None)
    assert change["after"]["licence"] == member["licence"]


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "no first name": ({"firstName": " "}, "firstName", "EMPTY"),
    "a first name of 61 characters": ({"firstName": "A" * 61}, "firstName", "TOO_LONG"),
    "no last name": ({"lastName": ""}, "lastName", "EMPTY"),
    "a last name of two lines": ({"lastName": "Monet\nManet"}, "lastName", "CONTROL_CHARACTER"),
    "a licence of 5 characters": ({"licence": "ABC12"}, "licence", "LICENCE"),
    "a licence of 25 characters": ({"licence": "A" * 25}, "licence", "LICENCE"),
    "a licence of two lines": ({"licence": "ABC\n123"}, "licence", "LICENCE"),
    "a club of 101 characters": ({"club": "A" * 101}, "club", "TOO_LONG"),
    "a child": ({"dateOfBirth": "13 years"}, "dateOfBirth", "TOO_YOUNG"),
    "somebody not yet born": ({"dateOfBirth": "-1 years"}, "dateOfBirth", "NOT_BORN"),
    "somebody of 111": ({"dateOfBirth": "111 years"}, "dateOfBirth", "TOO_OLD"),
}


@pytest.mark.parametrize(("changes", "field", "code"), WRONG.values(), ids=WRONG)
def test_a_wrong_value_names_its_field(
    regatta: Regatta, changes: dict[str, Any], field: str, code: str
) -> None:
    manager = regatta.as_manager()
    wrong = dict(changes)
    if "dateOfBirth" in wrong:
        age = int(wrong["dateOfBirth"].removesuffix(" years"))
        wrong["dateOfBirth"] = f"{regatta.year - age}-06-01"

    answer = manager.execute(CREATE, input=member_input(regatta.year, **wrong))

    assert answer.refusal == Refusal("Invalid", {"field": field, "code": code})
    assert roster(manager) == []


@pytest.mark.parametrize("club", [None, "", "  "])
def test_a_member_whose_club_is_left_open_is_of_the_managers(regatta: Regatta, club: str | None) -> None:
    manager = regatta.as_manager(club="Encou")

    assert create(manager, regatta.year, club=club)["club"] == "Encou"


@pytest.mark.parametrize("own", [True, False], ids=["of the own team", "of another team"])
def test_a_licence_in_use_names_the_club_that_has_it(regatta: Regatta, own: bool) -> None:
    holder = regatta.as_manager(club="Boulogne 92")
    manager = holder if own else regatta.as_manager()
    taken = create(holder, regatta.year, club="Encou")["licence"]
    before = roster(manager)

    answer = manager.execute(CREATE, input=member_input(regatta.year, licence=taken.lower()))

    assert answer.refusal == Refusal("LicenceTaken", {"licence": taken, "club": "Encou"})
    assert roster(manager) == before


def test_a_manager_names_nobody_else(regatta: Regatta) -> None:
    manager, other = regatta.as_manager(), regatta.as_manager()

    answer = manager.execute(CREATE, input=member_input(regatta.year), managerId=other.sub)

    assert answer.refusal.type == "Unauthorized"
    assert roster(other) == []


PHASES = {
    "before registration": (organising.NOT_YET_OPEN, "BEFORE_REGISTRATION", ()),
    "registration": (organising.OPEN, "REGISTRATION", ("create", "update", "delete")),
    "payment only": (organising.CLOSED_TO_ENTRIES, "PAYMENT_ONLY", ("create",)),
    "closed": (organising.CLOSED, "CLOSED", ()),
}


@pytest.mark.parametrize(("days", "phase", "allowed"), PHASES.values(), ids=PHASES)
def test_the_phase_says_what_a_manager_may_do(
    regatta: Regatta, days: tuple[int, int, int], phase: str, allowed: tuple[str, ...]
) -> None:
    manager, admin = regatta.as_manager(), regatta.as_admin()
    with current_edition(regatta, calendar=calendar(*days)) as year:
        member = admin.execute(CREATE, input=member_input(year), managerId=manager.sub).value

        answers = {
            "create": manager.execute(CREATE, input=member_input(year)),
            "update": manager.execute(UPDATE, id=member["id"], input=member_input(year), version=1),
            "delete": manager.execute(DELETE, id=member["id"]),
        }

    assert tuple(name for name, answer in answers.items() if not answer.errors) == allowed
    for refused in (answer.refusal for name, answer in answers.items() if name not in allowed):
        assert refused.type == "PhaseForbids"
        assert (refused.info["action"], refused.info["phase"]) == ("EDIT_ROSTER", phase)


def test_a_grant_lifts_the_phase(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    with current_edition(regatta, calendar=calendar(*organising.CLOSED)) as year:
        regatta.has(keys.grant_row(year, grant(manager.sub, until=A_DAY.replace(year=2100))))

        member = create(manager, year)
        changed = manager.execute(UPDATE, id=member["id"], input=member_input(year), version=1)

    assert changed.value["version"] == 2


def test_a_member_is_changed(regatta: Regatta) -> None:
    manager, admin = regatta.as_manager(), regatta.as_admin()
    member = create(manager, regatta.year)
    wanted = member_input(
        regatta.year, lastName="Caillebotte", gender="MAN", licence=member["licence"], club="RCPM"
    )

    changed = manager.execute(UPDATE, id=member["id"], input=wanted, version=1).value

    differs = {"lastName": "Caillebotte", "gender": "MAN", "club": "RCPM", "hostClub": True, "version": 2}
    assert changed == {**member, **differs}
    assert roster(manager) == [changed]
    newest = history_of(admin, member["id"])[0]
    assert newest["action"] == "updateMember"
    assert newest["after"] == differs
    assert newest["before"] == {name: member[name] for name in differs}


def test_a_version_that_moved_on_is_a_conflict(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    member = create(manager, regatta.year)
    assert not manager.execute(UPDATE, id=member["id"], input=member_input(regatta.year), version=1).errors
    before = roster(manager)

    answer = manager.execute(UPDATE, id=member["id"], input=member_input(regatta.year), version=1)

    assert answer.refusal == Refusal("Conflict", {"expected": 1, "actual": 2})
    assert roster(manager) == before


def test_another_licence_frees_the_first_and_is_not_yet_checked(regatta: Regatta) -> None:
    manager, other = regatta.as_manager(), regatta.as_manager()
    member = create(manager, regatta.year)
    verified = regatta.table.get(keys.member(regatta.year, manager.sub, member["id"]))
    assert verified is not None
    verified = checked_licence(verified, LicenceState.VERIFIED, "an-admin", A_DAY)
    regatta.has(keys.member_row(regatta.year, verified))
    same = member_input(regatta.year, licence=member["licence"])
    another = {**same, "licence": new_id()[-12:]}

    kept = manager.execute(UPDATE, id=member["id"], input=same, version=1).value
    moved = manager.execute(UPDATE, id=member["id"], input=another, version=2).value

    assert (kept["licenceState"], kept["licenceCheckedBy"]) == ("VERIFIED", "an-admin")
    assert (moved["licenceState"], moved["licenceCheckedBy"]) == ("PENDING", None)
    assert moved["licenceCheckedAt"] is None
    assert not other.execute(CREATE, input=member_input(regatta.year, licence=member["licence"])).errors
    refused = other.execute(CREATE, input=member_input(regatta.year, licence=another["licence"]))
    assert refused.refusal.type == "LicenceTaken"


def test_a_licence_in_use_is_not_moved_to(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    first, second = create(manager, regatta.year, club="Encou"), create(manager, regatta.year)
    before = roster(manager)

    answer = manager.execute(
        UPDATE, id=second["id"], input=member_input(regatta.year, licence=first["licence"]), version=1
    )

    assert answer.refusal == Refusal("LicenceTaken", {"licence": first["licence"], "club": "Encou"})
    assert roster(manager) == before


def test_a_refusal_names_the_club_to_which_the_holder_moved(regatta: Regatta) -> None:
    manager, other = regatta.as_manager(), regatta.as_manager()
    member = create(manager, regatta.year)
    moved = member_input(regatta.year, licence=member["licence"], club="Encou")
    assert not manager.execute(UPDATE, id=member["id"], input=moved, version=1).errors

    refused = other.execute(CREATE, input=member_input(regatta.year, licence=member["licence"]))

    assert refused.refusal == Refusal("LicenceTaken", {"licence": member["licence"], "club": "Encou"})


@pytest.mark.parametrize("document", [UPDATE, DELETE], ids=["updateMember", "deleteMember"])
def test_a_member_of_another_team_is_not_found(regatta: Regatta, document: str) -> None:
    member = create(regatta.as_manager(), regatta.year)
    other = regatta.as_manager()
    given = {"input": member_input(regatta.year), "version": 1} if document is UPDATE else {}

    answer = other.execute(document, id=member["id"], **given)

    assert answer.refusal == Refusal("NotFound", {"type": "Member", "id": member["id"]})


def test_an_id_that_no_item_can_have_is_not_found(regatta: Regatta) -> None:
    too_long = "é" * 1025
    manager, admin = regatta.as_manager(), regatta.as_admin()

    as_member = manager.execute(DELETE, id=too_long)
    as_manager = admin.execute(CREATE, input=member_input(regatta.year), managerId=too_long)

    assert as_member.refusal == Refusal("NotFound", {"type": "Member", "id": too_long})
    assert as_manager.refusal == Refusal("NotFound", {"type": "Manager", "id": too_long})


def test_a_deleted_member_leaves_the_licence_to_others(regatta: Regatta) -> None:
    manager, other, admin = regatta.as_manager(), regatta.as_manager(), regatta.as_admin()
    member = create(manager, regatta.year)

    deleted = manager.execute(DELETE, id=member["id"]).value

    assert deleted == member
    assert roster(manager) == []
    assert history_of(admin, member["id"])[0]["before"]["licence"] == member["licence"]
    assert not other.execute(CREATE, input=member_input(regatta.year, licence=member["licence"])).errors


@pytest.mark.concurrent
def test_one_licence_makes_one_member_of_fifty_requests(regatta: Regatta) -> None:
    managers = [regatta.as_manager() for _ in range(50)]
    wanted = member_input(regatta.year, club="Encou")

    answers = side_by_side([partial(manager.execute, CREATE, input=wanted) for manager in managers])

    (member,) = [answer.value for answer in answers if not answer.errors]
    taken = Refusal("LicenceTaken", {"licence": wanted["licence"], "club": "Encou"})
    assert [answer.refusal for answer in answers if answer.errors] == [taken] * 49
    assert [one for manager in managers for one in roster(manager)] == [member]
    marker = regatta.table.get(keys.licence(regatta.year, wanted["licence"]))
    assert marker is not None
    assert (marker.member_id, marker.manager_id) == (member["id"], member["managerId"])
    changes = [
        change["entityId"]
        for manager in managers
        for change in regatta.table.query(f"HISTORY#{manager.sub}", index=True)
    ]
    assert changes == [member["id"]]


@pytest.mark.concurrent
def test_one_version_takes_one_edit_of_fifty(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    member = create(manager, regatta.year)
    edits = [
        member_input(regatta.year, lastName=f"Monet {number}", licence=new_id()[-12:]) for number in range(50)
    ]

    answers = side_by_side(
        [partial(manager.execute, UPDATE, id=member["id"], input=edit, version=1) for edit in edits]
    )

    (winner,) = [answer.value for answer in answers if not answer.errors]
    conflict = Refusal("Conflict", {"expected": 1, "actual": 2})
    assert [answer.refusal for answer in answers if answer.errors] == [conflict] * 49
    assert roster(manager) == [winner]
    markers = [regatta.table.get(keys.licence(regatta.year, edit["licence"])) for edit in edits]
    assert [marker.licence for marker in markers if marker] == [winner["licence"]]
    assert regatta.table.get(keys.licence(regatta.year, member["licence"])) is None
