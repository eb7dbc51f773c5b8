"""Handing members, crews and teams over to another manager."""

from collections.abc import Iterator
from typing import Any

import pytest

from local.appsync.lambdas import LambdaContext
from tests.api.client import Answer, Refusal
from tests.api.consistency import check
from tests.api.regatta import Regatta
from tests.api.season import CREATE_CREW, HAND_OVER, HISTORY, REINSTATE, WITHDRAW, Season, Team, a_season


@pytest.fixture
def season(regatta: Regatta) -> Iterator[Season]:
    """A season whose items agree at the end of every test."""
    with a_season(regatta, marathon=1) as season:
        yield season
        check(season)


def hand_over(season: Season, team: Team, to: str, **what: list[str]) -> Answer:
    """An organiser's hand-over."""
    return season.regatta.as_admin().execute(HAND_OVER, of=team.sub, to=to, **what)


def ids(team: Team, what: str) -> set[str]:
    """Of the members or the crews of a team."""
    return {item["id"] for item in team.reads()[what]["items"]}


def test_a_whole_team_goes_to_another_manager(season: Season) -> None:
    team, to = season.team(*[30] * 40), season.team(30, club="RCPM")
    quad = team.entered("MM4X-", *team.ids[:4])
    empty = team.client.execute(CREATE_CREW, input={"boatClass": "FOUR", "seats": []}).value

    done = hand_over(season, team, to.sub).value

    assert (done["managerId"], done["to"]) == (team.sub, to.sub)
    assert set(done["memberIds"]) == set(team.ids)
    assert set(done["crewIds"]) == {quad["id"], empty["id"]}
    assert (ids(team, "members"), ids(team, "crews")) == (set(), set())
    assert ids(to, "members") == {*team.ids, *to.ids}
    assert to.crew(quad["id"]) == {**quad, "managerId": to.sub, "version": 2}
    assert to.crew(empty["id"])["clubs"] == ["RCPM"], "an empty crew has its manager's club"
    clubs = {member["id"]: member["club"] for member in to.reads()["members"]["items"]}
    assert {clubs[member] for member in team.ids} == {"Aviron de Meulan"}


def test_a_crew_takes_its_members_along_and_no_others(season: Season) -> None:
    team, to = season.team(*[30] * 6), season.team()
    quad = team.entered("MM4X-", *team.ids[:4])

    done = hand_over(season, team, to.sub, crewIds=[quad["id"]]).value

    assert (set(done["memberIds"]), done["crewIds"]) == (set(team.ids[:4]), [quad["id"]])
    assert ids(to, "members") == set(team.ids[:4])
    assert ids(team, "members") == set(team.ids[4:])


@pytest.mark.parametrize("crews", [0, 1])
def test_when_time_is_up_the_rest_stays_for_another_call(
    season: Season, monkeypatch: pytest.MonkeyPatch, crews: int
) -> None:
    team, to = season.team(*[30] * 9), season.team()
    for first in (0, 4):
        team.entered("MM4X-", *team.ids[first : first + 4])
    milliseconds = iter([20_000] * crews)

    with monkeypatch.context() as short:
        short.setattr(LambdaContext, "get_remaining_time_in_millis", lambda _: next(milliseconds, 3_000))
        answer = hand_over(season, team, to.sub)

    if crews == 0:
        assert answer.refusal.type == "Busy"
    else:
        assert (len(answer.value["crewIds"]), len(answer.value["memberIds"])) == (1, 4)
    assert (len(ids(to, "crews")), len(ids(to, "members"))) == (crews, 4 * crews)
    assert len(hand_over(season, team, to.sub).value["crewIds"]) == 2 - crews
    assert (ids(team, "members"), ids(to, "members")) == (set(), set(team.ids))


