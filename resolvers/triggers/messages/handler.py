"""Custom messages of the user pool: mails with a code, in the language that the person chose at sign-up."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from resolvers.triggers.messages.code_mails import CodeMail, confirmation_mail, new_password_mail

_MAILS: Mapping[str, Callable[[str], CodeMail]] = {
    "CustomMessage_SignUp": confirmation_mail,
    "CustomMessage_ResendCode": confirmation_mail,
    "CustomMessage_UpdateUserAttribute": confirmation_mail,
    "CustomMessage_VerifyUserAttribute": confirmation_mail,
    "CustomMessage_ForgotPassword": new_password_mail,
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """The event with subject and text of its mail; Cognito puts the code in.

    What people are never sent here, as the invitation of an account made by an operator, stays Cognito's.
    """
    mail_for = _MAILS.get(event["triggerSource"])
    if mail_for is not None:
        asked = event["request"]
        mail = mail_for(asked["userAttributes"].get("locale", ""))
        event["response"]["emailSubject"] = mail.subject
        event["response"]["emailMessage"] = _as_html(mail.with_code(asked["codeParameter"]))
    return event


def _as_html(text: str) -> str:
    paragraphs = (escape(paragraph.strip(), quote=False) for paragraph in text.strip().split("\n\n"))
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
