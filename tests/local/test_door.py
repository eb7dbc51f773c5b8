"""Sign-up, confirmation, sign-in and recovery through the door, as a browser asks for them."""

import hashlib
import hmac
import json
import re
import time
from base64 import b32decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from local.account.account import Account
from local.codes import Codes
from local.cognito import Answer, Door
from local.mail import MailBox
from tests.local.srp import SrpClient

PASSWORD = "Impressionnistes-1874!"
OTHER_PASSWORD = "Nympheas-Giverny-1899"


@dataclass
class Browser:
    """Somebody at the door, with his own address; what he is mailed and what the trigger got."""

    account: Account
    door: Door
    mail_box: MailBox
    events: list[dict[str, Any]]
    passing: list[float]
    address: str = field(default_factory=lambda: f"{uuid4().hex}@example.org")

    def ask(self, operation: str, **request: Any) -> Answer:
        body = json.dumps({"ClientId": self.account.client_id, **request}).encode()
        return self.door.answer(operation, body)

    def sign_up(self, password: str = PASSWORD, locale: str = "fr", **more: str) -> Answer:
        attributes = {"email": self.address, "given_name": "Berthe", "locale": locale, **more}
        listed = [{"Name": name, "Value": value} for name, value in attributes.items()]
        return self.ask("SignUp", Username=self.address, Password=password, UserAttributes=listed)

    def confirm(self, code: str, **more: Any) -> Answer:
        return self.ask("ConfirmSignUp", Username=self.address, ConfirmationCode=code, **more)

    def sign_in(self, password: str = PASSWORD) -> Answer:
        parameters = {"USERNAME": self.address, "PASSWORD": password}
        return self.ask("InitiateAuth", AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)

    def sign_in_with_srp(self, password: str = PASSWORD) -> Answer:
        client = SrpClient(self.account.user_pool_id, password)
        parameters = {"USERNAME": self.address, "SRP_A": client.public}
        first = self.ask("InitiateAuth", AuthFlow="USER_SRP_AUTH", AuthParameters=parameters)
        if first.status != 200:
            return first
        return self.ask(
            "RespondToAuthChallenge",
            ChallengeName="PASSWORD_VERIFIER",
            ChallengeResponses=client.responses(first.document["ChallengeParameters"]),
        )

    def forget_password(self) -> Answer:
        return self.ask("ForgotPassword", Username=self.address)

    def change_password(self, code: str, password: str = OTHER_PASSWORD) -> Answer:
        return self.ask(
            "ConfirmForgotPassword", Username=self.address, ConfirmationCode=code, Password=password
        )

    def mailed_code(self) -> str:
        [latest, *_] = self.mail_box.messages(self.address)
        found = re.search(r"\b\d{6}\b", latest.draft.text)
        assert found
        return found.group()

    def wrong_code(self) -> str:
        return f"{(int(self.mailed_code()) + 1) % 1_000_000:06}"

    def wait(self, seconds: float) -> None:
        self.passing.append(seconds)


@pytest.fixture
def browser(ministack: Account, tmp_path: Path) -> Iterator[Browser]:
    events: list[dict[str, Any]] = []
    passing: list[float] = []
    mail_box = MailBox(tmp_path / "mail.sqlite")
    codes = Codes(tmp_path / "codes.sqlite", lambda: time.time() + sum(passing))
    door = Door(ministack, codes, mail_box, lambda event, _: events.append(event))
    yield Browser(ministack, door, mail_box, events, passing)
    door.close()


@pytest.fixture
def signed_up(browser: Browser) -> Browser:
    assert browser.sign_up().status == 200
    return browser


@pytest.fixture
def confirmed(signed_up: Browser) -> Browser:
    assert signed_up.confirm(signed_up.mailed_code()).status == 200
    return signed_up


def refusal(answer: Answer) -> tuple[int, str]:
    return answer.status, str(answer.document.get("__type"))


def test_a_sign_up_is_confirmed_by_the_mailed_code(browser: Browser) -> None:
    answer = browser.sign_up(
        **{"custom:club": "RCPM", "family_name": "Morisot", "phone_number": "+33199000001"}
    )
    assert answer.status == 200
    assert answer.document["UserConfirmed"] is False
    assert answer.document["CodeDeliveryDetails"]["Destination"] == f"{browser.address[0]}***@e***"

    assert browser.confirm(browser.mailed_code()).status == 200

    assert browser.sign_in().document["AuthenticationResult"]["AccessToken"]


@pytest.mark.parametrize(
    ("locale", "subject"),
    [
        ("fr", "Confirmez votre adresse"),
        ("en", "Confirm your address"),
        ("en-GB", "Confirm your address"),
        ("de", "Confirmez votre adresse"),
    ],
)
def test_the_code_comes_in_the_persons_language(browser: Browser, locale: str, subject: str) -> None:
    browser.sign_up(locale=locale)

    [mail] = browser.mail_box.messages(browser.address)

    assert mail.draft.subject == subject


