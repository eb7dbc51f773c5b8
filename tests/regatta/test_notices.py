"""What managers are told, with the hour of their clocks."""

from datetime import UTC, datetime

from resolvers.regatta.manager import Notification, NotificationKind
from resolvers.regatta.notices import access_granted, place_given, waiting
from tests.regatta.builders import OPEN, crew, men

CREW = crew("MM4-", men(30, 30, 30, 30))
SUMMER = datetime(2027, 4, 19, 22, 5, tzinfo=UTC)
WINTER = datetime(2027, 3, 19, 22, 5, tzinfo=UTC)


def test_a_place_may_be_declined_until_an_hour_in_paris() -> None:
    notice = place_given(CREW, SUMMER)
    assert f"Crew {CREW.number} has a place" in notice.message
    assert "until 20/04/2027 at 00:05, Paris time" in notice.message
    assert f"L’équipage {CREW.number} a une place" in notice.message_fr
    assert "20/04/2027 à 00 h 05" in notice.message_fr.replace("\u00a0", " ").replace("\u202f", " ")


def test_access_is_granted_until_an_hour_in_paris_and_says_why() -> None:
    notice = access_granted(WINTER, "A late licence.")
    assert "until 19/03/2027 at 23:05, Paris time: A late licence." in notice.message
    assert notice.message_fr.endswith("A late licence.")


def test_a_notice_is_addressed_to_a_manager() -> None:
    notice = waiting(CREW)
    assert notice.to("manager", "01A", OPEN, "crew") == Notification(
        id="01A",
        manager_id="manager",
        kind=NotificationKind.CREW_WAITING,
        message=notice.message,
        message_fr=notice.message_fr,
        created_at=OPEN,
        crew_id="crew",
    )
