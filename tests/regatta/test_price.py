"""Prices, line by line."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from resolvers.regatta.clubs import is_host_club
from resolvers.regatta.crew import BoatRequest
from resolvers.regatta.edition import Tariff
from resolvers.regatta.member import Member
from resolvers.regatta.price import crew_price, skiff_rental, with_paid
from resolvers.regatta.vocabulary import BoatClass, BoatState
from tests.regatta.builders import EDITION, GUEST, HOST, OPEN, member, seated, women

TARIFF = EDITION.tariff
EARLY = replace(TARIFF, early_bird_fee=1500, early_bird_until=date(2027, 4, 1))
ASSIGNED = BoatRequest(BoatState.CONFIRMED, "boat")


@pytest.mark.parametrize(
    ("club", "host"),
    [
        ("RCPM", True),
        ("rcpm Port Marly", True),
        ("Rowing Club de PORT-MARLY", True),
        ("Rowing Club de Port Marly", True),
        ("Portmarly", False),
        ("Port  Marly", False),
        ("CN Exemple", False),
        ("", False),
    ],
)
def test_host_clubs(club: str, host: bool) -> None:
    assert is_host_club(club) is host


@pytest.mark.parametrize(
    ("boat_class", "people", "request_", "lines"),
    [
        pytest.param(BoatClass.FOUR, [], None, [], id="empty crew"),
        pytest.param(
            BoatClass.FOUR, women(30, 30), None, [("PARTICIPATION", 2, 2000)], id="filled seats only"
        ),
        pytest.param(
            BoatClass.COXED_FOUR,
            women(30, 30, 30, 30, 30),
            None,
            [("PARTICIPATION", 5, 2000)],
            id="the cox pays",
        ),
        pytest.param(
            BoatClass.FOUR, women(30, 30, 30, 30, club=HOST), None, [], id="the host club pays nothing"
        ),
        pytest.param(
            BoatClass.FOUR, women(30, 30, 30, 30, club=HOST), ASSIGNED, [], id="nor for a boat of the fleet"
        ),
        pytest.param(
            BoatClass.FOUR,
            women(30, 30, 30, 30),
            ASSIGNED,
            [("PARTICIPATION", 4, 2000), ("BOAT_RENTAL", 4, 2000)],
            id="a boat assigned",
        ),
        pytest.param(
            BoatClass.FOUR,
            women(30, 30, 30, 30),
            replace(ASSIGNED, free=True),
            [("PARTICIPATION", 4, 2000)],
            id="a boat assigned for free",
        ),
        pytest.param(
            BoatClass.FOUR,
            women(30, 30, 30, 30),
            BoatRequest(BoatState.REQUESTED, "boat"),
            [("PARTICIPATION", 4, 2000)],
            id="a request costs nothing",
        ),
        pytest.param(
            BoatClass.FOUR,
            [*women(30, 30, 30), member(30, club=HOST)],
            None,
            [("PARTICIPATION", 3, 2000), ("SEAT_RENTAL", 3, 2000)],
            id="rowing with the host club",
        ),
        pytest.param(
            BoatClass.FOUR,
            [*women(30, 30, 30), member(30, club=HOST)],
            ASSIGNED,
            [("PARTICIPATION", 3, 2000), ("BOAT_RENTAL", 3, 2000)],
            id="charged once",
        ),
        pytest.param(
            BoatClass.FOUR,
            [*women(30, 30, 30), member(30, club=HOST)],
            replace(ASSIGNED, free=True),
            [("PARTICIPATION", 3, 2000), ("SEAT_RENTAL", 3, 2000)],
            id="a free boat does not make the seats of a multi-club crew free",
        ),
        pytest.param(
            BoatClass.COXED_FOUR,
            [*women(30, 30, 30, 30), member(30, club=HOST)],
            None,
            [("PARTICIPATION", 4, 2000)],
            id="a cox of the host club does not row",
        ),
        pytest.param(
            BoatClass.COXED_FOUR,
            [*women(30, 30, 30, 30, club=HOST), member(30)],
            None,
            [("PARTICIPATION", 1, 2000), ("SEAT_RENTAL", 1, 2000)],
            id="a guest cox of host rowers pays both",
        ),
        pytest.param(BoatClass.SKIFF, women(30), None, [("PARTICIPATION", 1, 2000)], id="skiff"),
        pytest.param(
            BoatClass.SKIFF,
            women(30),
            ASSIGNED,
            [("PARTICIPATION", 1, 2000), ("BOAT_RENTAL", 1, 5000)],
            id="skiff of the fleet",
        ),
    ],
)
def test_lines(
    boat_class: BoatClass,
    people: list[Member | None],
    request_: BoatRequest | None,
    lines: list[tuple[str, int, int]],
) -> None:
    price = crew_price(boat_class, seated(boat_class, people), TARIFF, OPEN, boat_request=request_)
    assert [(line.code, line.quantity, line.unit) for line in price.lines] == lines
    assert all(line.amount == line.quantity * line.unit for line in price.lines)
    assert price.total == sum(line.amount for line in price.lines)


@pytest.mark.parametrize(
    ("moment", "fee"),
    [
        pytest.param(
            datetime(2027, 4, 1, 21, 59, 59, tzinfo=UTC), 1500, id="last second of the last day in Paris"
        ),
        pytest.param(datetime(2027, 4, 1, 22, 0, tzinfo=UTC), 2000, id="first second after it"),
    ],
)
def test_early_bird_counts_until_its_last_day_in_paris(moment: datetime, fee: int) -> None:
    price = crew_price(BoatClass.SKIFF, seated(BoatClass.SKIFF, women(30)), EARLY, moment)
    assert price.total == fee


def test_skiff_rental_is_a_multiple_of_the_standard_fee_even_for_early_birds() -> None:
    moment = datetime(2027, 3, 20, tzinfo=UTC)
    price = crew_price(
        BoatClass.SKIFF, seated(BoatClass.SKIFF, women(30)), EARLY, moment, boat_request=ASSIGNED
    )
    assert [line.amount for line in price.lines] == [1500, 5000]


@pytest.mark.parametrize(
    ("factor", "fee", "rental"),
    [(2.5, 2000, 5000), (2.5, 1999, 4998), (2.5, 2001, 5003), (1.1, 5, 6), (2.675, 100, 268), (0, 2000, 0)],
)
def test_skiff_rental_is_in_whole_cents_half_up(factor: float, fee: int, rental: int) -> None:
    assert skiff_rental(Tariff(fee, 0, factor)) == rental


@pytest.mark.parametrize(
    ("paid", "due", "credit"), [(0, 8000, 0), (5000, 3000, 0), (8000, 0, 0), (9000, 0, 1000)]
)
def test_due_and_credit(paid: int, due: int, credit: int) -> None:
    seats = seated(BoatClass.FOUR, women(30, 30, 30, 30))
    price = crew_price(BoatClass.FOUR, seats, TARIFF, OPEN, paid=paid)
    assert (price.total, price.due, price.credit) == (8000, due, credit)
    assert with_paid(crew_price(BoatClass.FOUR, seats, TARIFF, OPEN), paid) == price
    assert with_paid(price, 0) == crew_price(BoatClass.FOUR, seats, TARIFF, OPEN)


def test_labels_are_in_both_languages() -> None:
    people = [member(30, club=HOST), member(30, club=GUEST)]
    for tariff in (TARIFF, EARLY):
        price = crew_price(BoatClass.FOUR, seated(BoatClass.FOUR, people), tariff, OPEN)
        assert all(line.label and line.label_fr for line in price.lines)
