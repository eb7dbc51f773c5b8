"""What Cognito's PostConfirmation makes of a person: a profile, two consents, a manager."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from local.account.account import Account
from local.account.on_ministack import ministack_account
from local.account.on_moto import moto_account
from resolvers.regatta.manager import Manager
from resolvers.regatta.vocabulary import ConsentKind, Language
from resolvers.table import keys
from resolvers.table.table import connect
from resolvers.triggers.sign_up.handler import handler

SIGN_UP = "PostConfirmation_ConfirmSignUp"
RESET = "PostConfirmation_ConfirmForgotPassword"
EMAIL = "berthe@example.org"
ATTRIBUTES = {
    "given_name": "Berthe",
    "family_name": "Morisot",
    "phone_number": "+33612345678",
    "locale": "fr",
    "custom:club": "RCPM",
}


@pytest.fixture(params=["moto", "ministack"])
def account(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """An empty account."""
    folder = tmp_path_factory.mktemp("account")
    with moto_account() if request.param == "moto" else ministack_account(folder) as opened:
        yield opened


@pytest.fixture
def moto() -> Iterator[Account]:
    """An empty account on moto, for what the emulator makes no difference to."""
    with moto_account() as opened:
        yield opened


def signed_up(account: Account, *groups: str, **attributes: str) -> str:
    """The sub of a new account."""
    return account.create_user(EMAIL, "Petit-Bras-de-Seine-1874!", groups, {**ATTRIBUTES, **attributes})


def confirmation(account: Account, source: str = SIGN_UP, **metadata: str) -> dict[str, Any]:
    """The event that Cognito sends once the person has confirmed the address."""
    user = account.cognito.admin_get_user(UserPoolId=account.user_pool_id, Username=EMAIL)
    attributes = {item["Name"]: item["Value"] for item in user["UserAttributes"]}
    return {
        "version": "1",
        "triggerSource": source,
        "region": account.region,
        "userPoolId": account.user_pool_id,
        "userName": user["Username"],
        "callerContext": {"awsSdkVersion": "aws-sdk", "clientId": account.client_id},
        "request": {"userAttributes": attributes, **({"clientMetadata": metadata} if metadata else {})},
        "response": {},
    }


def profile(sub: str) -> Manager | None:
    """The profile as it lies in the table."""
    return connect().get(keys.manager(sub))


def groups(account: Account) -> list[str]:
    """The groups that the person is in."""
    found = account.cognito.admin_list_groups_for_user(UserPoolId=account.user_pool_id, Username=EMAIL)
    return sorted(group["GroupName"] for group in found["Groups"])


def test_who_signs_up_has_a_profile_and_is_a_manager(account: Account) -> None:
    sub = signed_up(account)
    event = confirmation(account, privacy="2.0", terms="1.1")

    assert handler(event, None) == event

    made = profile(sub)
    assert made is not None
    assert (made.first_name, made.last_name, made.email) == ("Berthe", "Morisot", EMAIL)
    assert (made.phone, made.club, made.language) == ("+33612345678", "RCPM", Language.FR)
    assert {consent.kind: consent.version for consent in made.consents} == {
        ConsentKind.PRIVACY: "2.0",
        ConsentKind.TERMS: "1.1",
    }
    assert {consent.given_at for consent in made.consents} == {made.created_at}
    assert groups(account) == ["managers"]
    (change,) = connect().query(f"HISTORY#{sub}")
    assert (change["action"], change["actorId"], change["managerId"]) == ("signUp", sub, sub)


@pytest.mark.parametrize("source", [SIGN_UP, RESET])
def test_a_second_time_changes_nothing(moto: Account, source: str) -> None:
    sub = signed_up(moto)
    handler(confirmation(moto, privacy="1", terms="1"), None)
    made = profile(sub)
    assert made is not None
    edited = replace(made, first_name="Edma", version=2)
    connect().put(keys.manager_row(edited))

    handler(confirmation(moto, source, privacy="2", terms="2"), None)

    assert profile(sub) == edited
    assert groups(moto) == ["managers"]
    assert len(list(connect().query(f"HISTORY#{sub}"))) == 1


def test_a_reset_helps_whom_a_failure_kept_from_becoming_a_manager(moto: Account) -> None:
    sub = signed_up(moto)

    handler(confirmation(moto, RESET), None)

    assert profile(sub) is not None
    assert groups(moto) == ["managers"]


@pytest.mark.parametrize("group", ["admins", "devops"])
def test_a_reset_makes_no_manager_of_an_organiser_or_operator(moto: Account, group: str) -> None:
    sub = signed_up(moto, group)

    handler(confirmation(moto, RESET), None)

    assert groups(moto) == [group]
    assert profile(sub) is None


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        pytest.param({}, [], id="none came"),
        pytest.param({"privacy": "1"}, [ConsentKind.PRIVACY], id="one came"),
        pytest.param({"privacy": "1" * 21, "terms": "1"}, [ConsentKind.TERMS], id="a version too long"),
        pytest.param({"privacy": "", "terms": " "}, [], id="empty ones came"),
    ],
)
def test_a_consent_that_did_not_come_is_not_there(
    moto: Account, metadata: dict[str, str], expected: list[ConsentKind]
) -> None:
    sub = signed_up(moto)

    handler(confirmation(moto, **metadata), None)

    made = profile(sub)
    assert made is not None
    assert [consent.kind for consent in made.consents] == expected


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("fr", Language.FR),
        ("fr-FR", Language.FR),
        ("en", Language.EN),
        ("en_US", Language.EN),
        ("EN-gb", Language.EN),
        ("de", Language.FR),
        ("", Language.FR),
    ],
)
def test_the_locale_gives_the_language(moto: Account, locale: str, language: Language) -> None:
    sub = signed_up(moto)
    event = confirmation(moto)
    event["request"]["userAttributes"]["locale"] = locale

    handler(event, None)

    made = profile(sub)
    assert made is not None
    assert made.language is language


def test_attributes_that_would_not_pass_are_cut_to_fit(moto: Account) -> None:
    sub = signed_up(moto)
    event = confirmation(moto)
    attributes = event["request"]["userAttributes"]
    attributes.update({"given_name": "B\r\nerthe" * 20, "phone_number": "12"})
    del attributes["custom:club"], attributes["locale"]

    handler(event, None)

    made = profile(sub)
    assert made is not None
    assert made.first_name.startswith("B ertheB erthe")
    assert len(made.first_name) <= 60
    assert (made.phone, made.club) == (None, "")
