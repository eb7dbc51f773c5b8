"""A temporary grant: the phase lifted for one manager for some hours."""

from dataclasses import dataclass
from datetime import datetime

DEFAULT_HOURS = 48


@dataclass(frozen=True, slots=True)
class Grant:
    """Ends by itself at `ends_at`, or earlier when revoked."""

    id: str
    manager_id: str
    reason: str
    granted_by: str
    granted_at: datetime
    ends_at: datetime
    revoked_at: datetime | None = None

    def active(self, now: datetime) -> bool:
        """Whether it lifts the phase now."""
        return self.revoked_at is None and self.granted_at <= now < self.ends_at
