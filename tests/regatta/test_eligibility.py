"""Which races a crew may enter, and why not the others."""

from dataclasses import replace

import pytest

from resolvers.regatta.admission import reason_against, standing_of
from resolvers.regatta.composition import Entry
from resolvers.regatta.eligibility import Eligibility, eligibility
from resolvers.regatta.member import Member
from resolvers.regatta.programme import race, with_oldest_letters
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.seating import seats_of
from resolvers.regatta.vocabulary import (
    AgeCategory,
    BoatClass,
    CrewGender,
    Hull,
    Missing,
    RefusalCode,
)
from tests.regatta.builders import (
    EDITION,
    GUEST,
    HOST,
    OPEN,
    PROGRAMME,
    RACES,
    crew,
    in_crew,
    member,
    men,
    seated,
    women,
)


def judged(boat_class: BoatClass, people: list[Member | None], race_code: str | None = None) -> Eligibility:
    entry = Entry(boat_class, seated(boat_class, people), RACES[race_code] if race_code else None)
    return eligibility(entry, EDITION, PROGRAMME, [person for person in people if person], GUEST, OPEN)


def codes(answer: Eligibility) -> list[str]:
    return [race.code for race in answer.allowed]


@pytest.mark.parametrize(
    ("boat_class", "people", "allowed"),
    [
        pytest.param(BoatClass.SKIFF, women(19), ["SW1X"], id="senior skiff"),
        pytest.param(BoatClass.SKIFF, men(27), ["MMA1X"], id="skiff A"),
        pytest.param(BoatClass.SKIFF, women(60), ["MWF1X"], id="skiff F"),
        pytest.param(BoatClass.SKIFF, women(66), ["MWF1X"], id="a G enters the last letter raced"),
        pytest.param(BoatClass.SKIFF, men(72), ["MMF1X"], id="an H enters the last letter raced"),
        pytest.param(BoatClass.SKIFF, men(18), [], id="no junior skiff is raced"),
        pytest.param(BoatClass.COXED_QUAD, women(30, 30, 30, 30, 50), ["MW4X+Y", "MW4X+"], id="both hulls"),
        pytest.param(
            BoatClass.COXED_QUAD, women(30, 30) + men(30, 30, 30), ["MX4X+Y", "MX4X+"], id="half women"
        ),
        pytest.param(BoatClass.COXED_QUAD, men(15, 16, 15, 16, 14), ["J16M4X+"], id="a J14 may cox"),
        pytest.param(BoatClass.FOUR, men(26, 27, 27, 27), ["SM4-"], id="26.75"),
        pytest.param(BoatClass.FOUR, men(27, 27, 27, 27), ["MM4-"], id="27 exactly"),
        pytest.param(BoatClass.QUAD, women(16, 17, 18, 18), ["J18W4X-"], id="J18"),
        pytest.param(
            BoatClass.EIGHT, women(30, 30, 30) + men(*[30] * 6), ["MM8+"], id="three women of eight"
        ),
        pytest.param(BoatClass.FOUR, men(18, 30, 30, 30), [], id="junior in master"),
        pytest.param(BoatClass.FOUR, men(14, 16, 16, 16), [], id="J14 rows"),
    ],
)
def test_races_allowed(boat_class: BoatClass, people: list[Member | None], allowed: list[str]) -> None:
    answer = judged(boat_class, people)
    assert codes(answer) == allowed
    assert len(answer.allowed) + len(answer.refused) == len(PROGRAMME)


