"""Mutation.sendMessage: mails the organisers what anybody writes to them, and the writer an answer."""

import os
import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

from resolvers import mail
from resolvers.aftermath import aftermath
from resolvers.mail import Text
from resolvers.regatta.fault import valid
from resolvers.regatta.people import EMPTY, clean_name, too_long
from resolvers.regatta.refusals import Busy, Invalid
from resolvers.regatta.vocabulary import Language
from resolvers.request import Request
from resolvers.table import quotas

LONGEST_NAME = 120
LONGEST_EMAIL = 254
LONGEST_SUBJECT = 150
LONGEST_MESSAGE = 5_000
MOST_MESSAGES = 100
"""In an hour, of all together."""
MOST_OF_AN_ADDRESS = 5
"""In an hour."""

_MOST_TYPED = 2 * LONGEST_MESSAGE
"""Characters that are looked at, each accent and each end of a line one more: a longer run of accents takes
its square to normalize.
"""

# No more than SES can reach: no display name, no list of addresses, no letters beyond ASCII, no dot at an end
# or beside another, which it would refuse for the organisers too.
_EMAIL = re.compile(
    r"(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}"
)
_UNSENT = {"Cc", "Cs"}
"""Unicode categories of what no mail can show: control characters and halves of characters."""

_UNSEEN = {"C", "Z"}
"""Unicode categories, in short, of what nobody sees: a message of these alone says nothing."""


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody writes, cleaned and checked; all but the message itself is of one line."""

    name: str
    email: str
    subject: str
    message: str
    language: Language


# Nothing of what was written: whoever gives the address of somebody else must not write to him by us.
_ANSWERS = {
    Language.EN: Text(
        "We have received your message",
        "Hello,\n\nThe organisers of the Course des Impressionnistes have received your message and will "
        "answer you at this address.\n\nIf you have not written to them, you can ignore this mail.\n",
    ),
    Language.FR: Text(
        "Nous avons bien reçu votre message",
        "Bonjour,\n\nL’organisation de la Course des Impressionnistes a bien reçu votre message et vous "
        "répondra à cette adresse.\n\nSi vous ne lui avez pas écrit, vous pouvez ignorer ce courriel.\n",
    ),
}


def send_message(request: Request) -> bool:
    """True once the organisers' mail is handed over; the answer may fail, for a retry would mail them twice.

    Raises:
        Invalid: nothing was sent.
        Busy: nothing was sent, for enough was within the hour.
        ClientError: the mail service refuses it; nothing tells the caller that it was sent.
    """
    plain = request.arguments["input"]
    message = Message(
        # A line break is refused, so that nothing written can become a header of the mail.
        name=valid("name", clean_name(plain["name"], LONGEST_NAME)),
        email=_email(plain["email"]),
        subject=valid("subject", clean_name(plain["subject"], LONGEST_SUBJECT)),
        message=_lines("message", plain["message"]),
        language=Language(plain.get("language") or Language.FR),
    )
    _spend(request, message.email)
    organisers = os.environ["ORGANISERS_EMAIL"].split(",")
    mail.send(organisers, _to_organisers(message), reply_to=message.email)
    with aftermath("answer the sender of a message"):
        mail.send([message.email], _ANSWERS[message.language])
    return True


def _spend(request: Request, email: str) -> None:
    """Lets as many messages pass in an hour as people write: a form open to all must not use up the mail."""
    sender = f"MESSAGES#{sha256(email.lower().encode()).hexdigest()}"
    for name, most in ((sender, MOST_OF_AN_ADDRESS), ("MESSAGES", MOST_MESSAGES)):
        if not quotas.spend(request.table, name, most, request.now):
            raise Busy(f"There were {most} messages in this hour, which is the most: write again in an hour.")


def _to_organisers(message: Message) -> Text:
    body = f"De : {message.name} <{message.email}>\nLangue : {message.language}\n\n{message.message}\n"
    return Text(f"[Contact] {message.subject}", body)


def _lines(field: str, text: str) -> str:
    if len(text) > _MOST_TYPED:
        raise too_long(LONGEST_MESSAGE, len(text)).of(field)
    lines = unicodedata.normalize("NFC", "\n".join(text.splitlines()))
    sent = "".join(
        letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) not in _UNSENT
    ).strip()
    if not any(unicodedata.category(letter)[0] not in _UNSEEN for letter in sent):
        raise EMPTY.of(field)
    if len(sent) > LONGEST_MESSAGE:
        raise too_long(LONGEST_MESSAGE, len(sent)).of(field)
    return sent


def _email(text: str) -> str:
    email = text.strip()
    if len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise Invalid("email: write one address, as name@example.org.", "email", "EMAIL")
    return email
