"""One year's regatta: its calendar, tariff, capacity and the other settings that organisers can change."""

from dataclasses import dataclass
from datetime import date, datetime, time

from resolvers.regatta.vocabulary import Action, Phase


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days in Europe/Paris, all inclusive: opens ≤ closes ≤ payment deadline ≤ competition."""

    registration_opens: date
    registration_closes: date
    payment_deadline: date
    competition_day: date
    host_priority_ends: date


@dataclass(frozen=True, slots=True)
class Instants:
    """The boundaries of the phases, UTC; each is the first that no longer belongs to the phase before."""

    registration_opens: datetime
    registration_closes: datetime
    payment_closes: datetime


@dataclass(frozen=True, slots=True)
class Tariff:
    """Prices in cents; `early_bird_until` is the last day of `early_bird_fee`."""

    participation_fee: int
    boat_rental_per_seat: int
    skiff_rental_factor: float
    early_bird_fee: int | None = None
    early_bird_until: date | None = None
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Capacity:
    """Places of each event, in people."""

    semi_marathon: int
    marathon: int


@dataclass(frozen=True, slots=True)
class StartListSettings:
    """How the start list is drawn up: times of day in Europe/Paris, interval in seconds."""

    marathon_start: time
    semi_marathon_start: time
    semi_marathon_interval: int
    marathon_first_bow: int
    semi_marathon_first_bow: int
    unpaid_crews: bool


@dataclass(frozen=True, slots=True)
class Permission:
    """One cell of the permission matrix."""

    action: Action
    phase: Phase
    allowed: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """The settings of one year.

    Attributes:
        instants: the phase boundaries of the calendar, stored so that every reader only compares.
        permissions: the whole matrix, one cell for each action and phase.
        version: counts the changes of the settings.
    """

    year: int
    version: int
    calendar: Calendar
    instants: Instants
    tariff: Tariff
    capacity: Capacity
    upgrade_certificates_required: bool
    start_list_settings: StartListSettings
    permissions: tuple[Permission, ...]
