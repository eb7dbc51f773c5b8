"""Mail through SES: what is written to managers and to the organisers."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import boto3

from resolvers.aftermath import aftermath
from resolvers.regatta.manager import Manager
from resolvers.regatta.vocabulary import Language

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client


@dataclass(frozen=True, slots=True)
class Text:
    """A mail's subject and plain text."""

    subject: str
    body: str


def send(to: Sequence[str], text: Text, reply_to: str | None = None) -> None:
    """Hands one mail to all these addresses to SES.

    Raises:
        ClientError: SES refuses it.
    """
    connect().send_email(
        FromEmailAddress=os.environ["MAIL_FROM"],
        Destination={"ToAddresses": to},
        ReplyToAddresses=[reply_to] if reply_to else [],
        Content={
            "Simple": {
                "Subject": {"Data": text.subject, "Charset": "UTF-8"},
                "Body": {"Text": {"Data": text.body, "Charset": "UTF-8"}},
            }
        },
    )


def tell(manager: Manager, english: Text, french: Text) -> None:
    """Writes to a manager in the manager's language; a mail that does not go out changes nothing.

    Whoever was erased has no address any more, and is told nothing.
    """
    if manager.erased_at is not None:
        return
    text = french if manager.language is Language.FR else english
    with aftermath(f"mail {text.subject!r} to manager {manager.id}"):
        send([manager.email], text)


def connect() -> "SESV2Client":
    """The client of SES, made when first needed: most requests send no mail."""
    return _connect(os.environ.get("AWS_ENDPOINT_URL_SESV2") or os.environ.get("AWS_ENDPOINT_URL"))


@cache
def _connect(endpoint: str | None) -> "SESV2Client":
    return boto3.client("sesv2", endpoint_url=endpoint)
