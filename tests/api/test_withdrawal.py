"""Withdrawing crews, and taking a withdrawal back."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from resolvers.regatta.vocabulary import BoatState, Phase
from resolvers.table import keys
from tests.api import given
from tests.api.client import Refusal
from tests.api.consistency import check
from tests.api.regatta import Regatta
from tests.api.season import (
    DELETE_CREW,
    GRANT,
    HISTORY,
    REINSTATE,
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


def withdraw(team: Team, crew: Any, *, dry_run: bool = False) -> Any:
    """What withdrawing the crew means."""
    return team.client.execute(WITHDRAW, id=crew["id"], dryRun=dry_run).value


def reinstate(season: Season, team: Team, crew: Any) -> Any:
    """An organiser's attempt to take the withdrawal back."""
    return season.regatta.as_admin().execute(REINSTATE, id=crew["id"], of=team.sub)


def test_before_closing_nothing_is_owed(season: Season) -> None:
    team = season.team(24, 25, 26, 27)
    crew = team.entered("SM4X-")

    means = withdraw(team, crew)

    assert (means["owed"], means["dropped"], means["freedMembers"]) == (0, 8000, team.ids)
    withdrawn = means["crew"]
    assert (withdrawn["status"], withdrawn["price"]["total"], withdrawn["version"]) == ("WITHDRAWN", 0, 2)
    assert (withdrawn["number"], withdrawn["seats"]) == (crew["number"], crew["seats"]), "to be read"
    assert set(team.seats_of_members().values()) == {None}
    assert season.places().free == 350


def test_after_closing_a_complete_crew_owes_participation_but_no_rental(season: Season) -> None:
    team = season.team(24)
    crew = team.entered("SM1X")
    season.assigns(team, crew["id"], "monet")
    price = given.price(2000)
    rental = given.price(5000).lines[0]
    lines = (*price.lines, replace(rental, code="BOAT_RENTAL"))
    season.changes(team, crew["id"], price=replace(price, lines=lines, total=7000, due=7000))
    season.turns(Phase.CLOSED)

    means = withdraw(team, crew)

    assert (means["owed"], means["dropped"], means["freedBoat"]) == (2000, 5000, "monet")
    assert (means["crew"]["price"]["due"], means["crew"]["boatRequest"]) == (2000, None)
    boat = season.regatta.table.get(keys.boat(season.year, "monet"))
    assert boat is not None
    assert (boat.state, boat.crew_id) == (BoatState.AVAILABLE, None)


def test_after_closing_an_incomplete_crew_owes_nothing(season: Season) -> None:
    team = season.team(24)
    crew = team.entered("SM4X-")
    season.turns(Phase.CLOSED)

    assert withdraw(team, crew)["owed"] == 0


def test_a_crew_emptied_before_closing_still_owes_for_the_places_it_holds(season: Season) -> None:
    team = season.team(24, 25, 26, 27)
    crew = team.entered("SM4X-")
    emptied = crew_input("SM4X-")
    team.client.execute(UPDATE_CREW, id=crew["id"], input=emptied, version=1).value  # noqa: B018
    assert season.places().free == 346
    season.turns(Phase.CLOSED)

    means = withdraw(team, crew)

    assert (means["owed"], means["dropped"], means["freedMembers"]) == (8000, 0, [])
    assert (means["crew"]["price"]["total"], means["crew"]["price"]["due"]) == (8000, 8000)
    assert season.places().free == 350


def test_a_grant_after_closing_lets_nobody_delete_what_would_owe(season: Season) -> None:
    team, admin = season.team(24, 25), season.regatta.as_admin()
    complete, incomplete = team.entered("SM1X", team.ids[0]), team.entered("SM4X-", team.ids[1])
    season.turns(Phase.CLOSED)
    admin.execute(GRANT, of=team.sub).value  # noqa: B018

    refusal = team.client.execute(DELETE_CREW, id=complete["id"]).refusal

    assert refusal == Refusal("Invalid", {"field": "id", "code": "WITHDRAW_INSTEAD"})
    assert team.client.execute(DELETE_CREW, id=incomplete["id"]).value["id"] == incomplete["id"]
    assert admin.execute(DELETE_CREW, id=complete["id"], of=team.sub).value["id"] == complete["id"]


