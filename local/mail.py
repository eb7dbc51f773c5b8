"""The local mail box: keeps what would have been mailed, and speaks as much of SES as the Lambdas use."""

import base64
import binascii
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern_policy
from pathlib import Path
from typing import Any
from uuid import uuid4

_MESSAGES_KEPT = 500
_SCHEMA = """
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sent_at TEXT NOT NULL, sender TEXT NOT NULL, recipients TEXT NOT NULL, reply_to TEXT NOT NULL,
    subject TEXT NOT NULL, text TEXT NOT NULL, html TEXT NOT NULL
)
"""


class BadRequest(Exception):
    """A request that SES would refuse; the message says why."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be delivered.

    Attributes:
        html: its HTML alternative; empty when it has none.
    """

    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str = ""
    reply_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A delivered message; `sent_at` is UTC, ISO 8601."""

    id: int
    sent_at: str
    draft: Draft

    def as_json(self) -> dict[str, object]:
        """What `/mail/messages.json` shows of it."""
        return {
            "id": self.id,
            "sentAt": self.sent_at,
            "from": self.draft.sender,
            "to": list(self.draft.recipients),
            "replyTo": list(self.draft.reply_to),
            "subject": self.draft.subject,
            "text": self.draft.text,
            "html": self.draft.html,
        }


class MailBox:
    """Messages in a file, the latest five hundred of them. Safe to share between threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._database() as database:
            database.execute(_SCHEMA)

    def deliver(self, draft: Draft) -> int:
        """Keep a message, and forget the oldest beyond the five hundred; its number."""
        row = (
            datetime.now(UTC).isoformat(timespec="milliseconds"),
            draft.sender,
            json.dumps(draft.recipients),
            json.dumps(draft.reply_to),
            draft.subject,
            draft.text,
            draft.html,
        )
        with self._database() as database:
            number: int = database.execute(
                "INSERT INTO message (sent_at, sender, recipients, reply_to, subject, text, html)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
                row,
            ).fetchone()[0]
            database.execute("DELETE FROM message WHERE id <= ?", (number - _MESSAGES_KEPT,))
        return number

    def messages(self, to: str | None = None) -> Sequence[Message]:
        """The messages, newest first; only those to an address, whatever its case, when one is given."""
        with self._database() as database:
            rows = database.execute("SELECT * FROM message ORDER BY id DESC").fetchall()
        found = (_message(row) for row in rows)
        return tuple(message for message in found if to is None or _is_to(message, to))

    def message(self, number: int) -> Message | None:
        """One message."""
        with self._database() as database:
            row = database.execute("SELECT * FROM message WHERE id = ?", (number,)).fetchone()
        return None if row is None else _message(row)

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=10)) as database, database:
            yield database


def send_email(mail_box: MailBox, body: bytes) -> dict[str, str]:
    """SES v2's SendEmail: deliver what its JSON body holds.

    Returns:
        SES's answer: `{"MessageId": ...}`.

    Raises:
        BadRequest: it is not a message with a sender and a recipient, or uses a template.
    """
    try:
        request = json.loads(body)
        mail_box.deliver(_draft(request))
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError, binascii.Error) as problem:
        raise BadRequest(
            "The request is not a simple or raw message with a sender and a recipient."
        ) from problem
    return {"MessageId": str(uuid4())}


def _draft(request: Mapping[str, Any]) -> Draft:
    destination = request.get("Destination", {})
    recipients = tuple(
        str(address)
        for kind in ("ToAddresses", "CcAddresses", "BccAddresses")
        for address in destination.get(kind, ())
    )
    if "Raw" in request["Content"]:
        return _raw_draft(request, recipients)
    if not recipients:
        raise BadRequest("The message has no recipient.")
    simple = request["Content"]["Simple"]
    parts = {name: str(part["Data"]) for name, part in simple["Body"].items()}
    return Draft(
        sender=str(request["FromEmailAddress"]),
        recipients=recipients,
        subject=str(simple["Subject"]["Data"]),
        text=parts.get("Text", ""),
        html=parts.get("Html", ""),
        reply_to=tuple(str(address) for address in request.get("ReplyToAddresses", ())),
    )


def _raw_draft(request: Mapping[str, Any], recipients: tuple[str, ...]) -> Draft:
    content = base64.b64decode(request["Content"]["Raw"]["Data"])
    parsed = message_from_bytes(content, _class=EmailMessage, policy=modern_policy)
    return Draft(
        sender=request.get("FromEmailAddress") or str(parsed["From"]),
        recipients=recipients or (str(parsed["To"]),),
        subject=str(parsed["Subject"] or ""),
        text=_body(parsed, "plain"),
        html=_body(parsed, "html"),
        reply_to=(str(parsed["Reply-To"]),) if parsed["Reply-To"] else (),
    )


def _body(parsed: EmailMessage, kind: str) -> str:
    part = parsed.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""


def _message(row: tuple[Any, ...]) -> Message:
    number, sent_at, sender, recipients, reply_to, subject, text, html = row
    draft = Draft(sender, tuple(json.loads(recipients)), subject, text, html, tuple(json.loads(reply_to)))
    return Message(number, sent_at, draft)


def _is_to(message: Message, address: str) -> bool:
    return address.casefold() in (recipient.casefold() for recipient in message.draft.recipients)
