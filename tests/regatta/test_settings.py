"""Settings: defaults, checks, and what they touch."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.regatta.edition import Calendar, Edition
from resolvers.regatta.phases import instants
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.settings import (
    checked_edition,
    copied_edition,
    default_edition,
    judges_otherwise,
    touches_crews,
)
from tests.regatta.builders import EDITION

Change = Callable[[Edition], Edition]

DAYS = ("registration_opens", "registration_closes", "payment_deadline", "competition_day")


def calendar(**days: date) -> Change:
    return lambda edition: replace(edition, calendar=replace(edition.calendar, **days))


def tariff(**figures: object) -> Change:
    return lambda edition: replace(edition, tariff=replace(edition.tariff, **figures))  # type: ignore[arg-type]


def capacity(**places: int) -> Change:
    return lambda edition: replace(edition, capacity=replace(edition.capacity, **places))


def starts(**figures: int) -> Change:
    return lambda edition: replace(
        edition,
        start_list_settings=replace(edition.start_list_settings, **figures),  # type: ignore[arg-type]
    )


def test_defaults() -> None:
    assert (EDITION.year, EDITION.version) == (2027, 1)
    days = EDITION.calendar
    assert days == Calendar(
        date(2027, 3, 19), date(2027, 4, 19), date(2027, 4, 25), date(2027, 5, 1), date(2027, 4, 4)
    )
    assert (EDITION.tariff.participation_fee, EDITION.tariff.boat_rental_per_seat) == (2000, 2000)
    assert (EDITION.tariff.skiff_rental_factor, EDITION.tariff.early_bird_fee) == (2.5, None)
    assert (EDITION.capacity.semi_marathon, EDITION.capacity.marathon) == (350, 30)
    assert not EDITION.upgrade_certificates_required
    figures = EDITION.start_list_settings
    assert (str(figures.marathon_start), str(figures.semi_marathon_start)) == ("07:45:00", "09:00:00")
    assert (figures.semi_marathon_interval, figures.marathon_first_bow) == (60, 1)
    assert (figures.semi_marathon_first_bow, figures.unpaid_crews) == (41, True)
    assert checked_edition(EDITION) == EDITION


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param(
            calendar(registration_opens=date(2027, 4, 20)), "calendar.registrationCloses", id="opens late"
        ),
        pytest.param(
            calendar(payment_deadline=date(2027, 4, 18)), "calendar.paymentDeadline", id="deadline early"
        ),
        pytest.param(
            calendar(competition_day=date(2027, 4, 24)), "calendar.competitionDay", id="competition early"
        ),
        pytest.param(
            calendar(competition_day=date(2101, 1, 1)), "calendar.competitionDay", id="after all editions"
        ),
        pytest.param(
            calendar(**dict.fromkeys(DAYS, date.max)),
            "calendar.registrationOpens",
            id="no day after the last",
        ),
        pytest.param(
            calendar(registration_opens=date(1999, 12, 31)),
            "calendar.registrationOpens",
            id="opened long ago",
        ),
        pytest.param(
            calendar(host_priority_ends=date(2027, 4, 20)),
            "calendar.hostPriorityEnds",
            id="priority after closing",
        ),
        pytest.param(tariff(participation_fee=-1), "tariff.participationFee", id="negative fee"),
        pytest.param(tariff(boat_rental_per_seat=10**7), "tariff.boatRentalPerSeat", id="absurd rental"),
        pytest.param(tariff(skiff_rental_factor=-0.5), "tariff.skiffRentalFactor", id="negative factor"),
        pytest.param(tariff(skiff_rental_factor=float("nan")), "tariff.skiffRentalFactor", id="no number"),
        pytest.param(tariff(skiff_rental_factor=float("inf")), "tariff.skiffRentalFactor", id="infinite"),
        pytest.param(
            tariff(participation_fee=1_000_001), "tariff.participationFee", id="fee over the highest"
        ),
        pytest.param(
            tariff(skiff_rental_factor=100.5), "tariff.skiffRentalFactor", id="factor over the highest"
        ),
        pytest.param(tariff(skiff_rental_factor=1e-131), "tariff.skiffRentalFactor", id="hardly a factor"),
        pytest.param(tariff(skiff_rental_factor=0.009), "tariff.skiffRentalFactor", id="factor too low"),
        pytest.param(tariff(skiff_rental_factor=2.0625), "tariff.skiffRentalFactor", id="4 decimals"),
        pytest.param(capacity(marathon=100_001), "capacity.marathon", id="places over the most"),
        pytest.param(
            starts(semi_marathon_interval=3601),
            "startListSettings.semiMarathonInterval",
            id="over an hour apart",
        ),
        pytest.param(
            starts(semi_marathon_first_bow=10_000),
            "startListSettings.semiMarathonFirstBow",
            id="bow of 5 digits",
        ),
        pytest.param(tariff(early_bird_fee=1500), "tariff.earlyBirdUntil", id="early bird without a day"),
        pytest.param(
            tariff(early_bird_until=date(2027, 4, 1)), "tariff.earlyBirdFee", id="day without a fee"
        ),
        pytest.param(
            tariff(early_bird_fee=2000, early_bird_until=date(2027, 4, 1)),
            "tariff.earlyBirdFee",
            id="no cheaper",
        ),
        pytest.param(
            tariff(early_bird_fee=1500, early_bird_until=date(2027, 4, 19)),
            "tariff.earlyBirdUntil",
            id="until the closing day",
        ),
        pytest.param(
            tariff(early_bird_fee=1500, early_bird_until=date.min),
            "tariff.earlyBirdUntil",
            id="early bird before any edition",
        ),
        pytest.param(tariff(currency="USD"), "tariff.currency", id="another currency"),
        pytest.param(capacity(marathon=-1), "capacity.marathon", id="negative places"),
        pytest.param(capacity(semi_marathon=10**6), "capacity.semiMarathon", id="absurd places"),
        pytest.param(
            starts(semi_marathon_interval=0), "startListSettings.semiMarathonInterval", id="all at once"
        ),
        pytest.param(starts(marathon_first_bow=0), "startListSettings.marathonFirstBow", id="bow 0"),
        pytest.param(
            starts(marathon_first_bow=9_999), "startListSettings.marathonFirstBow", id="no bow after it"
        ),
        pytest.param(
            starts(semi_marathon_first_bow=1), "startListSettings.semiMarathonFirstBow", id="no bow before it"
        ),
        pytest.param(
            starts(marathon_first_bow=41),
            "startListSettings.semiMarathonFirstBow",
            id="both events from one bow",
        ),
    ],
)
def test_settings_that_can_not_be(change: Change, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_edition(change(EDITION))
    assert refused.value.field == field


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(calendar(**dict.fromkeys(("registration_opens",), date(2027, 4, 19))), id="one day"),
        pytest.param(
            calendar(payment_deadline=date(2027, 5, 1), registration_closes=date(2027, 5, 1)),
            id="all at once",
        ),
        pytest.param(
            tariff(early_bird_fee=0, early_bird_until=date(2027, 4, 18)), id="early birds for nothing"
        ),
        pytest.param(capacity(marathon=0, semi_marathon=0), id="no places"),
        pytest.param(
            tariff(participation_fee=1_000_000, boat_rental_per_seat=1_000_000, skiff_rental_factor=100),
            id="the highest tariff",
        ),
        pytest.param(
            tariff(participation_fee=0, boat_rental_per_seat=0, skiff_rental_factor=0), id="all for nothing"
        ),
        pytest.param(tariff(skiff_rental_factor=0.01), id="the lowest factor"),
        pytest.param(tariff(skiff_rental_factor=2.675), id="3 decimals"),
        pytest.param(
            starts(marathon_first_bow=9_998, semi_marathon_first_bow=9_999), id="the highest first bows"
        ),
        pytest.param(calendar(registration_opens=date(2026, 11, 1)), id="opens in the year before"),
        pytest.param(capacity(marathon=100_000, semi_marathon=100_000), id="the most places"),
        pytest.param(
            starts(semi_marathon_interval=3600, semi_marathon_first_bow=9_999), id="the highest figures"
        ),
        pytest.param(starts(semi_marathon_interval=1, semi_marathon_first_bow=2), id="the lowest figures"),
    ],
)
def test_settings_that_can(change: Change) -> None:
    checked = checked_edition(change(EDITION))
    assert checked.instants == instants(checked.calendar)


def test_first_bows_in_the_wrong_order_are_both_named() -> None:
    with pytest.raises(Invalid) as refused:
        checked_edition(starts(marathon_first_bow=9_998)(EDITION))
    assert refused.value.code == "ORDER"
    assert "semiMarathonFirstBow, 41, must be higher than marathonFirstBow, 9998" in refused.value.message


def test_a_copied_edition_moves_its_days() -> None:
    with_early_bird = tariff(early_bird_fee=1500, early_bird_until=date(2027, 4, 1))(EDITION)
    copy = copied_edition(replace(with_early_bird, version=7), 2029)
    assert (copy.year, copy.version) == (2029, 1)
    assert copy.calendar == default_edition(2029).calendar
    assert copy.tariff.early_bird_until == date(2029, 4, 1)
    assert checked_edition(copy) == copy


def test_the_29th_of_february_moves_to_the_28th() -> None:
    leap = calendar(registration_opens=date(2028, 2, 29))(default_edition(2028))
    assert copied_edition(leap, 2029).calendar.registration_opens == date(2029, 2, 28)


@pytest.mark.parametrize("year", [0, -1, 1999, 2101, 10**6])
def test_years_that_have_no_edition(year: int) -> None:
    for make in (default_edition, lambda year: copied_edition(EDITION, year)):
        with pytest.raises(Invalid) as refused:
            make(year)
        assert refused.value.field == "year"


@pytest.mark.parametrize(
    ("change", "judges", "touches"),
    [
        pytest.param(
            lambda edition: replace(edition, upgrade_certificates_required=True),
            True,
            False,
            id="certificates",
        ),
        pytest.param(tariff(participation_fee=2500), False, True, id="tariff"),
        pytest.param(capacity(marathon=29), False, True, id="fewer places"),
        pytest.param(capacity(marathon=31), False, True, id="more places"),
        pytest.param(calendar(competition_day=date(2027, 5, 2)), False, False, id="calendar"),
        pytest.param(starts(marathon_first_bow=2), False, False, id="start list"),
    ],
)
def test_what_a_change_touches(change: Change, judges: bool, touches: bool) -> None:
    after = change(EDITION)
    assert (judges_otherwise(EDITION, after), touches_crews(EDITION, after)) == (judges, touches)


@given(st.lists(st.dates(date(1999, 6, 1), date(2101, 6, 1)), min_size=5, max_size=5))
def test_a_calendar_passes_exactly_when_its_days_can_be(days: list[date]) -> None:
    opens, closes, deadline, competition, priority = days
    in_order = opens <= closes <= deadline <= competition and priority <= closes
    edition = replace(EDITION, calendar=Calendar(*days))
    if in_order and date(2000, 1, 1) <= min(days) and competition <= date(2100, 12, 31):
        assert checked_edition(edition).calendar == edition.calendar
    else:
        with pytest.raises(Invalid):
            checked_edition(edition)
