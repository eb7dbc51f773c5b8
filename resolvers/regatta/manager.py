"""A club's representative, with what was agreed to and told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from resolvers.regatta.vocabulary import ConsentKind, Language


@dataclass(frozen=True, slots=True)
class Consent:
    """An agreement to a version of a text."""

    kind: ConsentKind
    version: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Manager:
    """The profile of a manager; `id` is the identifier that the sign-in gave (sub).

    Attributes:
        erased_at: since when nothing personal is in it, and nobody may act with it any more.
    """

    id: str
    first_name: str
    last_name: str
    email: str
    club: str
    language: Language
    consents: tuple[Consent, ...]
    created_at: datetime
    version: int
    phone: str | None = None
    erased_at: datetime | None = None


class NotificationKind(StrEnum):
    """What a notification is about."""

    PLACE_GIVEN = "PLACE_GIVEN"
    CREW_WAITING = "CREW_WAITING"
    ACCESS_GRANTED = "ACCESS_GRANTED"


@dataclass(frozen=True, slots=True)
class Notification:
    """Something a manager is told, in both languages; `id` is a ULID."""

    id: str
    manager_id: str
    kind: NotificationKind
    message: str
    message_fr: str
    created_at: datetime
    crew_id: str | None = None
    read_at: datetime | None = None
