"""Mutation.updateProfile: changes the caller's profile, and makes it when there is none."""

import os

from resolvers import accounts
from resolvers.acting import check_not_erased
from resolvers.regatta.manager import Manager
from resolvers.regatta.profile import edited_manager, new_manager, profile
from resolvers.regatta.refusals import Unauthorized
from resolvers.regatta.vocabulary import Language
from resolvers.registration._manager_saving import save_manager
from resolvers.request import Request
from resolvers.table import keys


def update_profile(request: Request) -> Manager:
    """The profile since; the address is that of the account, whatever the caller says.

    Raises:
        Invalid: nothing was written.
        Unauthorized: the caller was erased, or has neither a profile nor an account; nothing was written.
    """
    plain = request.arguments["input"]
    person = profile(
        first_name=plain["firstName"],
        last_name=plain["lastName"],
        phone=plain.get("phone"),
        club=plain["club"],
        language=Language(plain["language"]),
    )
    before = request.table.get(keys.manager(request.caller.sub))
    if before is not None:
        check_not_erased(request, before)
    email = accounts.email_of(os.environ["USER_POOL_ID"], request.caller.username)
    if before is None:
        if email is None:
            raise Unauthorized("There is no such account any more: sign up again.")
        return save_manager(request, None, new_manager(request.caller.sub, email, person, request.now))
    after = edited_manager(before, email or before.email, person)
    return after if after == before else save_manager(request, before, after)
