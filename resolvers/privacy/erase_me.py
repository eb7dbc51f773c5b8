"""Mutation.eraseMe: anonymises the caller's personal data everywhere, and deletes the account."""

import os

from resolvers import accounts
from resolvers.erasing import erase
from resolvers.erasures import Noted, note
from resolvers.regatta.edition import Edition
from resolvers.regatta.erasure import Erasure, check_confirmation, check_erasable
from resolvers.regatta.refusals import Unauthorized
from resolvers.request import Request
from resolvers.table import crews, editions, keys


def erase_me(request: Request) -> Erasure:
    """What was erased by this call. One that was interrupted goes on when it is sent again.

    The account goes last, so that whoever was interrupted can still sign in to do so.

    Raises:
        Invalid, InUse, Unauthorized: nothing was erased.
        Busy: there is more than one call can erase; the next one goes on.
    """
    sub, username = request.caller.sub, request.caller.username
    profile = request.table.get(keys.manager(sub))
    begun = None if profile is None else profile.erased_at
    held = editions.every(request.table)
    if begun is None:
        _check(request, held.current)
    at = begun or request.now
    bucket = os.environ.get("BACKUPS_BUCKET")
    if bucket is not None:
        note(bucket, Noted(sub, at))
    erasure = erase(request.table, sub, profile, held.years, at, request.seconds_left)
    accounts.delete(os.environ["USER_POOL_ID"], username)
    return erasure


def _check(request: Request, current: Edition | None) -> None:
    email = accounts.email_of(os.environ["USER_POOL_ID"], request.caller.username)
    if email is None:
        raise Unauthorized("There is no such account any more.")
    check_confirmation(request.arguments["confirmation"], email)
    if current is not None:
        team = crews.of_team(request.table, current.year, request.caller.sub)
        check_erasable(team, current, request.now)
