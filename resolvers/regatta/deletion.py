"""Deletions: what keeps a member or a crew from being deleted."""

from datetime import datetime

from resolvers.regatta.crew import Crew
from resolvers.regatta.edition import Edition
from resolvers.regatta.member import Member
from resolvers.regatta.refusals import AlreadyPaid, Invalid, StillSeated
from resolvers.regatta.vocabulary import CrewStatus
from resolvers.regatta.withdrawal import consequence


def check_member_deletable(member: Member) -> None:
    """Let a member be deleted, or refuse it.

    Raises:
        StillSeated: he sits in a crew.
    """
    if member.crew_id is not None:
        raise StillSeated("The member sits in a crew: free the seat first.", member.crew_id)


def check_crew_deletable(crew: Crew, edition: Edition, now: datetime, *, admin: bool) -> None:
    """Let a crew be deleted, or refuse it.

    Args:
        admin: an organiser acts, who may spare a crew what its withdrawal would cost.

    Raises:
        AlreadyPaid: something was paid for it; withdraw it instead.
        Invalid: it is withdrawn and still owes participation, or would owe it when withdrawn now.
    """
    if crew.price.paid > 0:
        raise AlreadyPaid("The crew was paid for: withdraw it instead.", crew.payment_id or "")
    if crew.owed_on_withdrawal:
        raise Invalid("The withdrawn crew still owes participation: it stays until then.", "id", "OWES")
    if admin or crew.status is CrewStatus.WITHDRAWN:
        return
    if consequence(crew, edition, now).owed:
        raise Invalid(
            "Registration is closed, and the crew owes its participation even when it gives up: withdraw it "
            "instead of deleting it.",
            "id",
            "WITHDRAW_INSTEAD",
        )
