"""How a profile is written: over the version that was read, with its history."""

from collections.abc import Callable
from dataclasses import replace

from resolvers.acting import author_of
from resolvers.regatta.manager import Manager
from resolvers.request import Request
from resolvers.table import keys
from resolvers.table.history import record
from resolvers.table.transaction import Transaction

Also = Callable[[Transaction], None]


def save_manager(
    request: Request, before: Manager | None, after: Manager, also: Also = lambda transaction: None
) -> Manager:
    """The caller's profile as it is written.

    Args:
        before: as it was read, none for a new one.
        also: adds what must be written with it.

    Raises:
        Changed: something is not as it was read; nothing is written.
    """
    manager = replace(after, version=before.version + 1 if before else 1)
    transaction = Transaction()
    if before is None:
        transaction.create(keys.manager_row(manager))
    else:
        transaction.replace(keys.manager_row(manager), {"version": before.version})
    author = author_of(request, manager.id)
    record(transaction, author, manager.id, before=before, after=manager, manager_id=manager.id)
    also(transaction)
    request.table.write(transaction)
    return manager