def test_what_was_moved_is_told_though_there_were_members_alone(
    season: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    team, to = season.team(*[30] * 30), season.team()
    milliseconds = iter([20_000])

    with monkeypatch.context() as short:
        short.setattr(LambdaContext, "get_remaining_time_in_millis", lambda _: next(milliseconds, 3_000))
        done = hand_over(season, team, to.sub).value

    assert len(done["memberIds"]) == 25
    assert (ids(to, "members"), done["crewIds"]) == (set(done["memberIds"]), [])


def test_a_member_without_a_seat_goes_alone(season: Season) -> None:
    team, to = season.team(30, 30), season.team()

    done = hand_over(season, team, to.sub, memberIds=[team.ids[0]]).value

    assert (done["memberIds"], done["crewIds"]) == ([team.ids[0]], [])
    assert to.entered("MMA1X", team.ids[0])["status"] == "COMPLETE"
    assert team.enters("MMA1X", team.ids[0]).refusal.type == "NotFound"


def test_a_seated_member_goes_with_the_crew_only(season: Season) -> None:
    team, to = season.team(30), season.team()
    crew = team.entered("MMA1X")

    refusal = hand_over(season, team, to.sub, memberIds=team.ids).refusal
    assert refusal == Refusal("Invalid", {"field": "memberIds", "code": "SEATED"})

    both = hand_over(season, team, to.sub, memberIds=team.ids, crewIds=[crew["id"]]).value
    assert (both["memberIds"], both["crewIds"]) == (team.ids, [crew["id"]])


def test_a_crew_that_waits_keeps_its_place_in_the_queue(season: Season) -> None:
    team, to = season.team(30, 30, 30), season.team()
    entered, first, second = (team.entered("MMA1X", member) for member in team.ids)

    hand_over(season, team, to.sub, crewIds=[first["id"]]).value  # noqa: B018
    team.client.execute(WITHDRAW, id=entered["id"], dryRun=False).value  # noqa: B018

    assert to.crew(first["id"])["status"] == "COMPLETE"
    assert team.crew(second["id"])["status"] == "WAITING"
    assert [notice["kind"] for notice in to.reads()["notifications"]["items"]] == ["PLACE_GIVEN"]


def test_a_withdrawn_crew_takes_those_along_who_are_still_free(season: Season) -> None:
    team, to = season.team(30, 30, 30, 30, 30), season.team()
    crew = team.entered("MM4X-", *team.ids[:4])
    team.client.execute(WITHDRAW, id=crew["id"], dryRun=False).value  # noqa: B018
    team.entered("MMA1X", team.ids[3])

    done = hand_over(season, team, to.sub, crewIds=[crew["id"]]).value

    assert (set(done["memberIds"]), to.crew(crew["id"])["status"]) == (set(team.ids[:3]), "WITHDRAWN")
    assert ids(team, "members") == set(team.ids[3:])
    back = season.regatta.as_admin().execute(REINSTATE, id=crew["id"], of=to.sub).value
    assert [seat["memberId"] for seat in back["seats"]] == [*team.ids[:3], None]


def test_a_withdrawn_crew_goes_with_its_members_named_too_and_with_the_whole_team(season: Season) -> None:
    team, to, third = season.team(30), season.team(), season.team()
    crew = team.entered("MMA1X")
    team.client.execute(WITHDRAW, id=crew["id"], dryRun=False).value  # noqa: B018

    named = hand_over(season, team, to.sub, crewIds=[crew["id"]], memberIds=team.ids).value
    whole = hand_over(season, to, third.sub).value

    for done in (named, whole):
        assert (done["memberIds"], done["crewIds"]) == (team.ids, [crew["id"]])
    assert season.regatta.as_admin().execute(REINSTATE, id=crew["id"], of=third.sub).value["missing"] == []


def test_each_manager_sees_the_history_of_the_own_time(season: Season) -> None:
    team, to = season.team(30), season.team()
    crew = team.entered("MMA1X")
    hand_over(season, team, to.sub).value  # noqa: B018

    before = team.client.execute(HISTORY, id=crew["id"]).value["items"]
    since = to.client.execute(HISTORY, id=crew["id"]).value["items"]
    member = to.client.execute(HISTORY, id=team.ids[0]).value["items"]

    assert [change["action"] for change in before] == ["createCrew"]
    assert [change["action"] for change in since] == ["handOver"]
    assert since[0]["onBehalfOf"] == team.sub
    assert [change["action"] for change in member] == ["handOver"]


REFUSED: dict[str, tuple[dict[str, Any], Refusal]] = {
    "to a manager there is not": (
        {"to": "nobody"},
        Refusal("NotFound", {"type": "Manager", "id": "nobody"}),
    ),
    "a crew there is not": ({"crewIds": ["none"]}, Refusal("NotFound", {"type": "Crew", "id": "none"})),
    "a member there is not": ({"memberIds": ["none"]}, Refusal("NotFound", {"type": "Member", "id": "none"})),
    "nothing, by an empty list": (
        {"memberIds": []},
        Refusal("Invalid", {"field": "memberIds", "code": "EMPTY"}),
    ),
    "as many as one call may name, which there are not": (
        {"crewIds": [str(number) for number in range(500)]},
        Refusal("NotFound", {"type": "Crew", "id": "0"}),
    ),
    "more than one call may name": (
        {"crewIds": [str(number) for number in range(501)]},
        Refusal("Invalid", {"field": "crewIds", "code": "TOO_MANY"}),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_can_not_be_handed_over(season: Season, case: str) -> None:
    team, to = season.team(30), season.team()
    asked, refusal = REFUSED[case]

    assert (
        season.regatta.as_admin().execute(HAND_OVER, **{"of": team.sub, "to": to.sub, **asked}).refusal
        == refusal
    )
    assert ids(team, "members") == set(team.ids)


def test_a_team_is_not_handed_over_to_its_own_manager(season: Season) -> None:
    team = season.team(30)

    refusal = hand_over(season, team, team.sub).refusal

    assert refusal == Refusal("Invalid", {"field": "to", "code": "SAME_MANAGER"})
