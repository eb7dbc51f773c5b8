"""The mail box keeps what SES would have sent, and no more than it should."""

import base64
import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from local.mail import BadRequest, Draft, MailBox, send_email


@pytest.fixture
def mail_box(tmp_path: Path) -> MailBox:
    return MailBox(tmp_path / "mail.sqlite")


def draft(subject: str, *recipients: str) -> Draft:
    return Draft("from@example.org", recipients or ("to@example.org",), subject, "Bonjour.")


def test_the_newest_message_comes_first(mail_box: MailBox) -> None:
    for subject in ("one", "two", "three"):
        mail_box.deliver(draft(subject))

    assert [message.draft.subject for message in mail_box.messages()] == ["three", "two", "one"]


def test_messages_to_an_address_are_found_whatever_its_case(mail_box: MailBox) -> None:
    mail_box.deliver(draft("hers", "Berthe@example.org", "edma@example.org"))
    mail_box.deliver(draft("his", "gustave@example.org"))

    assert [message.draft.subject for message in mail_box.messages("berthe@EXAMPLE.org")] == ["hers"]
    assert mail_box.messages("example.org") == ()


def test_messages_survive(mail_box: MailBox, tmp_path: Path) -> None:
    number = mail_box.deliver(draft("kept"))

    assert MailBox(tmp_path / "mail.sqlite").message(number) == mail_box.messages()[0]


def test_only_the_latest_five_hundred_are_kept(mail_box: MailBox) -> None:
    numbers = [mail_box.deliver(draft(str(index))) for index in range(503)]

    kept = mail_box.messages()
    assert len(kept) == 500
    assert kept[-1].draft.subject == "3"
    assert mail_box.message(numbers[2]) is None


SIMPLE: dict[str, Any] = {
    "FromEmailAddress": "from@example.org",
    "Destination": {"ToAddresses": ["a@example.org"], "CcAddresses": ["b@example.org"]},
    "ReplyToAddresses": ["c@example.org"],
    "Content": {
        "Simple": {
            "Subject": {"Data": "Équipage complet"},
            "Body": {"Text": {"Data": "Bravo."}, "Html": {"Data": "<p>Bravo.</p>"}},
        }
    },
}


def sent(mail_box: MailBox, request: Any) -> Draft:
    answer = send_email(mail_box, json.dumps(request).encode())
    assert answer["MessageId"]
    return mail_box.messages()[0].draft


def test_a_simple_message_is_kept_whole(mail_box: MailBox) -> None:
    assert sent(mail_box, SIMPLE) == Draft(
        sender="from@example.org",
        recipients=("a@example.org", "b@example.org"),
        subject="Équipage complet",
        text="Bravo.",
        html="<p>Bravo.</p>",
        reply_to=("c@example.org",),
    )


def test_a_raw_message_is_read(mail_box: MailBox) -> None:
    raw = EmailMessage()
    raw["From"], raw["To"], raw["Subject"] = "from@example.org", "a@example.org", "Reçu n° 12"
    raw["Reply-To"] = "c@example.org"
    raw.set_content("Payé.")
    raw.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="receipt.pdf")
    request = {"Content": {"Raw": {"Data": base64.b64encode(raw.as_bytes()).decode()}}}

    kept = sent(mail_box, request)

    assert (kept.sender, kept.recipients, kept.subject) == (
        "from@example.org",
        ("a@example.org",),
        "Reçu n° 12",
    )
    assert (kept.text.strip(), kept.reply_to) == ("Payé.", ("c@example.org",))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        json.dumps({**SIMPLE, "Destination": {}}).encode(),
        json.dumps(
            {**SIMPLE, "FromEmailAddress": None, "Content": {"Template": {"TemplateName": "x"}}}
        ).encode(),
        json.dumps({**SIMPLE, "Content": {"Raw": {"Data": 3}}}).encode(),
        json.dumps({**SIMPLE, "Content": {"Simple": []}}).encode(),
        b"[" * 100_000,
    ],
    ids=["empty", "list", "nothing", "no recipient", "template", "raw number", "simple list", "deep"],
)
def test_what_is_no_message_is_refused(mail_box: MailBox, body: bytes) -> None:
    with pytest.raises(BadRequest):
        send_email(mail_box, body)
    assert mail_box.messages() == ()
