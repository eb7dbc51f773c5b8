"""Profiles of managers: what they say of themselves, cleaned and checked, and what they agree to."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from resolvers.regatta.clubs import crew_clubs
from resolvers.regatta.crew import Crew
from resolvers.regatta.fault import Fault, valid
from resolvers.regatta.manager import Consent, Manager
from resolvers.regatta.people import clean_club, clean_name
from resolvers.regatta.vocabulary import ConsentKind, Language

LONGEST_VERSION = 20

_PHONE = Fault(
    "PHONE",
    "write the number with the country’s prefix, as +33 6 12 34 56 78.",
    "écrivez le numéro avec l’indicatif du pays, comme +33 6 12 34 56 78.",
)
_PHONE_FORM = re.compile(r"\+[1-9][0-9]{6,14}")
_PHONE_PUNCTUATION = re.compile(r"\(0\)|[\s().\-/]")


@dataclass(frozen=True, slots=True)
class Profile:
    """What a manager says, cleaned and checked; the phone number in E.164."""

    first_name: str
    last_name: str
    phone: str | None
    club: str
    language: Language


def clean_phone(text: str) -> str | Fault:
    """A telephone number in E.164, as `+33612345678`, or what is wrong with it."""
    number = _PHONE_PUNCTUATION.sub("", text)
    if number.startswith("00"):
        number = f"+{number[2:]}"
    return number if _PHONE_FORM.fullmatch(number) else _PHONE


def clean_version(text: str) -> str | Fault:
    """The version of a text that one agrees to, trimmed, or what is wrong with it."""
    return clean_name(text, LONGEST_VERSION)


def language_of(locale: str) -> Language:
    """The language for a locale as `fr`, `en-GB` or `en_US`; French unless it is English."""
    return Language.EN if locale.lower().startswith("en") else Language.FR


def profile(*, first_name: str, last_name: str, phone: str | None, club: str, language: Language) -> Profile:
    """A profile as it may be kept.

    Raises:
        Invalid: names the field and what is expected.
    """
    return Profile(
        first_name=valid("firstName", clean_name(first_name)),
        last_name=valid("lastName", clean_name(last_name)),
        phone=None if phone is None else valid("phone", clean_phone(phone)),
        club=valid("club", clean_club(club)),
        language=language,
    )


def new_manager(
    sub: str, email: str, person: Profile, now: datetime, consents: tuple[Consent, ...] = ()
) -> Manager:
    """The manager whom the sign-in knows by `sub`."""
    return Manager(
        id=sub,
        first_name=person.first_name,
        last_name=person.last_name,
        email=email,
        club=person.club,
        language=person.language,
        consents=consents,
        created_at=now,
        version=1,
        phone=person.phone,
    )


def edited_manager(manager: Manager, email: str, person: Profile) -> Manager:
    """The manager after an edit; the address is that of the account by now."""
    return replace(
        manager,
        email=email,
        first_name=person.first_name,
        last_name=person.last_name,
        club=person.club,
        language=person.language,
        phone=person.phone,
    )


def crew_of_manager(crew: Crew, club: str) -> Crew:
    """A crew of a manager who is in this club now: where nobody sits, the club is the manager's."""
    clubs = crew_clubs(crew.seats, club)
    return crew if clubs == crew.clubs else replace(crew, clubs=clubs, version=crew.version + 1)


def consenting_manager(manager: Manager, kind: ConsentKind, version: str, now: datetime) -> Manager:
    """The manager after agreeing to a version of a text, in place of an earlier version.

    Raises:
        Invalid: on `version`, which is 1 to 20 characters.
    """
    given = Consent(kind, valid("version", clean_version(version)), now)
    others = tuple(consent for consent in manager.consents if consent.kind is not kind)
    return replace(manager, consents=(*others, given))
