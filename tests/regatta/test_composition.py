"""What a crew carries once it is entered, changed, or judged again."""

from dataclasses import replace

import pytest

from resolvers.regatta.composition import (
    Entry,
    changed_crew,
    compose,
    new_crew,
    rejudged_crew,
    reseated_crew,
)
from resolvers.regatta.crew import BoatRequest
from resolvers.regatta.member import Member
from resolvers.regatta.numbers import crew_number
from resolvers.regatta.refusals import AlreadySeated, Invalid, NotEligible
from resolvers.regatta.seating import seats_of
from resolvers.regatta.vocabulary import (
    BoatClass,
    BoatState,
    CrewStatus,
    Event,
    Gender,
    LicenceState,
    Missing,
    RefusalCode,
)
from tests.regatta.builders import (
    EDITION,
    GUEST,
    HOST,
    OPEN,
    PAYING,
    RACES,
    crew,
    entry,
    in_crew,
    member,
    men,
    seated,
    women,
)


def entered(
    race: str | None, boat_class: BoatClass, people: list[Member | None]
) -> tuple[CrewStatus, list[Missing]]:
    wanted = Entry(boat_class, seated(boat_class, people), RACES[race] if race else None)
    made = new_crew("crew", "manager", wanted, EDITION, GUEST, OPEN)
    return made.status, list(made.missing)


@pytest.mark.parametrize(
    ("race", "people", "status", "missing"),
    [
        pytest.param("MM4-", men(30, 30, 30, 30), CrewStatus.COMPLETE, [], id="full and allowed"),
        pytest.param(None, men(30, 30, 30, 30), CrewStatus.INCOMPLETE, [Missing.RACE], id="no race"),
        pytest.param("MM4-", men(30, 30, 30), CrewStatus.INCOMPLETE, [Missing.SEATS], id="a seat empty"),
        pytest.param(None, [], CrewStatus.INCOMPLETE, [Missing.SEATS, Missing.RACE], id="nothing yet"),
        pytest.param(
            "MM4-", women(16, 16), CrewStatus.INCOMPLETE, [Missing.SEATS], id="race may still come true"
        ),
        pytest.param(
            None, men(18, 40, 40, 40), CrewStatus.INCOMPLETE, [Missing.RACE], id="obstacle without race"
        ),
    ],
)
def test_status_and_what_is_missing(
    race: str | None, people: list[Member | None], status: CrewStatus, missing: list[Missing]
) -> None:
    assert entered(race, BoatClass.FOUR, people) == (status, missing)


@pytest.mark.parametrize(
    ("race", "people", "code"),
    [
        pytest.param("MM4-", men(26, 27, 27, 27), RefusalCode.AGE_CATEGORY, id="full crew, race not allowed"),
        pytest.param("MM4X-", men(30), RefusalCode.BOAT_CLASS, id="empty seats, another class"),
        pytest.param("MM4-", men(14), RefusalCode.TOO_YOUNG_TO_ROW, id="J14 in a crew with empty seats"),
        pytest.param(None, men(14), RefusalCode.TOO_YOUNG_TO_ROW, id="J14 without a race"),
        pytest.param("MM4-", men(18, 40, 40, 40), RefusalCode.JUNIOR_IN_MASTER, id="junior in master"),
    ],
)
def test_entries_that_are_refused(race: str | None, people: list[Member | None], code: RefusalCode) -> None:
    with pytest.raises(NotEligible) as refused:
        entered(race, BoatClass.FOUR, people)
    assert refused.value.code == code
    assert refused.value.info["code"] == str(code)


def test_a_refusal_carries_its_figures() -> None:
    with pytest.raises(NotEligible) as refused:
        entered("MM4-", BoatClass.FOUR, [*men(26, 27, 27, 27)])
    assert refused.value.info["averageAge"] == 26.75
    assert refused.value.info["needsAverage"] == 27