@pytest.mark.parametrize(
    ("boat_class", "people", "code", "reason", "figures"),
    [
        pytest.param(
            BoatClass.FOUR,
            men(26, 27, 27, 27),
            "MM4-",
            RefusalCode.AGE_CATEGORY,
            {"category": "SENIOR", "needs": "MASTER", "averageAge": 26.75, "needsAverage": 27},
            id="average 26.75, needs 27",
        ),
        pytest.param(
            BoatClass.FOUR,
            men(27, 27, 27, 27),
            "SM4-",
            RefusalCode.AGE_CATEGORY,
            {"category": "MASTER", "needs": "SENIOR", "averageAge": 27, "below": 27},
            id="average 27, needs less",
        ),
        pytest.param(
            BoatClass.FOUR,
            men(17, 17, 17, 17),
            "SM4-",
            RefusalCode.AGE_CATEGORY,
            {"category": "J18", "needs": "SENIOR", "averageAge": 17},
            id="juniors in a senior race",
        ),
        pytest.param(
            BoatClass.FOUR,
            men(27, 27, 27, 27),
            "MM4X-",
            RefusalCode.BOAT_CLASS,
            {"boatClass": "FOUR", "needs": "QUAD"},
            id="another boat class",
        ),
        pytest.param(
            BoatClass.QUAD,
            women(30) + men(30, 30, 30),
            "MX4X-",
            RefusalCode.GENDER,
            {"gender": "MEN", "needs": "MIXED", "women": 1, "rowers": 4},
            id="too few women",
        ),
        pytest.param(
            BoatClass.SKIFF,
            men(58),
            "MMF1X",
            RefusalCode.MASTER_LETTER,
            {"letter": "E", "needs": "F", "averageAge": 58, "from": 60, "below": None},
            id="too young for the last letter",
        ),
        pytest.param(
            BoatClass.SKIFF,
            men(66),
            "MMD1X",
            RefusalCode.MASTER_LETTER,
            {"letter": "G", "needs": "D", "averageAge": 66, "from": 50, "below": 55},
            id="too old for a letter that is not the last",
        ),
        pytest.param(
            BoatClass.SKIFF,
            women(58),
            "SM1X",
            RefusalCode.AGE_CATEGORY,
            {"category": "MASTER", "needs": "SENIOR", "averageAge": 58, "below": 27},
            id="age is named before gender",
        ),
    ],
)
def test_a_refusal_says_why(
    boat_class: BoatClass,
    people: list[Member | None],
    code: str,
    reason: RefusalCode,
    figures: dict[str, object],
) -> None:
    refused = {refusal.race.code: refusal for refusal in judged(boat_class, people).refused}[code]
    assert (refused.code, refused.details) == (reason, figures)
    assert refused.message
    assert refused.message_fr


def test_the_average_is_told_in_both_languages() -> None:
    refused = {
        refusal.race.code: refusal for refusal in judged(BoatClass.FOUR, [*men(26, 27, 27, 27)]).refused
    }
    assert refused["MM4-"].message == "The rowers average 26.75; a master race needs 27."
    assert "26,75 ans" in refused["MM4-"].message_fr


@pytest.mark.parametrize(
    ("age", "code", "message", "french"),
    [
        pytest.param(
            66,
            "MMD1X",
            "letter G; letter D needs 50 or more, and less than 55.",
            "la lettre D demande 50 ans ou plus, et moins de 55.",
            id="a span",
        ),
        pytest.param(
            58,
            "MMF1X",
            "letter E; letter F needs 60 or more.",
            "la lettre F demande 60 ans ou plus.",
            id="the last letter",
        ),
    ],
)
def test_a_letter_says_what_it_takes(age: int, code: str, message: str, french: str) -> None:
    refused = {refusal.race.code: refusal for refusal in judged(BoatClass.SKIFF, [*men(age)]).refused}[code]
    assert refused.message.endswith(message)
    assert refused.message_fr.endswith(french)


def test_categories_are_told_as_people_say_them() -> None:
    refused = {
        refusal.race.code: refusal for refusal in judged(BoatClass.FOUR, [*men(17, 17, 17, 17)]).refused
    }
    assert refused["SM4-"].message == "The crew is J18; the race is senior."
    assert refused["MM4-"].message_fr.endswith("l’épreuve est master.")


@pytest.mark.parametrize(
    ("women_rowing", "french"),
    [(0, "masculin (0 femme sur 4)"), (1, "masculin (1 femme sur 4)"), (2, "mixte (2 femmes sur 4)")],
)
def test_women_are_counted_in_french_too(women_rowing: int, french: str) -> None:
    people: list[Member | None] = [*women(*[30] * women_rowing), *men(*[30] * (4 - women_rowing))]
    refused = {refusal.race.code: refusal for refusal in judged(BoatClass.QUAD, people).refused}
    assert f"L’équipage est {french}" in refused["MW4X-"].message_fr


def test_obstacles_come_before_age_and_after_the_class() -> None:
    answer = judged(BoatClass.FOUR, [*men(14, 30, 30, 30)])
    reasons = {refusal.race.code: refusal.code for refusal in answer.refused}
    assert reasons["MM4-"] is RefusalCode.TOO_YOUNG_TO_ROW
    assert reasons["J16M4X+"] is RefusalCode.BOAT_CLASS


def test_without_rowers_only_the_class_is_judged() -> None:
    answer = judged(BoatClass.SKIFF, [])
    assert answer.category is None
    assert answer.provisional
    assert len(answer.allowed) == 14
    assert {refusal.code for refusal in answer.refused} == {RefusalCode.BOAT_CLASS}
    assert answer.clubs == (GUEST,)
    assert answer.missing == (Missing.SEATS, Missing.RACE)
    assert answer.price.total == 0


def test_a_full_crew_without_a_race_is_not_provisional() -> None:
    answer = judged(BoatClass.FOUR, [*men(27, 27, 27, 27)])
    assert not answer.provisional
    assert answer.missing == (Missing.RACE,)


