"""Phases, permissions and grants."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.regatta.edition import Calendar
from resolvers.regatta.grant import new_grant, revoked
from resolvers.regatta.phases import DEFAULT_PERMISSIONS, allowed, check_phase, closed, instants, phase_at
from resolvers.regatta.refusals import Invalid, PhaseForbids
from resolvers.regatta.settings import with_permission
from resolvers.regatta.vocabulary import Action, Phase
from tests.regatta.builders import BEFORE, EDITION, OPEN, OVER, PAYING

MOMENTS = {
    Phase.BEFORE_REGISTRATION: BEFORE,
    Phase.REGISTRATION: OPEN,
    Phase.PAYMENT_ONLY: PAYING,
    Phase.CLOSED: OVER,
}


@pytest.mark.parametrize(
    ("now", "phase", "until"),
    [
        pytest.param(
            datetime(2027, 3, 18, 22, 59, 59, tzinfo=UTC),
            Phase.BEFORE_REGISTRATION,
            datetime(2027, 3, 18, 23, tzinfo=UTC),
            id="last second before, winter time",
        ),
        pytest.param(
            datetime(2027, 3, 18, 23, tzinfo=UTC),
            Phase.REGISTRATION,
            datetime(2027, 4, 19, 22, tzinfo=UTC),
            id="first second of registration",
        ),
        pytest.param(
            datetime(2027, 4, 19, 21, 59, 59, tzinfo=UTC),
            Phase.REGISTRATION,
            datetime(2027, 4, 19, 22, tzinfo=UTC),
            id="last second of the closing day, summer time",
        ),
        pytest.param(
            datetime(2027, 4, 19, 22, tzinfo=UTC),
            Phase.PAYMENT_ONLY,
            datetime(2027, 4, 25, 22, tzinfo=UTC),
            id="first second after it",
        ),
        pytest.param(
            datetime(2027, 4, 25, 22, tzinfo=UTC),
            Phase.CLOSED,
            None,
            id="first second after the payment deadline",
        ),
    ],
)
def test_phases_are_days_in_paris(now: datetime, phase: Phase, until: datetime | None) -> None:
    assert phase_at(EDITION.instants, now) == (phase, until)


def test_registration_is_closed_once_its_last_day_is_over() -> None:
    end = EDITION.instants.registration_closes
    assert not closed(EDITION, end - timedelta(seconds=1))
    assert closed(EDITION, end)


def test_days_have_23_or_25_hours_when_the_clocks_change() -> None:
    spring = Calendar(*[date(2027, 3, 28)] * 5)
    autumn = Calendar(*[date(2027, 10, 31)] * 5)
    for calendar, hours in ((spring, 23), (autumn, 25)):
        bounds = instants(calendar)
        assert bounds.registration_closes - bounds.registration_opens == timedelta(hours=hours)
        assert bounds.payment_closes == bounds.registration_closes


TABLE = """
VIEW             ✓ ✓ ✓ ✓
EDIT_ROSTER      - ✓ - -
ADD_SUBSTITUTE   - ✓ ✓ -
EDIT_CREW        - ✓ - -
REQUEST_BOAT     - ✓ - -
SUBSTITUTE       - ✓ ✓ -
WITHDRAW         - ✓ ✓ ✓
PAY              - ✓ ✓ -
"""
CELLS = [
    pytest.param(Action(action), phase, mark == "✓", id=f"{action}-{phase}")
    for action, *marks in (line.split() for line in TABLE.strip().splitlines())
    for phase, mark in zip(Phase, marks, strict=True)
]


@pytest.mark.parametrize(("action", "phase", "may"), CELLS)
def test_what_a_manager_may_do(action: Action, phase: Phase, may: bool) -> None:
    assert allowed(DEFAULT_PERMISSIONS, action, phase) is may
    now = MOMENTS[phase]
    check_phase(EDITION, action, now, admin=True)
    grant = new_grant("grant", "manager", "late", "admin", now)
    check_phase(EDITION, action, now, admin=False, grants=[grant])
    if may:
        check_phase(EDITION, action, now, admin=False)
        return
    with pytest.raises(PhaseForbids) as refused:
        check_phase(EDITION, action, now, admin=False)
    assert (refused.value.action, refused.value.phase) == (action, phase)
    assert (refused.value.phase, refused.value.until) == phase_at(EDITION.instants, now)


def test_the_matrix_has_a_cell_for_each_action_and_phase() -> None:
    cells = [(cell.action, cell.phase) for cell in DEFAULT_PERMISSIONS]
    assert len(set(cells)) == len(cells) == len(Action) * len(Phase)


def test_admins_edit_the_matrix() -> None:
    edition = with_permission(EDITION, Action.EDIT_CREW, Phase.PAYMENT_ONLY, True)
    check_phase(edition, Action.EDIT_CREW, PAYING, admin=False)
    with pytest.raises(PhaseForbids):
        check_phase(edition, Action.EDIT_CREW, OVER, admin=False)
    back = with_permission(edition, Action.EDIT_CREW, Phase.PAYMENT_ONLY, False)
    assert back.permissions == EDITION.permissions


def test_a_grant_ends_by_itself() -> None:
    grant = new_grant("grant", "manager", " late \n again ", "admin", OVER)
    assert grant.reason == "late again"
    assert grant.active(OVER)
    assert grant.active(OVER + timedelta(hours=48, seconds=-1))
    assert not grant.active(OVER + timedelta(hours=48))
    assert not grant.active(OVER - timedelta(seconds=1))


def test_a_revoked_grant_lifts_nothing() -> None:
    grant = revoked(new_grant("grant", "manager", "late", "admin", OVER), OVER + timedelta(hours=1))
    assert not grant.active(OVER + timedelta(hours=1))
    assert revoked(grant, OVER + timedelta(hours=2)) == grant


@pytest.mark.parametrize("hours", [1, 720], ids=["an hour", "thirty days"])
def test_a_grant_lasts_an_hour_or_up_to_thirty_days(hours: int) -> None:
    assert new_grant("grant", "manager", "late", "admin", OVER, hours).until == OVER + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("hours", "reason", "field"),
    [
        (0, "late", "hours"),
        (721, "late", "hours"),
        (-5, "late", "hours"),
        (48, "  ", "reason"),
        (48, "x" * 501, "reason"),
    ],
)
def test_grants_that_are_refused(hours: int, reason: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        new_grant("grant", "manager", reason, "admin", OVER, hours)
    assert refused.value.field == field


@given(st.datetimes(datetime(2027, 1, 1), datetime(2027, 6, 1)).map(lambda naive: naive.replace(tzinfo=UTC)))
def test_a_phase_lasts_until_the_next_begins(now: datetime) -> None:
    phase, until = phase_at(EDITION.instants, now)
    order = list(Phase)
    if until is None:
        assert phase is Phase.CLOSED
        return
    assert now < until
    assert phase_at(EDITION.instants, until)[0] is order[order.index(phase) + 1]


def test_an_empty_matrix_forbids() -> None:
    with pytest.raises(PhaseForbids):
        check_phase(replace(EDITION, permissions=()), Action.VIEW, OPEN, admin=False)
