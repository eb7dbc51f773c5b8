"""Deletions: what keeps a member or a crew from being deleted."""

from resolvers.regatta.crew import Crew
from resolvers.regatta.member import Member
from resolvers.regatta.refusals import AlreadyPaid, Invalid, StillSeated


def check_member_deletable(member: Member) -> None:
    """Let a member be deleted, or refuse it.

    Raises:
        StillSeated: he sits in a crew.
    """
    if member.crew_id is not None:
        raise StillSeated("The member sits in a crew: free the seat first.", member.crew_id)


def check_crew_deletable(crew: Crew) -> None:
    """Let a crew be deleted, or refuse it.

    Raises:
        AlreadyPaid: something was paid for it; withdraw it instead.
        Invalid: it is withdrawn and still owes participation.
    """
    if crew.price.paid > 0:
        raise AlreadyPaid("The crew was paid for: withdraw it instead.", crew.payment_id or "")
    if crew.owed_on_withdrawal:
        raise Invalid("The withdrawn crew still owes participation: it stays until then.", "id", "OWES")