def test_the_trigger_gets_what_cognito_sends(signed_up: Browser) -> None:
    signed_up.confirm(signed_up.mailed_code(), ClientMetadata={"privacy": "1.0", "terms": "2.1"})

    [event] = signed_up.events
    attributes = event["request"].pop("userAttributes")
    assert attributes["email"] == signed_up.address
    assert attributes["email_verified"] == "true"
    assert attributes["given_name"] == "Berthe"
    assert attributes["cognito:user_status"] == "CONFIRMED"
    assert event == {
        "version": "1",
        "triggerSource": "PostConfirmation_ConfirmSignUp",
        "region": "eu-west-3",
        "userPoolId": signed_up.account.user_pool_id,
        "userName": attributes["sub"],
        "callerContext": {
            "awsSdkVersion": "aws-sdk-unknown-unknown",
            "clientId": signed_up.account.client_id,
        },
        "request": {"clientMetadata": {"privacy": "1.0", "terms": "2.1"}},
        "response": {},
    }


def test_a_failing_trigger_is_reported_and_the_person_stays_confirmed(
    ministack: Account, browser: Browser, tmp_path: Path
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("no table")

    door = Door(ministack, Codes(tmp_path / "codes.sqlite"), browser.mail_box, fail)
    browser.sign_up()
    browser.door = door
    answer = browser.confirm(browser.mailed_code())

    assert refusal(answer) == (400, "UserLambdaValidationException")
    assert answer.document["message"] == "PostConfirmation failed with error no table."
    assert browser.sign_in().status == 200
    door.close()


def test_before_confirmation_nobody_signs_in(signed_up: Browser) -> None:
    assert refusal(signed_up.sign_in()) == (400, "UserNotConfirmedException")
    assert refusal(signed_up.sign_in_with_srp()) == (400, "UserNotConfirmedException")


def test_a_wrong_code_is_refused(signed_up: Browser) -> None:
    answer = signed_up.confirm(signed_up.wrong_code())

    assert refusal(answer) == (400, "CodeMismatchException")
    assert answer.document["message"] == "Invalid verification code provided, please try again."
    assert signed_up.events == []
    assert refusal(signed_up.sign_in()) == (400, "UserNotConfirmedException")


def test_the_emulators_own_code_is_refused(signed_up: Browser) -> None:
    assert signed_up.mailed_code() != "123456", "one in a million: run again"
    assert refusal(signed_up.confirm("123456")) == (400, "CodeMismatchException")


def test_five_wrong_codes_spoil_the_right_one_until_a_new_one_is_asked_for(signed_up: Browser) -> None:
    for _ in range(5):
        assert refusal(signed_up.confirm(signed_up.wrong_code())) == (400, "CodeMismatchException")

    assert refusal(signed_up.confirm(signed_up.mailed_code())) == (400, "LimitExceededException")

    assert signed_up.ask("ResendConfirmationCode", Username=signed_up.address).status == 200
    assert signed_up.confirm(signed_up.mailed_code()).status == 200


def test_a_new_code_replaces_the_first(signed_up: Browser) -> None:
    first = signed_up.mailed_code()
    signed_up.ask("ResendConfirmationCode", Username=signed_up.address)
    assert signed_up.mailed_code() != first, "one in a million: run again"

    assert refusal(signed_up.confirm(first)) == (400, "CodeMismatchException")


def test_a_code_lasts_a_day(signed_up: Browser) -> None:
    signed_up.wait(24 * 3600 + 1)

    assert refusal(signed_up.confirm(signed_up.mailed_code())) == (400, "ExpiredCodeException")


def test_whoever_is_confirmed_is_not_confirmed_again(confirmed: Browser) -> None:
    assert refusal(confirmed.confirm(confirmed.mailed_code())) == (400, "NotAuthorizedException")
    resent = confirmed.ask("ResendConfirmationCode", Username=confirmed.address)
    assert refusal(resent) == (400, "InvalidParameterException")


def test_an_address_signs_up_once_whatever_its_case(confirmed: Browser) -> None:
    confirmed.address = confirmed.address.upper()

    assert refusal(confirmed.sign_up()) == (400, "UsernameExistsException")
    assert confirmed.sign_in().status == 200
    assert confirmed.sign_in_with_srp().status == 200


@pytest.mark.parametrize(
    "password",
    [
        "Court-1874!",
        "impressionnistes-1874!",
        "IMPRESSIONNISTES-1874!",
        "Impressionnistes!",
        "Impressionnistes1874",
    ],
)
def test_a_weak_password_is_refused(browser: Browser, password: str) -> None:
    answer = browser.sign_up(password)

    assert refusal(answer) == (400, "InvalidPasswordException")
    assert answer.document["message"].startswith("Password did not conform with policy: ")
    assert browser.mail_box.messages(browser.address) == ()


@pytest.mark.parametrize("attribute", ["email_verified", "sub", "custom:role"])
def test_attributes_that_are_not_the_persons_to_write_are_refused(browser: Browser, attribute: str) -> None:
    assert refusal(browser.sign_up(**{attribute: "true"})) == (400, "NotAuthorizedException")


def test_the_password_signs_in_by_both_flows(confirmed: Browser) -> None:
    by_password, by_srp = confirmed.sign_in(), confirmed.sign_in_with_srp()

    for answer in (by_password, by_srp):
        token = answer.document["AuthenticationResult"]["AccessToken"]
        assert confirmed.ask("GetUser", AccessToken=token).status == 200


def test_a_wrong_password_is_refused_by_both_flows(confirmed: Browser) -> None:
    for answer in (confirmed.sign_in(OTHER_PASSWORD), confirmed.sign_in_with_srp(OTHER_PASSWORD)):
        assert refusal(answer) == (400, "NotAuthorizedException")
        assert answer.document["message"] == "Incorrect username or password."


def test_an_unknown_address_is_told_from_a_wrong_password_by_nobody(browser: Browser) -> None:
    for answer in (browser.sign_in(), browser.sign_in_with_srp()):
        assert refusal(answer) == (400, "NotAuthorizedException")
        assert answer.document["message"] == "Incorrect username or password."


def test_a_forgotten_password_is_replaced_by_the_mailed_code(confirmed: Browser) -> None:
    assert confirmed.forget_password().status == 200
    assert confirmed.mail_box.messages(confirmed.address)[0].draft.subject == "Changez votre mot de passe"

    assert confirmed.change_password(confirmed.mailed_code()).status == 200

    assert confirmed.sign_in(OTHER_PASSWORD).status == 200
    assert confirmed.sign_in().status == 400
    assert confirmed.events[-1]["triggerSource"] == "PostConfirmation_ConfirmForgotPassword"


def test_a_reset_takes_the_right_code_once(confirmed: Browser) -> None:
    confirmed.forget_password()
    assert refusal(confirmed.change_password(confirmed.wrong_code())) == (400, "CodeMismatchException")
    assert refusal(confirmed.change_password(confirmed.mailed_code(), "weak")) == (
        400,
        "InvalidPasswordException",
    )
    assert confirmed.change_password(confirmed.mailed_code()).status == 200
    assert refusal(confirmed.change_password(confirmed.mailed_code())) == (400, "ExpiredCodeException")


def test_a_reset_code_lasts_an_hour(confirmed: Browser) -> None:
    confirmed.forget_password()
    confirmed.wait(3601)

    assert refusal(confirmed.change_password(confirmed.mailed_code())) == (400, "ExpiredCodeException")


def test_recovery_of_an_unknown_address_looks_like_that_of_a_known_one(
    confirmed: Browser, tmp_path: Path
) -> None:
    stranger = Browser(confirmed.account, confirmed.door, confirmed.mail_box, [], [])

    known, unknown = confirmed.forget_password(), stranger.forget_password()
    assert known.status == unknown.status == 200
    assert known.document.keys() == unknown.document.keys()
    assert stranger.mail_box.messages(stranger.address) == ()
    wrong = confirmed.wrong_code()
    for _ in range(7):
        assert refusal(confirmed.change_password(wrong)) == refusal(stranger.change_password(wrong))


def test_an_unconfirmed_address_cannot_be_recovered(signed_up: Browser) -> None:
    signed_up.forget_password()

    assert [mail.draft.subject for mail in signed_up.mail_box.messages(signed_up.address)] == [
        "Confirmez votre adresse"
    ]


def test_tokens_are_refreshed_until_signed_out(confirmed: Browser) -> None:
    tokens = confirmed.sign_in().document["AuthenticationResult"]
    refresh = {"REFRESH_TOKEN": tokens["RefreshToken"]}

    for answer in (
        confirmed.ask("InitiateAuth", AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=refresh),
        confirmed.ask("GetTokensFromRefreshToken", RefreshToken=tokens["RefreshToken"]),
    ):
        assert answer.document["AuthenticationResult"]["AccessToken"]
    assert confirmed.ask("RevokeToken", Token=tokens["RefreshToken"]).status == 200
    again = confirmed.ask("InitiateAuth", AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=refresh)
    assert refusal(again) == (400, "NotAuthorizedException")


def totp(secret: str) -> str:
    counter = int(time.time() // 30).to_bytes(8, "big")
    digest = hmac.digest(b32decode(secret), counter, hashlib.sha1)
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def test_a_second_factor_is_asked_for_and_checked(confirmed: Browser) -> None:
    token = confirmed.sign_in().document["AuthenticationResult"]["AccessToken"]
    secret = confirmed.ask("AssociateSoftwareToken", AccessToken=token).document["SecretCode"]
    assert confirmed.ask("VerifySoftwareToken", AccessToken=token, UserCode=totp(secret)).status == 200
    preference = {"Enabled": True, "PreferredMfa": True}
    confirmed.ask("SetUserMFAPreference", AccessToken=token, SoftwareTokenMfaSettings=preference)

    challenge = confirmed.sign_in_with_srp().document
    assert challenge["ChallengeName"] == "SOFTWARE_TOKEN_MFA"

    def respond(session: str) -> Answer:
        return confirmed.ask(
            "RespondToAuthChallenge",
            ChallengeName="SOFTWARE_TOKEN_MFA",
            Session=session,
            ChallengeResponses={
                "USERNAME": challenge["ChallengeParameters"]["USER_ID_FOR_SRP"],
                "SOFTWARE_TOKEN_MFA_CODE": totp(secret),
            },
        )

    assert refusal(respond("invented")) == (400, "NotAuthorizedException")
    assert respond(challenge["Session"]).document["AuthenticationResult"]["AccessToken"]
    assert refusal(respond(challenge["Session"])) == (400, "NotAuthorizedException")


@pytest.mark.parametrize("challenge", ["NEW_PASSWORD_REQUIRED", "MFA_SETUP", "SOFTWARE_TOKEN_MFA", None])
def test_no_challenge_gives_tokens_without_a_password(confirmed: Browser, challenge: str | None) -> None:
    answer = confirmed.ask(
        "RespondToAuthChallenge",
        ChallengeName=challenge,
        Session="invented",
        ChallengeResponses={"USERNAME": confirmed.address, "NEW_PASSWORD": OTHER_PASSWORD},
    )

    assert refusal(answer) == (400, "NotAuthorizedException")
    assert confirmed.sign_in().status == 200


@pytest.mark.parametrize(
    "operation",
    ["AdminCreateUser", "AdminSetUserPassword", "ListUsers", "UpdateUserAttributes", "", "SignUp.x"],
)
def test_operations_that_are_not_a_browsers_are_not_offered(browser: Browser, operation: str) -> None:
    answer = browser.ask(operation, UserPoolId=browser.account.user_pool_id)

    assert refusal(answer) == (400, "UnknownOperationException")


@pytest.mark.parametrize("flow", ["CUSTOM_AUTH", "USER_AUTH", "ADMIN_USER_PASSWORD_AUTH"])
def test_flows_the_client_does_not_allow_are_refused(confirmed: Browser, flow: str) -> None:
    parameters = {"USERNAME": confirmed.address, "PASSWORD": PASSWORD}
    answer = confirmed.ask("InitiateAuth", AuthFlow=flow, AuthParameters=parameters)

    assert refusal(answer) == (400, "InvalidParameterException")


@pytest.mark.parametrize(
    ("operation", "request_", "kind"),
    [
        ("SignUp", {}, "InvalidParameterException"),
        ("SignUp", {"Username": 3}, "InvalidParameterException"),
        ("SignUp", {"Username": "a@b.fr", "UserAttributes": 3}, "SerializationException"),
        ("SignUp", {"Username": "no address", "Password": PASSWORD}, "InvalidParameterException"),
        (
            "SignUp",
            {
                "Username": "a@b.fr",
                "Password": PASSWORD,
                "UserAttributes": [{"Name": "phone_number", "Value": "0612345678"}],
            },
            "InvalidParameterException",
        ),
        ("SignUp", {"ClientId": "another"}, "ResourceNotFoundException"),
        ("SignUp", {"ClientId": None}, "InvalidParameterException"),
        ("ConfirmSignUp", {"Username": "a@b.fr"}, "InvalidParameterException"),
        ("ConfirmSignUp", {"Username": "a@b.fr", "ConfirmationCode": "000000"}, "ExpiredCodeException"),
        ("InitiateAuth", {"AuthFlow": "USER_SRP_AUTH", "AuthParameters": []}, "SerializationException"),
        ("GetUser", {"AccessToken": "rubbish"}, "NotAuthorizedException"),
        ("GetUser", {"AccessToken": 3}, "NotAuthorizedException"),
    ],
)
def test_bad_requests_are_refused_by_name(
    browser: Browser, operation: str, request_: dict[str, Any], kind: str
) -> None:
    assert refusal(browser.ask(operation, **request_)) == (400, kind)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"[" * 60_000])
def test_what_is_no_json_object_is_refused(browser: Browser, body: bytes) -> None:
    assert refusal(browser.door.answer("SignUp", body)) == (400, "SerializationException")


def test_codes_are_kept_as_hashes(signed_up: Browser, tmp_path: Path) -> None:
    assert signed_up.mailed_code().encode() not in (tmp_path / "codes.sqlite").read_bytes()