def test_a_race_that_is_not_allowed_is_missing_and_not_refused() -> None:
    answer = judged(BoatClass.FOUR, [*men(26, 27, 27, 27)], "MM4-")
    assert answer.missing == (Missing.RACE_NOT_ALLOWED,)


def test_cox_substitutes_are_the_members_without_a_seat() -> None:
    rowing = women(30, 30, 30, 30)
    free, young, busy = member(40), member(14), member(30, crew_id="other")
    roster = [*rowing, free, young, busy, replace(young, id="younger", age=13)]
    coxed = Entry(BoatClass.COXED_FOUR, seated(BoatClass.COXED_FOUR, rowing))
    answer = eligibility(coxed, EDITION, PROGRAMME, roster, GUEST, OPEN)
    assert answer.cox_substitutes == (free.id, young.id)
    coxless = Entry(BoatClass.FOUR, seated(BoatClass.FOUR, rowing))
    assert eligibility(coxless, EDITION, PROGRAMME, roster, GUEST, OPEN).cox_substitutes == ()


def test_a_member_taken_out_of_the_crew_being_edited_could_cox_it() -> None:
    people = women(30, 30, 30, 30, 40)
    before = crew("MW4X+", people)
    staying, leaving = in_crew(people)[:4], in_crew(people)[4]
    entry = Entry(BoatClass.COXED_QUAD, seated(BoatClass.COXED_QUAD, staying, "crew"))
    answer = eligibility(entry, EDITION, PROGRAMME, [*staying, leaving], GUEST, OPEN, before)
    assert answer.cox_substitutes == (leaving.id,)


def test_older_letters_enter_the_last_one_of_their_hull() -> None:
    races = with_oldest_letters(
        [
            race(1, BoatClass.COXED_QUAD, Hull.OUTRIGGER, AgeCategory.MASTER, CrewGender.MEN, "A"),
            race(2, BoatClass.COXED_QUAD, Hull.OUTRIGGER, AgeCategory.MASTER, CrewGender.MEN, "F"),
            race(3, BoatClass.COXED_QUAD, Hull.YOLETTE, AgeCategory.MASTER, CrewGender.MEN, "D"),
            race(4, BoatClass.COXED_QUAD, Hull.OUTRIGGER, AgeCategory.MASTER, CrewGender.WOMEN, "B"),
        ]
    )
    assert [race.oldest_letter for race in races] == [False, True, True, True]
    standing = standing_of(BoatClass.COXED_QUAD, seated(BoatClass.COXED_QUAD, [*men(66, 66, 66, 66)]), False)
    assert [race.order for race in races if reason_against(race, standing) is None] == [2, 3]


def test_races_without_a_letter_take_every_letter() -> None:
    for age in (27, 36, 60, 90):
        assert codes(judged(BoatClass.FOUR, [*men(age, age, age, age)])) == ["MM4-"]


@pytest.mark.parametrize(
    ("positions", "code"),
    [
        pytest.param([0], "POSITION_OUT_OF_RANGE", id="none"),
        pytest.param([5], "POSITION_OUT_OF_RANGE", id="beyond the boat"),
        pytest.param([-1], "POSITION_OUT_OF_RANGE", id="negative"),
        pytest.param([1, 1], "POSITION_TWICE", id="twice"),
    ],
)
def test_positions_that_do_not_exist(positions: list[int], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        seats_of(BoatClass.FOUR, [(position, None) for position in positions])
    assert refused.value.info == {"field": "seats", "code": code}


def test_a_member_given_twice_is_invalid() -> None:
    person = member(30)
    with pytest.raises(Invalid) as refused:
        seats_of(BoatClass.FOUR, [(1, person), (2, person)])
    assert refused.value.code == "MEMBER_TWICE"


def test_the_host_club_and_the_setting_show_in_the_answer() -> None:
    strict = replace(EDITION, upgrade_certificates_required=True)
    people = women(16, 17, 18, 18, club=HOST)
    entry = Entry(BoatClass.QUAD, seated(BoatClass.QUAD, people), RACES["J18W4X-"])
    answer = eligibility(entry, strict, PROGRAMME, people, GUEST, OPEN)
    assert answer.allowed == ()
    assert answer.price.total == 0
    assert answer.clubs == (HOST,)
    with_certificates = [replace(person, upgrade_certificate=True) for person in people]
    entry = Entry(BoatClass.QUAD, seated(BoatClass.QUAD, with_certificates), RACES["J18W4X-"])
    assert codes(eligibility(entry, strict, PROGRAMME, people, GUEST, OPEN)) == ["J18W4X-"]
