"""Withdrawals, their consequence and the way back; deletions."""

from dataclasses import replace
from datetime import datetime

import pytest

from resolvers.regatta.composition import changed_crew
from resolvers.regatta.crew import BoatRequest, Crew
from resolvers.regatta.deletion import check_crew_deletable, check_member_deletable
from resolvers.regatta.member import Member
from resolvers.regatta.price import with_paid
from resolvers.regatta.refusals import AlreadyPaid, AlreadySeated, Invalid, StillSeated
from resolvers.regatta.vocabulary import BoatState, CrewStatus, Missing
from resolvers.regatta.withdrawal import Withdrawal, consequence, reinstated_crew, withdrawn_crew
from tests.regatta.builders import EDITION, GUEST, HOST, OPEN, OVER, PAYING, crew, entry, in_crew, member, men

PEOPLE = men(30, 30, 30, 30)
IDS = tuple(person.id for person in PEOPLE)
COMPLETE = replace(crew("MM4-", PEOPLE), places=4)
RENTED = replace(
    COMPLETE,
    boat_request=BoatRequest(BoatState.CONFIRMED, "boat"),
    price=crew("MM4-", [*men(30, 30, 30), member(30, club=HOST)]).price,
    paying_seats=3,
)
INCOMPLETE = crew("MM4-", PEOPLE[:3])
EMPTIED = changed_crew(COMPLETE, entry("MM4-", []), EDITION, GUEST, OPEN)


@pytest.mark.parametrize(
    ("made", "now", "expected"),
    [
        pytest.param(COMPLETE, OPEN, Withdrawal(0, 8000, IDS, None), id="before closing nothing is owed"),
        pytest.param(COMPLETE, PAYING, Withdrawal(8000, 0, IDS, None), id="after closing participation is"),
        pytest.param(COMPLETE, OVER, Withdrawal(8000, 0, IDS, None), id="and after the payment deadline"),
        pytest.param(
            RENTED, PAYING, Withdrawal(6000, 6000, IDS, "boat"), id="but never rental; the boat is free"
        ),
        pytest.param(
            INCOMPLETE, PAYING, Withdrawal(0, 6000, IDS[:3], None), id="incomplete crews owe nothing"
        ),
        pytest.param(
            replace(COMPLETE, status=CrewStatus.WAITING, places=0),
            PAYING,
            Withdrawal(0, 8000, IDS, None),
            id="nor do those who waited",
        ),
        pytest.param(
            replace(COMPLETE, status=CrewStatus.INCOMPLETE),
            PAYING,
            Withdrawal(8000, 0, IDS, None),
            id="a crew with places was complete, whatever it is now",
        ),
        pytest.param(EMPTIED, PAYING, Withdrawal(8000, 0, (), None), id="even empty"),
        pytest.param(EMPTIED, OPEN, Withdrawal(0, 0, (), None), id="before closing nor that"),
        pytest.param(
            changed_crew(RENTED, entry("MM4-", PEOPLE[:1]), EDITION, GUEST, OPEN),
            PAYING,
            Withdrawal(6000, 0, IDS[:1], "boat"),
            id="as many seats as paid when it was complete",
        ),
        pytest.param(
            replace(EMPTIED, places=1), PAYING, Withdrawal(2000, 0, (), None), id="no more than it holds"
        ),
        pytest.param(
            replace(EMPTIED, places=0), PAYING, Withdrawal(0, 0, (), None), id="nothing without places"
        ),
        pytest.param(
            replace(COMPLETE, boat_request=BoatRequest(BoatState.REQUESTED, "boat")),
            OPEN,
            Withdrawal(0, 8000, IDS, None),
            id="a boat only asked for is not freed",
        ),
    ],
)
def test_consequence(made: Crew, now: datetime, expected: Withdrawal) -> None:
    assert consequence(made, EDITION, now) == expected


def test_a_withdrawn_crew_owes_its_participation_alone() -> None:
    gone = withdrawn_crew(replace(RENTED, decline_until=OVER), EDITION, PAYING)
    assert gone.status is CrewStatus.WITHDRAWN
    assert gone.price.frozen
    assert [line.code for line in gone.price.lines] == ["PARTICIPATION"]
    assert (gone.price.total, gone.price.due, gone.owed_on_withdrawal) == (6000, 6000, 6000)
    assert (gone.places, gone.boat_request, gone.waiting_since, gone.decline_until) == (0, None, None, None)
    assert gone.seats == RENTED.seats


def test_what_a_crew_emptied_first_owes_is_its_price() -> None:
    gone = withdrawn_crew(EMPTIED, EDITION, PAYING)
    assert [(line.code, line.amount) for line in gone.price.lines] == [("PARTICIPATION", 8000)]
    assert (gone.price.total, gone.price.due, gone.owed_on_withdrawal) == (8000, 8000, 8000)


def test_a_withdrawn_crew_lacks_nothing_and_waits_for_nothing() -> None:
    assert withdrawn_crew(INCOMPLETE, EDITION, OPEN).missing == ()
    waiting = replace(COMPLETE, status=CrewStatus.WAITING, places=0, waiting_since="01A")
    assert withdrawn_crew(waiting, EDITION, PAYING).waiting_since is None


