"""Phases of an edition: their boundaries, and what a manager may do in each."""

from collections.abc import Iterable
from datetime import datetime

from resolvers.regatta.edition import Calendar, Edition, Instants, Permission
from resolvers.regatta.grant import Grant
from resolvers.regatta.paris import end_of, start_of
from resolvers.regatta.refusals import PhaseForbids
from resolvers.regatta.vocabulary import Action, Phase

_ALLOWED: dict[Phase, frozenset[Action]] = {
    Phase.BEFORE_REGISTRATION: frozenset({Action.VIEW}),
    Phase.REGISTRATION: frozenset(Action),
    Phase.PAYMENT_ONLY: frozenset(
        {Action.VIEW, Action.ADD_SUBSTITUTE, Action.SUBSTITUTE, Action.WITHDRAW, Action.PAY}
    ),
    Phase.CLOSED: frozenset({Action.VIEW, Action.WITHDRAW}),
}

DEFAULT_PERMISSIONS: tuple[Permission, ...] = tuple(
    Permission(action, phase, action in _ALLOWED[phase]) for action in Action for phase in Phase
)


def instants(calendar: Calendar) -> Instants:
    """The boundaries of the phases, UTC; the days of the calendar are inclusive."""
    return Instants(
        registration_opens=start_of(calendar.registration_opens),
        registration_closes=end_of(calendar.registration_closes),
        payment_closes=end_of(calendar.payment_deadline),
    )


def phase_at(instants: Instants, now: datetime) -> tuple[Phase, datetime | None]:
    """The phase at this instant, and until when it lasts; the last one never ends."""
    if now < instants.registration_opens:
        return Phase.BEFORE_REGISTRATION, instants.registration_opens
    if now < instants.registration_closes:
        return Phase.REGISTRATION, instants.registration_closes
    if now < instants.payment_closes:
        return Phase.PAYMENT_ONLY, instants.payment_closes
    return Phase.CLOSED, None


def closed(edition: Edition, now: datetime) -> bool:
    """Whether the closing day of registration is over."""
    return now >= edition.instants.registration_closes


def allowed(permissions: Iterable[Permission], action: Action, phase: Phase) -> bool:
    """What the matrix says of an action in a phase; a cell that is not there forbids."""
    return any(cell.allowed for cell in permissions if cell.action is action and cell.phase is phase)


def lifted(admin: bool, grants: Iterable[Grant], now: datetime) -> bool:
    """Whether the phase does not bind: for admins, and managers with an active grant."""
    return admin or any(grant.active(now) for grant in grants)


def check_phase(
    edition: Edition, action: Action, now: datetime, *, admin: bool, grants: Iterable[Grant] = ()
) -> None:
    """Let the action pass, or refuse it.

    Args:
        admin: whether an admin acts, for himself or on behalf of a manager.
        grants: those of the manager whose team it is.

    Raises:
        PhaseForbids: with the phase and until when it lasts.

    Source: regatta rules, "Calendar, phases and who may do what".
    """
    phase, until = phase_at(edition.instants, now)
    if allowed(edition.permissions, action, phase) or lifted(admin, grants, now):
        return
    lasting = "" if until is None else f" until {until:%Y-%m-%dT%H:%M:%SZ}"
    raise PhaseForbids(f"{action} is not allowed in the phase {phase}{lasting}.", action, phase, until)
