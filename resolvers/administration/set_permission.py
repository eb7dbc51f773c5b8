"""Mutation.setPermission: sets one cell of the permission matrix."""

from dataclasses import replace

from resolvers.acting import author_of
from resolvers.administration._edition import history_id, stored_edition
from resolvers.regatta.edition import Edition
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.settings import with_permission
from resolvers.regatta.vocabulary import Action, Phase
from resolvers.request import Request
from resolvers.table import keys
from resolvers.table.history import record
from resolvers.table.transaction import Transaction


def set_permission(request: Request) -> Edition:
    """The edition with the cell set; changes of other cells at the same time are kept.

    Raises:
        NotFound: that year has no edition.
        Invalid: managers may always see their own data.
    """
    action, phase = Action(request.arguments["action"]), Phase(request.arguments["phase"])
    allowed: bool = request.arguments["allowed"]
    if action is Action.VIEW and not allowed:
        raise Invalid("Managers may always see their own team: VIEW stays.", "action", "ALWAYS_ALLOWED")
    before = stored_edition(request.table, request.arguments["year"])
    after = with_permission(before, action, phase, allowed)
    if after == before:
        return before
    after = replace(after, version=before.version + 1)
    transaction = Transaction()
    transaction.replace(keys.edition_row(after), {"version": before.version})
    was, is_now = _only(before, action, phase), _only(after, action, phase)
    record(transaction, author_of(request), history_id(after.year), before=was, after=is_now)
    request.table.write(transaction)
    return after


def _only(edition: Edition, action: Action, phase: Phase) -> Edition:
    """With this cell of the matrix alone: the history is of what was set, not of all that stands."""
    cells = [cell for cell in edition.permissions if cell.action is action and cell.phase is phase]
    return replace(edition, permissions=tuple(cells))
