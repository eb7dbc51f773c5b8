"""Changing the programme: where a race may stand, whom it takes, and when it must stay as it is."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from resolvers.regatta.programme import race
from resolvers.regatta.race import Race
from resolvers.regatta.vocabulary import AgeCategory, BoatClass, CrewGender, Hull
from resolvers.table import keys, numbers
from tests.api.client import Answer, Client, Refusal
from tests.api.organising import (
    CREATE_CREW,
    EDITION,
    UPDATE_EDITION,
    crew_input,
    current_edition,
    history_of,
    member_of,
    own_edition,
)
from tests.api.regatta import Regatta

RACE = "{ id order event code codeFr name nameFr boatClass hull ageCategory masterLetter gender version }"
SAVE_RACE = f"mutation($year: Int!, $input: RaceInput!) {{ saveRace(year: $year, input: $input) {RACE} }}"
DELETE_RACE = f"mutation($year: Int!, $id: ID!) {{ deleteRace(year: $year, id: $id) {RACE} }}"
DELETE_CREW = "mutation($id: ID!) { deleteCrew(id: $id) { id } }"
WITHDRAW = "mutation($id: ID!) { withdrawCrew(id: $id, dryRun: false) { owed } }"
RACES = f"query($year: Int) {{ edition(year: $year) {{ races {RACE} }} }}"

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
    assert _races(admin, year)[-1] == race
    (change,) = history_of(admin, f"RACE#{year}#056")
    assert (change["action"], change["before"], change["after"]["code"]) == ("saveRace", None, "J18W1X")


def test_a_race_changes_where_it_stands(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    other = {"id": "055", "order": 55, "boatClass": "OCTUPLE", "hull": "OUTRIGGER", "version": 1}

    race = admin.execute(
        SAVE_RACE, year=year, input={**other, "ageCategory": "SENIOR", "gender": "MIXED"}
    ).value

    assert (race["code"], race["version"]) == ("SX8X+", 2)
    assert [race["id"] for race in _races(admin, year)] == [f"{order:03}" for order in range(1, 56)]
    change = history_of(admin, f"RACE#{year}#055")[0]
    assert (change["before"]["code"], change["after"]["code"]) == ("SM8+", "SX8X+")


def test_a_race_moves_to_a_free_order(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    senior_eight = {"boatClass": "EIGHT", "hull": "OUTRIGGER", "ageCategory": "SENIOR", "gender": "MEN"}

    moved = admin.execute(SAVE_RACE, year=year, input={"id": "055", "order": 99, **senior_eight}).value

    assert (moved["id"], moved["code"]) == ("099", "SM8+")
    assert [race["id"] for race in _races(admin, year)][-2:] == ["054", "099"]
    assert history_of(admin, f"RACE#{year}#055")[0]["after"] is None
    assert history_of(admin, f"RACE#{year}#099")[0]["before"] is None


def test_a_race_saved_as_it_stands_is_no_change(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    race = _races(admin, year)[0]
    same = {
        name: race[name]
        for name in ("id", "order", "boatClass", "hull", "ageCategory", "masterLetter", "gender")
    }

    assert admin.execute(SAVE_RACE, year=year, input=same).value == race

    assert history_of(admin, f"RACE#{year}#001") == []


def test_a_race_is_taken_out(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()

    assert admin.execute(DELETE_RACE, year=year, id="015").value["code"] == "MW4X+Y"

    assert "015" not in [race["id"] for race in _races(admin, year)]
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
    assert len(_races(admin, shared_year)) == 55


def test_a_programme_has_seventy_races_at_most(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    older = [(letter, gender) for letter in "GHIJK" for gender in CrewGender]
    for order, (letter, gender) in enumerate(older, start=56):
        skiff = race(order, BoatClass.SKIFF, Hull.OUTRIGGER, AgeCategory.MASTER, gender, letter)
        regatta.has(keys.race_row(year, skiff))

    answer = admin.execute(SAVE_RACE, year=year, input={**JUNIOR_SKIFF, "order": 99})

    assert answer.refusal == Refusal("Invalid", {"field": "order", "code": "TOO_MANY_RACES"})
    assert len(_races(admin, year)) == 70


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


def test_a_race_that_judged_crews_stays_as_it_is(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    _enter(regatta, year, "054", crews=2)
    changed = {**JUNIOR_SKIFF, "id": "054", "order": 54}

    refusals = [
        admin.execute(SAVE_RACE, year=year, input=changed).refusal,
        admin.execute(DELETE_RACE, year=year, id="054").refusal,
    ]

    assert refusals == [Refusal("InUse", {"crews": 2})] * 2
    assert _races(admin, year)[53]["code"] == "SX8+"


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
        quad = {"order": 38, "boatClass": "QUAD", "hull": "OUTRIGGER", "ageCategory": "SENIOR"}
        for sequence in (1, 2, 3):
            assert _entered_and_deleted(manager, year, "038")["number"] == f"SM.38.{sequence}"
            assert admin.execute(DELETE_RACE, year=year, id="038").value["id"] == "038"
            assert admin.execute(DELETE_RACE, year=year, id=f"00{sequence}").value, "others are taken out too"
            saved = admin.execute(SAVE_RACE, year=year, input={**quad, "gender": "WOMEN"})
            assert saved.value["id"] == "038"


def test_a_race_whose_crew_is_withdrawn_stays_as_it_is(regatta: Regatta) -> None:
    with current_edition(regatta) as year:
        admin, manager = regatta.as_admin(), regatta.as_manager()
        crew = manager.execute(CREATE_CREW, input=crew_input(manager, year, "QUAD", 4, "038")).value
        manager.execute(WITHDRAW, id=crew["id"]).value  # noqa: B018

        refusal = _taken_out(admin, year).refusal

        assert refusal == Refusal("InUse", {"crews": 1}), "an organiser may reinstate it"


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
    _enter(regatta, year, "001", crews=1)

    answer = admin.execute(SAVE_RACE, year=year, input=OLDER_SKIFF)

    assert answer.refusal == Refusal("InUse", {"crews": 1})
    assert len(_races(admin, year)) == 55


@pytest.mark.concurrent
def test_of_two_races_of_the_same_crews_at_once_one_is_added(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()

    def add(order: int) -> Answer:
        return admin.execute(SAVE_RACE, year=year, input={**JUNIOR_SKIFF, "order": order})

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(add, range(60, 70)))

    refused = [answer.refusal for answer in answers if answer.errors]
    assert refused == [Refusal("Invalid", {"field": "boatClass", "code": "DUPLICATE"})] * 9
    assert len(_races(admin, year)) == 56


@pytest.mark.concurrent
def test_two_letters_added_at_once_leave_one_oldest(regatta: Regatta) -> None:
    year, admin = own_edition(regatta), regatta.as_admin()
    mixed = {**OLDER_SKIFF, "gender": "MIXED"}
    races = [{**mixed, "masterLetter": letter, "order": 60 + order} for order, letter in enumerate("ABCDE")]

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda race: admin.execute(SAVE_RACE, year=year, input=race), races))

    assert not any(answer.errors for answer in answers)
    assert [_oldest(regatta, year, race["id"]) for race in _races(admin, year)[55:]] == [False] * 4 + [True]


Change = Callable[[Client, int], Answer]


def _to_octuples(admin: Client, year: int) -> Answer:
    race = {"order": 38, "boatClass": "OCTUPLE", "hull": "OUTRIGGER", "ageCategory": "SENIOR"}
    return admin.execute(SAVE_RACE, year=year, input={"id": "038", **race, "gender": "WOMEN"})


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
        before = (_races(admin, year), admin.execute(EDITION, year=year).value)

        with _just_before(
            regatta, "TransactWriteItems", lambda: manager.execute(CREATE_CREW, input=crew)
        ) as entered:
            changed = change(admin, year)

        assert entered[0].value["number"] == "SM.38.1"
        assert changed.refusal == Refusal("InUse", {"crews": 1})
        assert (_races(admin, year), admin.execute(EDITION, year=year).value) == before


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
            quad = {"order": 38, "boatClass": "QUAD", "hull": "OUTRIGGER", "ageCategory": "SENIOR"}
            admin.execute(SAVE_RACE, year=year, input={**quad, "gender": "WOMEN"}).value  # noqa: B018
        race = admin.execute(RACES, year=year).value["races"][37]
        seats = 9 if race["boatClass"] == "OCTUPLE" else 4
        crew = crew_input(manager, year, race["boatClass"], seats, "038")
        assert manager.execute(CREATE_CREW, input=crew).value["number"] == "SM.38.2"


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


@pytest.fixture(scope="module")
def shared_year(regatta: Regatta) -> int:
    """An edition whose programme is never changed."""
    return own_edition(regatta)


def _races(admin: Client, year: int) -> list[dict[str, Any]]:
    races: list[dict[str, Any]] = admin.execute(RACES, year=year).value["races"]
    return races


def _oldest(regatta: Regatta, year: int, race_id: str) -> bool:
    race = regatta.table.get(keys.race(year, race_id))
    assert race is not None
    return race.oldest_letter


def _not_found(kind: str, missing: str) -> Refusal:
    return Refusal("NotFound", {"type": kind, "id": missing})


def _enter(regatta: Regatta, year: int, race_id: str, crews: int) -> Race:
    """Counts crews in a race as their entry does."""
    race = regatta.table.get(keys.race(year, race_id))
    assert race is not None
    for _ in range(crews):
        numbers.take(regatta.table, year, race)
    return race


def _quad_with_a_junior(manager: Client, year: int) -> dict[str, Any]:
    """A senior quad of women, one of them a junior without a certificate, for race 038."""
    crew = crew_input(manager, year, "QUAD", 4, "038")
    crew["seats"][3]["memberId"] = member_of(manager, year, dateOfBirth=f"{year - 17}-05-01")
    return crew


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
