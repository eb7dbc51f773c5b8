"""What a crew costs: its tariff lines, what is due and what is owed too much."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from resolvers.regatta.clubs import is_host_club
from resolvers.regatta.crew import BoatRequest, Crew, Price, PriceLine, Seat
from resolvers.regatta.edition import Tariff
from resolvers.regatta.paris import day_of
from resolvers.regatta.seating import filled, rowers
from resolvers.regatta.vocabulary import BoatClass, BoatState

PARTICIPATION = "PARTICIPATION"
BOAT_RENTAL = "BOAT_RENTAL"
SEAT_RENTAL = "SEAT_RENTAL"

_LABELS = {
    PARTICIPATION: ("Participation", "Participation"),
    BOAT_RENTAL: ("Boat rental", "Location de bateau"),
    SEAT_RENTAL: ("Seat rental in a multi-club crew", "Location de siège en équipage multi-club"),
}
_EARLY_BIRD = ("Participation, early bird", "Participation, tarif anticipé")


def skiff_rental(tariff: Tariff) -> int:
    """The rental of a skiff in whole cents, half up: a multiple of the standard fee, never the early bird."""
    # Through str: 2.675 in binary is a little less and would round down.
    exact = Decimal(str(tariff.skiff_rental_factor)) * tariff.participation_fee
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def assigned(request: BoatRequest | None) -> bool:
    """Whether a boat of the fleet has been given to the crew that made this request."""
    return request is not None and request.state in (BoatState.CONFIRMED, BoatState.PAID)


def crew_price(
    boat_class: BoatClass,
    seats: Sequence[Seat],
    tariff: Tariff,
    moment: datetime,
    *,
    boat_request: BoatRequest | None = None,
    paid: int = 0,
    frozen: bool = False,
) -> Price:
    """The price of the filled seats of a crew.

    Args:
        tariff: the frozen one of the crew, else the edition's.
        moment: when the tariff was frozen, else now; the early bird counts by it.
        paid: cents paid so far.

    Source: regatta rules, "Money".
    """
    payers = [seat for seat in filled(seats) if not is_host_club(seat.club or "")]
    lines = [participation_of(len(payers), tariff, moment)] if payers else []
    if payers:
        lines += _rental(boat_class, seats, len(payers), tariff, boat_request)
    return _price(tuple(lines), paid, frozen)


def withdrawn_price(crew: Crew, owed: PriceLine | None) -> Price:
    """The price of a withdrawn crew: the participation it still owes, if any, and no rental."""
    return _price((owed,) if owed else (), crew.price.paid, frozen=True)


def participation(price: Price) -> PriceLine | None:
    """The part of a price that is participation, none when nobody pays it."""
    return next((line for line in price.lines if line.code == PARTICIPATION), None)


def with_paid(price: Price, paid: int) -> Price:
    """The same price after payments and refunds that come to `paid` cents in all."""
    return replace(price, paid=paid, due=max(0, price.total - paid), credit=max(0, paid - price.total))


def participation_of(payers: int, tariff: Tariff, moment: datetime) -> PriceLine:
    """What so many seats pay, by a tariff frozen at this moment."""
    early = _early_bird_fee(tariff, moment)
    if early is not None:
        label, label_fr = _EARLY_BIRD
        return _line(PARTICIPATION, label, label_fr, payers, early)
    label, label_fr = _LABELS[PARTICIPATION]
    return _line(PARTICIPATION, label, label_fr, payers, tariff.participation_fee)


def _early_bird_fee(tariff: Tariff, moment: datetime) -> int | None:
    """The early-bird fee while it counts: until its last day in Paris, inclusive."""
    if tariff.early_bird_until is None or day_of(moment) > tariff.early_bird_until:
        return None
    return tariff.early_bird_fee


def _rental(
    boat_class: BoatClass, seats: Sequence[Seat], payers: int, tariff: Tariff, request: BoatRequest | None
) -> list[PriceLine]:
    if assigned(request) and request is not None and not request.free:
        code = BOAT_RENTAL
    elif any(is_host_club(seat.club or "") for seat in rowers(seats)):
        code = SEAT_RENTAL
    else:
        return []
    label, label_fr = _LABELS[code]
    if boat_class is BoatClass.SKIFF:
        return [_line(code, label, label_fr, 1, skiff_rental(tariff))]
    return [_line(code, label, label_fr, payers, tariff.boat_rental_per_seat)]


def _line(code: str, label: str, label_fr: str, quantity: int, unit: int) -> PriceLine:
    return PriceLine(code, label, label_fr, quantity, unit, quantity * unit)


def _price(lines: tuple[PriceLine, ...], paid: int, frozen: bool) -> Price:
    total = sum(line.amount for line in lines)
    return Price(lines, total, paid, max(0, total - paid), max(0, paid - total), frozen)