def test_a_crew_that_owes_nothing_has_no_line_of_nothing() -> None:
    assert withdrawn_crew(replace(EMPTIED, places=0), EDITION, PAYING).price.lines == ()


def test_what_was_paid_becomes_a_credit() -> None:
    paid = replace(COMPLETE, price=with_paid(COMPLETE.price, 8000))
    assert withdrawn_crew(paid, EDITION, OPEN).price.credit == 8000
    assert withdrawn_crew(paid, EDITION, PAYING).price.credit == 0


def test_a_crew_is_withdrawn_once() -> None:
    gone = withdrawn_crew(COMPLETE, EDITION, OPEN)
    with pytest.raises(Invalid):
        withdrawn_crew(gone, EDITION, OPEN)
    with pytest.raises(Invalid):
        consequence(gone, EDITION, OPEN)


def by_id(*people: Member) -> dict[str, Member]:
    return {person.id: person for person in people}


def test_a_reinstated_crew_is_what_it_was_but_for_its_places() -> None:
    back = reinstated_crew(withdrawn_crew(COMPLETE, EDITION, OPEN), by_id(*PEOPLE), EDITION, GUEST, OPEN)
    assert back == replace(COMPLETE, places=0)


def test_a_reinstated_crew_is_judged_as_it_is_now() -> None:
    gone = withdrawn_crew(COMPLETE, EDITION, OPEN)
    younger = replace(PEOPLE[0], age=16)
    back = reinstated_crew(gone, by_id(younger, *PEOPLE[1:]), EDITION, GUEST, OPEN)
    assert back.missing == (Missing.RACE_NOT_ALLOWED,)


def test_the_seat_of_a_deleted_member_is_empty_again() -> None:
    gone = withdrawn_crew(COMPLETE, EDITION, OPEN)
    back = reinstated_crew(gone, by_id(*PEOPLE[1:]), EDITION, GUEST, OPEN)
    assert back.missing == (Missing.SEATS,)
    assert back.seats[0].member_id is None


def test_reinstating_fails_when_a_member_sits_elsewhere() -> None:
    gone = withdrawn_crew(COMPLETE, EDITION, OPEN)
    busy = in_crew(PEOPLE[:1], "other")
    with pytest.raises(AlreadySeated) as refused:
        reinstated_crew(gone, by_id(*busy, *PEOPLE[1:]), EDITION, GUEST, OPEN)
    assert (refused.value.member_id, refused.value.crew_id) == (PEOPLE[0].id, "other")


def test_only_withdrawn_crews_are_reinstated() -> None:
    with pytest.raises(Invalid) as refused:
        reinstated_crew(COMPLETE, by_id(*PEOPLE), EDITION, GUEST, OPEN)
    assert refused.value.code == "NOT_WITHDRAWN"


def test_seated_members_can_not_be_deleted() -> None:
    check_member_deletable(member(30))
    with pytest.raises(StillSeated) as refused:
        check_member_deletable(member(30, crew_id="crew"))
    assert refused.value.crew_id == "crew"


def test_paid_crews_can_not_be_deleted() -> None:
    check_crew_deletable(COMPLETE, EDITION, OPEN, admin=False)
    paid = replace(COMPLETE, price=with_paid(COMPLETE.price, 1), payment_id="payment")
    with pytest.raises(AlreadyPaid) as refused:
        check_crew_deletable(paid, EDITION, OPEN, admin=True)
    assert refused.value.payment_id == "payment"


@pytest.mark.parametrize(
    ("made", "now", "admin"),
    [
        pytest.param(COMPLETE, OPEN, False, id="before closing"),
        pytest.param(COMPLETE, PAYING, True, id="an organiser may spare it the fee"),
        pytest.param(INCOMPLETE, PAYING, False, id="a crew that was never complete"),
        pytest.param(withdrawn_crew(COMPLETE, EDITION, OPEN), PAYING, False, id="withdrawn in time"),
    ],
)
def test_crews_that_owe_nothing_are_deleted(made: Crew, now: datetime, admin: bool) -> None:
    check_crew_deletable(made, EDITION, now, admin=admin)


@pytest.mark.parametrize("admin", [False, True], ids=["manager", "organiser"])
def test_a_withdrawn_crew_that_owes_stays(admin: bool) -> None:
    with pytest.raises(Invalid) as refused:
        check_crew_deletable(withdrawn_crew(COMPLETE, EDITION, PAYING), EDITION, PAYING, admin=admin)
    assert refused.value.info == {"field": "id", "code": "OWES"}


@pytest.mark.parametrize("made", [COMPLETE, EMPTIED], ids=["complete", "emptied"])
def test_after_closing_what_would_owe_is_withdrawn_instead(made: Crew) -> None:
    with pytest.raises(Invalid) as refused:
        check_crew_deletable(made, EDITION, PAYING, admin=False)
    assert refused.value.info == {"field": "id", "code": "WITHDRAW_INSTEAD"}
    assert "withdraw it" in refused.value.message
