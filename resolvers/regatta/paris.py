"""The regatta's clock: its days are those of Europe/Paris, its instants UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def day_of(instant: datetime) -> date:
    """The day in Paris at this instant."""
    return instant.astimezone(PARIS).date()


def start_of(day: date) -> datetime:
    """The instant at which a day begins in Paris, UTC."""
    return at(day, time())


def end_of(day: date) -> datetime:
    """The first instant after a day in Paris, UTC."""
    return start_of(day + timedelta(days=1))


def at(day: date, time_of_day: time) -> datetime:
    """The instant of a time of day in Paris, UTC."""
    return datetime.combine(day, time_of_day, PARIS).astimezone(UTC)
