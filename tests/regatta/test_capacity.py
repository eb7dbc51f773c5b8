"""Places: taken, kept, freed and waited for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.regatta.capacity import (
    PlacesChange,
    Waiting,
    declined_crew,
    first_that_fit,
    placed_crew,
    places_change,
    places_of,
    settled,
)
from resolvers.regatta.composition import changed_crew
from resolvers.regatta.crew import Crew
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.vocabulary import CrewStatus, Event
from resolvers.regatta.withdrawal import withdrawn_crew
from tests.regatta.builders import EDITION, GUEST, OPEN, PAYING, crew, entry, men

SEMI, MARATHON = Event.SEMI_MARATHON, Event.MARATHON
EIGHT = crew("MM8+", men(*[30] * 9))
FOUR = crew("MM4-", men(30, 30, 30, 30))
SKIFF = crew("MMA1X", men(30))
BEGUN = crew("MM4-", men(30))


def holding(made: Crew) -> Crew:
    return replace(made, places=made.boat_class.seats)


def incomplete(made: Crew) -> Crew:
    return replace(made, status=CrewStatus.INCOMPLETE)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(None, FOUR, PlacesChange(0, 4, 0, None), id="new and complete"),
        pytest.param(None, EIGHT, PlacesChange(0, 9, 0, None), id="the cox needs a place too"),
        pytest.param(None, BEGUN, PlacesChange(0, 0, 0, None), id="new and incomplete"),
        pytest.param(BEGUN, FOUR, PlacesChange(0, 4, 0, None), id="completed"),
        pytest.param(holding(FOUR), FOUR, PlacesChange(4, 0, 0, None), id="edited"),
        pytest.param(
            holding(FOUR), incomplete(FOUR), PlacesChange(4, 0, 0, None), id="kept while incomplete"
        ),
        pytest.param(
            incomplete(holding(FOUR)), FOUR, PlacesChange(4, 0, 0, None), id="completed again, taken once"
        ),
        pytest.param(
            holding(FOUR), withdrawn_crew(FOUR, EDITION, OPEN), PlacesChange(0, 0, 4, SEMI), id="withdrawn"
        ),
        pytest.param(holding(EIGHT), None, PlacesChange(0, 0, 9, SEMI), id="deleted"),
        pytest.param(BEGUN, None, PlacesChange(0, 0, 0, None), id="deleted without places"),
        pytest.param(holding(FOUR), EIGHT, PlacesChange(4, 5, 0, None), id="a larger class"),
        pytest.param(
            holding(FOUR), incomplete(EIGHT), PlacesChange(4, 0, 0, None), id="a larger class, incomplete"
        ),
        pytest.param(holding(EIGHT), FOUR, PlacesChange(4, 0, 5, SEMI), id="a smaller class"),
        pytest.param(holding(FOUR), SKIFF, PlacesChange(0, 1, 4, SEMI), id="another event"),
        pytest.param(
            holding(SKIFF), incomplete(FOUR), PlacesChange(0, 0, 1, MARATHON), id="another event, incomplete"
        ),
        pytest.param(
            replace(FOUR, status=CrewStatus.WAITING),
            FOUR,
            PlacesChange(0, 4, 0, None),
            id="edited while it waits",
        ),
    ],
)
def test_places_change(before: Crew | None, after: Crew | None, expected: PlacesChange) -> None:
    assert places_change(before, after) == expected


def test_a_complete_crew_with_places_is_complete() -> None:
    made = settled(FOUR, places_change(None, FOUR), granted=True, ticket="01A")
    assert (made.status, made.places, made.waiting_since) == (CrewStatus.COMPLETE, 4, None)


def test_a_crew_beyond_the_places_waits_in_order_of_completion() -> None:
    waiting = settled(FOUR, places_change(None, FOUR), granted=False, ticket="01A")
    assert (waiting.status, waiting.places, waiting.waiting_since) == (CrewStatus.WAITING, 0, "01A")
    edited = changed_crew(waiting, entry("MM4-", men(30, 30, 30, 30)), EDITION, GUEST, OPEN)
    again = settled(edited, places_change(waiting, edited), granted=False, ticket="01B")
    assert again.waiting_since == "01A"
    other_event = changed_crew(waiting, entry("MMA1X", men(30)), EDITION, GUEST, OPEN)
    assert settled(other_event, places_change(waiting, other_event), False, "01C").waiting_since == "01C"


def test_a_crew_that_waits_holds_no_places_and_has_none_to_decline() -> None:
    placed = placed_crew(replace(FOUR, status=CrewStatus.WAITING), OPEN)
    larger = replace(EIGHT, places=placed.places, decline_until=placed.decline_until)
    waiting = settled(larger, places_change(placed, larger), granted=False, ticket="01A")
    assert (waiting.status, waiting.places, waiting.decline_until) == (CrewStatus.WAITING, 0, None)


def test_a_crew_that_becomes_incomplete_leaves_the_queue_or_keeps_its_places() -> None:
    waiting = settled(FOUR, places_change(None, FOUR), granted=False, ticket="01A")
    left = settled(incomplete(waiting), places_change(waiting, incomplete(waiting)), True, "01B")
    assert (left.status, left.waiting_since, left.places) == (CrewStatus.INCOMPLETE, None, 0)
    had = holding(FOUR)
    assert settled(incomplete(had), places_change(had, incomplete(had)), True, "01B").places == 4


@pytest.mark.parametrize(
    ("free", "placed"),
    [
        pytest.param(0, [], id="nothing free"),
        pytest.param(4, ["four"], id="the first that fits, not the first"),
        pytest.param(9, ["eight"], id="the first"),
        pytest.param(10, ["eight", "skiff"], id="and what is left to the next that fits"),
        pytest.param(13, ["eight", "four"], id="in order"),
        pytest.param(100, ["eight", "four", "skiff"], id="all"),
    ],
)
def test_freed_places_go_to_the_first_that_fits(free: int, placed: list[str]) -> None:
    queue = [
        Waiting("skiff", "m", 1, "03"),
        Waiting("eight", "m", 9, "01"),
        Waiting("four", "m", 4, "02"),
    ]
    assert [waiting.crew_id for waiting in first_that_fit(queue, free)] == placed


@given(st.lists(st.sampled_from([1, 4, 5, 9])), st.integers(0, 60))
def test_never_more_people_than_places(people: list[int], free: int) -> None:
    queue = [Waiting(str(i), "m", size, f"{i:03}") for i, size in enumerate(people)]
    placed = first_that_fit(queue, free)
    left = free - sum(waiting.people for waiting in placed)
    assert left >= 0
    assert all(waiting.people > left for waiting in queue if waiting not in placed)


def test_a_place_from_the_queue_can_be_declined_for_72_hours() -> None:
    waiting = settled(FOUR, places_change(None, FOUR), granted=False, ticket="01A")
    placed = placed_crew(waiting, PAYING)
    assert (placed.status, placed.places, placed.waiting_since) == (CrewStatus.COMPLETE, 4, None)
    declined = declined_crew(placed, PAYING + timedelta(hours=72))
    assert (declined.status, declined.price.due, declined.places) == (CrewStatus.WITHDRAWN, 0, 0)
    with pytest.raises(Invalid) as late:
        declined_crew(placed, PAYING + timedelta(hours=72, seconds=1))
    assert late.value.code == "TOO_LATE_TO_DECLINE"


def test_the_term_to_decline_outlives_an_edit() -> None:
    placed = placed_crew(replace(FOUR, status=CrewStatus.WAITING), OPEN)
    edited = replace(placed, status=CrewStatus.COMPLETE)
    assert settled(edited, places_change(placed, edited), True, "01B").decline_until == placed.decline_until


def test_the_term_to_decline_goes_with_the_places() -> None:
    placed = placed_crew(replace(FOUR, status=CrewStatus.WAITING), OPEN)
    kept, moved = incomplete(placed), replace(SKIFF, decline_until=placed.decline_until)
    assert settled(kept, places_change(placed, kept), True, "01B").decline_until == placed.decline_until
    assert settled(moved, places_change(placed, moved), True, "01B").decline_until is None
    left = incomplete(moved)
    assert settled(left, places_change(placed, left), True, "01B").decline_until is None


def test_only_a_given_place_is_declined_and_only_a_waiting_crew_is_placed() -> None:
    with pytest.raises(Invalid) as refused:
        declined_crew(holding(FOUR), OPEN)
    assert refused.value.code == "NO_PLACE_TO_DECLINE"
    with pytest.raises(Invalid) as placed:
        placed_crew(FOUR, OPEN)
    assert placed.value.code == "NOT_WAITING"


def test_places_of_each_event() -> None:
    assert (places_of(EDITION.capacity, SEMI), places_of(EDITION.capacity, MARATHON)) == (350, 30)
