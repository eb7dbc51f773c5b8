"""Erasures: who may ask for one, and what of people stays for results, statistics and accounting.

What stays is anonymous: gender, year of birth, age, category, club, race, number, price and payments. The
consents of a manager stay too, as proof that they were given. Anonymising twice is the same as once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from resolvers.regatta.crew import BoatRequest, Crew, Seat
from resolvers.regatta.edition import Edition
from resolvers.regatta.grant import Grant
from resolvers.regatta.manager import Manager
from resolvers.regatta.member import Member
from resolvers.regatta.paris import end_of
from resolvers.regatta.refusals import InUse, Invalid
from resolvers.regatta.vocabulary import CrewStatus

ANONYMOUS = "Anonyme"
"""The last name of whoever was erased; there is no first name."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased of a manager and the team, in all editions.

    Attributes:
        id: of the manager.
        members: anonymised or, without a seat, deleted.
        crews: anonymised.
    """

    id: str
    at: datetime
    members: int
    crews: int


def check_confirmation(confirmation: str, email: str) -> None:
    """Let an erasure pass that its caller means, or refuse it.

    Args:
        email: the address that the caller signs in with.

    Raises:
        Invalid: the confirmation is something else.
    """
    if confirmation.strip().casefold() != email.casefold():
        raise Invalid(
            "confirmation: write the address that you sign in with; nothing is erased without it.",
            "confirmation",
            "CONFIRMATION",
        )


def check_erasable(crews: Iterable[Crew], edition: Edition, now: datetime) -> None:
    """Let the manager of a team be erased, or refuse it.

    Args:
        crews: of the team in the edition, which is the current one.

    Raises:
        InUse: the competition is not over, and crews are entered in it.
    """
    entered = sum(crew.status is not CrewStatus.WITHDRAWN for crew in crews)
    if entered and now < end_of(edition.calendar.competition_day):
        raise InUse(
            f"Your team still has crews in the regatta of {edition.year} ({entered}): withdraw or delete "
            "them first, which shows you what that means.",
            entered,
        )


def anonymous_manager(manager: Manager, at: datetime) -> Manager:
    """The manager once erased, from the first time on; club, language and consents stay."""
    return replace(
        manager,
        first_name="",
        last_name=ANONYMOUS,
        # An address that no mail ever reaches, for the API promises one.
        email=f"{manager.id}@erased.invalid",
        phone=None,
        erased_at=manager.erased_at or at,
    )


def anonymous_member(member: Member) -> Member:
    """The member without name, day of birth and licence, and without what was written about him."""
    return replace(
        member,
        first_name="",
        last_name=ANONYMOUS,
        date_of_birth=member.date_of_birth.replace(month=1, day=1),
        licence="",
        issues=(),
    )


def anonymous_crew(crew: Crew) -> Crew:
    """The crew with nobody's name in its seats, and without what was written about it."""
    request = crew.boat_request
    return replace(
        crew,
        seats=tuple(map(_anonymous_seat, crew.seats)),
        boat_request=None if request is None else _without_comments(request),
        issues=(),
    )


def anonymous_grant(grant: Grant) -> Grant:
    """The grant without its reason, which may tell of somebody."""
    return replace(grant, reason="")


def _anonymous_seat(seat: Seat) -> Seat:
    return seat if seat.member_id is None else replace(seat, first_name="", last_name=ANONYMOUS)


def _without_comments(request: BoatRequest) -> BoatRequest:
    return replace(request, comment=None, assigned_comment=None)
