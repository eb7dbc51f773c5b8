"""Messages to the organisers: anybody may write, and nothing written can change whom the mail goes to."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.account.account import ORGANISERS_EMAIL as ORGANISERS
from resolvers import mail
from resolvers.regatta.refusals import Busy
from resolvers.registration import send_message
from resolvers.table import keys, quotas
from tests.api.client import Refusal
from tests.api.conflicts import conflicts
from tests.api.given import new_id
from tests.api.regatta import Regatta

SEND = "mutation($input: MessageInput!) { sendMessage(input: $input) }"


def message(**changes: Any) -> dict[str, Any]:
    """A question of a visitor, from an address of its own."""
    plain = {
        "name": "Suzanne Valadon",
        "email": f"{new_id().lower()}@example.org",
        "subject": "Bateaux à louer",
        "message": "Bonjour,\r\n\r\nreste-t-il des yolettes ?",
    }
    return {**plain, **changes}


def mails_about(regatta: Regatta, written: dict[str, Any]) -> list[tuple[tuple[str, ...], str, str]]:
    """Recipients, subject and text of the mails that name the sender's address."""
    return [
        (sent.to, sent.subject, sent.body)
        for sent in regatta.account.sent_mail()
        if written["email"] in (*sent.to, *sent.body.split("<")[-1].split(">"))
    ]


def test_a_visitor_writes_to_the_organisers_and_gets_an_answer(regatta: Regatta) -> None:
    written = message()

    assert regatta.anonymous().execute(SEND, input=written).value is True

    to_organisers, to_sender = mails_about(regatta, written)
    assert to_organisers == (
        (ORGANISERS,),
        "[Contact] Bateaux à louer",
        f"De : Suzanne Valadon <{written['email']}>\nLangue : FR\n\nBonjour,\n\nreste-t-il des yolettes ?\n",
    )
    assert to_sender[:2] == ((written["email"],), "Nous avons bien reçu votre message")


def test_nothing_written_reaches_an_address_that_is_somebody_elses(regatta: Regatta) -> None:
    written = message(name="Banque", subject="Compte bloqué", message="Cliquez sur https://evil.example")

    assert regatta.anonymous().execute(SEND, input=written).value is True

    _, subject, body = mails_about(regatta, written)[1]
    assert not [text for text in ("Banque", "Compte", "evil") if text in subject + body]


def test_the_sender_is_answered_in_english_when_asked(regatta: Regatta) -> None:
    written = message(language="EN", subject="Boats")

    assert regatta.as_manager().execute(SEND, input=written).value is True

    assert mails_about(regatta, written)[1][1] == "We have received your message"


def test_the_organisers_answer_goes_to_the_sender(regatta: Regatta, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[list[str], str | None]] = []
    monkeypatch.setattr(mail, "send", lambda to, text, reply_to=None: sent.append((to, reply_to)))
    written = message()

    assert regatta.anonymous().execute(SEND, input=written).value is True

    assert sent == [([ORGANISERS], written["email"]), ([written["email"]], None)]


def test_every_organiser_gets_the_message(regatta: Regatta, monkeypatch: pytest.MonkeyPatch) -> None:
    organisers = ("one@example.org", "two@example.org")
    monkeypatch.setenv("ORGANISERS_EMAIL", ",".join(organisers))
    written = message()

    assert regatta.anonymous().execute(SEND, input=written).value is True

    assert mails_about(regatta, written)[0][0] == organisers


WRONG = {
    "no name": ({"name": " "}, "name", "EMPTY"),
    "a name of 121 characters": ({"name": "A" * 121}, "name", "TOO_LONG"),
    "a name with a header in it": ({"name": "A\r\nBcc: b@example.org"}, "name", "CONTROL_CHARACTER"),
    "no subject": ({"subject": ""}, "subject", "EMPTY"),
    "a subject of 151 characters": ({"subject": "A" * 151}, "subject", "TOO_LONG"),
    "a subject with a header in it": (
        {"subject": "A\nBcc: b@example.org"},
        "subject",
        "CONTROL_CHARACTER",
    ),
    "no message": ({"message": " \n "}, "message", "EMPTY"),
    "a message of characters that nobody sees": ({"message": "\x00\u200b\n\x01"}, "message", "EMPTY"),
    "a message of 5,001 characters": ({"message": "A" * 5001}, "message", "TOO_LONG"),
}


@pytest.mark.parametrize(("changes", "field", "code"), WRONG.values(), ids=WRONG)
def test_a_wrong_message_is_not_sent(
    regatta: Regatta, changes: dict[str, Any], field: str, code: str
) -> None:
    before = len(regatta.account.sent_mail())

    answer = regatta.anonymous().execute(SEND, input=message(**changes))

    assert answer.refusal == Refusal("Invalid", {"field": field, "code": code})
    assert len(regatta.account.sent_mail()) == before


