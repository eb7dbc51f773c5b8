"""Boats for rent: requests, priority, confirmation and states."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.regatta.boat import Boat
from resolvers.regatta.boats import (
    QueuedRequest,
    boat_state,
    check_free,
    confirmations,
    host_crew,
    host_priority,
    new_request,
)
from resolvers.regatta.crew import BoatRequest, Crew
from resolvers.regatta.member import Member
from resolvers.regatta.price import with_paid
from resolvers.regatta.refusals import BoatTaken, Invalid
from resolvers.regatta.vocabulary import BoatClass, BoatState, Hull
from tests.regatta.builders import EDITION, HOST, crew, member, men, women

QUAD, YOLETTE, OUTRIGGER = BoatClass.COXED_QUAD, Hull.YOLETTE, Hull.OUTRIGGER
A = Boat("a", "Argenteuil", QUAD, YOLETTE)
B = Boat("b", "Bougival", QUAD, YOLETTE)
C = Boat("c", "Chatou", QUAD, OUTRIGGER)
FOUR = crew("MM4-", men(30, 30, 30, 30))


def asked(name: str, boat: Boat | None, since: str, *, host: bool = False) -> QueuedRequest:
    return QueuedRequest(name, "manager", QUAD, YOLETTE, since, host, boat.id if boat else None)


@pytest.mark.parametrize(
    ("boats", "queue", "priority", "confirmed"),
    [
        pytest.param(
            [A], [asked("late", A, "2"), asked("early", A, "1")], False, ["early=a"], id="the oldest"
        ),
        pytest.param(
            [A], [asked("guest", A, "1"), asked("host", A, "2", host=True)], True, ["host=a"], id="host only"
        ),
        pytest.param([A], [asked("guest", A, "1")], True, [], id="guests wait while the priority lasts"),
        pytest.param(
            [A],
            [asked("guest", A, "1"), asked("host", A, "2", host=True)],
            False,
            ["guest=a"],
            id="then by age alone",
        ),
        pytest.param(
            [replace(A, crew_id="other")],
            [asked("one", A, "1")],
            False,
            [],
            id="an assigned boat is not free",
        ),
        pytest.param([C, A], [asked("any", None, "1")], False, ["any=a"], id="any of the class and hull"),
        pytest.param([C], [asked("any", None, "1")], False, [], id="another hull does not do"),
        pytest.param(
            [A, B],
            [asked("any", None, "1"), asked("named", A, "2")],
            False,
            ["any=b", "named=a"],
            id="any leaves the boat that is named",
        ),
        pytest.param([A, B], [asked("named", B, "1")], False, ["named=b"], id="the boat that is named"),
        pytest.param(
            [A],
            [asked("any", None, "1"), asked("named", A, "2")],
            False,
            ["any=a"],
            id="unless there is no other",
        ),
        pytest.param([], [asked("any", None, "1")], False, [], id="no fleet"),
        pytest.param([A, B], [], False, [], id="nobody asks"),
    ],
)
def test_confirmations(
    boats: list[Boat], queue: list[QueuedRequest], priority: bool, confirmed: list[str]
) -> None:
    found = confirmations(boats, queue, priority)
    assert [f"{each.request.crew_id}={each.boat.id}" for each in found] == confirmed


@given(
    st.lists(
        st.builds(
            asked,
            st.uuids().map(str),
            st.sampled_from([A, B, C, None]),
            st.text("0123456789", min_size=3, max_size=3),
            host=st.booleans(),
        ),
        max_size=8,
    ),
    st.booleans(),
)
def test_no_boat_goes_to_two_crews_nor_a_crew_gets_two(queue: list[QueuedRequest], priority: bool) -> None:
    found = confirmations([A, B, C], queue, priority)
    boats = [each.boat.id for each in found]
    crews = [each.request.crew_id for each in found]
    assert len(set(boats)) == len(boats)
    assert len(set(crews)) == len(crews)
    assert all(each.request.host or not priority for each in found)


@pytest.mark.parametrize(
    ("now", "lasts"),
    [
        pytest.param(
            datetime(2027, 4, 4, 21, 59, tzinfo=UTC), True, id="15 days before closing, that day included"
        ),
        pytest.param(datetime(2027, 4, 4, 22, tzinfo=UTC), False, id="the day after"),
    ],
)
def test_the_priority_of_the_host_club(now: datetime, lasts: bool) -> None:
    assert host_priority(EDITION.calendar, now) is lasts


@pytest.mark.parametrize(
    ("people", "host"),
    [
        pytest.param([*women(30, 30, 30, 30, club=HOST), member(30)], True, id="the cox does not matter"),
        pytest.param([*women(30, 30, 30, club=HOST), member(30)], False, id="one guest rower"),
        pytest.param(women(30, 30, 30, club=HOST), False, id="a rowing seat empty"),
        pytest.param([], False, id="nobody"),
    ],
)
def test_crews_of_the_host_club(people: list[Member | None], host: bool) -> None:
    assert host_crew(crew("MW4X+", people)) is host


def test_a_request() -> None:
    yolette = crew("MW4X+Y", [])
    assert new_request(yolette, A, "  light crew ") == BoatRequest(BoatState.REQUESTED, "a", "light crew")
    assert new_request(yolette, A, "x" * 500).comment == "x" * 500
    assert new_request(yolette, None, " ") == BoatRequest(BoatState.REQUESTED)
    assert new_request(replace(yolette, race=None), C, None).boat_id == "c"


@pytest.mark.parametrize(
    ("made", "boat", "comment", "field"),
    [
        pytest.param(crew("MW4X+", []), A, None, "boatId", id="another hull"),
        pytest.param(FOUR, C, None, "boatId", id="another class"),
        pytest.param(FOUR, None, "x" * 501, "comment", id="a long comment"),
    ],
)
def test_requests_that_are_refused(made: Crew, boat: Boat | None, comment: str | None, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        new_request(made, boat, comment)
    assert refused.value.field == field


def test_a_boat_is_assigned_to_one_crew() -> None:
    check_free(A, "crew")
    check_free(replace(A, crew_id="crew"), "crew")
    with pytest.raises(BoatTaken) as refused:
        check_free(replace(A, crew_id="other"), "crew")
    assert refused.value.boat_id == "a"


@pytest.mark.parametrize(
    ("made", "requests", "state"),
    [
        pytest.param(None, 0, BoatState.AVAILABLE, id="no request"),
        pytest.param(None, 2, BoatState.REQUESTED, id="requests"),
        pytest.param(FOUR, 2, BoatState.CONFIRMED, id="assigned"),
        pytest.param(replace(FOUR, price=with_paid(FOUR.price, 8000)), 0, BoatState.PAID, id="paid"),
    ],
)
def test_states(made: Crew | None, requests: int, state: BoatState) -> None:
    assert boat_state(made, requests) is state
