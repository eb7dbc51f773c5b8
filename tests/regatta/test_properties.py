"""What stays true of any crew, whoever sits in it."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.regatta.admission import reason_against, standing_of
from resolvers.regatta.capacity import places_change, settled
from resolvers.regatta.clubs import crew_clubs
from resolvers.regatta.composition import Composition, Entry, compose, new_crew, rejudged_crew
from resolvers.regatta.crew import Crew
from resolvers.regatta.eligibility import Eligibility, eligibility
from resolvers.regatta.member import Member
from resolvers.regatta.refusals import NotEligible
from resolvers.regatta.vocabulary import (
    AgeCategory,
    BoatClass,
    CrewStatus,
    Gender,
    LicenceState,
    Missing,
    RefusalCode,
)
from tests.regatta.builders import EDITION, GUEST, HOST, OPEN, PROGRAMME, member, seated

STRICT = replace(EDITION, upgrade_certificates_required=True)

CLUBS = [GUEST, HOST, "Aviron de Test", "AVIRON DE TEST"]
KINDS: list[dict[str, Any]] = [
    {"gender": gender, "club": club, "certificate": certificate, "licence_state": state}
    for gender, club, certificate, state in product(Gender, CLUBS, (True, False), LicenceState)
]
# Crews of one age band are often allowed somewhere, those of all ages seldom.
BANDS = [(15, 16), (15, 18), (17, 18), (16, 22), (19, 26), (24, 29), (27, 95), (14, 95)]


def people_of(band: tuple[int, int]) -> st.SearchStrategy[Member]:
    """Members between two ages, of either gender and of any club."""
    youngest, oldest = band

    def person(number: int) -> Member:
        years, kind = divmod(number, len(KINDS))
        return member(youngest + years, **KINDS[kind])

    return st.integers(0, (oldest - youngest + 1) * len(KINDS) - 1).map(person)


@st.composite
def entries(draw: st.DrawFn, *, full: bool = False) -> tuple[Entry, list[Member | None]]:
    """An entry and who sits where in it; its race is none, one that is allowed, or any of the programme."""
    boat_class = draw(st.sampled_from(BoatClass))
    seat = people_of(draw(st.sampled_from(BANDS)))
    size = boat_class.seats
    people: list[Member | None] = [*draw(st.lists(seat, min_size=size, max_size=size))]
    if not full:
        for empty in draw(st.sets(st.integers(0, size - 1), max_size=2)):
            people[empty] = None
    entry = Entry(boat_class, seated(boat_class, people), None, draw(st.booleans()))
    allowed = judged(entry).allowed
    races = st.one_of(st.sampled_from(allowed or PROGRAMME), st.none(), st.sampled_from(PROGRAMME))
    return replace(entry, race=draw(races)), people


def judged(entry: Entry) -> Eligibility:
    return eligibility(entry, STRICT, PROGRAMME, [], GUEST, OPEN)


def composed(entry: Entry) -> Composition:
    return compose(entry, STRICT, GUEST, OPEN)


@given(entries(), st.integers(1, 8), st.integers(1, 8))
def test_swapping_two_rowers_changes_nothing_but_their_seats(
    drawn: tuple[Entry, list[Member | None]], one: int, other: int
) -> None:
    entry, people = drawn
    size = entry.boat_class.rowers
    first, second = (one - 1) % size, (other - 1) % size
    people[first], people[second] = people[second], people[first]
    before, after = judged(entry), judged(replace(entry, seats=seated(entry.boat_class, people)))
    assert after.category == before.category
    assert after.price == before.price
    assert after.allowed == before.allowed
    assert [(each.race, each.code) for each in after.refused] == [
        (each.race, each.code) for each in before.refused
    ]
    assert [club.casefold() for club in after.clubs] == [club.casefold() for club in before.clubs]
    assert after.missing == before.missing


@given(entries(), st.integers(0, 8))
def test_a_certificate_more_never_closes_a_race(drawn: tuple[Entry, list[Member | None]], index: int) -> None:
    entry, people = drawn
    certified = [
        replace(person, upgrade_certificate=True) if person and at == index % len(people) else person
        for at, person in enumerate(people)
    ]
    after = judged(replace(entry, seats=seated(entry.boat_class, certified)))
    assert set(after.allowed) >= set(judged(entry).allowed)


@given(entries(full=True), people_of((14, 95)))
def test_the_cox_changes_neither_category_nor_races(
    drawn: tuple[Entry, list[Member | None]], other: Member
) -> None:
    entry, people = drawn
    if not entry.boat_class.coxed:
        return
    recoxed = judged(replace(entry, seats=seated(entry.boat_class, [*people[:-1], other])))
    before = judged(entry)
    assert (recoxed.category, recoxed.allowed) == (before.category, before.allowed)


@given(entries())
def test_every_race_is_allowed_or_refused_with_a_reason(drawn: tuple[Entry, list[Member | None]]) -> None:
    answer = judged(drawn[0])
    refused = {each.race.id for each in answer.refused}
    assert refused | {race.id for race in answer.allowed} == {race.id for race in PROGRAMME}
    assert len(refused) + len(answer.allowed) == len(PROGRAMME)
    assert all(each.message and each.message_fr and each.details for each in answer.refused)


@given(entries())
def test_a_crew_with_rowers_has_a_category_and_one_without_has_none(
    drawn: tuple[Entry, list[Member | None]],
) -> None:
    entry, people = drawn
    category = composed(entry).standing.category
    assert (category is not None) == any(people[: entry.boat_class.rowers])
    if category is not None:
        assert (category.master_letter is not None) == (category.age is AgeCategory.MASTER)


@given(entries(full=True))
def test_a_full_crew_enters_one_letter_at_most(drawn: tuple[Entry, list[Member | None]]) -> None:
    letters = [race.master_letter for race in judged(drawn[0]).allowed if race.master_letter]
    assert len(letters) <= 1


@given(entries())
def test_missing_and_status_agree(drawn: tuple[Entry, list[Member | None]]) -> None:
    composition = composed(drawn[0])
    assert (composition.status is CrewStatus.COMPLETE) == (composition.missing == ())
    assert (Missing.SEATS in composition.missing) == composition.provisional
    assert (composition.tariff is not None) == (composition.status is CrewStatus.COMPLETE)


@given(entries())
def test_the_price_is_the_sum_of_its_lines_and_guests_alone_pay(
    drawn: tuple[Entry, list[Member | None]],
) -> None:
    entry, people = drawn
    price = composed(entry).price
    guests = sum(person is not None and not person.host_club for person in people)
    assert price.total == sum(line.amount for line in price.lines) == price.due
    assert [line.quantity for line in price.lines if line.code == "PARTICIPATION"] == (
        [guests] if guests else []
    )
    assert price.total <= guests * 4000


@given(st.lists(st.sampled_from(["Alpha", "BETA", "gamma", "Élan"]), max_size=9), st.data())
def test_clubs_are_stable_under_case(clubs: list[str], data: st.DataObject) -> None:
    spelt = [data.draw(st.sampled_from([club, club.upper(), club.lower()])) for club in clubs]
    people = [member(30, club=club) for club in clubs]
    other = [member(30, club=club) for club in spelt]
    before = crew_clubs(seated(BoatClass.EIGHT, people), GUEST)
    after = crew_clubs(seated(BoatClass.EIGHT, other), GUEST)
    assert [club.casefold() for club in before] == [club.casefold() for club in after]
    assert len(before) == len({club.casefold() for club in clubs} or {GUEST})


def entered(entry: Entry) -> Crew | None:
    try:
        return new_crew("crew", "manager", entry, STRICT, GUEST, OPEN)
    except NotEligible:
        return None


@given(entries(), st.integers(0, 100_000), st.integers(0, 100_000), st.integers(0, 400))
def test_a_frozen_price_never_follows_the_tariff(
    drawn: tuple[Entry, list[Member | None]], fee: int, rental: int, days: int
) -> None:
    before = entered(drawn[0])
    if before is None:
        return
    dearer = replace(
        STRICT, tariff=replace(STRICT.tariff, participation_fee=fee, boat_rental_per_seat=rental)
    )
    after = rejudged_crew(before, (), dearer, GUEST, OPEN + timedelta(days=days))
    if before.price.frozen:
        assert after.price == before.price
    else:
        assert after.price.total == compose(drawn[0], dearer, GUEST, OPEN).price.total


@given(entries())
def test_judging_an_unchanged_crew_again_changes_nothing(drawn: tuple[Entry, list[Member | None]]) -> None:
    before = entered(drawn[0])
    if before is not None:
        people = tuple(person for person in drawn[1] if person is not None)
        assert rejudged_crew(before, people, STRICT, GUEST, OPEN) == before


@given(entries())
def test_an_entry_is_refused_for_what_eligibility_says(drawn: tuple[Entry, list[Member | None]]) -> None:
    entry, _ = drawn
    answer = judged(entry)
    chosen = entry.race
    against = next((each for each in answer.refused if chosen and each.race.id == chosen.id), None)
    refused = {each.code for each in answer.refused}
    expected = {against.code} if against is not None and not answer.provisional else set()
    # Empty seats may still make it right; these two they can't.
    expected |= refused & {RefusalCode.TOO_YOUNG_TO_ROW}
    expected |= {RefusalCode.BOAT_CLASS} if chosen and chosen.boat_class is not entry.boat_class else set()
    if not expected:
        assert entered(entry) is not None
        return
    with pytest.raises(NotEligible) as refusal:
        new_crew("crew", "manager", entry, STRICT, GUEST, OPEN)
    assert refusal.value.code in expected


@given(entries(full=True))
def test_cox_swaps_are_those_that_leave_the_crew_in_its_race(
    drawn: tuple[Entry, list[Member | None]],
) -> None:
    entry, people = drawn
    composition = composed(entry)
    if not composition.cox_swaps:
        return
    assert entry.cox_change
    assert entry.race is not None
    for position in composition.cox_swaps:
        swapped = list(people)
        swapped[position - 1], swapped[-1] = people[-1], people[position - 1]
        standing = standing_of(entry.boat_class, seated(entry.boat_class, swapped), True)
        assert reason_against(entry.race, standing) is None


@given(entries(full=True), entries(full=True), st.booleans())
def test_places_are_neither_lost_nor_made(
    first: tuple[Entry, list[Member | None]], second: tuple[Entry, list[Member | None]], granted: bool
) -> None:
    one, other = entered(replace(first[0], race=None)), entered(replace(second[0], race=None))
    if one is None or other is None:
        return
    before = replace(one, status=CrewStatus.COMPLETE, places=one.boat_class.seats)
    after = replace(other, status=CrewStatus.COMPLETE)
    change = places_change(before, after)
    assert before.places == change.freed + change.held
    made = settled(after, change, granted or not change.wanted, "01A")
    assert made.places == (after.boat_class.seats if made.status is CrewStatus.COMPLETE else 0)
    assert (made.waiting_since is None) == (made.status is CrewStatus.COMPLETE)
