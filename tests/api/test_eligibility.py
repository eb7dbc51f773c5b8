"""What a crew would be, before anything is saved."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from resolvers.regatta.vocabulary import Phase
from tests.api.client import Answer, Refusal
from tests.api.consistency import check
from tests.api.regatta import Regatta
from tests.api.season import RACES, WITHDRAW, Season, Team, a_season

ELIGIBILITY = """
query($class: BoatClass!, $seats: [SeatInput!]!, $race: ID, $coxChange: Boolean, $crew: ID, $of: ID) {
  eligibility(
    boatClass: $class, seats: $seats, raceId: $race, coxChange: $coxChange, crewId: $crew, managerId: $of
  ) {
    category { age gender averageAge masterLetter } provisional allowed { code }
    refused { race { code } code message messageFr details }
    price { total due frozen } clubs coxSwaps coxSubstitutes missing
  }
}
"""


@pytest.fixture
def season(regatta: Regatta) -> Iterator[Season]:
    """A season whose items agree at the end of every test."""
    with a_season(regatta) as season:
        yield season
        check(season)


def ask(team: Team, boat_class: str, *who: str | None, **more: Any) -> Answer:
    """Asks for a crew of these members, from bow."""
    seats = [{"position": position, "memberId": member} for position, member in enumerate(who, start=1)]
    return team.client.execute(ELIGIBILITY, **{"class": boat_class, "seats": seats, **more})


def codes(answer: Any) -> set[str]:
    """Of the races that are allowed."""
    return {race["code"] for race in answer["allowed"]}


def test_it_answers_for_a_full_crew(season: Season) -> None:
    team = season.team(27, 26, 28, 26)

    answer = ask(team, "QUAD", *team.ids, race=RACES["SM4X-"].id).value

    assert answer["category"] == {"age": "SENIOR", "gender": "MEN", "averageAge": 26.75, "masterLetter": None}
    assert not answer["provisional"]
    assert codes(answer) == {"SM4X-"}
    assert answer["price"] == {"total": 8000, "due": 8000, "frozen": True}
    assert (answer["clubs"], answer["missing"]) == (["Aviron de Meulan"], [])


def test_every_other_race_says_why_it_refuses(season: Season) -> None:
    team = season.team(27, 26, 28, 26)

    answer = ask(team, "QUAD", *team.ids).value

    refused = {refusal["race"]["code"]: refusal for refusal in answer["refused"]}
    assert set(refused) | codes(answer) == set(RACES)
    assert refused["SM8+"]["code"] == "BOAT_CLASS"
    assert refused["SW4X-"]["code"] == "GENDER"
    master = refused["MM4X-"]
    assert master["code"] == "AGE_CATEGORY"
    assert "26.75" in master["message"]
    assert "26,75" in master["messageFr"]
    details = json.loads(master["details"])
    assert (details["averageAge"], details["needsAverage"]) == (26.75, 27)


def test_it_is_provisional_while_seats_are_empty(season: Season) -> None:
    team = season.team((17, "W"))

    one = ask(team, "QUAD", team.ids[0], race=RACES["MM4X-"].id).value
    none = ask(team, "QUAD").value

    assert one["provisional"]
    assert codes(one) == {"J18W4X-"}
    assert one["missing"] == ["SEATS"]
    assert none["category"] is None
    assert codes(none) == {code for code, race in RACES.items() if race.boat_class == "QUAD"}
    assert none["missing"] == ["SEATS", "RACE"]


def test_a_rower_of_14_is_refused_by_every_race_of_the_class(season: Season) -> None:
    team = season.team(14)

    answer = ask(team, "SKIFF", *team.ids).value

    assert answer["allowed"] == []
    of_class = [refusal for refusal in answer["refused"] if refusal["code"] != "BOAT_CLASS"]
    assert {refusal["code"] for refusal in of_class} == {"TOO_YOUNG_TO_ROW"}
    assert len(of_class) == 14


def test_cox_swaps_and_substitutes(season: Season) -> None:
    team = season.team(30, 40, 50, 60, 33, 14, 70)
    alone = season.team(24)
    team.entered("MMF1X", team.ids[6])

    answer = ask(team, "COXED_QUAD", *team.ids[:5], race=RACES["MM4X+"].id, coxChange=True).value

    assert answer["coxSwaps"] == [1, 2, 3, 4]
    assert answer["coxSubstitutes"] == [team.ids[5]], "on the roster, without a seat, 14 or over"
    assert ask(alone, "SKIFF").value["coxSubstitutes"] == []


def test_the_members_of_the_crew_being_edited_may_be_seated_again(season: Season) -> None:
    team = season.team(24)
    crew = team.entered("SM1X")

    taken = {"memberId": team.ids[0], "crewId": crew["id"]}
    assert ask(team, "SKIFF", *team.ids).refusal == Refusal("AlreadySeated", taken)
    assert codes(ask(team, "SKIFF", *team.ids, crew=crew["id"]).value) == {"SM1X"}


def test_what_a_mutation_would_refuse_is_refused(season: Season) -> None:
    team, other = season.team(24), season.team(24)
    withdrawn = team.entered("SM1X")["id"]
    team.client.execute(WITHDRAW, id=withdrawn, dryRun=False).value  # noqa: B018
    twice = {"field": "seats", "code": "MEMBER_TWICE"}

    assert ask(team, "SKIFF", "nobody").refusal == Refusal("NotFound", {"type": "Member", "id": "nobody"})
    assert ask(team, "SKIFF", other.ids[0]).refusal.type == "NotFound"
    assert ask(team, "SKIFF", race="099").refusal == Refusal("NotFound", {"type": "Race", "id": "099"})
    assert ask(team, "SKIFF", crew="none").refusal == Refusal("NotFound", {"type": "Crew", "id": "none"})
    assert ask(team, "QUAD", *team.ids * 2).refusal == Refusal("Invalid", twice)
    gone = Refusal("Invalid", {"field": "id", "code": "WITHDRAWN"})
    assert ask(team, "SKIFF", crew=withdrawn).refusal == gone
    assert ask(team, "SKIFF", of=other.sub).refusal.type == "Unauthorized"


def test_it_answers_in_every_phase_and_reads_little(season: Season) -> None:
    team = season.team(24)
    season.turns(Phase.CLOSED)

    with season.regatta.calls() as calls:
        assert codes(ask(team, "SKIFF", *team.ids).value) == {"SM1X"}

    assert [call.name for call in calls] == ["GetItem", "BatchGetItem", "Query"]
