"""A temporary grant: the phase lifted for one manager for some hours."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from resolvers.regatta.fault import valid
from resolvers.regatta.people import clean_name
from resolvers.regatta.refusals import Invalid

DEFAULT_HOURS = 48
LONGEST_HOURS = 24 * 30
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Grant:
    """Ends by itself at `until`, or earlier when revoked; `granted_by` is the admin's id."""

    id: str
    manager_id: str
    reason: str
    granted_by: str
    granted_at: datetime
    until: datetime
    revoked_at: datetime | None = None

    def active(self, now: datetime) -> bool:
        """Whether it lifts the phase now."""
        return self.revoked_at is None and self.granted_at <= now < self.until


def new_grant(
    grant_id: str, manager_id: str, reason: str, granted_by: str, now: datetime, hours: int = DEFAULT_HOURS
) -> Grant:
    """A grant that begins now.

    Raises:
        Invalid: hours outside 1 to 720 (30 days); a reason that is empty or over 500 characters.
    """
    if not 1 <= hours <= LONGEST_HOURS:
        raise Invalid(f"A grant lasts 1 to {LONGEST_HOURS} hours.", "hours", "OUT_OF_RANGE")
    # Written in a box of several lines, read in one sentence of a notification.
    why = valid("reason", clean_name(" ".join(reason.split()), LONGEST_REASON))
    return Grant(grant_id, manager_id, why, granted_by, now, now + timedelta(hours=hours))


def revoked(grant: Grant, now: datetime) -> Grant:
    """The grant ended now; one that was revoked or is over stays as it is."""
    return replace(grant, revoked_at=now) if grant.active(now) else grant
