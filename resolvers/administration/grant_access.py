"""Mutation.grantAccess: lets a manager act beyond the calendar for some hours."""

from ulid import ULID

from resolvers import mail
from resolvers.acting import act
from resolvers.regatta.grant import DEFAULT_HOURS, Grant, new_grant
from resolvers.regatta.notices import access_granted
from resolvers.request import Request
from resolvers.table import keys
from resolvers.table.history import record
from resolvers.table.transaction import Transaction


def grant_access(request: Request) -> Grant:
    """The grant, in the current edition; the manager is told.

    Raises:
        NotFound: there is no such manager.
        Invalid: on the hours or the reason.
    """
    acting = act(request)
    hours, reason = request.arguments.get("hours"), request.arguments["reason"]
    grant = new_grant(
        str(ULID()),
        acting.manager.id,
        reason,
        request.caller.sub,
        request.now,
        DEFAULT_HOURS if hours is None else hours,
    )
    notice = access_granted(grant.until, grant.reason)
    transaction = Transaction()
    transaction.create(keys.grant_row(acting.year, grant))
    transaction.create(keys.notification_row(notice.to(grant.manager_id, str(ULID()), request.now)))
    record(transaction, acting.author, grant.id, before=None, after=grant, manager_id=grant.manager_id)
    request.table.write(transaction)
    mail.tell(
        acting.manager,
        mail.Text("You may change your entries", notice.message),
        mail.Text("Vous pouvez modifier vos inscriptions", notice.message_fr),
    )
    return grant
