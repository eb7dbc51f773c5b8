"""Entering, changing and deleting crews."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from resolvers.regatta.vocabulary import BoatState, Phase
from resolvers.table import keys
from tests.api import given
from tests.api.client import Refusal
from tests.api.consistency import check
from tests.api.regatta import Regatta
from tests.api.season import (
    CREATE_CREW,
    DELETE_CREW,
    GRANT,
    HISTORY,
    RACES,
    UPDATE_CREW,
    WITHDRAW,
    Season,
    Team,
    a_season,
    crew_input,
)


@pytest.fixture
def season(regatta: Regatta) -> Iterator[Season]:
    """A season whose items agree at the end of every test."""
    with a_season(regatta) as season:
        yield season
        check(season)


def update(team: Team, crew: Any, race: str | None, *who: str | None, **more: Any) -> Any:
    """Sends a whole crew over the version that was read."""
    version = more.pop("version", crew["version"])
    wanted = crew_input(race, *who, **{"boatClass": crew["boatClass"], **more})
    return team.client.execute(UPDATE_CREW, id=crew["id"], input=wanted, version=version)


def test_a_full_crew_in_a_race_that_allows_it_is_complete(season: Season) -> None:
    team = season.team(24, 25, 26, 27)

    crew = team.entered("SM4X-")

    assert crew["status"] == "COMPLETE"
    assert crew["missing"] == []
    assert crew["number"] == f"SM.{RACES['SM4X-'].order}.1"
    assert crew["category"] == {"age": "SENIOR", "gender": "MEN", "averageAge": 25.5, "masterLetter": None}
    assert crew["price"]["total"] == 8000
    assert crew["price"]["frozen"]
    assert [seat["memberId"] for seat in crew["seats"]] == team.ids
    assert team.crew(crew["id"]) == crew
    assert set(team.seats_of_members().values()) == {crew["id"]}


def test_an_empty_crew_has_the_managers_club_and_says_what_is_missing(season: Season) -> None:
    team = season.team(club="RCPM")

    crew = team.client.execute(CREATE_CREW, input={"boatClass": "COXED_QUAD", "seats": []}).value

    assert (crew["status"], crew["missing"], crew["number"]) == ("INCOMPLETE", ["SEATS", "RACE"], None)
    assert (crew["clubs"], crew["multiClub"], crew["category"]) == (["RCPM"], False, None)
    assert [seat["role"] for seat in crew["seats"]] == ["ROWER"] * 4 + ["COX"]


def test_a_crew_with_empty_seats_may_choose_any_race_of_its_class(season: Season) -> None:
    team = season.team(24)

    crew = team.entered("MW4X-", team.ids[0])

    assert (crew["status"], crew["missing"]) == ("INCOMPLETE", ["SEATS"])


REFUSED: dict[str, tuple[Callable[[list[str]], dict[str, Any]], str, dict[str, Any]]] = {
    "a race of another boat class": (
        lambda ids: crew_input("SM4X-", *ids[:4], boatClass="FOUR"),
        "NotEligible",
        {"code": "BOAT_CLASS"},
    ),
    "a race that a full crew may not enter": (
        lambda ids: crew_input("MM4X-", *ids[:4]),
        "NotEligible",
        {"code": "AGE_CATEGORY", "averageAge": 25.5, "needsAverage": 27},
    ),
    "a rower of 14": (
        lambda ids: crew_input("SM1X", ids[4]),
        "NotEligible",
        {"code": "TOO_YOUNG_TO_ROW", "needs": 15},
    ),
    "a rower of 14 in a crew without a race": (
        lambda ids: crew_input(None, ids[4], boatClass="SKIFF"),
        "NotEligible",
        {"code": "TOO_YOUNG_TO_ROW"},
    ),
    "a position given twice": (
        lambda ids: {**crew_input("SM4X-"), "seats": [{"position": 1}, {"position": 1, "memberId": ids[0]}]},
        "Invalid",
        {"field": "seats", "code": "POSITION_TWICE"},
    ),
    "a member given twice": (
        lambda ids: crew_input("SM4X-", ids[0], ids[0]),
        "Invalid",
        {"field": "seats", "code": "MEMBER_TWICE"},
    ),
    "a position that the boat has not": (
        lambda ids: crew_input("SM1X", None, ids[0]),
        "Invalid",
        {"field": "seats", "code": "POSITION_OUT_OF_RANGE"},
    ),
    "more seats than any boat has": (
        lambda ids: crew_input("SM4X-", *[None] * 10),
        "Invalid",
        {"field": "seats", "code": "TOO_MANY_SEATS"},
    ),
    "a member who is not on the roster": (
        lambda ids: crew_input("SM1X", "nobody"),
        "NotFound",
        {"type": "Member", "id": "nobody"},
    ),
    "a race that is not in the programme": (
        lambda ids: {**crew_input("SM1X", ids[0]), "raceId": "099"},
        "NotFound",
        {"type": "Race", "id": "099"},
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_rules_refuse_is_not_entered(season: Season, case: str) -> None:
    wanted, error, info = REFUSED[case]
    team = season.team(24, 25, 26, 27, 14)

    refusal = team.client.execute(CREATE_CREW, input=wanted(team.ids)).refusal

    assert refusal.type == error
    assert info.items() <= refusal.info.items()
    assert team.reads()["crews"]["items"] == []


def test_a_member_of_another_team_is_not_found(season: Season) -> None:
    team, other = season.team(24), season.team(24)

    refusal = team.enters("SM1X", other.ids[0]).refusal

    assert refusal == Refusal("NotFound", {"type": "Member", "id": other.ids[0]})


def test_a_member_has_one_seat_in_an_edition(season: Season) -> None:
    team = season.team(24, 24)
    first = team.entered("SM1X", team.ids[0])
    second = team.entered("SM1X", team.ids[1])

    taken = {"memberId": team.ids[0], "crewId": first["id"]}
    assert team.enters("SM1X", team.ids[0]).refusal == Refusal("AlreadySeated", taken)
    assert update(team, second, "SM1X", team.ids[0]).refusal == Refusal("AlreadySeated", taken)


def test_an_update_replaces_all_seats(season: Season) -> None:
    team = season.team(24, 25, 26, 27, 24)
    crew = team.entered("SM4X-", *team.ids[:4])

    changed = update(team, crew, "SM4X-", team.ids[4], team.ids[0]).value

    assert [seat["memberId"] for seat in changed["seats"]] == [team.ids[4], team.ids[0], None, None]
    assert (changed["status"], changed["missing"], changed["version"]) == ("INCOMPLETE", ["SEATS"], 2)
    assert changed["number"] == crew["number"]
    assert changed["price"]["frozen"], "the tariff stays frozen through later changes"
    seats = team.seats_of_members()
    assert [seats[member] for member in team.ids] == [crew["id"], None, None, None, crew["id"]]


def test_a_crew_that_is_incomplete_again_keeps_its_places(season: Season) -> None:
    team = season.team(24, 25, 26, 27)
    crew = team.entered("SM4X-")
    assert season.places().free == 346

    emptied = update(team, crew, None).value

    assert (emptied["status"], emptied["number"], emptied["race"]) == ("INCOMPLETE", None, None)
    assert season.places().free == 346


def test_a_change_of_race_gives_a_new_number_and_never_an_old_one(season: Season) -> None:
    team = season.team(30)
    crew = team.entered("MMA1X")

    moved = update(team, crew, None, team.ids[0]).value
    back = update(team, moved, "MMA1X", team.ids[0]).value

    order = RACES["MMA1X"].order
    assert [crew["number"], moved["number"], back["number"]] == [f"M.{order}.1", None, f"M.{order}.2"]


def test_a_change_of_class_takes_and_frees_places(season: Season) -> None:
    team = season.team(*[24] * 9)
    crew = team.entered("SM4X-", *team.ids[:4])

    larger = update(team, crew, "SM8+", *team.ids, boatClass="EIGHT").value
    assert (larger["status"], season.places().free) == ("COMPLETE", 341)

    smaller = update(team, larger, "SM4-", *team.ids[:4], boatClass="FOUR").value
    assert (smaller["status"], season.places().free) == ("COMPLETE", 346)

    alone = update(team, smaller, "SM1X", team.ids[0], boatClass="SKIFF").value
    assert (alone["event"], alone["number"]) == ("MARATHON", f"M.{RACES['SM1X'].order}.1")
    assert season.places().free == 350


def test_an_old_version_is_refused(season: Season) -> None:
    team = season.team(24)
    crew = team.entered("SM1X")
    update(team, crew, "SM1X", *team.ids).value  # noqa: B018

    refusal = update(team, crew, None).refusal

    assert refusal == Refusal("Conflict", {"expected": 1, "actual": 2})


def test_a_deleted_crew_leaves_its_members_and_its_places(season: Season) -> None:
    team = season.team(24, 25, 26, 27)
    crew = team.entered("SM4X-")

    assert team.client.execute(DELETE_CREW, id=crew["id"]).value == crew

    assert team.reads()["crews"]["items"] == []
    assert set(team.seats_of_members().values()) == {None}
    assert season.places().free == 350
    assert team.client.execute(DELETE_CREW, id=crew["id"]).refusal.type == "NotFound"
    assert team.entered("SM4X-")["number"] == f"SM.{RACES['SM4X-'].order}.2"


def test_a_crew_that_was_paid_for_stays(season: Season) -> None:
    team = season.team(24)
    crew = team.entered("SM1X")
    season.changes(team, crew["id"], price=given.price(2000, 2000), payment_id="p1")

    assert team.client.execute(DELETE_CREW, id=crew["id"]).refusal == Refusal(
        "AlreadyPaid", {"paymentId": "p1"}
    )


def test_a_withdrawn_crew_is_not_edited_but_may_be_deleted_when_it_owes_nothing(season: Season) -> None:
    team = season.team(24)
    crew = team.entered("SM1X")
    withdrawn = team.client.execute(WITHDRAW, id=crew["id"], dryRun=False).value["crew"]

    refusal = update(team, withdrawn, "SM1X", *team.ids).refusal
    assert refusal == Refusal("Invalid", {"field": "id", "code": "WITHDRAWN"})

    team.entered("SM1X")  # by the same member, who is free
    assert team.client.execute(DELETE_CREW, id=crew["id"]).value["status"] == "WITHDRAWN"


def test_an_assigned_boat_is_free_once_its_crew_is_deleted(season: Season) -> None:
    team = season.team(24)
    crew = team.entered("SM1X")
    season.assigns(team, crew["id"], "monet")

    team.client.execute(DELETE_CREW, id=crew["id"]).value  # noqa: B018

    boat = season.regatta.table.get(keys.boat(season.year, "monet"))
    assert boat is not None
    assert (boat.state, boat.crew_id) == (BoatState.AVAILABLE, None)


@pytest.mark.parametrize(
    ("phase", "until"),
    [
        (Phase.BEFORE_REGISTRATION, True),
        (Phase.PAYMENT_ONLY, True),
        (Phase.CLOSED, False),
    ],
)
def test_crews_are_entered_during_registration(season: Season, phase: Phase, until: bool) -> None:
    team = season.team(24, 24)
    crew = team.entered("SM1X", team.ids[0])
    season.turns(phase)

    for answer in (
        team.enters("SM1X", team.ids[1]),
        update(team, crew, None),
        team.client.execute(DELETE_CREW, id=crew["id"]),
    ):
        assert answer.refusal.type == "PhaseForbids"
        assert answer.refusal.info["phase"] == phase
        assert answer.refusal.info["action"] == "EDIT_CREW"
        assert bool(answer.refusal.info["until"]) is until


def test_a_grant_lifts_the_phase(season: Season) -> None:
    team = season.team(24)
    season.turns(Phase.CLOSED)
    season.regatta.as_admin().execute(GRANT, of=team.sub).value  # noqa: B018

    assert team.entered("SM1X")["status"] == "COMPLETE"


def test_an_organiser_acts_for_a_manager_in_any_phase(season: Season) -> None:
    team, admin = season.team(24), season.regatta.as_admin()
    season.turns(Phase.CLOSED)

    crew = admin.execute(CREATE_CREW, input=crew_input("SM1X", *team.ids), of=team.sub).value

    (change,) = admin.execute(HISTORY, id=crew["id"]).value["items"]
    assert (change["action"], change["actorId"], change["onBehalfOf"]) == ("createCrew", admin.sub, team.sub)


def test_another_manager_neither_edits_nor_deletes(season: Season) -> None:
    team, other = season.team(24), season.team(24)
    crew = team.entered("SM1X")

    for of, error in ((team.sub, "Unauthorized"), (None, "NotFound")):
        wanted = crew_input("SM1X", *team.ids)
        changing = other.client.execute(UPDATE_CREW, id=crew["id"], input=wanted, version=1, of=of)
        deleting = other.client.execute(DELETE_CREW, id=crew["id"], of=of)
        assert (changing.refusal.type, deleting.refusal.type) == (error, error)


def test_every_change_of_a_crew_is_in_its_history(season: Season) -> None:
    team = season.team(24)
    crew = team.entered("SM1X")
    update(team, crew, None, *team.ids).value  # noqa: B018
    team.client.execute(DELETE_CREW, id=crew["id"]).value  # noqa: B018

    deleted, updated, created = team.client.execute(HISTORY, id=crew["id"]).value["items"]

    assert [change["action"] for change in (created, updated, deleted)] == [
        "createCrew",
        "updateCrew",
        "deleteCrew",
    ]
    assert (created["before"], deleted["after"]) == (None, None)
    assert '"number"' in updated["before"]
    assert '"number"' not in updated["after"]
    assert '"createdAt"' not in updated["before"], "only what changed"


def test_entering_a_full_crew_is_five_calls(season: Season) -> None:
    team = season.team(24, 25, 26, 27)

    with season.regatta.calls() as calls:
        team.entered("SM4X-")

    assert [call.name for call in calls] == [
        "GetItem",
        "BatchGetItem",
        "UpdateItem",
        "UpdateItem",
        "TransactWriteItems",
    ]
