"""The history: every change is recorded in the transaction that makes it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ulid import ULID

from resolvers.regatta.change import Change
from resolvers.table.codec import Attributes, Encoded, changed_attributes
from resolvers.table.keys import change_row
from resolvers.table.transaction import Transaction

SYSTEM = "SYSTEM"


@dataclass(frozen=True, slots=True)
class Author:
    """Who does what when.

    Attributes:
        action: the mutation, as `createCrew`.
        actor_id: the sub of the person who acts.
        on_behalf_of: the manager for whom an organiser acts.
    """

    action: str
    actor_id: str
    at: datetime
    on_behalf_of: str | None = None


def record(
    transaction: Transaction,
    author: Author,
    entity_id: str,
    *,
    before: Any | None,
    after: Any | None,
    manager_id: str | None = None,
) -> None:
    """Adds a change to the transaction that makes it.

    Args:
        before: the entity as it was, none for a new one.
        after: the entity as it is, none for a deleted one.
        manager_id: whose team it is in, none for settings.
    """
    was, since = _told(transaction, before, after)
    transaction.create(
        change_row(
            Change(
                id=str(ULID()),
                at=author.at,
                action=author.action,
                entity_type=type(after if before is None else before).__name__,
                entity_id=entity_id,
                actor_id=author.actor_id,
                manager_id=manager_id,
                on_behalf_of=author.on_behalf_of,
                before=None if was is None else Encoded(was),
                after=None if since is None else Encoded(since),
            )
        )
    )


def _told(
    transaction: Transaction, before: Any | None, after: Any | None
) -> tuple[Attributes | None, Attributes | None]:
    """All of what came or went; of what changed, the attributes that differ."""
    if before is None:
        return None, transaction.encoded(after)
    if after is None:
        return transaction.encoded(before), None
    return changed_attributes(before, after)
