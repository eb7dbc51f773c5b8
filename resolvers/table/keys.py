"""Where everything lies: the key of each kind of item, and the row that stores it.

| item | PK | SK | GSI1PK / GSI1SK |
| --- | --- | --- | --- |
| which edition is current | `EDITIONS` | `CURRENT` | |
| settings of an edition | `EDITIONS` | `2027` | |
| programme as a whole | `EDITION#2027` | `PROGRAMME` | |
| race, with the last number given | `EDITION#2027` | `RACE#015` | |
| boat of the fleet | `EDITION#2027` | `BOAT#<id>` | |
| places of an event | `EDITION#2027` | `PLACES#MARATHON` | |
| crew in the queue for places | `EDITION#2027` | `WAITING#MARATHON#01#<ulid>` | |
| club | `CLUBS` | folded name | |
| manager | `MANAGER#<sub>` | `PROFILE` | `MANAGERS` / folded name |
| notification | `MANAGER#<sub>` | `NOTIFICATION#<ulid>` | |
| member | `TEAM#2027#<sub>` | `MEMBER#<ulid>` | `MEMBERS#2027` / folded name |
| crew | `TEAM#2027#<sub>` | `CREW#<ulid>` | `CREWS#2027` / race, sequence |
| grant | `TEAM#2027#<sub>` | `GRANT#<ulid>` | |
| licence in use | `LICENCE#2027#<number>` | `LICENCE` | |
| change | `HISTORY#<entity>` | ulid | `HISTORY#<sub>` / ulid |
| what may happen so often in an hour | `QUOTA#<name>` | start of the hour | |

The queue is keyed by the number of people first, so that the oldest crew of each size is one read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from resolvers.regatta.boat import Boat
from resolvers.regatta.capacity import Waiting
from resolvers.regatta.change import Change
from resolvers.regatta.club import Club
from resolvers.regatta.crew import Crew
from resolvers.regatta.edition import Edition
from resolvers.regatta.grant import Grant
from resolvers.regatta.manager import Manager, Notification
from resolvers.regatta.member import Member
from resolvers.regatta.names import fold
from resolvers.regatta.race import Race
from resolvers.regatta.vocabulary import Event
from resolvers.table.codec import Attributes, entity_attributes, to_attributes

T = TypeVar("T")

_SORTED_BY = 120
"""Characters of each name that people are sorted by."""

LONGEST_PK, LONGEST_SK = 2048, 1024
"""Bytes of the longest keys that DynamoDB takes."""


@dataclass(frozen=True, slots=True)
class CurrentEdition:
    """Which edition is current."""

    year: int


@dataclass(frozen=True, slots=True)
class Programme:
    """The races of an edition as a whole.

    Attributes:
        version: counts the changes of any of them.
        crews: how many are entered without a race.
        last_numbers: the last sequence that each race taken out has given, by its id.
    """

    version: int
    crews: int = 0
    last_numbers: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class LicenceInUse:
    """Marks a licence as taken in an edition: by which member, of which team and club."""

    licence: str
    member_id: str
    manager_id: str
    club: str


@dataclass(frozen=True, slots=True)
class Places:
    """Places of an event, in people.

    Attributes:
        free: for whoever completes a crew; negative when the capacity was cut below what is taken.
        released: came free, and is offered to the queue before anybody else may take it.
    """

    free: int
    released: int = 0


@dataclass(frozen=True, slots=True)
class Spent:
    """How often something has happened in an hour."""

    used: int


@dataclass(frozen=True, slots=True)
class Key(Generic[T]):
    """The primary key of an item, and what the item is."""

    pk: str
    sk: str
    kind: type[T]

    @property
    def possible(self) -> bool:
        """Whether an item can have it: DynamoDB refuses to look for a longer one, or for half a character."""
        try:
            return len(self.pk.encode()) <= LONGEST_PK and len(self.sk.encode()) <= LONGEST_SK
        except UnicodeEncodeError:
            return False


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """An entity as it is stored; `index` is its partition and sort key in GSI1."""

    key: Key[T]
    entity: T
    index: tuple[str, str] | None = None
    also: Mapping[str, Any] | None = None

    def item(self, encoded: Attributes | None = None) -> Attributes:
        """The whole item, as DynamoDB attribute values.

        Args:
            encoded: the entity, where it is encoded already.
        """
        item = entity_attributes(self.entity) if encoded is None else encoded.copy()
        item["PK"], item["SK"] = {"S": self.key.pk}, {"S": self.key.sk}
        if self.index is not None:
            item["GSI1PK"], item["GSI1SK"] = {"S": self.index[0]}, {"S": self.index[1]}
        if self.also is not None:
            item.update(to_attributes(self.also))
        return item


CURRENT_EDITION = Key("EDITIONS", "CURRENT", CurrentEdition)


def edition(year: int) -> Key[Edition]:
    return Key("EDITIONS", f"{year}", Edition)


def programme(year: int) -> Key[Programme]:
    return Key(f"EDITION#{year}", "PROGRAMME", Programme)


def race(year: int, race_id: str) -> Key[Race]:
    return Key(f"EDITION#{year}", f"RACE#{race_id}", Race)


def boat(year: int, boat_id: str) -> Key[Boat]:
    return Key(f"EDITION#{year}", f"BOAT#{boat_id}", Boat)


def places(year: int, event: Event) -> Key[Places]:
    return Key(f"EDITION#{year}", f"PLACES#{event}", Places)


def waiting(year: int, event: Event, people: int, since: str) -> Key[Waiting]:
    return Key(f"EDITION#{year}", f"{waiting_prefix(event, people)}{since}", Waiting)


def waiting_prefix(event: Event, people: int) -> str:
    """What the sort keys of all crews of one size start with, in the queue of an event."""
    return f"WAITING#{event}#{people:02d}#"


def club(name: str) -> Key[Club]:
    return Key("CLUBS", fold(name), Club)


def manager(sub: str) -> Key[Manager]:
    return Key(f"MANAGER#{sub}", "PROFILE", Manager)


def notification(sub: str, notification_id: str) -> Key[Notification]:
    return Key(f"MANAGER#{sub}", f"NOTIFICATION#{notification_id}", Notification)


def team(year: int, sub: str) -> str:
    """The partition in which all of a manager's team lies."""
    return f"TEAM#{year}#{sub}"


