"""Profiles: made and changed by their owner, with the consents given and the notifications read."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from resolvers.table import keys
from tests.api import given
from tests.api.client import Client, Refusal
from tests.api.conflicts import conflicts
from tests.api.consistency import check
from tests.api.given import notification
from tests.api.organising import history_of
from tests.api.regatta import Regatta
from tests.api.season import CREATE_CREW, a_season

PROFILE = """
    id firstName lastName email phone club language consents { kind version givenAt } createdAt version
"""
ME = f"{{ me {{ {PROFILE} }} }}"
UPDATE = f"mutation($input: ProfileInput!) {{ updateProfile(input: $input) {{ {PROFILE} }} }}"
CONSENT = f"""
mutation($kind: ConsentKind!, $version: String!) {{
  giveConsent(kind: $kind, version: $version) {{ {PROFILE} }}
}}
"""
READ = """
mutation($id: ID!) { readNotification(id: $id) { id managerId kind message createdAt readAt } }
"""
KINDS = ["PRIVACY", "TERMS"]
UNREAD = "{ team { notifications { items { id readAt } } } }"


def profile(**changes: Any) -> dict[str, Any]:
    """What a manager says."""
    plain = {
        "firstName": "Marie",
        "lastName": "Bracquemond",
        "phone": "+33 (0)6 12 34 56 78",
        "club": "RCPM",
        "language": "EN",
    }
    return {**plain, **changes}


@pytest.fixture
def newcomer(regatta: Regatta) -> tuple[Client, str]:
    """An organiser who was made by hand: an account in the user pool, with its address, and no profile."""
    return regatta.with_account("admins")


def test_a_profile_is_made_with_the_address_of_the_account(newcomer: tuple[Client, str]) -> None:
    client, email = newcomer
    assert client.execute(ME).refusal.type == "NotFound"

    made = client.execute(UPDATE, input=profile()).value

    assert made == {
        "id": client.sub,
        "firstName": "Marie",
        "lastName": "Bracquemond",
        "email": email,
        "phone": "+33612345678",
        "club": "RCPM",
        "language": "EN",
        "consents": [],
        "createdAt": made["createdAt"],
        "version": 1,
    }
    assert client.execute(ME).value == made
    (change,) = history_of(client, client.sub)
    assert (change["action"], change["actorId"]) == ("updateProfile", client.sub)
    assert (change["onBehalfOf"], change["before"]) == (None, None)


@pytest.fixture
def manager(regatta: Regatta) -> Client:
    """Who signed up: with an account, and the profile that came with it."""
    client, email = regatta.with_account("managers")
    regatta.has(keys.manager_row(given.manager(client.sub, email=email)))
    return client


def test_a_profile_is_changed_and_keeps_address_and_consents(regatta: Regatta, manager: Client) -> None:
    admin = regatta.as_admin()
    before = manager.execute(ME).value

    changed = manager.execute(UPDATE, input=profile(phone=None)).value

    assert changed == {
        **before,
        "firstName": "Marie",
        "lastName": "Bracquemond",
        "phone": None,
        "club": "RCPM",
        "language": "EN",
        "version": 2,
    }
    assert manager.execute(ME).value == changed
    newest = history_of(admin, manager.sub)[0]
    assert (newest["before"]["phone"], newest["after"]["club"]) == (before["phone"], "RCPM")


def test_the_address_follows_the_account(regatta: Regatta, manager: Client) -> None:
    before, account = manager.execute(UPDATE, input=profile()).value, regatta.account
    new = f"new-{before['email']}"
    account.cognito.admin_update_user_attributes(
        UserPoolId=account.user_pool_id,
        Username=before["email"],
        UserAttributes=[{"Name": "email", "Value": new}],
    )

    changed = manager.execute(UPDATE, input=profile()).value

    assert changed == {**before, "email": new, "version": before["version"] + 1}


def test_an_edit_that_changes_nothing_is_none(manager: Client) -> None:
    changed = manager.execute(UPDATE, input=profile()).value

    assert manager.execute(UPDATE, input=profile()).value == changed

    assert len(history_of(manager, manager.sub)) == 1


def test_a_crew_in_which_nobody_sits_is_of_the_new_club(regatta: Regatta) -> None:
    with a_season(regatta) as season:
        team = season.team(24)
        rowed = team.entered("SM1X")
        empty = team.client.execute(CREATE_CREW, input={"boatClass": "EIGHT", "seats": []}).value

        team.client.execute(UPDATE, input=profile(club="Encou")).value  # noqa: B018

        assert team.crew(rowed["id"]) == rowed, "who sits in it says of which club it is"
        assert team.crew(empty["id"]) == {**empty, "clubs": ["Encou"], "version": 2}
        newest = history_of(team.client, empty["id"])[0]
        assert (newest["action"], newest["after"]["clubs"]) == ("updateProfile", ["Encou"])
        check(season)


def test_a_profile_and_its_crews_change_together_or_not_at_all(regatta: Regatta) -> None:
    with a_season(regatta) as season:
        team = season.team()
        empty = team.client.execute(CREATE_CREW, input={"boatClass": "EIGHT", "seats": []}).value
        before = team.client.execute(ME).value

        with conflicts(regatta, "TransactWriteItems", mention="PROFILE"):
            answer = team.client.execute(UPDATE, input=profile(club="Encou"))

        assert answer.refusal.type == "Busy"
        assert team.client.execute(ME).value == before
        assert team.crew(empty["id"]) == empty


def test_no_more_crews_are_renamed_than_one_transaction_takes(regatta: Regatta) -> None:
    with a_season(regatta) as season:
        team = season.team()
        for _ in range(51):
            team.client.execute(CREATE_CREW, input={"boatClass": "EIGHT", "seats": []}).value  # noqa: B018

        team.client.execute(UPDATE, input=profile(club="Encou")).value  # noqa: B018

        clubs = [crew["clubs"] for crew in team.reads()["crews"]["items"]]
        assert clubs.count(["Encou"]) == 49


WRONG = {
    "no first name": ({"firstName": ""}, "firstName", "EMPTY"),
    "a last name of 61 characters": ({"lastName": "A" * 61}, "lastName", "TOO_LONG"),
    "a club of 101 characters": ({"club": "A" * 101}, "club", "TOO_LONG"),
    "a club of two lines": ({"club": "A\nB"}, "club", "CONTROL_CHARACTER"),
    "a number without the country": ({"phone": "06 12 34 56 78"}, "phone", "PHONE"),
}


@pytest.mark.parametrize(("changes", "field", "code"), WRONG.values(), ids=WRONG)
def test_a_wrong_value_names_its_field(
    regatta: Regatta, changes: dict[str, Any], field: str, code: str
) -> None:
    manager = regatta.as_manager()
    before = manager.execute(ME).value

    answer = manager.execute(UPDATE, input=profile(**changes))

    assert answer.refusal == Refusal("Invalid", {"field": field, "code": code})
    assert manager.execute(ME).value == before


def test_a_consent_takes_the_place_of_an_earlier_version(regatta: Regatta) -> None:
    manager = regatta.as_manager(consents=())

    for kind, version in (("PRIVACY", "1.0"), ("TERMS", "1.0"), ("PRIVACY", " 2.0 ")):
        manager.execute(CONSENT, kind=kind, version=version)

    consents = manager.execute(ME).value["consents"]
    assert {one["kind"]: one["version"] for one in consents} == {"TERMS": "1.0", "PRIVACY": "2.0"}
    newest = history_of(manager, manager.sub)[0]
    assert newest["action"] == "giveConsent"
    assert {one["version"] for one in newest["before"]["consents"]} == {"1.0"}


@pytest.mark.concurrent
def test_consents_given_at_once_are_all_kept(regatta: Regatta) -> None:
    manager = regatta.as_manager(consents=())

    with ThreadPoolExecutor(6) as threads:
        given = [threads.submit(manager.execute, CONSENT, kind=kind, version="1") for kind in KINDS * 3]
        answers = [one.result() for one in given]

    assert [answer.errors for answer in answers if answer.errors] == []
    me = manager.execute(ME).value
    assert sorted(one["kind"] for one in me["consents"]) == KINDS
    assert (me["version"], len(history_of(manager, manager.sub))) == (7, 6)


@pytest.mark.parametrize(("version", "code"), [("", "EMPTY"), ("1" * 21, "TOO_LONG")])
def test_a_version_has_1_to_20_characters(regatta: Regatta, version: str, code: str) -> None:
    manager = regatta.as_manager(consents=())

    answer = manager.execute(CONSENT, kind="TERMS", version=version)

    assert answer.refusal == Refusal("Invalid", {"field": "version", "code": code})
    assert manager.execute(ME).value["consents"] == []


def test_a_consent_needs_a_profile(regatta: Regatta) -> None:
    nobody = regatta.signed_in("managers")

    answer = nobody.execute(CONSENT, kind="TERMS", version="1.0")

    assert answer.refusal == Refusal("NotFound", {"type": "Manager", "id": nobody.sub})


def test_a_notification_is_read_once(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    told = notification(manager.sub)
    regatta.has(keys.notification_row(told))

    first = manager.execute(READ, id=told.id).value
    again = manager.execute(READ, id=told.id).value

    assert first["readAt"] is not None
    assert (first["id"], first["managerId"]) == (told.id, manager.sub)
    assert again == first
    items = manager.execute(UNREAD).value["notifications"]["items"]
    assert items == [{"id": told.id, "readAt": first["readAt"]}]
    assert [change["action"] for change in history_of(regatta.as_admin(), told.id)] == ["readNotification"]


@pytest.mark.parametrize("group", ["managers", "admins"])
def test_nobody_reads_the_notification_of_another(regatta: Regatta, group: str) -> None:
    manager, other = regatta.as_manager(), regatta.signed_in(group)
    told = notification(manager.sub)
    regatta.has(keys.notification_row(told))

    answer = other.execute(READ, id=told.id)

    assert answer.refusal == Refusal("NotFound", {"type": "Notification", "id": told.id})
    items = manager.execute(UNREAD).value["notifications"]["items"]
    assert items == [{"id": told.id, "readAt": None}]
