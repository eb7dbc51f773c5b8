"""Settings of an edition: their defaults, what each may be, and which of them judge crews."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise

from resolvers.regatta.edition import Calendar, Capacity, Edition, StartListSettings, Tariff
from resolvers.regatta.phases import DEFAULT_PERMISSIONS, instants
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.vocabulary import Action, Phase

HOST_PRIORITY_DAYS = 15
FIRST_YEAR, LAST_YEAR = 2000, 2100
HIGHEST_FEE = 1_000_000
LOWEST_FACTOR, HIGHEST_FACTOR = 0.01, 100
FACTOR_DECIMALS = 3
MOST_PLACES = 100_000
HIGHEST_BOW = 9_999
LONGEST_INTERVAL = 3_600


def host_priority_end(registration_closes: date) -> date:
    """The default last day of the host club's priority on boats: 15 days before closing."""
    return registration_closes - timedelta(days=HOST_PRIORITY_DAYS)


def default_calendar(year: int) -> Calendar:
    """Registration 19 March to 19 April, payment until 25 April, competition on 1 May."""
    closes = date(year, 4, 19)
    return Calendar(
        registration_opens=date(year, 3, 19),
        registration_closes=closes,
        payment_deadline=date(year, 4, 25),
        competition_day=date(year, 5, 1),
        host_priority_ends=host_priority_end(closes),
    )


def default_edition(year: int) -> Edition:
    """The edition of a year with every setting at its default.

    Raises:
        Invalid: on `year`.
    """
    calendar = default_calendar(checked_year(year))
    return Edition(
        year=year,
        version=1,
        calendar=calendar,
        instants=instants(calendar),
        tariff=Tariff(participation_fee=2000, boat_rental_per_seat=2000, skiff_rental_factor=2.5),
        capacity=Capacity(semi_marathon=350, marathon=30),
        upgrade_certificates_required=False,
        start_list_settings=StartListSettings(
            marathon_start=time(7, 45),
            semi_marathon_start=time(9),
            semi_marathon_interval=60,
            marathon_first_bow=1,
            semi_marathon_first_bow=41,
            unpaid_crews=True,
        ),
        permissions=DEFAULT_PERMISSIONS,
    )


def copied_edition(edition: Edition, year: int) -> Edition:
    """A new edition with the settings of an older one, its days moved to the same dates of the new year.

    Raises:
        Invalid: on `year`.
    """
    move = _moved_by(checked_year(year) - edition.year)
    days = edition.calendar
    calendar = Calendar(
        registration_opens=move(days.registration_opens),
        registration_closes=move(days.registration_closes),
        payment_deadline=move(days.payment_deadline),
        competition_day=move(days.competition_day),
        host_priority_ends=move(days.host_priority_ends),
    )
    until = edition.tariff.early_bird_until
    tariff = replace(edition.tariff, early_bird_until=None if until is None else move(until))
    return replace(
        edition, year=year, version=1, calendar=calendar, instants=instants(calendar), tariff=tariff
    )


def checked_year(year: int) -> int:
    """A year that may have an edition.

    Raises:
        Invalid: on `year`.
    """
    _in_range("year", year, FIRST_YEAR, LAST_YEAR)
    return year


def checked_edition(edition: Edition) -> Edition:
    """The edition after a change of its settings, with the phase boundaries of its calendar.

    Raises:
        Invalid: names the first setting that can't be (`calendar.registrationCloses`), and what it can be.
    """
    _check_calendar(edition.calendar)
    _check_tariff(edition.tariff, edition.calendar)
    _in_range("capacity.semiMarathon", edition.capacity.semi_marathon, 0, MOST_PLACES)
    _in_range("capacity.marathon", edition.capacity.marathon, 0, MOST_PLACES)
    _check_start_list(edition.start_list_settings)
    return replace(edition, instants=instants(edition.calendar))


def with_permission(edition: Edition, action: Action, phase: Phase, allowed: bool) -> Edition:
    """The edition with one cell of its permission matrix set."""
    cells = tuple(
        replace(cell, allowed=allowed) if cell.action is action and cell.phase is phase else cell
        for cell in edition.permissions
    )
    return replace(edition, permissions=cells)


def judges_otherwise(before: Edition, after: Edition) -> bool:
    """Whether the change would judge crews otherwise, so that it is refused once one is entered."""
    return before.upgrade_certificates_required != after.upgrade_certificates_required


