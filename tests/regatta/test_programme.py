"""The programme: codes, names, the default list, and what may not change once crews are entered."""

from dataclasses import replace

import pytest

from resolvers.regatta.programme import judged_otherwise, race, with_oldest_letters
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.vocabulary import AgeCategory, BoatClass, CrewGender, Event, Hull
from tests.regatta.builders import PROGRAMME, RACES

DEFAULT_CODES = """
MWF1X MMF1X MWE1X MME1X MWD1X MMD1X MWC1X MMC1X MWB1X MMB1X MWA1X MMA1X SW1X SM1X
MW4X+Y MX4X+Y MM4X+Y MW4X+ MX4X+ MM4+ MM4X+ J16W4+ J16W4X+ J16X4X+ J16M4+ J16M4X+
MW4- MW4X- MX4X- MM4- MM4X- J18W4- J18W4X- J18X4X- J18M4- J18M4X- SW4- SW4X- SX4X- SM4- SM4X-
J16W8+ J16M8+ MW8+ MX8+ MM8+ MW8X+ MX8X+ MM8X+ J18W8+ J18X8+ J18M8+ SW8+ SX8+ SM8+
""".split()


def test_the_default_programme() -> None:
    assert [race.code for race in PROGRAMME] == DEFAULT_CODES
    assert [race.order for race in PROGRAMME] == list(range(1, 56))
    assert [race.id for race in PROGRAMME[:2]] == ["001", "002"]
    assert {race.version for race in PROGRAMME} == {1}
    assert sum(race.event is Event.MARATHON for race in PROGRAMME) == 14
    assert {race.code for race in PROGRAMME if race.hull is Hull.YOLETTE} == {"MW4X+Y", "MX4X+Y", "MM4X+Y"}
    assert {race.code for race in PROGRAMME if race.oldest_letter} == {"MWF1X", "MMF1X"}


@pytest.mark.parametrize(
    ("code", "french"),
    [
        ("MW4X+Y", "MF4X+Y"),
        ("J16M8+", "J16H8+"),
        ("SM1X", "SH1X"),
        ("MX4X-", "MM4X-"),
        ("MM4X-", "MH4X-"),
        ("MWF1X", "MFF1X"),
        ("J18X8+", "J18M8+"),
    ],
)
def test_french_codes_replace_the_gender_letter(code: str, french: str) -> None:
    assert RACES[code].code_fr == french


@pytest.mark.parametrize(
    ("code", "name", "french"),
    [
        ("MWF1X", "Master F women’s single sculls", "Skiff femmes master F"),
        ("SX8+", "Senior mixed eight", "Huit mixte senior"),
        ("J16M4+", "J16 men’s coxed four", "Quatre barré hommes J16"),
        (
            "MW4X+Y",
            "Master women’s coxed quad sculls, yolette",
            "Quatre de couple barré femmes master, yolette",
        ),
    ],
)
def test_names_in_both_languages(code: str, name: str, french: str) -> None:
    assert (RACES[code].name, RACES[code].name_fr) == (name, french)


@pytest.mark.parametrize("order", [1, 99])
def test_a_programme_has_room_from_1_to_99(order: int) -> None:
    made = race(order, BoatClass.FOUR, Hull.OUTRIGGER, AgeCategory.J16, CrewGender.MEN)
    assert (made.order, made.id) == (order, f"{order:03}")


@pytest.mark.parametrize(
    ("boat_class", "notation", "rowers", "coxed", "event"),
    [
        (BoatClass.SKIFF, "1x", 1, False, Event.MARATHON),
        (BoatClass.FOUR, "4-", 4, False, Event.SEMI_MARATHON),
        (BoatClass.COXED_FOUR, "4+", 4, True, Event.SEMI_MARATHON),
        (BoatClass.QUAD, "4x-", 4, False, Event.SEMI_MARATHON),
        (BoatClass.COXED_QUAD, "4x+", 4, True, Event.SEMI_MARATHON),
        (BoatClass.EIGHT, "8+", 8, True, Event.SEMI_MARATHON),
        (BoatClass.OCTUPLE, "8x+", 8, True, Event.SEMI_MARATHON),
    ],
)
def test_boat_classes(boat_class: BoatClass, notation: str, rowers: int, coxed: bool, event: Event) -> None:
    assert (boat_class.notation, boat_class.rowers, boat_class.coxed) == (notation, rowers, coxed)
    assert (boat_class.seats, boat_class.event) == (rowers + coxed, event)


def test_no_two_races_are_called_alike() -> None:
    for names in ({r.code for r in PROGRAMME}, {r.name for r in PROGRAMME}, {r.name_fr for r in PROGRAMME}):
        assert len(names) == len(PROGRAMME)


@pytest.mark.parametrize(
    ("order", "boat_class", "hull", "age", "letter", "field"),
    [
        (0, BoatClass.FOUR, Hull.OUTRIGGER, AgeCategory.J16, None, "order"),
        (100, BoatClass.FOUR, Hull.OUTRIGGER, AgeCategory.J16, None, "order"),
        (1, BoatClass.QUAD, Hull.YOLETTE, AgeCategory.J16, None, "hull"),
        (1, BoatClass.FOUR, Hull.OUTRIGGER, AgeCategory.J14, None, "ageCategory"),
        (1, BoatClass.FOUR, Hull.OUTRIGGER, AgeCategory.SENIOR, "A", "masterLetter"),
        (1, BoatClass.FOUR, Hull.OUTRIGGER, AgeCategory.MASTER, "L", "masterLetter"),
        (1, BoatClass.FOUR, Hull.OUTRIGGER, AgeCategory.MASTER, "a", "masterLetter"),
        (1, BoatClass.FOUR, Hull.OUTRIGGER, AgeCategory.MASTER, "", "masterLetter"),
    ],
)
def test_races_that_can_not_be(
    order: int, boat_class: BoatClass, hull: Hull, age: AgeCategory, letter: str | None, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        race(order, boat_class, hull, age, CrewGender.MEN, letter)
    assert refused.value.field == field


def test_what_judges_crews() -> None:
    renamed = [replace(race, name="Another name", version=2) for race in PROGRAMME]
    assert judged_otherwise(PROGRAMME, renamed) == []
    without = [race for race in PROGRAMME if race.code != "MMF1X"]
    assert [race.code for race in judged_otherwise(PROGRAMME, with_oldest_letters(without))] == [
        "MMF1X",
        "MME1X",
    ]
    women = [replace(race, gender=CrewGender.WOMEN) if race.code == "SM8+" else race for race in PROGRAMME]
    assert [race.code for race in judged_otherwise(PROGRAMME, women)] == ["SM8+"]


def test_an_older_letter_added_takes_over_the_oldest() -> None:
    added = race(56, BoatClass.SKIFF, Hull.OUTRIGGER, AgeCategory.MASTER, CrewGender.MEN, "H")
    programme = with_oldest_letters([*PROGRAMME, added])
    assert {race.code for race in programme if race.oldest_letter} == {"MWF1X", "MMH1X"}
    assert [race.code for race in judged_otherwise(PROGRAMME, programme)] == ["MMF1X"]


def test_oldest_letters_do_not_depend_on_the_order_given() -> None:
    assert with_oldest_letters(reversed(PROGRAMME)) == PROGRAMME