def test_a_complete_crew_carries_everything() -> None:
    rowing = [member(60, club=HOST), *women(60, 60, 60)]
    made = crew("MW4X+", [*rowing, member(14)], cox_change=True)
    assert made.status is CrewStatus.COMPLETE
    assert made.event is Event.SEMI_MARATHON
    assert made.clubs == (GUEST, HOST)
    assert made.multi_club
    assert made.licence_state is LicenceState.PENDING
    assert made.category is not None
    assert made.category.master_letter == "F"
    assert made.tariff == EDITION.tariff
    assert made.frozen_at == OPEN
    assert made.price.frozen
    assert made.version == 1
    assert [seat.member_id for seat in made.seats[:4]] == [person.id for person in rowing]


def test_a_change_makes_the_crew_that_a_new_entry_would() -> None:
    wanted = entry("MW4X+", [member(60, club=HOST), *women(60, 60, 60, 40)], cox_change=True)
    fresh = new_crew("crew", "manager", wanted, EDITION, GUEST, OPEN)
    for begun in (crew("MMA1X", men(30)), crew("MM4-", men(30)), crew("J18W8+", women(17))):
        assert changed_crew(begun, wanted, EDITION, GUEST, OPEN) == replace(
            fresh, tariff=begun.tariff or fresh.tariff
        )


@pytest.mark.parametrize(
    ("race", "people", "paying"),
    [
        pytest.param("MM4-", men(30, 30, 30, 30), 4, id="complete"),
        pytest.param(
            "MM4-", [*men(30, 30, 30), member(30, Gender.MAN, club=HOST)], 3, id="a host rows along"
        ),
        pytest.param("MM4-", men(30, 30, 30, 30, club=HOST), 0, id="nobody pays"),
        pytest.param("MM4-", men(30, 30, 30), 0, id="not complete yet"),
    ],
)
def test_seats_that_pay_once_a_crew_is_complete(race: str, people: list[Member | None], paying: int) -> None:
    assert crew(race, people).paying_seats == paying
    grown = changed_crew(crew("SM4-", men(20)), entry(race, people), EDITION, GUEST, OPEN)
    assert grown.paying_seats == paying


def test_seats_that_paid_are_remembered_when_they_are_emptied() -> None:
    people = men(30, 30, 30, 30)
    emptied = changed_crew(crew("MM4-", people), entry("MM4-", people[:1]), EDITION, GUEST, OPEN)
    assert emptied.paying_seats == 4


def test_a_change_is_refused_as_a_new_entry_is() -> None:
    before = crew("MM4-", men(30, 30, 30, 30))
    with pytest.raises(NotEligible) as refused:
        changed_crew(before, entry("MM4-", men(26, 27, 27, 27)), EDITION, GUEST, OPEN)
    assert refused.value.code is RefusalCode.AGE_CATEGORY


def test_a_crew_without_a_race_gets_one() -> None:
    people = men(30, 30, 30, 30)
    begun = replace(crew("MM4-", people), race=None, number=None)
    after = changed_crew(begun, entry("MM4-", people), EDITION, GUEST, OPEN)
    assert (after.race, after.number) == (RACES["MM4-"], None)


def test_a_member_seated_elsewhere_is_refused() -> None:
    with pytest.raises(AlreadySeated) as refused:
        seats_of(BoatClass.FOUR, [(1, member(30, crew_id="other"))], "crew")
    assert refused.value.crew_id == "other"
    assert seats_of(BoatClass.FOUR, [(1, member(30, crew_id="crew"))], "crew")[0].age == 30


def test_a_change_of_race_gives_up_the_number() -> None:
    people = women(30, 30, 30, 30, 40)
    before = crew("MW4X+", people)
    same = changed_crew(before, entry("MW4X+", people), EDITION, GUEST, OPEN)
    other = changed_crew(before, entry("MW4X+Y", people), EDITION, GUEST, OPEN)
    none = changed_crew(before, replace(entry("MW4X+", people), race=None), EDITION, GUEST, OPEN)
    assert (same.number, other.number, none.number) == ("SM.18.1", None, None)
    assert (same.status, other.status, none.status) == (
        CrewStatus.COMPLETE,
        CrewStatus.COMPLETE,
        CrewStatus.INCOMPLETE,
    )


