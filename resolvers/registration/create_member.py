"""Mutation.createMember: enters a member on the roster."""

from ulid import ULID

from resolvers.acting import Acting, act
from resolvers.regatta.member import Member
from resolvers.regatta.people import new_member
from resolvers.regatta.refusals import PhaseForbids
from resolvers.regatta.vocabulary import Action
from resolvers.registration._member_edits import Edit, save_edits
from resolvers.registration._member_input import MemberInput, check_licence
from resolvers.request import Request
from resolvers.table import keys


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
    save_edits(acting, (Edit(None, member),), None)
    return member


def _allow(acting: Acting) -> None:
    # Whether a newcomer is for the roster or for a substitution shows later only: either permission does.
    try:
        acting.allow(Action.ADD_SUBSTITUTE)
    except PhaseForbids:
        acting.allow(Action.EDIT_ROSTER)