@pytest.mark.parametrize(
    "email",
    [
        "a@example.org, b@example.org",
        "A <a@example.org>",
        "a@b@example.org",
        "a@localhost",
        "zoé@example.org",
        ".a@example.org",
        "a.@example.org",
        "a..b@example.org",
    ],
)
def test_only_one_bare_address_is_taken(regatta: Regatta, email: str) -> None:
    before = len(regatta.account.sent_mail())

    assert regatta.anonymous().execute(SEND, input=message(email=email)).errors

    assert len(regatta.account.sent_mail()) == before


def test_a_failure_of_the_mail_service_is_not_called_success(
    regatta: Regatta, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object, **__: object) -> None:
        raise ClientError({"Error": {"Code": "ServiceUnavailable", "Message": "down"}}, "SendEmail")

    monkeypatch.setattr(mail, "send", down)

    answer = regatta.anonymous().execute(SEND, input=message())

    assert answer.refusal.type == "InternalFailure"
    assert "down" not in str(answer.errors)


def test_an_answer_that_does_not_go_out_is_no_reason_to_write_twice(
    regatta: Regatta, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    def refuse_answers(to: list[str], *_: object, **__: object) -> None:
        if to != [ORGANISERS]:
            raise ClientError({"Error": {"Code": "MessageRejected", "Message": "no"}}, "SendEmail")
        sent.extend(to)

    monkeypatch.setattr(mail, "send", refuse_answers)

    assert regatta.anonymous().execute(SEND, input=message()).value is True

    assert sent == [ORGANISERS]


def test_an_address_may_write_five_times_in_an_hour(regatta: Regatta) -> None:
    written = message()
    again = {**written, "email": written["email"].upper()}

    answers = [regatta.anonymous().execute(SEND, input=one) for one in [written, again] * 3]

    assert [answer.value for answer in answers[:5]] == [True] * 5
    assert answers[5].refusal.type == "Busy"
    assert len(mails_about(regatta, written)) + len(mails_about(regatta, again)) == 10
    assert regatta.anonymous().execute(SEND, input=message()).value is True


@pytest.mark.concurrent
def test_of_fifty_messages_at_once_five_are_sent(regatta: Regatta) -> None:
    written = message()

    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(lambda _: regatta.anonymous().execute(SEND, input=written), range(50)))

    assert sorted(answer.refusal.type if answer.errors else "sent" for answer in answers) == [
        *["Busy"] * 45,
        *["sent"] * 5,
    ]
    assert len(mails_about(regatta, written)) == 10


def test_all_together_may_write_a_hundred_times_in_an_hour(
    regatta: Regatta, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send_message, "MOST_MESSAGES", 1)  # which another test may have written already
    regatta.anonymous().execute(SEND, input=message())

    answer = regatta.anonymous().execute(SEND, input=message())

    assert answer.refusal.type == "Busy"


def test_the_next_hour_begins_anew(regatta: Regatta) -> None:
    now = datetime(2027, 4, 1, 9, 59, 59, tzinfo=UTC)
    table, name = regatta.table, new_id()

    assert [quotas.spend(table, name, 2, now) for _ in range(3)] == [True, True, False]
    assert quotas.spend(table, name, 2, now + timedelta(seconds=1)) is True


def test_a_message_is_counted_once_though_others_are_counted_at_the_same_time(regatta: Regatta) -> None:
    now, table, name = datetime(2027, 4, 1, 9, 30, tzinfo=UTC), regatta.table, new_id()

    with conflicts(regatta, "UpdateItem", times=3, mention=name) as refused:
        assert quotas.spend(table, name, 2, now) is True

    assert len(refused) == 3
    assert [quotas.spend(table, name, 2, now) for _ in range(2)] == [True, False]


def test_who_never_gets_to_count_is_told_to_come_again(regatta: Regatta) -> None:
    now, table, name = datetime(2027, 4, 1, 9, 30, tzinfo=UTC), regatta.table, new_id()

    with conflicts(regatta, "UpdateItem", mention=name), pytest.raises(Busy):
        quotas.spend(table, name, 2, now)

    assert table.get_item(keys.quota(name, "2027-04-01T09:00:00.000Z")) is None


def test_what_was_counted_ends_after_its_hour(regatta: Regatta) -> None:
    now, table, name = datetime(2027, 4, 1, 9, 30, tzinfo=UTC), regatta.table, new_id()
    quotas.spend(table, name, 2, now)

    counted = table.get_item(keys.quota(name, "2027-04-01T09:00:00.000Z"))

    assert counted is not None
    ends = datetime.fromtimestamp(counted["expiresAt"], UTC)
    assert timedelta(minutes=30) < ends - now < timedelta(days=1)
