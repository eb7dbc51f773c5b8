"""Mutation.updateProfile: changes the caller's profile, and makes it when there is none."""

import os
from functools import partial
from itertools import islice

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
from resolvers.table.table import BATCH
from resolvers.table.transaction import Transaction

_MOST_CREWS = BATCH // 2 - 1
"""That one transaction takes, each with its history, beside the profile; more are renamed when next saved."""


def update_profile(request: Request) -> Manager:
    """The profile since; the address is that of the account, whatever the caller says.

    Crews in which nobody sits show the manager's club: a new one is written on them too.

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
    if after.club == before.club:
        return save_manager(request, before, after)
    return save_manager(request, before, after, partial(_rename_crews, request, after))


def _rename_crews(request: Request, manager: Manager, transaction: Transaction) -> None:
    """Adds the crews of the current edition in which nobody sits, with the manager's new club."""
    current = request.table.get(keys.CURRENT_EDITION)
    if current is None:
        return
    team = crews.of_team(request.table, current.year, manager.id)
    renamed = ((crew, crew_of_manager(crew, manager.club)) for crew in team)
    author = author_of(request, manager.id)
    for before, after in islice((pair for pair in renamed if pair[0] != pair[1]), _MOST_CREWS):
        crews.save(transaction, current.year, before, after, {})
        record(transaction, author, after.id, before=before, after=after, manager_id=manager.id)
