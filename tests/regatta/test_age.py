"""Ages, member categories and master letters."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.regatta.age import age_in, average_age, letter_limits, master_letter, member_category
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.vocabulary import AgeCategory


@pytest.mark.parametrize(
    ("born", "age"),
    [
        pytest.param(date(2009, 1, 1), 18, id="first day of the year"),
        pytest.param(date(2009, 12, 31), 18, id="last day of the year"),
        pytest.param(date(2028, 1, 1), -1, id="not born"),
    ],
)
def test_age_is_that_reached_in_the_year(born: date, age: int) -> None:
    assert age_in(2027, born) == age


@pytest.mark.parametrize(
    ("age", "category"),
    [
        (14, AgeCategory.J14),
        (15, AgeCategory.J16),
        (16, AgeCategory.J16),
        (17, AgeCategory.J18),
        (18, AgeCategory.J18),
        (19, AgeCategory.SENIOR),
        (26, AgeCategory.SENIOR),
        (27, AgeCategory.MASTER),
        (110, AgeCategory.MASTER),
    ],
)
def test_member_category(age: int, category: AgeCategory) -> None:
    assert member_category(age) is category


@pytest.mark.parametrize(
    ("age", "code"), [(13, "TOO_YOUNG"), (0, "TOO_YOUNG"), (-1, "NOT_BORN"), (111, "TOO_OLD")]
)
def test_ages_that_are_refused(age: int, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        member_category(age)
    assert refused.value.info == {"field": "dateOfBirth", "code": code}


@pytest.mark.parametrize(
    ("ages", "letter"),
    [
        pytest.param([26, 27, 27, 27], None, id="26.75 is no master"),
        pytest.param([27, 27, 27, 27], "A", id="27 exactly"),
        pytest.param([26, 28], "A", id="27 on average"),
        pytest.param([36] * 7 + [35], "A", id="35.875 is not rounded"),
        pytest.param([36], "B", id="36"),
        pytest.param([43], "C", id="43"),
        pytest.param([50], "D", id="50"),
        pytest.param([54, 55, 55, 55], "D", id="54.75"),
        pytest.param([55], "E", id="55"),
        pytest.param([60], "F", id="60"),
        pytest.param([65], "G", id="65"),
        pytest.param([70], "H", id="70"),
        pytest.param([75], "I", id="75"),
        pytest.param([80], "J", id="80"),
        pytest.param([84], "J", id="84"),
        pytest.param([85], "K", id="85"),
        pytest.param([110], "K", id="the last has no end"),
    ],
)
def test_master_letter_by_the_exact_average(ages: list[int], letter: str | None) -> None:
    assert master_letter(average_age(ages)) == letter


@given(st.lists(st.integers(14, 110), min_size=1, max_size=8), st.integers(14, 110))
def test_an_average_reaches_a_limit_exactly_when_the_sum_does(ages: list[int], limit: int) -> None:
    assert (average_age(ages) >= limit) == (sum(ages) >= limit * len(ages))


@given(st.integers(27, 110))
def test_letter_limits_are_those_of_the_letters(age: int) -> None:
    letter = master_letter(age)
    assert letter is not None
    lowest, older = letter_limits(letter)
    assert lowest <= age
    assert older is None or age < older
