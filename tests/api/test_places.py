"""Places of an event, the queue for them, and declining one."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from resolvers import mail
from resolvers.regatta.vocabulary import Event
from resolvers.table.keys import Places
from tests.api.client import Answer, Refusal
from tests.api.conflicts import conflicts
from tests.api.consistency import check
from tests.api.regatta import Regatta
from tests.api.season import (
    DECLINE,
    DELETE_CREW,
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
    """A season of ten places in the semi-marathon, whose items agree at the end of every test."""
    with a_season(regatta, semi_marathon=10, marathon=2) as season:
        yield season
        check(season)


def withdraw(team: Team, crew: Any) -> None:
    """Withdraws a crew."""
    team.client.execute(WITHDRAW, id=crew["id"], dryRun=False).value  # noqa: B018


def update(team: Team, crew: Any, race: str, *who: str) -> Any:
    """The crew, once changed."""
    asked = {"id": crew["id"], "input": crew_input(race, *who), "version": crew["version"]}
    return team.client.execute(UPDATE_CREW, **asked).value


def decline(team: Team, crew: Any) -> Answer:
    """Declines the place that the crew was given."""
    return team.client.execute(DECLINE, id=crew["id"])


def mails_to(season: Season, team: Team) -> list[tuple[str, str]]:
    """Subject and text of what the manager was mailed, oldest first."""
    sent = season.regatta.account.sent_mail()
    return [(mail.subject, mail.body) for mail in sent if f"{team.sub}@example.org" in mail.to]


def status(team: Team, *crews: Any) -> list[str]:
    """Of each crew, as it stands."""
    return [team.crew(crew["id"])["status"] for crew in crews]


def test_a_crew_completed_beyond_the_places_waits_and_is_told(season: Season) -> None:
    team = season.team(*[24] * 3)
    first, second, third = (team.entered("SM1X", member) for member in team.ids)

    assert status(team, first, second, third) == ["COMPLETE", "COMPLETE", "WAITING"]
    assert (third["missing"], third["number"][-2:]) == ([], ".3")
    (notice,) = team.reads()["notifications"]["items"]
    assert (notice["kind"], notice["crewId"]) == ("CREW_WAITING", third["id"])
    assert third["number"] in notice["message"]
    assert "attend des places" in notice["messageFr"]
    assert mails_to(season, team) == [("Votre équipage attend des places", notice["messageFr"])]


@pytest.mark.parametrize("how", ["withdrawCrew", "deleteCrew"])
def test_a_place_that_comes_free_goes_to_the_first_who_waits(season: Season, how: str) -> None:
    team, other = season.team(24, 24), season.team(24, 24)
    first, _ = (team.entered("SM1X", member) for member in team.ids)
    waits, last = (other.entered("SM1X", member) for member in other.ids)

    if how == "withdrawCrew":
        withdraw(team, first)
    else:
        team.client.execute(DELETE_CREW, id=first["id"]).value  # noqa: B018

    placed = other.crew(waits["id"])
    assert status(other, waits, last) == ["COMPLETE", "WAITING"]
    hours = datetime.fromisoformat(placed["declineUntil"]) - datetime.now(UTC)
    assert timedelta(hours=71) < hours <= timedelta(hours=72)
    notice = other.reads()["notifications"]["items"][0]
    assert (notice["kind"], notice["crewId"]) == ("PLACE_GIVEN", waits["id"])
    (given, *_) = other.client.execute(HISTORY, id=waits["id"]).value["items"]
    assert (given["action"], given["actorId"]) == ("givePlace", "SYSTEM")
    assert mails_to(season, other)[2:] == [("Une place pour votre équipage", notice["messageFr"])]


def test_places_go_to_the_first_that_fits(season: Season) -> None:
    team = season.team(*[30] * 31)
    quads = [team.entered("MM4X-", *team.ids[start : start + 4]) for start in (0, 4)]
    eight = team.entered("MM8+", *team.ids[8:17])
    third = team.entered("MM4X-", *team.ids[17:21])
    coxed = team.entered("MM4X+", *team.ids[21:26])

    withdraw(team, quads[0])
    assert status(team, eight, third, coxed) == ["WAITING", "COMPLETE", "WAITING"], "6 places: the quad fits"
    withdraw(team, quads[1])
    assert status(team, eight, coxed) == ["WAITING", "COMPLETE"], "6 again: the coxed quad fits"
    withdraw(team, third)
    assert status(team, eight) == ["WAITING"], "5 are not enough"
    withdraw(team, coxed)
    assert status(team, eight) == ["COMPLETE"]


def test_a_waiting_crew_that_stays_complete_keeps_its_place_in_the_queue(season: Season) -> None:
    team = season.team(*[24] * 5)
    entered, _, first, second = (team.entered("SM1X", member) for member in team.ids[:4])

    first = update(team, first, "SM1X", team.ids[4])
    withdraw(team, entered)

    assert status(team, first, second) == ["COMPLETE", "WAITING"]


def test_a_waiting_crew_that_becomes_incomplete_leaves_the_queue(season: Season) -> None:
    team = season.team(*[24] * 4)
    entered, _, first, second = (team.entered("SM1X", member) for member in team.ids)

    first = update(team, first, "SM1X")
    withdraw(team, entered)
    assert status(team, first, second) == ["INCOMPLETE", "COMPLETE"]

    again = update(team, first, "SM1X", team.ids[2])
    assert again["status"] == "WAITING"


def test_a_waiting_crew_that_becomes_smaller_takes_what_it_needs(season: Season) -> None:
    team = season.team(*[30] * 13)
    team.entered("MM4X-", *team.ids[:4])
    eight = team.entered("MM8+", *team.ids[4:])

    smaller = update(team, eight, "MM4X+", *team.ids[4:9])

    assert (eight["status"], smaller["status"]) == ("WAITING", "COMPLETE")
    assert season.places().free == 1


def test_a_crew_that_outgrows_the_places_gives_back_its_own(season: Season) -> None:
    team = season.team(*[30] * 13)
    quads = [team.entered("MM4X-", *team.ids[start : start + 4]) for start in (0, 4)]

    larger = update(team, quads[0], "MM8+", *team.ids[:4], *team.ids[8:])

    assert larger["status"] == "WAITING"
    assert season.places().free == 6


def test_a_reinstated_crew_waits_when_its_places_are_gone(season: Season) -> None:
    team, admin = season.team(*[24] * 3), season.regatta.as_admin()
    first, _ = (team.entered("SM1X", member) for member in team.ids[:2])
    withdraw(team, first)
    team.entered("SM1X", team.ids[2])

    back = admin.execute(REINSTATE, id=first["id"], of=team.sub).value

    assert (back["status"], back["number"]) == ("WAITING", first["number"])


def test_a_place_from_the_queue_is_declined_and_goes_to_the_next(season: Season) -> None:
    team = season.team(*[24] * 4)
    entered, _, first, second = (team.entered("SM1X", member) for member in team.ids)
    withdraw(team, entered)

    declined = decline(team, first).value

    assert (declined["status"], declined["price"]["total"]) == ("WITHDRAWN", 0)
    assert status(team, second) == ["COMPLETE"]
    assert team.seats_of_members()[team.ids[2]] is None
    assert decline(team, first).refusal.info == {"field": "crewId", "code": "NO_PLACE_TO_DECLINE"}


def test_only_a_place_from_the_queue_is_declined(season: Season) -> None:
    team = season.team(24)
    crew = team.entered("SM1X")

    refusal = Refusal("Invalid", {"field": "crewId", "code": "NO_PLACE_TO_DECLINE"})
    assert decline(team, crew).refusal == refusal


def test_after_72_hours_a_place_is_kept(season: Season) -> None:
    team = season.team(*[24] * 3)
    entered, _, first = (team.entered("SM1X", member) for member in team.ids)
    withdraw(team, entered)
    season.changes(team, first["id"], decline_until=datetime.now(UTC) - timedelta(seconds=1))

    refusal = Refusal("Invalid", {"field": "crewId", "code": "TOO_LATE_TO_DECLINE"})
    assert decline(team, first).refusal == refusal


def test_events_have_places_of_their_own(season: Season) -> None:
    team = season.team(*[24] * 5)
    team.entered("SM4X-", *team.ids[:4])
    team.entered("SM1X", team.ids[4])

    assert (season.places(Event.SEMI_MARATHON).free, season.places(Event.MARATHON).free) == (6, 1)


ATTEMPTS = 8
"""How often a write is tried before it is Busy."""


def test_places_that_can_not_be_given_now_are_given_with_the_next(season: Season) -> None:
    team = season.team(*[24] * 4)
    entered, other, first, second = (team.entered("SM1X", member) for member in team.ids)

    with conflicts(season.regatta, "TransactWriteItems", ATTEMPTS, mention="givePlace"):
        withdraw(team, entered)
    assert status(team, first, second) == ["WAITING", "WAITING"]
    assert season.places(Event.MARATHON) == Places(free=0, released=1)

    withdraw(team, other)
    assert status(team, first, second) == ["COMPLETE", "COMPLETE"]


@pytest.mark.parametrize("begun", [False, True], ids=["new", "begun in the same race"])
def test_a_crew_whose_places_can_not_be_counted_is_not_counted_in_its_race(
    season: Season, begun: bool
) -> None:
    team = season.team(24)
    crew = team.entered("SM1X", None) if begun else None

    with conflicts(season.regatta, "UpdateItem", mention="PLACES#"):
        if crew is None:
            answer = team.enters("SM1X")
        else:
            asked = {"id": crew["id"], "input": crew_input("SM1X", *team.ids), "version": 1}
            answer = team.client.execute(UPDATE_CREW, **asked)

    assert answer.refusal == Refusal("Busy", {})


def test_a_mail_that_does_not_go_out_changes_nothing(season: Season, monkeypatch: pytest.MonkeyPatch) -> None:
    team = season.team(*[24] * 3)
    tried: list[Sequence[str]] = []

    def down(to: Sequence[str], *_: object) -> None:
        tried.append(to)
        raise ClientError({"Error": {"Code": "TooManyRequestsException"}}, "SendEmail")

    monkeypatch.setattr(mail, "send", down)
    crews = [team.entered("SM1X", member) for member in team.ids]
    withdraw(team, crews[0])

    assert len(tried) == 2
    assert status(team, *crews) == ["WITHDRAWN", "COMPLETE", "COMPLETE"]
