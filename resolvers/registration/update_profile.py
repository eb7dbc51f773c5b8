"""Mutation.updateProfile: changes the caller's profile, and makes it when there is none."""

import os

from resolvers import accounts
from resolvers.acting import author_of, check_not_erased
from resolvers.regatta.manager import Manager
from resolvers.regatta.profile import crew_of_manager, edited_manager, new_manager, profile
from resolvers.regatta.refusals import Unauthorized
from resolvers.regatta.vocabulary import Language
from resolvers.registration._manager_saving import save_manager
from resolvers.request import Request
from resolvers.table import crews, keys
from resolvers.table.history import record
from resolvers.table.transaction import Transaction


def update_profile(request: Request) -> Manager:
    """The profile since; the address is that of the account, whatever the caller says.

    A new club costs two calls more, and one for each crew in which nobody sits: it shows the manager's club.

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
    if after == before:
        return before
    if after.club != before.club:
        _rename_crews(request, after)
    return save_manager(request, before, after)


def _rename_crews(request: Request, manager: Manager) -> None:
    """Writes the new club on the crews in which nobody sits.

    Before the profile, so that whoever is interrupted and sends it again finds something to do.
    """
    table, current = request.table, request.table.get(keys.CURRENT_EDITION)
    if current is None:
        return
    for crew in crews.of_team(table, current.year, manager.id):
        after = crew_of_manager(crew, manager.club)
        if after != crew:
            transaction = Transaction()
            crews.save(transaction, current.year, crew, after, {})
            author = author_of(request, manager.id)
            record(transaction, author, crew.id, before=crew, after=after, manager_id=manager.id)
            table.write(transaction)
