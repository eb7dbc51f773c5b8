"""Substitutions, before and after closing."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from resolvers.regatta.composition import reseated_crew
from resolvers.regatta.crew import Baseline, Crew
from resolvers.regatta.edition import Edition
from resolvers.regatta.member import Member
from resolvers.regatta.refusals import AlreadySeated, Invalid, TooManySubstitutions
from resolvers.regatta.substitution import substituted
from resolvers.regatta.vocabulary import CrewStatus
from tests.regatta.builders import EDITION, GUEST, OPEN, OVER, PAYING, crew, in_crew, member, men

CLOSING = EDITION.instants.registration_closes


def given(race: str, people: list[Member | None]) -> tuple[Crew, list[Member]]:
    return crew(race, people), in_crew([person for person in people if person])


def after(
    before: Crew,
    position: int,
    who: Member,
    now: datetime = PAYING,
    *,
    exempt: bool = False,
    edition: Edition = EDITION,
) -> Crew:
    seats = substituted(before, position, who, edition, now, exempt=exempt)
    return reseated_crew(before, seats, edition, GUEST, now)


def ids(made: Crew) -> list[str | None]:
    return [seat.member_id for seat in made.seats]


@pytest.mark.parametrize(
    ("race", "size", "free"),
    [
        pytest.param("MM4-", 4, 2, id="two of four"),
        pytest.param("MM8+", 8, 4, id="four of eight"),
        pytest.param("MM4+", 4, 2, id="two of a coxed four"),
        pytest.param("MMA1X", 1, 0, id="a skiff never changes"),
    ],
)
def test_half_of_the_rowers_stay_after_closing(race: str, size: int, free: int) -> None:
    made, _ = given(race, [*men(*[30] * len(crew(race, []).seats))])
    for position in range(1, free + 1):
        made = after(made, position, member(31))
    assert (len(made.baseline.rower_ids) if made.baseline else 0) == (size if free else 0)
    with pytest.raises(TooManySubstitutions) as refused:
        after(made, free + 1, member(31))
    assert refused.value.info == {"kept": size - free - 1, "needed": (size + 1) // 2}


def test_who_comes_back_counts_as_staying() -> None:
    people = men(30, 30, 30, 30)
    made, _ = given("MM4-", [*people])
    made = after(after(made, 1, member(31)), 2, member(31))
    made = after(made, 1, people[0])
    made = after(made, 3, member(31))
    assert ids(made)[0] == people[0].id


def test_the_cox_is_free() -> None:
    made, _ = given("MM4+", [*men(30, 30, 30, 30, 30)])
    for _ in range(4):
        made = after(made, 5, member(40))
    assert made.status is CrewStatus.COMPLETE


def test_seats_are_swapped_within_the_crew() -> None:
    made, people = given("MM4+", [*men(30, 31, 32, 33, 34)])
    swapped = after(made, 1, people[2])
    assert ids(swapped) == [people[i].id for i in (2, 1, 0, 3, 4)]
    assert [seat.age for seat in swapped.seats] == [32, 31, 30, 33, 34]
    assert [seat.role for seat in swapped.seats] == [seat.role for seat in made.seats]
    assert [seat.position for seat in swapped.seats] == [1, 2, 3, 4, 5]
    with_cox = after(made, 5, people[0])
    assert ids(with_cox) == [people[i].id for i in (4, 1, 2, 3, 0)]
    assert [seat.role for seat in with_cox.seats] == [seat.role for seat in made.seats]


def test_a_rower_who_goes_to_the_cox_s_seat_no_longer_rows() -> None:
    made, people = given("MM4+", [*men(30, 30, 30, 30, 30)])
    made = after(after(made, 1, member(30)), 2, member(30))
    with pytest.raises(TooManySubstitutions):
        after(made, 5, people[2])


def test_taking_one_s_own_seat_changes_nothing() -> None:
    made, people = given("MM4-", [*men(30, 31, 32, 33)])
    assert after(made, 2, people[1], OPEN) == made


def test_before_closing_all_may_change_and_empty_seats_be_filled() -> None:
    made, _ = given("MM4-", [*men(30, 30, 30)])
    for position in (1, 2, 3, 4):
        made = after(made, position, member(31), OPEN)
    assert made.status is CrewStatus.INCOMPLETE  # four women in a men's race
    assert made.baseline is None


def test_moving_to_an_empty_seat_leaves_one_empty() -> None:
    made, people = given("MM4-", [*men(30, 30)])
    assert ids(after(made, 4, people[0], OPEN)) == [None, people[1].id, None, people[0].id]


def test_empty_seats_stay_empty_after_closing() -> None:
    made, people = given("MM4-", [*men(30, 30, 30)])
    for who in (member(30), people[0]):
        with pytest.raises(Invalid) as refused:
            after(made, 4, who)
        assert refused.value.info == {"field": "position", "code": "EMPTY_SEAT"}
    assert ids(after(made, 4, people[0], exempt=True)) == [None, people[1].id, people[2].id, people[0].id]


def test_admins_and_grants_are_exempt_yet_keep_the_baseline() -> None:
    people = men(30, 30, 30, 30)
    made, _ = given("MM4-", [*people])
    for position in (1, 2, 3):
        made = after(made, position, member(30), OVER, exempt=True)
    assert made.baseline == Baseline(CLOSING, tuple(person.id for person in people))
    with pytest.raises(TooManySubstitutions) as refused:
        after(made, 4, member(30))
    assert (refused.value.kept, refused.value.needed) == (0, 2)


def test_a_crew_left_below_half_by_an_organiser_is_still_rearranged() -> None:
    people, (first, second, cox) = men(30, 30, 30, 30, 30), men(30, 30, 30)
    made, _ = given("MM4+", [*people])
    for position, newcomer in enumerate((first, second, member(30)), 1):
        made = after(made, position, newcomer, exempt=True)

    assert ids(after(made, 5, cox))[4] == cox.id, "the cox is free"
    assert ids(after(made, 1, second))[:2] == [second.id, first.id], "newcomers may swap seats"
    assert ids(after(made, 1, people[0]))[0] == people[0].id, "who rowed there may come back"
    with pytest.raises(TooManySubstitutions):
        after(made, 4, member(30))
    with pytest.raises(TooManySubstitutions):
        after(made, 2, member(30))
    with pytest.raises(TooManySubstitutions):
        after(after(made, 5, cox), 2, cox)


def test_a_skiff_that_an_organiser_changed_is_not_changed_again() -> None:
    (rower,), other = men(24), member(24)
    made = after(given("SM1X", [rower])[0], 1, other, exempt=True)

    with pytest.raises(TooManySubstitutions) as refused:
        after(made, 1, member(24))
    assert (refused.value.kept, refused.value.needed) == (0, 1)
    assert ids(after(made, 1, rower)) == [rower.id]


def test_half_of_three_is_two() -> None:
    made, _ = given("MM4-", [*men(30, 30, 30)])
    made = after(made, 1, member(30))
    with pytest.raises(TooManySubstitutions) as refused:
        after(made, 2, member(30))
    assert (refused.value.kept, refused.value.needed) == (1, 2)


def test_a_closing_day_to_come_forgets_the_baseline() -> None:
    made = replace(crew("MM4-", men(30, 30, 30, 30)), baseline=Baseline(CLOSING, ("someone",)))
    assert after(made, 1, member(30), OPEN).baseline is None


def test_a_later_closing_day_counts_from_those_who_row_at_its_end() -> None:
    made, _ = given("MM4-", [*men(30, 30, 30, 30)])
    made = after(after(made, 1, member(30)), 2, member(30))
    rowers = tuple(str(member_id) for member_id in ids(made))
    moved = replace(EDITION.instants, registration_closes=CLOSING + timedelta(days=1))
    later = replace(EDITION, instants=moved)

    made = after(made, 3, member(30), edition=later)
    assert made.baseline == Baseline(CLOSING + timedelta(days=1), rowers)
    made = after(made, 4, member(30), edition=later)
    with pytest.raises(TooManySubstitutions) as refused:
        after(made, 1, member(30), edition=later)
    assert (refused.value.kept, refused.value.needed) == (1, 2)


@pytest.mark.parametrize("position", [0, 5, -1])
def test_positions_that_do_not_exist(position: int) -> None:
    made, _ = given("MM4-", [*men(30, 30, 30, 30)])
    with pytest.raises(Invalid) as refused:
        after(made, position, member(30))
    assert refused.value.code == "POSITION_OUT_OF_RANGE"


def test_members_of_other_crews_stay_there() -> None:
    made, _ = given("MM4-", [*men(30, 30, 30, 30)])
    with pytest.raises(AlreadySeated) as refused:
        after(made, 1, member(30, crew_id="other"))
    assert refused.value.crew_id == "other"
