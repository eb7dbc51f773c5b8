"""The plain pages of the local server, and how they are filled in."""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

from local.account.people import PASSWORD, PEOPLE
from local.mail import Message

ASSETS = Path(__file__).parent / "assets"
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")


def start_page() -> HTMLResponse:
    """What there is on this server, while no site is built."""
    rows = "".join(
        f"<tr><td>{escape(person.email)}</td><td>{escape(', '.join(person.groups))}</td></tr>"
        for person in PEOPLE
    )
    return _page("start.html", password=escape(PASSWORD), people=rows)


def mail_page(messages: Sequence[Message], to: str | None) -> HTMLResponse:
    """The list of messages, the newest first."""
    rows = "".join(
        f'<li><a href="/mail/{message.id}">{escape(message.draft.subject) or "—"}</a>'
        f"<span>{escape(', '.join(message.draft.recipients))}</span>{_time(message)}</li>"
        for message in messages
    )
    return _page(
        "mail.html",
        messages=rows or "<li>Aucun message. <span lang='en'>No message yet.</span></li>",
        to=escape(to or ""),
    )


def message_page(message: Message) -> HTMLResponse:
    """One message as text: HTML that came by mail is shown, never obeyed."""
    draft = message.draft
    return _page(
        "message.html",
        subject=escape(draft.subject),
        sender=escape(draft.sender),
        recipients=escape(", ".join(draft.recipients)),
        reply_to=escape(", ".join(draft.reply_to) or "—"),
        time=_time(message),
        text=_linked(draft.text or draft.html),
    )


def notice_page(status: int, french: str, english: str) -> HTMLResponse:
    """One sentence, in both languages, in place of a page that is not there."""
    return _page("notice.html", status, french=escape(french), english=escape(english))


def _page(name: str, status: int = 200, **values: str) -> HTMLResponse:
    template = Template(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return HTMLResponse(template.substitute(values), status)


def _time(message: Message) -> str:
    return f'<time datetime="{message.sent_at}">{message.sent_at[:19].replace("T", " ")} UTC</time>'


def _linked(text: str) -> str:
    parts, last = [], 0
    for found in _LINK.finditer(text):
        address = escape(found.group())
        parts += [escape(text[last : found.start()]), f'<a href="{address}" rel="noreferrer">{address}</a>']
        last = found.end()
    return "".join([*parts, escape(text[last:])])
