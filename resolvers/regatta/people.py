"""People on a roster: their particulars cleaned and checked, and the members made of them."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime

from resolvers.regatta.age import age_fault, age_in, member_category
from resolvers.regatta.clubs import is_host_club
from resolvers.regatta.fault import Fault, valid
from resolvers.regatta.member import Member
from resolvers.regatta.vocabulary import Gender, LicenceKind, LicenceState

LONGEST_NAME = 60
LONGEST_CLUB = 100
SHORTEST_LICENCE, LONGEST_LICENCE = 6, 24

EMPTY = Fault("EMPTY", "this must not be empty.", "ce champ ne peut pas être vide.")
_CONTROL = Fault(
    "CONTROL_CHARACTER",
    "this contains a character that can’t be printed; type it again.",
    "ce champ contient un caractère non imprimable ; saisissez-le à nouveau.",
)
_LICENCE = Fault(
    "LICENCE",
    f"a licence has {SHORTEST_LICENCE} to {LONGEST_LICENCE} characters.",
    f"une licence compte {SHORTEST_LICENCE} à {LONGEST_LICENCE} caractères.",
)
DATE = Fault(
    "DATE",
    "this is not a date of the calendar; write it as 2011-05-03.",
    "ce n’est pas une date du calendrier ; écrivez-la comme 2011-05-03.",
)

_MOST_TYPED = 10
"""Times its limit that a text is looked at: to normalize a run of accents takes the square of its length."""

_SPACES = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_DATE_FORM = re.compile(r"(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2}(:\d{2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a manager says of a person, cleaned and checked; the licence in capitals."""

    first_name: str
    last_name: str
    date_of_birth: date
    gender: Gender
    licence: str
    licence_kind: LicenceKind
    club: str
    upgrade_certificate: bool


def clean_name(text: str, longest: int = LONGEST_NAME) -> str | Fault:
    """A name trimmed, with single spaces, or what is wrong with it."""
    if len(text) > _MOST_TYPED * longest:
        return too_long(longest, len(text))
    name = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if not name:
        return EMPTY
    if not name.isprintable():
        return _CONTROL
    return too_long(longest, len(name)) if len(name) > longest else name


def too_long(longest: int, length: int) -> Fault:
    """That a text has too many characters."""
    return Fault(
        "TOO_LONG",
        f"at most {longest} characters; this has {length}.",
        f"{longest} caractères au plus ; il y en a {length}.",
    )


def clean_club(text: str) -> str | Fault:
    """The name of a club, trimmed, or what is wrong with it."""
    return clean_name(text, LONGEST_CLUB)


def clean_licence(text: str) -> str | Fault:
    """A licence trimmed and in capitals, or what is wrong with it."""
    if len(text) > _MOST_TYPED * LONGEST_LICENCE:
        return _LICENCE
    # Other countries write theirs as they like; one that merely looks the same is the same.
    licence = _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip().upper()
    fits = SHORTEST_LICENCE <= len(licence) <= LONGEST_LICENCE and licence.isprintable()
    return licence if fits else _LICENCE


def clean_date(text: str) -> date | Fault:
    """A day written as an AWSDate, whose offset means nothing here, or what is wrong with it."""
    form = _DATE_FORM.fullmatch(text)
    if form is None:
        return DATE
    try:
        return date.fromisoformat(form[1])
    except ValueError:
        return DATE


def clean_date_of_birth(text: str, year: int) -> date | Fault:
    """A date of birth that may be on the roster of this year's edition, or what is wrong with it."""
    day = clean_date(text)
    return day if isinstance(day, Fault) else age_fault(age_in(year, day)) or day


def particulars(
    *,
    first_name: str,
    last_name: str,
    date_of_birth: str,
    gender: Gender,
    licence: str,
    licence_kind: LicenceKind,
    club: str,
    upgrade_certificate: bool,
    year: int,
) -> Particulars:
    """A person's particulars as they may be kept.

    Args:
        date_of_birth: as an AWSDate.
        year: of the edition.

    Raises:
        Invalid: names the field and what is expected.
    """
    return Particulars(
        first_name=valid("firstName", clean_name(first_name)),
        last_name=valid("lastName", clean_name(last_name)),
        date_of_birth=valid("dateOfBirth", clean_date_of_birth(date_of_birth, year)),
        gender=gender,
        licence=valid("licence", clean_licence(licence)),
        licence_kind=licence_kind,
        club=valid("club", clean_club(club)),
        upgrade_certificate=upgrade_certificate,
    )


def new_member(member_id: str, manager_id: str, person: Particulars, year: int) -> Member:
    """A member of a team in the edition of this year, without a seat and the licence not yet checked."""
    age = age_in(year, person.date_of_birth)
    return Member(
        id=member_id,
        manager_id=manager_id,
        first_name=person.first_name,
        last_name=person.last_name,
        date_of_birth=person.date_of_birth,
        gender=person.gender,
        age=age,
        category=member_category(age),
        club=person.club,
        host_club=is_host_club(person.club),
        licence=person.licence,
        licence_kind=person.licence_kind,
        upgrade_certificate=person.upgrade_certificate,
        version=1,
    )


def edited_member(member: Member, person: Particulars, year: int) -> Member:
    """The member after an edit; the licence is to be checked again when it, or whose it is, changed."""
    edited = replace(
        new_member(member.id, member.manager_id, person, year),
        version=member.version,
        crew_id=member.crew_id,
        issues=member.issues,
    )
    if _checked(member) != _checked(edited):
        return edited
    return replace(
        edited,
        licence_state=member.licence_state,
        licence_checked_by=member.licence_checked_by,
        licence_checked_at=member.licence_checked_at,
    )


def _checked(member: Member) -> tuple[object, ...]:
    """What an organiser compares with the federation's register."""
    return (
        member.licence,
        member.licence_kind,
        member.first_name,
        member.last_name,
        member.date_of_birth,
        member.gender,
    )


def copied_member(member: Member, member_id: str, year: int) -> Member:
    """The member on the roster of another year: older, unseated, licence and certificate to be shown again.

    Raises:
        Invalid: on `dateOfBirth`, when the age of that year is not allowed.
    """
    person = Particulars(
        first_name=member.first_name,
        last_name=member.last_name,
        date_of_birth=member.date_of_birth,
        gender=member.gender,
        licence=member.licence,
        licence_kind=member.licence_kind,
        club=member.club,
        # A certificate and the check of a licence are for one season.
        upgrade_certificate=False,
    )
    return new_member(member_id, member.manager_id, person, year)


def checked_licence(member: Member, state: LicenceState, by: str, at: datetime) -> Member:
    """The member after an organiser looked at the licence."""
    return replace(member, licence_state=state, licence_checked_by=by, licence_checked_at=at)