@pytest.mark.parametrize(
    ("race", "sequence", "number"),
    [("MWF1X", 1, "M.1.1"), ("SM1X", 12, "M.14.12"), ("MW4X+Y", 3, "SM.15.3"), ("SM8+", 100, "SM.55.100")],
)
def test_crew_numbers(race: str, sequence: int, number: str) -> None:
    assert crew_number(RACES[race], sequence) == number


def test_a_boat_request_is_dropped_with_its_class() -> None:
    people = men(30, 30, 30, 30)
    asking = replace(crew("MM4-", people), boat_request=BoatRequest(BoatState.CONFIRMED, "boat"))
    same = changed_crew(asking, entry("MM4-", people), EDITION, GUEST, OPEN)
    other = changed_crew(asking, entry("MM4X-", people), EDITION, GUEST, OPEN)
    assert same.boat_request == asking.boat_request
    assert same.status is CrewStatus.COMPLETE
    assert same.price.total == 16000
    assert other.boat_request is None
    assert other.price.total == 8000


@pytest.mark.parametrize(
    ("paid", "state"), [(0, BoatState.CONFIRMED), (15999, BoatState.CONFIRMED), (16000, BoatState.PAID)]
)
def test_an_assigned_boat_is_paid_when_its_crew_owes_nothing(paid: int, state: BoatState) -> None:
    people = men(30, 30, 30, 30)
    before = crew("MM4-", people)
    before = replace(
        before,
        boat_request=BoatRequest(BoatState.CONFIRMED, "boat"),
        price=replace(before.price, paid=paid),
    )
    after = changed_crew(before, entry("MM4-", people), EDITION, GUEST, OPEN)
    assert after.boat_request is not None
    assert after.boat_request.state is state


def test_an_edit_of_a_member_may_make_his_crew_incomplete() -> None:
    people = men(27, 27, 27, 27)
    before = crew("MM4-", people)
    younger = replace(people[0], age=26)
    after = rejudged_crew(before, (younger, member(50)), EDITION, GUEST, OPEN)
    assert after.status is CrewStatus.INCOMPLETE
    assert after.missing == (Missing.RACE_NOT_ALLOWED,)
    assert after.number == before.number
    assert after.price.frozen
    assert rejudged_crew(after, (people[0],), EDITION, GUEST, OPEN) == before


def test_an_edit_that_makes_a_rower_14_is_not_refused_but_shows() -> None:
    people = men(15, 16, 16)
    before = crew("J18M4-", people)
    after = rejudged_crew(before, (replace(people[0], age=14),), EDITION, GUEST, OPEN)
    assert after.missing == (Missing.SEATS, Missing.RACE_NOT_ALLOWED)


def test_a_new_club_and_a_checked_licence_show_in_the_crew() -> None:
    people = men(30, 30, 30, 30)
    before = crew("MM4-", people)
    moved = replace(people[0], club=HOST, licence_state=LicenceState.INVALID)
    after = rejudged_crew(before, (moved,), EDITION, GUEST, OPEN)
    assert after.clubs == (GUEST, HOST)
    assert after.licence_state is LicenceState.INVALID
    assert after.price.total == 3 * (2000 + 2000)


def test_a_substitution_may_make_the_crew_incomplete_but_seats_no_one_of_14() -> None:
    people = men(27, 27, 27, 27)
    before = crew("MM4-", people)
    younger = seated(BoatClass.FOUR, [member(26), *in_crew(people)[1:]], "crew")
    assert reseated_crew(before, younger, EDITION, GUEST, OPEN).missing == (Missing.RACE_NOT_ALLOWED,)
    with pytest.raises(NotEligible) as refused:
        reseated_crew(
            before, seated(BoatClass.FOUR, [member(14), *in_crew(people)[1:]], "crew"), EDITION, GUEST, OPEN
        )
    assert refused.value.code is RefusalCode.TOO_YOUNG_TO_ROW


def test_a_withdrawn_crew_does_not_change() -> None:
    gone = replace(crew("MM4-", men(30, 30, 30, 30)), status=CrewStatus.WITHDRAWN)
    with pytest.raises(Invalid) as refused:
        changed_crew(gone, entry("MM4-", []), EDITION, GUEST, OPEN)
    assert refused.value.code == "WITHDRAWN"
    with pytest.raises(Invalid):
        reseated_crew(gone, gone.seats, EDITION, GUEST, OPEN)


