"""Mails with a code, worded in the language that the person chose."""

from typing import Any

import pytest

from resolvers.triggers.messages.handler import handler

CODE = "{####}"
CONFIRMATION = {"fr": "Confirmez votre adresse", "en": "Confirm your address"}
NEW_PASSWORD = {"fr": "Changez votre mot de passe", "en": "Change your password"}


def asked(source: str, **attributes: str) -> dict[str, Any]:
    """The event that Cognito sends before it mails a code."""
    return {
        "triggerSource": f"CustomMessage_{source}",
        "request": {"userAttributes": attributes, "codeParameter": CODE, "usernameParameter": None},
        "response": {"smsMessage": None, "emailMessage": None, "emailSubject": None},
    }


@pytest.mark.parametrize(
    ("source", "subjects"),
    [
        ("SignUp", CONFIRMATION),
        ("ResendCode", CONFIRMATION),
        ("UpdateUserAttribute", CONFIRMATION),
        ("VerifyUserAttribute", CONFIRMATION),
        ("ForgotPassword", NEW_PASSWORD),
    ],
)
@pytest.mark.parametrize(("locale", "language"), [("fr", "fr"), ("en", "en"), ("en-GB", "en"), ("de", "fr")])
def test_each_mail_carries_its_code_in_the_language_of_the_person(
    source: str, subjects: dict[str, str], locale: str, language: str
) -> None:
    mail = handler(asked(source, locale=locale), None)["response"]

    assert mail["emailSubject"] == subjects[language]
    assert f"<p>{CODE}</p>" in mail["emailMessage"]
    assert mail["smsMessage"] is None


def test_who_chose_no_language_is_written_to_in_french() -> None:
    assert handler(asked("SignUp"), None)["response"]["emailSubject"] == CONFIRMATION["fr"]


def test_an_invitation_stays_as_cognito_words_it() -> None:
    assert handler(asked("AdminCreateUser"), None)["response"]["emailMessage"] is None
