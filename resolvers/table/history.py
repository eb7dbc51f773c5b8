"""The history: every change is recorded in the transaction that makes it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ulid import ULID

from resolvers.regatta.change import Change
from resolvers.table.codec import Attributes, Encoded
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
    was, since = (entity and transaction.encoded(entity) for entity in (before, after))
    if was is not None and since is not None:
        was, since = _without(was, since), _without(since, was)
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
                before=was and Encoded(was),
                after=since and Encoded(since),
            )
        )
    )


def _without(attributes: Attributes, others: Attributes) -> Attributes:
    """Those that the others do not have, or have otherwise."""
    return {name: value for name, value in attributes.items() if others.get(name) != value}
