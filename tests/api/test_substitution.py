"""Seating another member in a crew, before closing and after it."""

from collections.abc import Iterator
from typing import Any

import pytest

from resolvers.regatta.vocabulary import Phase
from tests.api.client import Answer, Refusal
from tests.api.consistency import check
from tests.api.regatta import Regatta
from tests.api.season import GRANT, SUBSTITUTE, WITHDRAW, Season, Team, a_season


@pytest.fixture
def season(regatta: Regatta) -> Iterator[Season]:
    """A season whose items agree at the end of every test."""
    with a_season(regatta) as season:
        yield season
        check(season)


def substitute(team: Team, crew: Any, position: int, member: str, **more: Any) -> Answer:
    """Seats a member in a position of the crew as it was read."""
    asked = {"crewId": crew["id"], "position": position, "memberId": member, "version": crew["version"]}
    return team.client.execute(SUBSTITUTE, **{**asked, **more})


def test_who_comes_takes_the_seat_and_who_leaves_is_free(season: Season) -> None:
    team = season.team(24, 25, 26, 27, 24)
    crew = team.entered("SM4X-", *team.ids[:4])

    changed = substitute(team, crew, 2, team.ids[4]).value

    assert [seat["memberId"] for seat in changed["seats"]] == [team.ids[i] for i in (0, 4, 2, 3)]
    assert (changed["status"], changed["number"], changed["version"]) == ("COMPLETE", crew["number"], 2)
    seats = team.seats_of_members()
    assert (seats[team.ids[1]], seats[team.ids[4]]) == (None, crew["id"])


def test_two_of_one_crew_swap_seats(season: Season) -> None:
    team = season.team(30, 31, 32, 33, 34)
    crew = team.entered("MM4X+")

    swapped = substitute(team, crew, 5, team.ids[0]).value

    assert [seat["memberId"] for seat in swapped["seats"]] == [team.ids[i] for i in (4, 1, 2, 3, 0)]
    assert swapped["category"]["averageAge"] == 32.5


def test_a_crew_that_its_race_does_not_allow_any_more_is_incomplete(season: Season) -> None:
    team = season.team(24, 25, 26, 27, 60)
    crew = team.entered("SM4X-", *team.ids[:4])

    changed = substitute(team, crew, 1, team.ids[4]).value

    assert (changed["status"], changed["missing"]) == ("INCOMPLETE", ["RACE_NOT_ALLOWED"])


def test_what_can_not_be_seated(season: Season) -> None:
    team = season.team(24, 24, 14)
    crew, other = team.entered("SM1X", team.ids[0]), team.entered("SM1X", team.ids[1])

    elsewhere = {"memberId": team.ids[1], "crewId": other["id"]}
    assert substitute(team, crew, 1, team.ids[1]).refusal == Refusal("AlreadySeated", elsewhere)
    outside = {"field": "position", "code": "POSITION_OUT_OF_RANGE"}
    assert substitute(team, crew, 2, team.ids[0]).refusal == Refusal("Invalid", outside)
    assert substitute(team, crew, 1, team.ids[2]).refusal.info["code"] == "TOO_YOUNG_TO_ROW"
    assert substitute(team, crew, 1, "nobody").refusal.type == "NotFound"
    assert substitute(team, crew, 1, team.ids[0], version=7).refusal == Refusal(
        "Conflict", {"expected": 7, "actual": 1}
    )
    team.client.execute(WITHDRAW, id=crew["id"], dryRun=False).value  # noqa: B018
    withdrawn = Refusal("Invalid", {"field": "id", "code": "WITHDRAWN"})
    gone = team.crew(crew["id"])
    assert substitute(team, gone, 1, team.ids[0]).refusal == withdrawn
    assert substitute(team, gone, 1, team.ids[1]).refusal == withdrawn, (
        "whoever sits elsewhere may stay there"
    )
    season.turns(Phase.PAYMENT_ONLY)
    assert substitute(team, gone, 1, team.ids[2]).refusal == withdrawn, "however many rowers would stay"


def test_after_closing_half_of_the_rowers_of_the_closing_day_stay(season: Season) -> None:
    team = season.team(30, 31, 32, 33, 34, 30, 30, 30, 30)
    crew = team.entered("MM4X+", *team.ids[:5])
    season.turns(Phase.PAYMENT_ONLY)

    crew = substitute(team, crew, 1, team.ids[5]).value
    crew = substitute(team, crew, 2, team.ids[6]).value
    crew = substitute(team, crew, 5, team.ids[7]).value  # the cox is free

    assert substitute(team, crew, 3, team.ids[8]).refusal == Refusal(
        "TooManySubstitutions", {"kept": 1, "needed": 2}
    )
    assert substitute(team, crew, 1, team.ids[0]).value["status"] == "COMPLETE", "who sat there may come back"


def test_after_closing_a_skiff_never_changes_and_no_empty_seat_is_filled(season: Season) -> None:
    team = season.team(24, 24, 24)
    skiff = team.entered("SM1X", team.ids[0])
    quad = team.entered("SM4X-", team.ids[1])
    season.turns(Phase.PAYMENT_ONLY)

    assert substitute(team, skiff, 1, team.ids[2]).refusal == Refusal(
        "TooManySubstitutions", {"kept": 0, "needed": 1}
    )
    empty = Refusal("Invalid", {"field": "position", "code": "EMPTY_SEAT"})
    assert substitute(team, quad, 2, team.ids[2]).refusal == empty


def test_organisers_and_grants_are_exempt_from_the_limit(season: Season) -> None:
    team, admin = season.team(24, 24, 24), season.regatta.as_admin()
    crew = team.entered("SM1X", team.ids[0])
    season.turns(Phase.CLOSED)
    assert substitute(team, crew, 1, team.ids[1]).refusal.type == "PhaseForbids"

    asked = {"crewId": crew["id"], "position": 1, "memberId": team.ids[1], "version": 1, "of": team.sub}
    crew = admin.execute(SUBSTITUTE, **asked).value
    admin.execute(GRANT, of=team.sub).value  # noqa: B018

    assert substitute(team, crew, 1, team.ids[2]).value["seats"][0]["memberId"] == team.ids[2]


def test_the_cox_of_a_crew_that_an_organiser_left_below_half_is_free(season: Season) -> None:
    team, admin = season.team(30, 31, 32, 33, 34, 30, 30, 30, 30), season.regatta.as_admin()
    crew = team.entered("MM4X+", *team.ids[:5])
    season.turns(Phase.PAYMENT_ONLY)
    for position in (1, 2, 3):
        asked = {"crewId": crew["id"], "position": position, "memberId": team.ids[4 + position]}
        crew = admin.execute(SUBSTITUTE, **asked, version=crew["version"], of=team.sub).value

    crew = substitute(team, crew, 5, team.ids[8]).value

    assert crew["seats"][4]["memberId"] == team.ids[8]
    assert substitute(team, crew, 4, team.ids[0]).value["status"] == "COMPLETE", "kept 1 of 4 as before"