def member(year: int, sub: str, member_id: str) -> Key[Member]:
    return Key(team(year, sub), f"MEMBER#{member_id}", Member)


def crew(year: int, sub: str, crew_id: str) -> Key[Crew]:
    return Key(team(year, sub), f"CREW#{crew_id}", Crew)


def grant(year: int, sub: str, grant_id: str) -> Key[Grant]:
    return Key(team(year, sub), f"GRANT#{grant_id}", Grant)


def licence(year: int, number: str) -> Key[LicenceInUse]:
    return Key(f"LICENCE#{year}#{number}", "LICENCE", LicenceInUse)


def quota(name: str, since: str) -> Key[Spent]:
    return Key(f"QUOTA#{name}", since, Spent)


def history(entity_or_sub: str) -> str:
    """The partition of the changes of an entity; in the index, that of the changes in a team."""
    return f"HISTORY#{entity_or_sub}"


def current_edition_row(year: int) -> Row[CurrentEdition]:
    return Row(CURRENT_EDITION, CurrentEdition(year))


def edition_row(entity: Edition) -> Row[Edition]:
    return Row(edition(entity.year), entity)


def programme_row(year: int, entity: Programme) -> Row[Programme]:
    return Row(programme(year), entity)


def race_row(year: int, entity: Race, last_number: int = 0) -> Row[Race]:
    """A race without a crew, and the last sequence of its numbers; `numbers.take` counts both up."""
    return Row(race(year, entity.id), entity, also={"lastNumber": last_number, "crews": 0})


def boat_row(year: int, entity: Boat) -> Row[Boat]:
    return Row(boat(year, entity.id), entity)


def places_row(year: int, event: Event, entity: Places) -> Row[Places]:
    return Row(places(year, event), entity)


def waiting_row(year: int, event: Event, entity: Waiting) -> Row[Waiting]:
    return Row(waiting(year, event, entity.people, entity.since), entity)


def club_row(entity: Club) -> Row[Club]:
    return Row(club(entity.name), entity)


def manager_row(entity: Manager) -> Row[Manager]:
    return Row(manager(entity.id), entity, ("MANAGERS", _by_name(entity)))


def notification_row(entity: Notification) -> Row[Notification]:
    return Row(notification(entity.manager_id, entity.id), entity)


def member_row(year: int, entity: Member) -> Row[Member]:
    key = member(year, entity.manager_id, entity.id)
    return Row(key, entity, (f"MEMBERS#{year}", _by_name(entity)))


def crew_row(year: int, entity: Crew) -> Row[Crew]:
    key = crew(year, entity.manager_id, entity.id)
    return Row(key, entity, (f"CREWS#{year}", crew_order(entity)))


def grant_row(year: int, entity: Grant) -> Row[Grant]:
    return Row(grant(year, entity.manager_id, entity.id), entity)


def licence_row(year: int, entity: LicenceInUse) -> Row[LicenceInUse]:
    return Row(licence(year, entity.licence), entity)


def change_row(entity: Change) -> Row[Change]:
    key = Key(history(entity.entity_id), entity.id, Change)
    index = (history(entity.manager_id), entity.id) if entity.manager_id else None
    return Row(key, entity, index)


def crew_order(entity: Crew) -> str:
    """Programme order, then number; crews without a race come last."""
    if entity.race is None or entity.number is None:
        return f"999#{entity.id}"
    sequence = int(entity.number.rsplit(".", 1)[1])
    return f"{entity.race.id}#{sequence:05d}"


def _by_name(person: Member | Manager) -> str:
    # Some letters fold into many; a sort key holds 1,024 bytes.
    last, first = fold(person.last_name)[:_SORTED_BY], fold(person.first_name)[:_SORTED_BY]
    return f"{last} {first}#{person.id}"