def touches_crews(before: Edition, after: Edition) -> bool:
    """Whether the change concerns crews that are entered, so that it has to be confirmed.

    A tariff changes the estimates of crews whose own is not frozen, and places decide which crews wait.
    """
    return (before.tariff, before.capacity) != (after.tariff, after.capacity)


def _moved_by(years: int) -> Callable[[date], date]:
    def move(day: date) -> date:
        if (day.month, day.day) == (2, 29):
            day = day.replace(day=28)
        return day.replace(year=day.year + years)

    return move


def _check_calendar(calendar: Calendar) -> None:
    days = (
        ("registrationOpens", calendar.registration_opens),
        ("registrationCloses", calendar.registration_closes),
        ("paymentDeadline", calendar.payment_deadline),
        ("competitionDay", calendar.competition_day),
    )
    for (earlier, first), (later, second) in pairwise(days):
        if second < first:
            raise Invalid(f"{later} can’t be before {earlier}, {first}.", f"calendar.{later}", "ORDER")
    # In order, the first and the last of them bound the others.
    for name, day in (days[0], days[-1], ("hostPriorityEnds", calendar.host_priority_ends)):
        _check_day(f"calendar.{name}", day)
    if calendar.host_priority_ends > calendar.registration_closes:
        raise Invalid(
            f"hostPriorityEnds can’t be after registrationCloses, {calendar.registration_closes}.",
            "calendar.hostPriorityEnds",
            "ORDER",
        )


def _check_day(field: str, day: date) -> None:
    earliest, latest = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    if not earliest <= day <= latest:
        raise Invalid(f"{field} is from {earliest} to {latest}, not {day}.", field, "OUT_OF_RANGE")


def _check_tariff(tariff: Tariff, calendar: Calendar) -> None:
    _in_range("tariff.participationFee", tariff.participation_fee, 0, HIGHEST_FEE)
    _in_range("tariff.boatRentalPerSeat", tariff.boat_rental_per_seat, 0, HIGHEST_FEE)
    _check_factor(tariff.skiff_rental_factor)
    if tariff.currency != "EUR":
        raise Invalid("Prices are in EUR.", "tariff.currency", "CURRENCY")
    fee, until = tariff.early_bird_fee, tariff.early_bird_until
    if fee is None and until is None:
        return
    if fee is None:
        raise Invalid("An early-bird day needs its fee.", "tariff.earlyBirdFee", "MISSING")
    if until is None:
        raise Invalid("An early-bird fee needs its last day.", "tariff.earlyBirdUntil", "MISSING")
    if not 0 <= fee < tariff.participation_fee:
        raise Invalid(
            f"The early-bird fee is 0 or more and below the standard fee, {tariff.participation_fee}.",
            "tariff.earlyBirdFee",
            "OUT_OF_RANGE",
        )
    if not until < calendar.registration_closes:
        raise Invalid(
            f"The last early-bird day is before registration closes, {calendar.registration_closes}.",
            "tariff.earlyBirdUntil",
            "ORDER",
        )
    _check_day("tariff.earlyBirdUntil", until)


def _check_factor(factor: float) -> None:
    possible = factor == 0 or LOWEST_FACTOR <= factor <= HIGHEST_FACTOR
    if not possible or round(factor, FACTOR_DECIMALS) != factor:
        raise Invalid(
            f"tariff.skiffRentalFactor is 0, or {LOWEST_FACTOR} to {HIGHEST_FACTOR} with at most "
            f"{FACTOR_DECIMALS} decimals, not {factor}.",
            "tariff.skiffRentalFactor",
            "OUT_OF_RANGE",
        )


def _check_start_list(settings: StartListSettings) -> None:
    field = "startListSettings."
    _in_range(field + "semiMarathonInterval", settings.semi_marathon_interval, 1, LONGEST_INTERVAL)
    marathon, semi_marathon = settings.marathon_first_bow, settings.semi_marathon_first_bow
    _in_range(field + "marathonFirstBow", marathon, 1, HIGHEST_BOW - 1)
    _in_range(field + "semiMarathonFirstBow", semi_marathon, 2, HIGHEST_BOW)
    if semi_marathon <= marathon:
        raise Invalid(
            "The bows of the marathon come first: "
            f"semiMarathonFirstBow, {semi_marathon}, must be higher than marathonFirstBow, {marathon}.",
            field + "semiMarathonFirstBow",
            "ORDER",
        )


def _in_range(field: str, value: float, lowest: int, highest: int) -> None:
    # A comparison with NaN is false, which refuses it too.
    if not lowest <= value <= highest:
        raise Invalid(f"{field} is {lowest} to {highest}, not {value}.", field, "OUT_OF_RANGE")
