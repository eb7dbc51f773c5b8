"""Mutation.deleteMember: takes a member who sits in no crew off the roster."""

from resolvers.acting import act
from resolvers.regatta.deletion import check_member_deletable
from resolvers.regatta.member import Member
from resolvers.regatta.vocabulary import Action
from resolvers.request import Request
from resolvers.table import keys, members
from resolvers.table.history import record
from resolvers.table.transaction import Transaction


def delete_member(request: Request) -> Member:
    """The member as he was; his licence is free for others.

    Raises:
        PhaseForbids, NotFound, StillSeated: nothing was written.
    """
    member_id: str = request.arguments["id"]
    acting = act(request, lambda year, sub: [keys.member(year, sub, member_id)])
    acting.allow(Action.EDIT_ROSTER)
    member = acting.member(member_id)
    check_member_deletable(member)
    transaction = Transaction()
    members.delete(transaction, acting.year, member)
    record(transaction, acting.author, member.id, before=member, after=None, manager_id=member.manager_id)
    request.table.write(transaction)
    return member
