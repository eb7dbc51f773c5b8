"""What Cognito's PostConfirmation makes of a person: a profile, two consents, a manager."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import pytest

from local.account.account import Account
from local.account.on_ministack import ministack_account
from local.account.on_moto import moto_account
from resolvers.regatta.manager import Manager
from resolvers.regatta.vocabulary import ConsentKind, Language
from resolvers.table import keys
from resolvers.table.codec import Item
from resolvers.table.table import connect
from resolvers.triggers.sign_up.handler import handler
from tests.storing import store

SIGN_UP = "PostConfirmation_ConfirmSignUp"
RESET = "PostConfirmation_ConfirmForgotPassword"
ATTRIBUTES = {
    "given_name": "Berthe",
    "family_name": "Morisot",
    "phone_number": "+33612345678",
    "locale": "fr",
    "custom:club": "RCPM",
}


@pytest.fixture(params=["moto", "ministack"], scope="module")
def account(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """An account that all tests share: each signs up a person of its own."""
    folder = tmp_path_factory.mktemp("account")
    with moto_account() if request.param == "moto" else ministack_account(folder) as opened:
        yield opened


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account in the user pool."""

    account: Account
    email: str
    sub: str

    def confirmation(self, source: str = SIGN_UP, **metadata: str) -> dict[str, Any]:
        """The event that Cognito sends once the person has confirmed the address."""
        user = self.account.cognito.admin_get_user(UserPoolId=self.account.user_pool_id, Username=self.email)
        attributes = {item["Name"]: item["Value"] for item in user["UserAttributes"]}
        return {
            "version": "1",
            "triggerSource": source,
            "region": self.account.region,
            "userPoolId": self.account.user_pool_id,
            "userName": user["Username"],
            "callerContext": {"awsSdkVersion": "aws-sdk", "clientId": self.account.client_id},
            "request": {"userAttributes": attributes, **({"clientMetadata": metadata} if metadata else {})},
            "response": {},
        }

    def groups(self) -> list[str]:
        """The groups that the person is in."""
        found = self.account.cognito.admin_list_groups_for_user(
            UserPoolId=self.account.user_pool_id, Username=self.email
        )
        return sorted(group["GroupName"] for group in found["Groups"])

    def profile(self) -> Manager | None:
        """The profile as it lies in the table."""
        return connect().get(keys.manager(self.sub))

    def history(self) -> list[Item]:
        """What happened to the profile, oldest first."""
        return list(connect().query(f"HISTORY#{self.sub}"))


def signed_up(account: Account, *groups: str) -> Person:
    """Somebody new, in these groups already."""
    email = f"{uuid4().hex}@example.org"
    sub = account.create_user(email, "Petit-Bras-de-Seine-1874!", groups, ATTRIBUTES)
    return Person(account, email, sub)


def test_who_signs_up_has_a_profile_and_is_a_manager(account: Account) -> None:
    person = signed_up(account)
    event = person.confirmation(privacy="2.0", terms="1.1")

    assert handler(event, None) == event

    made = person.profile()
    assert made is not None
    assert (made.first_name, made.last_name, made.email) == ("Berthe", "Morisot", person.email)
    assert (made.phone, made.club, made.language) == ("+33612345678", "RCPM", Language.FR)
    assert {consent.kind: consent.version for consent in made.consents} == {
        ConsentKind.PRIVACY: "2.0",
        ConsentKind.TERMS: "1.1",
    }
    assert {consent.given_at for consent in made.consents} == {made.created_at}
    assert person.groups() == ["managers"]
    (change,) = person.history()
    assert (change["action"], change["actorId"], change["managerId"]) == ("signUp", person.sub, person.sub)


@pytest.mark.parametrize("source", [SIGN_UP, RESET])
def test_a_second_time_changes_nothing(account: Account, source: str) -> None:
    person = signed_up(account)
    handler(person.confirmation(privacy="1", terms="1"), None)
    made = person.profile()
    assert made is not None
    edited = replace(made, first_name="Edma", version=2)
    store(connect(), keys.manager_row(edited))

    handler(person.confirmation(source, privacy="2", terms="2"), None)

    assert person.profile() == edited
    assert person.groups() == ["managers"]
    assert len(person.history()) == 1


def test_a_reset_helps_whom_a_failure_kept_from_becoming_a_manager(account: Account) -> None:
    person = signed_up(account)

    handler(person.confirmation(RESET), None)

    assert person.profile() is not None
    assert person.groups() == ["managers"]


@pytest.mark.parametrize("group", ["admins", "devops"])
def test_a_reset_makes_no_manager_of_an_organiser_or_operator(account: Account, group: str) -> None:
    person = signed_up(account, group)

    handler(person.confirmation(RESET), None)

    assert person.groups() == [group]
    assert person.profile() is None


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
    account: Account, metadata: dict[str, str], expected: list[ConsentKind]
) -> None:
    person = signed_up(account)

    handler(person.confirmation(**metadata), None)

    made = person.profile()
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
def test_the_locale_gives_the_language(account: Account, locale: str, language: Language) -> None:
    person = signed_up(account)
    event = person.confirmation()
    event["request"]["userAttributes"]["locale"] = locale

    handler(event, None)

    made = person.profile()
    assert made is not None
    assert made.language is language


def test_attributes_that_would_not_pass_are_cut_to_fit(account: Account) -> None:
    person = signed_up(account)
    event = person.confirmation()
    attributes = event["request"]["userAttributes"]
    attributes.update({"given_name": "B\r\nerthe" * 20, "phone_number": "12"})
    del attributes["custom:club"], attributes["locale"]

    handler(event, None)

    made = person.profile()
    assert made is not None
    assert made.first_name.startswith("B ertheB erthe")
    assert len(made.first_name) <= 60
    assert (made.phone, made.club) == (None, "")
