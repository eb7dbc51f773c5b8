"""Quotas: how often something may happen in an hour; the table counts, so they hold for requests at once."""

from datetime import datetime, timedelta

from resolvers.table import keys
from resolvers.table.plain import instant
from resolvers.table.table import Table

_HOUR = timedelta(hours=1)


def spend(table: Table, name: str, most: int, now: datetime) -> bool:
    """Counts one more of what may happen `most` times in an hour of the clock; false once it has. One call.

    Args:
        name: of what is counted. It stays for days, and in exports longer: nothing personal in clear.
    """
    begun = now.replace(minute=0, second=0, microsecond=0)
    return table.spend(keys.quota(name, instant(begun)), most, begun + 2 * _HOUR)
