"""A change, as the history keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed what, on whose behalf, and what was there before and since.

    Attributes:
        id: a ULID, so that keys sort by time.
        action: the mutation, as `createCrew`.
        entity_type: the kind of thing, as `Crew`.
        manager_id: whose team it was in; none for settings.
        actor_id: the sub of the person who did it, `SYSTEM` for what happens by itself.
        on_behalf_of: the manager for whom an organiser did it.
        before: the attributes that changed, as they were; none for a new thing.
        after: the attributes that changed, as they are; none for a thing deleted.
    """

    id: str
    at: datetime
    action: str
    entity_type: str
    entity_id: str
    actor_id: str
    manager_id: str | None = None
    on_behalf_of: str | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
