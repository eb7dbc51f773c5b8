"""A crew: an entry with its boat class, its seats and a race, complete to read."""

from dataclasses import dataclass
from datetime import datetime

from resolvers.regatta.edition import Tariff
from resolvers.regatta.issue import Issue
from resolvers.regatta.race import Race
from resolvers.regatta.vocabulary import (
    AgeCategory,
    BoatClass,
    BoatState,
    CrewGender,
    CrewStatus,
    Event,
    Gender,
    LicenceState,
    Missing,
    SeatRole,
)


@dataclass(frozen=True, slots=True)
class Seat:
    """One position: 1 is bow, the cox comes last; the person's particulars are none when it is empty.

    It holds all that the rules ask of a seated member, so a crew is judged again from its own seats.
    """

    position: int
    role: SeatRole
    member_id: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    gender: Gender | None = None
    age: int | None = None
    club: str | None = None
    licence_state: LicenceState | None = None
    upgrade_certificate: bool = False


@dataclass(frozen=True, slots=True)
class CrewCategory:
    """Of the rowers seated; the letter is that of the exact average, for masters only."""

    age: AgeCategory
    gender: CrewGender
    average_age: float
    master_letter: str | None


@dataclass(frozen=True, slots=True)
class PriceLine:
    """`amount` = `quantity` × `unit`, cents."""

    code: str
    label: str
    label_fr: str
    quantity: int
    unit: int
    amount: int


@dataclass(frozen=True, slots=True)
class Price:
    """What a crew costs, in cents; `frozen` when the tariff no longer moves."""

    lines: tuple[PriceLine, ...]
    total: int
    paid: int
    due: int
    credit: int
    frozen: bool


@dataclass(frozen=True, slots=True)
class BoatRequest:
    """A crew's wish for a boat of the fleet, and what became of it."""

    state: BoatState
    boat_id: str | None = None
    comment: str | None = None
    assigned_hull: str | None = None
    assigned_comment: str | None = None
    free: bool = False


@dataclass(frozen=True, slots=True)
class Baseline:
    """The rowers' member ids at the end of a closing day, which ended at `closing`."""

    closing: datetime
    rower_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crew:
    """An entry of a team, with all that is computed when it is written.

    Attributes:
        number: `M.<race order>.<sequence>` or `SM.…`; none before a race is chosen.
        missing: what keeps it INCOMPLETE.
        category: none while no rower sits; provisional while seats are empty.
        cox_swaps: positions of the rowers who may take the cox's seat during the race.
        tariff: the frozen tariff, none while the price is an estimate.
        frozen_at: when the tariff was frozen.
        places: people for whom the crew holds places of its event, 0 when none.
        paying_seats: seats that paid participation when it was last COMPLETE, whatever was emptied since.
        waiting_since: ULID of its place in the queue while WAITING.
        decline_until: until when a place given from the queue may be declined.
        baseline: who rowed at the end of the closing day, once a later change made it matter.
        owed_on_withdrawal: cents of participation still owed by a crew withdrawn after closing.
        payment_id: the last payment recorded for it.
    """

    id: str
    manager_id: str
    boat_class: BoatClass
    event: Event
    seats: tuple[Seat, ...]
    cox_change: bool
    status: CrewStatus
    missing: tuple[Missing, ...]
    category: CrewCategory | None
    clubs: tuple[str, ...]
    multi_club: bool
    price: Price
    licence_state: LicenceState | None
    cox_swaps: tuple[int, ...]
    created_at: datetime
    version: int
    number: str | None = None
    race: Race | None = None
    boat_request: BoatRequest | None = None
    issues: tuple[Issue, ...] = ()
    bow: int | None = None
    starts_at: datetime | None = None
    tariff: Tariff | None = None
    frozen_at: datetime | None = None
    places: int = 0
    paying_seats: int = 0
    waiting_since: str | None = None
    decline_until: datetime | None = None
    baseline: Baseline | None = None
    owed_on_withdrawal: int | None = None
    payment_id: str | None = None
