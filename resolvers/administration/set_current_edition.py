"""Mutation.setCurrentEdition: makes an edition the current one."""

from resolvers.acting import author_of
from resolvers.administration._edition import history_id, stored_edition
from resolvers.regatta.edition import Edition
from resolvers.request import Request
from resolvers.table import keys
from resolvers.table.history import record
from resolvers.table.keys import CURRENT_EDITION, CurrentEdition
from resolvers.table.transaction import Transaction


def set_current_edition(request: Request) -> Edition:
    """The edition, which what names no year means from now on.

    Raises:
        NotFound: that year has no edition.
    """
    edition = stored_edition(request.table, request.arguments["year"])
    before = request.table.get(CURRENT_EDITION)
    after = CurrentEdition(edition.year)
    if before == after:
        return edition
    transaction = Transaction()
    if before is None:
        transaction.create(keys.current_edition_row(after.year))
    else:
        transaction.replace(keys.current_edition_row(after.year), {"year": before.year})
    record(transaction, author_of(request), history_id(after.year), before=before, after=after)
    request.table.write(transaction)
    return edition
