"""What managers are told, in both languages."""

from dataclasses import dataclass
from datetime import datetime

from resolvers.regatta.crew import Crew
from resolvers.regatta.manager import Notification, NotificationKind
from resolvers.regatta.paris import PARIS


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence in each language, before it is addressed to anybody."""

    kind: NotificationKind
    message: str
    message_fr: str

    def to(self, manager_id: str, notice_id: str, now: datetime, crew_id: str | None = None) -> Notification:
        """The notification of a manager; `notice_id` is a ULID."""
        return Notification(notice_id, manager_id, self.kind, self.message, self.message_fr, now, crew_id)


def place_given(crew: Crew, decline_until: datetime) -> Notice:
    """A crew in the queue was given its places."""
    local = decline_until.astimezone(PARIS)
    return Notice(
        NotificationKind.PLACE_GIVEN,
        f"Crew {crew.number} has a place: it is entered. You may decline it until "
        f"{local:%d/%m/%Y} at {local:%H:%M}, Paris time.",
        f"L’équipage {crew.number} a une place : il est engagé. Vous pouvez la refuser jusqu’au "
        f"{local:%d/%m/%Y} à {local:%H h %M}, heure de Paris.",
    )


def waiting(crew: Crew) -> Notice:
    """A crew is complete, but there is no place for it yet."""
    return Notice(
        NotificationKind.CREW_WAITING,
        f"Crew {crew.number} is complete and waits for places: the event is full for now.",
        f"L’équipage {crew.number} est complet et attend des places : toutes celles de sa course sont prises "
        "pour le moment.",
    )


def access_granted(until: datetime, reason: str) -> Notice:
    """An organiser lets the manager act beyond the calendar."""
    local = until.astimezone(PARIS)
    return Notice(
        NotificationKind.ACCESS_GRANTED,
        f"You may change your entries until {local:%d/%m/%Y} at {local:%H:%M}, Paris time: {reason}",
        f"Vous pouvez modifier vos inscriptions jusqu’au {local:%d/%m/%Y} à {local:%H h %M}, heure de "
        f"Paris : {reason}",
    )
