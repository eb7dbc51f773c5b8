"""The category of a crew, and what forbids it every race."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.regatta.crew_category import crew_age_category, crew_category, crew_gender, obstacle
from resolvers.regatta.member import Member
from resolvers.regatta.reason import Reason
from resolvers.regatta.vocabulary import AgeCategory, BoatClass, CrewGender, Gender, RefusalCode
from tests.regatta.builders import member, seated, women

AGES = st.lists(st.integers(14, 110), min_size=1, max_size=8)
GENDERS = st.lists(st.sampled_from(Gender), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("ages", "category"),
    [
        pytest.param([14, 16, 16, 16], AgeCategory.J14, id="a J14 rows"),
        pytest.param([14, 40, 40, 40], AgeCategory.J14, id="a J14 rows with masters"),
        pytest.param([15, 16, 15, 16], AgeCategory.J16, id="all J16"),
        pytest.param([15, 16, 17, 18], AgeCategory.J18, id="J16 with J18"),
        pytest.param([18, 18, 18, 18], AgeCategory.J18, id="all J18"),
        pytest.param([18, 19, 18, 18], AgeCategory.SENIOR, id="one adult among juniors"),
        pytest.param([15, 30, 30, 30], AgeCategory.SENIOR, id="junior with adults, 26.25"),
        pytest.param([18, 29, 30, 30], AgeCategory.SENIOR, id="junior with adults, 26.75"),
        pytest.param([18, 30, 30, 30], AgeCategory.MASTER, id="junior with adults, 27 exactly"),
        pytest.param([19, 26, 26, 26], AgeCategory.SENIOR, id="adults under 27"),
        pytest.param([26, 27, 27, 27], AgeCategory.SENIOR, id="adults, 26.75"),
        pytest.param([19, 19, 19, 51], AgeCategory.MASTER, id="the average decides, not the oldest: 27"),
        pytest.param([19, 19, 19, 50], AgeCategory.SENIOR, id="the average decides, not the oldest: 26.75"),
        pytest.param([60], AgeCategory.MASTER, id="one master"),
    ],
)
def test_crew_age_category(ages: list[int], category: AgeCategory) -> None:
    assert crew_age_category(ages) is category


@pytest.mark.parametrize(
    ("notation", "gender"),
    [
        ("W", CrewGender.WOMEN),
        ("M", CrewGender.MEN),
        ("WWWW", CrewGender.WOMEN),
        ("WWWM", CrewGender.MIXED),
        ("WWMM", CrewGender.MIXED),
        ("WMMM", CrewGender.MEN),
        ("WMM", CrewGender.MEN),
        ("WM", CrewGender.MIXED),
        ("WWWWMMMM", CrewGender.MIXED),
        ("WWWMMMMM", CrewGender.MEN),
    ],
)
def test_crew_gender(notation: str, gender: CrewGender) -> None:
    assert crew_gender([Gender.WOMAN if letter == "W" else Gender.MAN for letter in notation]) is gender


def test_the_cox_never_counts() -> None:
    rowing: list[Member | None] = [*women(30, 30, 30, 30)]
    without = crew_category(seated(BoatClass.COXED_FOUR, rowing))
    assert crew_category(seated(BoatClass.COXED_FOUR, [*rowing, member(14, Gender.MAN)])) == without
    assert without is not None
    assert (without.gender, without.average_age, without.master_letter) == (CrewGender.WOMEN, 30, "A")


def test_a_cox_alone_makes_no_category() -> None:
    assert crew_category(seated(BoatClass.COXED_FOUR, [None] * 4 + [member(30)])) is None


def test_seniors_have_no_letter() -> None:
    category = crew_category(seated(BoatClass.FOUR, [*women(26, 27, 27, 27)]))
    assert category is not None
    assert (category.average_age, category.master_letter) == (26.75, None)


def found(people: list[Member], required: bool) -> Reason | None:
    seats = seated(BoatClass.FOUR, people)
    return obstacle(seats, crew_category(seats), required)


@pytest.mark.parametrize(
    ("ages", "required", "code", "concerned"),
    [
        pytest.param([16, 16, 16, 14], False, RefusalCode.TOO_YOUNG_TO_ROW, [3], id="a J14 rows"),
        pytest.param([18, 30, 30, 30], False, RefusalCode.JUNIOR_IN_MASTER, [0], id="junior at 27"),
        pytest.param(
            [15, 18, 60, 60], True, RefusalCode.JUNIOR_IN_MASTER, [0, 1], id="juniors, certificates on"
        ),
        pytest.param([18, 29, 30, 30], False, None, [], id="junior at 26.75, certificates off"),
        pytest.param(
            [18, 29, 30, 30], True, RefusalCode.CERTIFICATE, [0], id="junior at 26.75, certificates on"
        ),
        pytest.param([15, 16, 17, 18], True, RefusalCode.CERTIFICATE, [0, 1], id="J16 among J18"),
        pytest.param([16, 16, 16, 16], True, None, [], id="J16 among J16"),
        pytest.param([17, 18, 17, 18], True, None, [], id="J18 among J18"),
        pytest.param([26, 27, 27, 27], True, None, [], id="adults need none"),
        pytest.param([30, 30, 30, 30], True, None, [], id="masters need none"),
    ],
)
def test_obstacle(ages: list[int], required: bool, code: RefusalCode | None, concerned: list[int]) -> None:
    people = women(*ages)
    reason = found(people, required)
    assert (reason.code if reason else None) == code
    assert (reason.details["memberIds"] if reason else []) == [people[index].id for index in concerned]


@pytest.mark.parametrize(
    ("ages", "figures"),
    [
        pytest.param([14, 16, 14, 16], {"ages": [14, 14], "needs": 15}, id="too young to row"),
        pytest.param([18, 30, 30, 30], {"averageAge": 27, "below": 27}, id="junior in master"),
        pytest.param([18, 29, 30, 30], {"category": "SENIOR"}, id="certificate"),
    ],
)
def test_an_obstacle_has_its_figures(ages: list[int], figures: dict[str, object]) -> None:
    reason = found(women(*ages), required=True)
    assert reason is not None
    assert {name: reason.details.get(name) for name in figures} == figures


def test_a_member_too_young_to_row_may_cox() -> None:
    reason = found(women(14), required=False)
    assert reason is not None
    assert reason.message == "Rowers are 15 or older; a member of 14 may only cox."
    assert "à 14 ans, on peut seulement barrer" in reason.message_fr


def test_certificates_lift_the_obstacle() -> None:
    people = women(15, 16, certificate=True) + women(17, 18)
    assert found(people, required=True) is None


@given(AGES)
def test_every_crew_has_a_category(ages: list[int]) -> None:
    assert crew_age_category(ages) in AgeCategory


@given(AGES)
def test_seats_make_no_difference_to_the_category(ages: list[int]) -> None:
    assert crew_age_category(sorted(ages)) is crew_age_category(ages)


@given(AGES, st.integers(0, 7))
def test_an_older_rower_never_makes_the_crew_younger(ages: list[int], index: int) -> None:
    order = list(AgeCategory)
    older = list(ages)
    older[index % len(ages)] += 1
    assert order.index(crew_age_category(older)) >= order.index(crew_age_category(ages))


@given(GENDERS)
def test_mixed_crews_have_both_and_half_women(genders: list[Gender]) -> None:
    share = genders.count(Gender.WOMAN) / len(genders)
    expected = {True: CrewGender.WOMEN, False: CrewGender.MIXED if share >= 0.5 else CrewGender.MEN}
    assert crew_gender(genders) is expected[share == 1]
