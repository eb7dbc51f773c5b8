"""PostConfirmation of the user pool: makes the profile with its consents, and makes the person a manager.

Cognito also fires it again when an answer was lost, and after a forgotten password was reset. What is there
stays as it is, so a second time changes nothing. A reset helps those whom a failure kept from becoming
managers; whoever is in a group already, as organisers and operators are, stays what he is.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypedDict

from aws_lambda_powertools import Logger

from resolvers import accounts
from resolvers.metrics import SIGN_UPS, count
from resolvers.regatta.fault import Fault
from resolvers.regatta.manager import Consent, Manager
from resolvers.regatta.people import LONGEST_CLUB, LONGEST_NAME
from resolvers.regatta.profile import Profile, clean_phone, clean_version, language_of, new_manager
from resolvers.regatta.vocabulary import ConsentKind
from resolvers.table import keys
from resolvers.table.history import Author, record
from resolvers.table.table import Changed, Table, connect
from resolvers.table.transaction import Transaction

GROUP = "managers"
SIGN_UP = "PostConfirmation_ConfirmSignUp"

logger = Logger()


class Asked(TypedDict, total=False):
    """`request` of the event: the account's attributes, and what the site sent with the confirmation."""

    userAttributes: Mapping[str, str]
    clientMetadata: Mapping[str, str]


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """The event as it came, which is what Cognito wants back.

    Raises:
        ClientError, Busy: a service failed; the account stays confirmed, and the next reset tries again.
    """
    pool, username = event["userPoolId"], event["userName"]
    if event["triggerSource"] != SIGN_UP and accounts.has_group(pool, username):
        return event
    _make(connect(), _manager(event["request"], datetime.now(UTC)))
    accounts.join(pool, username, GROUP)
    if event["triggerSource"] == SIGN_UP:
        count(SIGN_UPS)
    logger.info("signed up", manager_id=event["request"]["userAttributes"]["sub"])
    return event


def _make(table: Table, manager: Manager) -> None:
    transaction = Transaction()
    transaction.create(keys.manager_row(manager))
    author = Author("signUp", manager.id, manager.created_at)
    record(transaction, author, manager.id, before=None, after=manager, manager_id=manager.id)
    try:
        table.write(transaction)
    except Changed:
        return  # it is there already, and may have been edited since


def _manager(asked: Asked, now: datetime) -> Manager:
    given = asked["userAttributes"]
    person = Profile(
        first_name=_fit(given.get("given_name", ""), LONGEST_NAME),
        last_name=_fit(given.get("family_name", ""), LONGEST_NAME),
        phone=_phone(given.get("phone_number")),
        club=_fit(given.get("custom:club", ""), LONGEST_CLUB),
        language=language_of(given.get("locale", "")),
    )
    # A consent that did not come is not there, and the site asks for it at the next sign-in.
    consents = _consents(asked.get("clientMetadata") or {}, now)
    return new_manager(given["sub"], given["email"], person, now, consents)


def _consents(metadata: Mapping[str, str], now: datetime) -> tuple[Consent, ...]:
    versions = ((kind, clean_version(metadata.get(kind.lower(), ""))) for kind in ConsentKind)
    return tuple(Consent(kind, version, now) for kind, version in versions if not isinstance(version, Fault))


def _phone(text: str | None) -> str | None:
    number = clean_phone(text) if text else None
    return None if isinstance(number, Fault) else number


def _fit(text: str, longest: int) -> str:
    # A confirmed account can't be refused any more: what would not pass as a profile is cut to fit.
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:longest].strip()
