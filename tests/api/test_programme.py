"""Changing the programme: where a race may stand and whom it takes."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from resolvers.regatta.programme import race
from resolvers.regatta.vocabulary import AgeCategory, BoatClass, CrewGender, Hull
from resolvers.table import keys
from tests.api.client import Answer, Refusal
from tests.api.organising import (
    DELETE_RACE,
    SAVE_RACE,
    enter,
    history_of,
    own_edition,
    races_of,
)
from tests.api.regatta import Regatta

JUNIOR_SKIFF = {
    "order": 56,
    "boatClass": "SKIFF",
    "hull": "OUTRIGGER",
    "ageCategory": "J18",
    "gender": "WOMEN",
}
OLDER_SKIFF = {**JUNIOR_SKIFF, "ageCategory": "MASTER", "masterLetter": "G"}


def test_a_race_is_added_with_all_that_follows_from_it(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()

    race = admin.execute(SAVE_RACE, year=year, input=JUNIOR_SKIFF).value

    assert {name: race[name] for name in ("id", "event", "code", "codeFr", "name", "nameFr")} == {
        "id": "056",
        "event": "MARATHON",
        "code": "J18W1X",
        "codeFr": "J18F1X",
        "name": "J18 women’s single sculls",
        "nameFr": "Skiff femmes J18",
    }
    assert races_of(admin, year)[-1] == race
    (change,) = history_of(admin, f"RACE#{year}#056")
    assert (change["action"], change["before"], change["after"]["code"]) == ("saveRace", None, "J18W1X")


def test_a_race_changes_where_it_stands(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    other = {"id": "055", "order": 55, "boatClass": "OCTUPLE", "hull": "OUTRIGGER", "version": 1}

    race = admin.execute(
        SAVE_RACE, year=year, input={**other, "ageCategory": "SENIOR", "gender": "MIXED"}
    ).value

    assert (race["code"], race["version"]) == ("SX8X+", 2)
    assert [race["id"] for race in races_of(admin, year)] == [f"{order:03}" for order in range(1, 56)]
    change = history_of(admin, f"RACE#{year}#055")[0]
    assert (change["before"]["code"], change["after"]["code"]) == ("SM8+", "SX8X+")


def test_a_race_moves_to_a_free_order(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    senior_eight = {"boatClass": "EIGHT", "hull": "OUTRIGGER", "ageCategory": "SENIOR", "gender": "MEN"}

    moved = admin.execute(SAVE_RACE, year=year, input={"id": "055", "order": 99, **senior_eight}).value

    assert (moved["id"], moved["code"]) == ("099", "SM8+")
    assert [race["id"] for race in races_of(admin, year)][-2:] == ["054", "099"]
    assert history_of(admin, f"RACE#{year}#055")[0]["after"] is None
    assert history_of(admin, f"RACE#{year}#099")[0]["before"] is None


def test_a_race_saved_as_it_stands_is_no_change(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    race = races_of(admin, year)[0]
    same = {
        name: race[name]
        for name in ("id", "order", "boatClass", "hull", "ageCategory", "masterLetter", "gender")
    }

    assert admin.execute(SAVE_RACE, year=year, input=same).value == race

    assert history_of(admin, f"RACE#{year}#001") == []


def test_a_race_is_taken_out(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()

    assert admin.execute(DELETE_RACE, year=year, id="015").value["code"] == "MW4X+Y"

    assert "015" not in [race["id"] for race in races_of(admin, year)]
    assert admin.execute(DELETE_RACE, year=year, id="015").refusal == _not_found("Race", "015")
    assert history_of(admin, f"RACE#{year}#015")[0]["before"]["code"] == "MW4X+Y"


INVALID: list[tuple[str, dict[str, Any], str, str]] = [
    ("before the first", {"order": 0}, "order", "OUT_OF_RANGE"),
    ("after the last", {"order": 100}, "order", "OUT_OF_RANGE"),
    ("where another race stands", {"order": 7}, "order", "TAKEN"),
    ("of those that another race takes", {"ageCategory": "SENIOR"}, "boatClass", "DUPLICATE"),
    ("of single yolettes", {"hull": "YOLETTE"}, "hull", "YOLETTE_NOT_RACED"),
    ("of those too young to row", {"ageCategory": "J14"}, "ageCategory", "J14_NOT_RACED"),
    ("of juniors with a letter", {"masterLetter": "A"}, "masterLetter", "LETTER_WITHOUT_MASTER"),
    ("of no letter", {"ageCategory": "MASTER", "masterLetter": "L"}, "masterLetter", "UNKNOWN_LETTER"),
    ("of a long letter", {"ageCategory": "MASTER", "masterLetter": "AB"}, "masterLetter", "UNKNOWN_LETTER"),
]


@pytest.mark.parametrize(
    ("changes", "field", "code"), [pytest.param(*case, id=name) for name, *case in INVALID]
)
def test_a_race_that_cannot_be_is_refused(
    regatta: Regatta, shared_year: int, changes: dict[str, Any], field: str, code: str
) -> None:
    admin = regatta.as_admin()

    answer = admin.execute(SAVE_RACE, year=shared_year, input={**JUNIOR_SKIFF, **changes})

    assert answer.refusal == Refusal("Invalid", {"field": field, "code": code})
    assert len(races_of(admin, shared_year)) == 55


def test_a_programme_has_seventy_races_at_most(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    older = [(letter, gender) for letter in "GHIJK" for gender in CrewGender]
    for order, (letter, gender) in enumerate(older, start=56):
        skiff = race(order, BoatClass.SKIFF, Hull.OUTRIGGER, AgeCategory.MASTER, gender, letter)
        regatta.has(keys.race_row(year, skiff))

    answer = admin.execute(SAVE_RACE, year=year, input={**JUNIOR_SKIFF, "order": 99})

    assert answer.refusal == Refusal("Invalid", {"field": "order", "code": "TOO_MANY_RACES"})
    assert len(races_of(admin, year)) == 70


def test_the_version_must_be_the_one_that_stands(regatta: Regatta, shared_year: int) -> None:
    race = {**JUNIOR_SKIFF, "id": "055", "order": 55, "version": 3}

    answer = regatta.as_admin().execute(SAVE_RACE, year=shared_year, input=race)

    assert answer.refusal == Refusal("Conflict", {"expected": 3, "actual": 1})


@pytest.mark.parametrize(
    ("year", "race_id", "kind", "missing"),
    [
        pytest.param(None, "077", "Race", "077", id="no such race"),
        pytest.param(1874, "055", "Edition", "1874", id="no such edition"),
    ],
)
def test_what_is_not_there_cannot_be_changed(
    regatta: Regatta, shared_year: int, year: int | None, race_id: str, kind: str, missing: str
) -> None:
    admin, year = regatta.as_admin(), year or shared_year

    saved = admin.execute(SAVE_RACE, year=year, input={**JUNIOR_SKIFF, "id": race_id})
    deleted = admin.execute(DELETE_RACE, year=year, id=race_id)

    assert [saved.refusal, deleted.refusal] == [_not_found(kind, missing)] * 2


def test_an_older_letter_takes_the_oldest_crews_over(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    assert _oldest(regatta, year, "001")

    admin.execute(SAVE_RACE, year=year, input=OLDER_SKIFF)
    assert (_oldest(regatta, year, "001"), _oldest(regatta, year, "056")) == (False, True)

    admin.execute(DELETE_RACE, year=year, id="056")
    assert _oldest(regatta, year, "001")
    assert [change["action"] for change in history_of(admin, f"RACE#{year}#001")] == [
        "deleteRace",
        "saveRace",
    ]


def test_an_older_letter_is_refused_once_the_oldest_race_judged_crews(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    enter(regatta, year, "001", crews=1)

    answer = admin.execute(SAVE_RACE, year=year, input=OLDER_SKIFF)

    assert answer.refusal == Refusal("InUse", {"crews": 1})
    assert len(races_of(admin, year)) == 55


@pytest.mark.concurrent
def test_of_two_races_of_the_same_crews_at_once_one_is_added(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()

    def add(order: int) -> Answer:
        return admin.execute(SAVE_RACE, year=year, input={**JUNIOR_SKIFF, "order": order})

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(add, range(60, 70)))

    refused = [answer.refusal for answer in answers if answer.errors]
    assert refused == [Refusal("Invalid", {"field": "boatClass", "code": "DUPLICATE"})] * 9
    assert len(races_of(admin, year)) == 56


@pytest.mark.concurrent
def test_two_letters_added_at_once_leave_one_oldest(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    mixed = {**OLDER_SKIFF, "gender": "MIXED"}
    races = [{**mixed, "masterLetter": letter, "order": 60 + order} for order, letter in enumerate("ABCDE")]

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda race: admin.execute(SAVE_RACE, year=year, input=race), races))

    assert not any(answer.errors for answer in answers)
    assert [_oldest(regatta, year, race["id"]) for race in races_of(admin, year)[55:]] == [False] * 4 + [True]


@pytest.fixture(scope="module")
def shared_year(regatta: Regatta) -> int:
    """An edition whose programme is never changed."""
    return own_edition(regatta)


def _oldest(regatta: Regatta, year: int, race_id: str) -> bool:
    race = regatta.table.get(keys.race(year, race_id))
    assert race is not None
    return race.oldest_letter


def _not_found(kind: str, missing: str) -> Refusal:
    return Refusal("NotFound", {"type": kind, "id": missing})
