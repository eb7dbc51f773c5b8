"""Hand-overs: what of a crew and a member depends on whose team it is in."""

from dataclasses import replace

from resolvers.regatta.clubs import crew_clubs
from resolvers.regatta.crew import Crew
from resolvers.regatta.manager import Manager
from resolvers.regatta.member import Member
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.vocabulary import CrewStatus


def handed_over_crew(crew: Crew, to: Manager) -> Crew:
    """The crew in the manager's team; an empty one has the manager's club."""
    return replace(crew, manager_id=to.id, clubs=crew_clubs(crew.seats, to.club), version=crew.version + 1)


def handed_over_member(member: Member, to: Manager) -> Member:
    """The member on the manager's roster, of the same club as before."""
    return replace(member, manager_id=to.id, version=member.version + 1)


def goes_with_crew(member: Member, crew: Crew) -> bool:
    """Whether somebody of its seats goes along when the crew is handed over.

    Those of a withdrawn crew do who are still free, so that it can be reinstated with them.
    """
    return member.crew_id == (None if crew.status is CrewStatus.WITHDRAWN else crew.id)


def check_handed_over_with_crew(member: Member, crew_ids: frozenset[str]) -> None:
    """Let a member be handed over, or refuse it.

    Args:
        crew_ids: the crews that are handed over too.

    Raises:
        Invalid: he sits in a crew that stays.
    """
    if member.crew_id is not None and member.crew_id not in crew_ids:
        raise Invalid(
            f"Member {member.id} sits in crew {member.crew_id}: hand the crew over too, or free the seat.",
            "memberIds",
            "SEATED",
        )
