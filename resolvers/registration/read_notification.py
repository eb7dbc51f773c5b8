"""Mutation.readNotification: marks a notification of the caller as read."""

from dataclasses import replace

from resolvers.acting import author_of
from resolvers.regatta.manager import Notification
from resolvers.regatta.refusals import NotFound
from resolvers.request import Request
from resolvers.table import keys
from resolvers.table.history import record
from resolvers.table.transaction import Transaction


def read_notification(request: Request) -> Notification:
    """The notification, read now or, as it stays, before.

    Raises:
        NotFound: the caller has no such notification.
    """
    sub = request.caller.sub
    key = keys.notification(sub, request.arguments["id"])
    notification = request.table.get(key)
    if notification is None:
        raise NotFound("You have no such notification.", "Notification", request.arguments["id"])
    if notification.read_at is not None:
        return notification
    read = replace(notification, read_at=request.now)
    transaction = Transaction()
    transaction.replace(keys.notification_row(read), {"readAt": None, "id": notification.id})
    record(transaction, author_of(request, sub), read.id, before=notification, after=read, manager_id=sub)
    request.table.write(transaction)
    return read
