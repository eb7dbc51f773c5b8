"""The history: every change is recorded in the transaction that makes it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ulid import ULID

from resolvers.regatta.change import Change
from resolvers.table.keys import change_row
from resolvers.table.plain import Plain, to_plain
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
    was, since = _differing(to_plain(before), to_plain(after))
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
                before=was,
                after=since,
            )
        )
    )


def _differing(before: Plain | None, after: Plain | None) -> tuple[Plain | None, Plain | None]:
    if before is None or after is None:
        return before, after
    return (
        {name: value for name, value in before.items() if after.get(name) != value},
        {name: value for name, value in after.items() if before.get(name) != value},
    )
