"""Time zones for the JavaScript runtime, which has none of its own."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_FIRST_YEAR, _LAST_YEAR = 1960, 2100


@lru_cache(maxsize=64)
def transitions(name: str) -> tuple[tuple[int, int, str], ...] | None:
    """A zone's changes of offset from 1960 to 2100, the first one standing for all that came before.

    Returns:
        (instant in epoch milliseconds, offset in seconds, abbreviation) in order; None when there is no such
        zone.
    """
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    before = datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC)
    found = [_state(before, zone)]
    while before.year < _LAST_YEAR:
        # No zone has ever changed twice within ten days and back, so a step cannot jump over two changes.
        after = before + timedelta(days=10)
        if _state(after, zone)[1:] != found[-1][1:]:
            found.append(_state(_change(before, after, zone), zone))
        before = after
    return tuple(found)


def _state(instant: datetime, zone: ZoneInfo) -> tuple[int, int, str]:
    local = instant.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    return int(instant.timestamp()) * 1000, int(offset.total_seconds()), local.tzname() or ""


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first second at which the zone differs from what it was before."""
    earlier = _state(before, zone)[1:]
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if _state(middle, zone)[1:] == earlier:
            before = middle
        else:
            after = middle
    return after