@pytest.mark.parametrize(
    ("race", "people", "declared", "positions"),
    [
        pytest.param("MW4X+", women(30, 30, 30, 30, 30), True, (1, 2, 3, 4), id="all alike"),
        pytest.param("MW4X+", women(30, 30, 30, 30, 30), False, (), id="not declared"),
        pytest.param("J16W4X+", women(16, 16, 16, 16, 14), True, (), id="the cox is too young to row"),
        pytest.param(
            "MW4X+", [*women(27, 27, 30, 27), member(26)], True, (1, 2, 4), id="only where the average holds"
        ),
        pytest.param(
            "MX4X+", [*women(30, 30), *men(30, 30, 30)], True, (3, 4), id="only where half stay women"
        ),
        pytest.param("MW4X+", women(30, 30, 30, 30), True, (), id="no cox yet"),
        pytest.param("MW4X+", [None, *women(30, 30, 30, 30)], True, (), id="no bow yet"),
        pytest.param("MM4-", men(30, 30, 30, 30), True, (), id="a boat without a cox"),
    ],
)
def test_cox_swaps(
    race: str, people: list[Member | None], declared: bool, positions: tuple[int, ...]
) -> None:
    assert crew(race, people, cox_change=declared).cox_swaps == positions


def test_a_cox_change_means_nothing_without_a_cox() -> None:
    assert not crew("MM4-", men(30, 30, 30, 30), cox_change=True).cox_change
    assert crew("MM4+", men(30, 30, 30, 30, 30), cox_change=True).cox_change
    assert not crew("MM4+", men(30, 30, 30, 30, 30)).cox_change


def test_the_rowers_of_the_closing_day_are_kept_by_the_first_later_change() -> None:
    people = men(30, 30, 30, 30)
    before = crew("MM4-", people)
    assert changed_crew(before, entry("MM4-", people), EDITION, GUEST, OPEN).baseline is None
    first = changed_crew(before, entry("MM4-", men(30, 30, 30, 30)), EDITION, GUEST, PAYING)
    second = changed_crew(first, entry("MM4-", men(30, 30, 30, 30)), EDITION, GUEST, PAYING)
    assert first.baseline == second.baseline
    assert first.baseline is not None
    assert first.baseline.rower_ids == tuple(person.id for person in people)


def test_eligibility_and_mutations_judge_alike() -> None:
    wanted = entry("MM4-", men(30, 30, 30, 30))
    composition = compose(wanted, EDITION, GUEST, OPEN)
    made = new_crew("crew", "manager", wanted, EDITION, GUEST, OPEN)
    assert (made.price, made.clubs, made.missing, made.category) == (
        composition.price,
        composition.clubs,
        composition.missing,
        composition.standing.category,
    )


@pytest.mark.parametrize(
    ("clubs", "expected"),
    [
        pytest.param(["b", "A"], ("A", "b"), id="sorted without case"),
        pytest.param(["Club", "CLUB", "club"], ("Club",), id="first spelling kept"),
        pytest.param(["zoé", "ZOÉ", "Abc"], ("Abc", "zoé"), id="accents keep apart, case does not"),
        pytest.param([], (GUEST,), id="the manager’s while empty"),
    ],
)
def test_clubs_of_a_crew(clubs: list[str], expected: tuple[str, ...]) -> None:
    made = crew("MM4-", [member(30, club=club) for club in clubs])
    assert made.clubs == expected
    assert made.multi_club == (len(expected) > 1)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        pytest.param("", None, id="empty"),
        pytest.param("VV", LicenceState.VERIFIED, id="all verified"),
        pytest.param("VP", LicenceState.PENDING, id="one pending"),
        pytest.param("PVI", LicenceState.INVALID, id="one invalid"),
    ],
)
def test_licence_state_of_a_crew(states: str, expected: LicenceState | None) -> None:
    letters = {"V": LicenceState.VERIFIED, "P": LicenceState.PENDING, "I": LicenceState.INVALID}
    made = crew("SW4-", [member(30, licence_state=letters[letter]) for letter in states])
    assert made.licence_state is expected
