"""Phases bind a manager, a grant lifts them for a while, and an organiser takes it back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from resolvers.table import keys
from tests.api import given
from tests.api.client import Answer, Client, Refusal
from tests.api.organising import (
    CLOSED,
    CLOSED_TO_ENTRIES,
    CREATE_CREW,
    NOT_YET_OPEN,
    calendar,
    change_settings,
    current_edition,
    history_of,
)
from tests.api.regatta import Regatta

GRANT = "{ id managerId reason grantedBy grantedAt until revokedAt }"
GRANT_ACCESS = f"""
mutation($managerId: ID!, $hours: Int, $reason: String!) {{
  grantAccess(managerId: $managerId, hours: $hours, reason: $reason) {GRANT}
}}
"""
REVOKE_ACCESS = f"""
mutation($managerId: ID!, $grantId: ID!) {{ revokeAccess(managerId: $managerId, grantId: $grantId) {GRANT} }}
"""
SET_PERMISSION = """
mutation($year: Int!, $phase: Phase!) {
  setPermission(year: $year, action: EDIT_CREW, phase: $phase, allowed: true) { version }
}
"""
TEAM = f"{{ team {{ grants {GRANT} notifications {{ items {{ kind message messageFr }} }} }} }}"
INSTANTS = {
    "BEFORE_REGISTRATION": "registration_opens",
    "PAYMENT_ONLY": "payment_closes",
}

phases = pytest.mark.parametrize(
    ("days", "phase"),
    [
        pytest.param(NOT_YET_OPEN, "BEFORE_REGISTRATION", id="before registration"),
        pytest.param(CLOSED_TO_ENTRIES, "PAYMENT_ONLY", id="payment only"),
        pytest.param(CLOSED, "CLOSED", id="closed"),
    ],
)


@phases
def test_a_phase_that_forbids_says_which_and_until_when(
    regatta: Regatta, days: tuple[int, int, int], phase: str
) -> None:
    with current_edition(regatta) as year:
        manager = regatta.as_manager()
        assert not _enters(manager).errors

        change_settings(regatta.as_admin(), year, {"calendar": calendar(*days)})

        refusal = _enters(manager).refusal
        assert refusal == Refusal(
            "PhaseForbids", {"action": "EDIT_CREW", "phase": phase, "until": _end_of(regatta, year, phase)}
        )


@phases
def test_a_grant_lifts_the_phase_until_it_is_revoked(
    regatta: Regatta, days: tuple[int, int, int], phase: str
) -> None:
    with current_edition(regatta, calendar=calendar(*days)):
        admin, manager, other = regatta.as_admin(), regatta.as_manager(), regatta.as_manager()

        grant = _grants(admin, manager)
        assert not _enters(manager).errors
        assert _enters(other).refusal.type == "PhaseForbids"

        revoked = admin.execute(REVOKE_ACCESS, managerId=manager.sub, grantId=grant["id"]).value
        assert _enters(manager).refusal.type == "PhaseForbids"
        assert revoked["revokedAt"] is not None
        assert {**revoked, "revokedAt": None} == grant


def test_the_matrix_opens_a_phase_for_everybody(regatta: Regatta) -> None:
    with current_edition(regatta, calendar=calendar(*CLOSED)) as year:
        manager = regatta.as_manager()
        assert _enters(manager).errors

        assert not regatta.as_admin().execute(SET_PERMISSION, year=year, phase="CLOSED").errors

        assert not _enters(manager).errors


def test_a_grant_that_is_over_lifts_nothing(regatta: Regatta) -> None:
    with current_edition(regatta, calendar=calendar(*CLOSED)) as year:
        manager = regatta.as_manager()
        now = datetime.now(UTC)
        over = given.grant(manager.sub, granted_at=now - timedelta(hours=2), until=now - timedelta(seconds=1))
        regatta.has(keys.grant_row(year, over))

        assert _enters(manager).refusal.type == "PhaseForbids"


@pytest.mark.parametrize(
    ("hours", "lasts"),
    [
        pytest.param(None, 48, id="two days when nothing is said"),
        pytest.param(1, 1, id="an hour"),
        pytest.param(720, 720, id="thirty days"),
    ],
)
def test_a_grant_lasts_as_long_as_it_is_given_for(regatta: Regatta, hours: int | None, lasts: int) -> None:
    admin, manager = regatta.as_admin(), regatta.as_manager()

    grant = _grants(admin, manager, hours=hours)

    given_at, until = (datetime.fromisoformat(grant[name]) for name in ("grantedAt", "until"))
    assert until - given_at == timedelta(hours=lasts)
    assert abs(datetime.now(UTC) - given_at) < timedelta(minutes=5)
    assert grant["grantedBy"] == admin.sub


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        pytest.param({"hours": 0}, "hours", "OUT_OF_RANGE", id="no time"),
        pytest.param({"hours": -1}, "hours", "OUT_OF_RANGE", id="less than no time"),
        pytest.param({"hours": 721}, "hours", "OUT_OF_RANGE", id="more than thirty days"),
        pytest.param({"reason": "  "}, "reason", "EMPTY", id="no reason"),
        pytest.param({"reason": "x" * 501}, "reason", "TOO_LONG", id="a long reason"),
    ],
)
def test_a_grant_that_cannot_be_is_refused(
    regatta: Regatta, wrong: dict[str, Any], field: str, code: str
) -> None:
    manager = regatta.as_manager()
    asked = {"managerId": manager.sub, "reason": "Panne", **wrong}

    refusal = regatta.as_admin().execute(GRANT_ACCESS, **asked).refusal

    assert refusal == Refusal("Invalid", {"field": field, "code": code})
    assert manager.execute(TEAM).value == {"grants": [], "notifications": {"items": []}}


def test_the_manager_is_told_in_the_application_and_by_mail(regatta: Regatta) -> None:
    manager = regatta.as_manager()

    grant = _grants(regatta.as_admin(), manager, reason="Remplacement d’une rameuse blessée")

    team = manager.execute(TEAM).value
    assert team["grants"] == [grant]
    (notification,) = team["notifications"]["items"]
    assert notification["kind"] == "ACCESS_GRANTED"
    assert notification["message"].endswith("Remplacement d’une rameuse blessée")
    mails = [mail for mail in regatta.account.sent_mail() if mail.to == (f"{manager.sub}@example.org",)]
    assert [mail.subject for mail in mails] == ["Vous pouvez modifier vos inscriptions"]
    assert notification["messageFr"] in mails[0].body


def test_giving_and_taking_back_are_in_the_history_of_the_team(regatta: Regatta) -> None:
    admin, manager = regatta.as_admin(), regatta.as_manager()
    grant = _grants(admin, manager)
    revoked = admin.execute(REVOKE_ACCESS, managerId=manager.sub, grantId=grant["id"]).value

    taken, gave = history_of(manager, grant["id"])

    assert (gave["action"], gave["before"], gave["after"]["reason"]) == ("grantAccess", None, "Panne")
    assert (gave["actorId"], gave["onBehalfOf"]) == (admin.sub, manager.sub)
    assert (taken["action"], taken["before"]) == ("revokeAccess", {})
    assert taken["after"] == {"revokedAt": revoked["revokedAt"]}


def test_what_is_taken_back_twice_stays_as_it_was(regatta: Regatta) -> None:
    admin, manager = regatta.as_admin(), regatta.as_manager()
    grant = _grants(admin, manager)
    first = admin.execute(REVOKE_ACCESS, managerId=manager.sub, grantId=grant["id"]).value

    second = admin.execute(REVOKE_ACCESS, managerId=manager.sub, grantId=grant["id"]).value

    assert second == first
    assert manager.execute(TEAM).value["grants"] == [first]


def test_nobody_is_granted_anything_who_is_not_there(regatta: Regatta) -> None:
    refusal = regatta.as_admin().execute(GRANT_ACCESS, managerId="nobody", reason="Panne").refusal

    assert refusal == Refusal("NotFound", {"type": "Manager", "id": "nobody"})


def test_a_grant_of_another_manager_is_not_found(regatta: Regatta) -> None:
    admin, manager, other = regatta.as_admin(), regatta.as_manager(), regatta.as_manager()
    grant = _grants(admin, manager)

    refusal = admin.execute(REVOKE_ACCESS, managerId=other.sub, grantId=grant["id"]).refusal

    assert refusal == Refusal("NotFound", {"type": "Grant", "id": grant["id"]})
    assert manager.execute(TEAM).value["grants"] == [grant]


def _grants(admin: Client, manager: Client, reason: str = "Panne", **more: Any) -> dict[str, Any]:
    grant: dict[str, Any] = admin.execute(GRANT_ACCESS, managerId=manager.sub, reason=reason, **more).value
    return grant


def _enters(manager: Client) -> Answer:
    return manager.execute(CREATE_CREW, input={"boatClass": "SKIFF", "seats": []})


def _end_of(regatta: Regatta, year: int, phase: str) -> str | None:
    if phase not in INSTANTS:
        return None
    edition = regatta.table.get(keys.edition(year))
    assert edition is not None
    end: datetime = getattr(edition.instants, INSTANTS[phase])
    return f"{end:%Y-%m-%dT%H:%M:%SZ}"