def test_a_dry_run_shows_the_consequence_and_changes_nothing(season: Season) -> None:
    team = season.team(24)
    crew = team.entered("SM1X")
    season.turns(Phase.PAYMENT_ONLY)

    means = withdraw(team, crew, dry_run=True)

    assert means == {
        "owed": 2000,
        "dropped": 0,
        "freedMembers": team.ids,
        "freedBoat": None,
        "crew": crew,
    }
    assert team.crew(crew["id"]) == crew


def test_a_crew_is_withdrawn_once(season: Season) -> None:
    team = season.team(24)
    crew = team.entered("SM1X")
    withdraw(team, crew)

    for dry_run in (True, False):
        refusal = team.client.execute(WITHDRAW, id=crew["id"], dryRun=dry_run).refusal
        assert refusal == Refusal("Invalid", {"field": "id", "code": "WITHDRAWN"})


def test_before_registration_nothing_is_withdrawn(season: Season) -> None:
    team = season.team(24)
    crew = team.entered("SM1X")
    season.turns(Phase.BEFORE_REGISTRATION)

    assert team.client.execute(WITHDRAW, id=crew["id"], dryRun=True).refusal.type == "PhaseForbids"


def test_a_withdrawn_crew_that_owes_is_not_deleted(season: Season) -> None:
    team = season.team(24)
    crew = team.entered("SM1X")
    season.turns(Phase.CLOSED)
    withdraw(team, crew)

    asked = {"id": crew["id"], "of": team.sub}
    refusal = season.regatta.as_admin().execute(DELETE_CREW, **asked).refusal

    assert refusal == Refusal("Invalid", {"field": "id", "code": "OWES"})


def test_a_reinstated_crew_is_as_before(season: Season) -> None:
    team = season.team(24, 25, 26, 27)
    crew = team.entered("SM4X-")
    withdraw(team, crew)

    back = reinstate(season, team, crew).value

    assert back == {**crew, "version": 3}
    assert team.crew(crew["id"]) == back
    assert set(team.seats_of_members().values()) == {crew["id"]}
    assert season.places().free == 346
    newest = team.client.execute(HISTORY, id=crew["id"]).value["items"][0]
    assert (newest["action"], newest["onBehalfOf"]) == ("reinstateCrew", team.sub)


def test_a_crew_whose_member_sits_elsewhere_is_not_reinstated(season: Season) -> None:
    team = season.team(24)
    crew = team.entered("SM1X")
    withdraw(team, crew)
    other = team.entered("SM1X")

    refusal = reinstate(season, team, crew).refusal

    assert refusal == Refusal("AlreadySeated", {"memberId": team.ids[0], "crewId": other["id"]})


def test_the_seat_of_a_member_who_left_is_empty(season: Season) -> None:
    team = season.team(24, 25, 26, 27)
    crew = team.entered("SM4X-")
    withdraw(team, crew)
    team.client.execute("mutation($id: ID!) { deleteMember(id: $id) { id } }", id=team.ids[1]).value  # noqa: B018

    back = reinstate(season, team, crew).value

    assert [seat["memberId"] for seat in back["seats"]] == [team.ids[0], None, *team.ids[2:]]
    assert (back["status"], back["missing"]) == ("INCOMPLETE", ["SEATS"])


def test_a_crew_that_is_not_withdrawn_can_not_be_reinstated(season: Season) -> None:
    team = season.team(24)
    crew = team.entered("SM1X")

    refusal = reinstate(season, team, crew).refusal

    assert refusal == Refusal("Invalid", {"field": "id", "code": "NOT_WITHDRAWN"})
