"""Mutation.createMember: enters a member on the roster."""

from ulid import ULID

from resolvers.acting import Acting, act
from resolvers.regatta.member import Member
from resolvers.regatta.people import new_member
from resolvers.regatta.refusals import PhaseForbids
from resolvers.regatta.vocabulary import Action
from resolvers.registration._member_input import MemberInput, check_licence
from resolvers.request import Request
from resolvers.table import keys, members
from resolvers.table.history import record
from resolvers.table.transaction import Transaction


def create_member(request: Request) -> Member:
    """The member, without a seat and the licence not yet checked.

    Raises:
        PhaseForbids, Invalid, LicenceTaken: nothing was written.
    """
    wanted = MemberInput.of(request.arguments["input"])
    acting = act(request, lambda year, _: wanted.keys(year))
    _allow(acting)
    person = wanted.person(acting)
    check_licence(acting.found[keys.licence(acting.year, person.licence)])
    member = new_member(str(ULID()), acting.manager.id, person, acting.year)
    transaction = Transaction()
    members.create(transaction, acting.year, member)
    record(transaction, acting.author, member.id, before=None, after=member, manager_id=member.manager_id)
    request.table.write(transaction)
    return member


def _allow(acting: Acting) -> None:
    # Whether a newcomer is for the roster or for a substitution shows later only: either permission does.
    try:
        acting.allow(Action.ADD_SUBSTITUTE)
    except PhaseForbids:
        acting.allow(Action.EDIT_ROSTER)
