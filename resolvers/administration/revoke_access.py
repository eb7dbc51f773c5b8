"""Mutation.revokeAccess: takes a grant back."""

from resolvers.acting import act
from resolvers.regatta.grant import Grant, revoked
from resolvers.regatta.refusals import NotFound
from resolvers.request import Request
from resolvers.table import keys
from resolvers.table.history import record
from resolvers.table.transaction import Transaction


def revoke_access(request: Request) -> Grant:
    """The grant, ended now; one that has ended already is answered as it is.

    Raises:
        NotFound: there is no such manager, or no such grant in the current edition.
    """
    grant_id: str = request.arguments["grantId"]
    acting = act(request, lambda year, sub: (keys.grant(year, sub, grant_id),))
    before = acting.found[keys.grant(acting.year, acting.manager.id, grant_id)]
    if before is None:
        raise NotFound("The manager has no such grant in the current edition.", "Grant", grant_id)
    after = revoked(before, request.now)
    if after == before:
        return before
    transaction = Transaction()
    transaction.replace(keys.grant_row(acting.year, after), {"revokedAt": None})
    record(transaction, acting.author, grant_id, before=before, after=after, manager_id=after.manager_id)
    request.table.write(transaction)
    return after
