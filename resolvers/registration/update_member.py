"""Mutation.updateMember: changes a member, and has the crew in which he sits judged again."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from resolvers.acting import Acting, act, check_version
from resolvers.regatta.crew import Crew
from resolvers.regatta.member import Member
from resolvers.regatta.people import edited_member
from resolvers.regatta.vocabulary import Action
from resolvers.registration._member_edits import Edit, save_edits
from resolvers.registration._member_input import MemberInput, check_licence
from resolvers.request import Request
from resolvers.table import keys
from resolvers.table.keys import Key
from resolvers.table.table import Changed


def update_member(request: Request) -> Member:
    """The member since; his crew may have become INCOMPLETE.

    Raises:
        PhaseForbids, NotFound, Conflict, Invalid, LicenceTaken: nothing was written.
    """
    wanted = MemberInput.of(request.arguments["input"])
    member_id: str = request.arguments["id"]

    def reads(year: int, sub: str) -> Iterable[Key[Any]]:
        return [keys.member(year, sub, member_id), *wanted.keys(year)]

    acting = act(request, reads)
    acting.allow(Action.EDIT_ROSTER)
    member = acting.member(member_id)
    check_version("member", request.arguments["version"], member.version)
    person = wanted.person(acting)
    check_licence(acting.found[keys.licence(acting.year, person.licence)], member.id)
    edited = replace(edited_member(member, person, acting.year), version=member.version + 1)
    save_edits(acting, (Edit(member, edited),), _crew_of(acting, member))
    return edited


def _crew_of(acting: Acting, member: Member) -> Crew | None:
    if member.crew_id is None:
        return None
    key = keys.crew(acting.year, member.manager_id, member.crew_id)
    crew = acting.request.table.get(key)
    if crew is None:
        raise Changed([key])  # deleted since the member was read, who is then free
    return crew
