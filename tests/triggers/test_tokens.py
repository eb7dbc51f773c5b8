"""What the tokens of a person say: an admin without a second factor is a manager."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from local.account.account import Account
from local.account.on_moto import moto_account
from resolvers.triggers.tokens.handler import handler

PASSWORD = "Petit-Bras-de-Seine-1874!"


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    """An account that all tests share: each makes a person of its own."""
    with moto_account() as opened:
        yield opened


def somebody(account: Account, *, second_factor: bool) -> str:
    """The user name of somebody new."""
    email = f"{uuid4().hex}@example.org"
    account.create_user(email, PASSWORD, (), {})
    if second_factor:
        _set_up_second_factor(account, email)
    return email


def _set_up_second_factor(account: Account, email: str) -> None:
    answer = account.cognito.initiate_auth(
        ClientId=account.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": PASSWORD},
    )
    token = answer["AuthenticationResult"]["AccessToken"]
    account.cognito.associate_software_token(AccessToken=token)
    account.cognito.verify_software_token(AccessToken=token, UserCode="123456")
    account.cognito.set_user_mfa_preference(
        AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
    )


def asked(account: Account, username: str, groups: list[str] | None) -> dict[str, Any]:
    """The event of version 2 that Cognito sends before it makes tokens."""
    return {
        "version": "2",
        "triggerSource": "TokenGeneration_Authentication",
        "region": account.region,
        "userPoolId": account.user_pool_id,
        "userName": username,
        "callerContext": {"awsSdkVersion": "aws-sdk", "clientId": account.client_id},
        "request": {
            "userAttributes": {"cognito:user_status": "CONFIRMED"},
            "groupConfiguration": {
                "groupsToOverride": groups,
                "iamRolesToOverride": [],
                "preferredRole": None,
            },
            "scopes": ["aws.cognito.signin.user.admin"],
        },
        "response": {"claimsAndScopeOverrideDetails": None},
    }


def groups_in_tokens(event: dict[str, Any]) -> list[str] | None:
    """The groups that Cognito puts into both tokens."""
    details = event["response"]["claimsAndScopeOverrideDetails"]
    if details is None:
        found: list[str] | None = event["request"]["groupConfiguration"]["groupsToOverride"]
    else:
        found = details["groupOverrideDetails"]["groupsToOverride"]
    return found


@pytest.mark.parametrize(
    ("groups", "second_factor", "expected"),
    [
        pytest.param(["admins"], False, ["managers"], id="an admin without one"),
        pytest.param(["admins"], True, ["admins"], id="an admin with one"),
        pytest.param(["admins", "managers"], False, ["managers"], id="an admin who manages, without one"),
        pytest.param(
            ["admins", "devops"], False, ["managers", "devops"], id="an admin who operates, without"
        ),
        pytest.param(["managers"], False, ["managers"], id="a manager without one"),
        pytest.param(["devops"], False, ["devops"], id="an operator without one"),
        pytest.param([], False, [], id="somebody in no group"),
        pytest.param(None, False, None, id="Cognito names no groups"),
    ],
)
def test_only_a_second_factor_makes_an_admin(
    account: Account, groups: list[str] | None, second_factor: bool, expected: list[str] | None
) -> None:
    username = somebody(account, second_factor=second_factor)

    event = handler(asked(account, username, groups), None)

    assert groups_in_tokens(event) == expected


def test_an_admin_of_whom_nothing_can_be_known_is_a_manager(account: Account) -> None:
    event = handler(asked(account, "gone@example.org", ["admins"]), None)

    assert groups_in_tokens(event) == ["managers"]


def test_what_asks_is_given_back_as_it_came(account: Account) -> None:
    event = asked(account, somebody(account, second_factor=False), ["admins"])
    request = dict(event["request"])

    assert handler(event, None)["request"] == request
