"""The columns of a roster file: which header means what, in French and English."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from resolvers.regatta.fault import Fault
from resolvers.regatta.names import fold
from resolvers.regatta.vocabulary import Language


class Field(StrEnum):
    """What a column holds, spelt as in the API."""

    LAST_NAME = "lastName"
    FIRST_NAME = "firstName"
    DATE_OF_BIRTH = "dateOfBirth"
    GENDER = "gender"
    LICENCE = "licence"
    CLUB = "club"
    UPGRADE_CERTIFICATE = "upgradeCertificate"
    LICENCE_KIND = "licenceKind"


LONGEST_HEADER = 200
"""Characters of a header that names a column; one takes the square of its length to read."""

REQUIRED = (Field.LAST_NAME, Field.FIRST_NAME, Field.DATE_OF_BIRTH, Field.GENDER, Field.LICENCE)

_FRENCH = {
    Field.LAST_NAME: ("nom", "nom de famille", "nom usuel"),
    Field.FIRST_NAME: ("prénom",),
    Field.DATE_OF_BIRTH: ("date de naissance", "date naissance", "naissance", "né le"),
    Field.GENDER: ("sexe", "genre"),
    Field.LICENCE: (
        "n° de licence",
        "nº de licence",
        "n° licence",
        "nº licence",
        "numéro de licence",
        "numéro licence",
        "no de licence",
        "licence",
    ),
    Field.CLUB: ("club", "nom du club"),
    Field.UPGRADE_CERTIFICATE: ("surclassement", "certificat de surclassement", "surclassé"),
    Field.LICENCE_KIND: ("type de licence", "type licence"),
}
_ENGLISH = {
    Field.LAST_NAME: ("last name", "surname", "family name"),
    Field.FIRST_NAME: ("first name", "given name", "forename"),
    Field.DATE_OF_BIRTH: ("date of birth", "birth date", "birthday", "dob"),
    Field.GENDER: ("gender", "sex"),
    Field.LICENCE: ("licence number", "license", "license number", "licence no", "license no"),
    Field.CLUB: ("club name",),
    Field.UPGRADE_CERTIFICATE: ("upgrade certificate", "upgrade"),
    Field.LICENCE_KIND: ("licence kind", "license kind", "licence type", "license type"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: where it is, its header as read, and the language of that header."""

    index: int
    header: str
    field: Field
    language: Language


def _key(header: str) -> str:
    # Clubs explain their headers: "Sexe (H/F)", "Date de naissance (jj/mm/aaaa)".
    return re.sub(r"\([^)]*\)|[^a-z0-9]", "", fold(header))


_KNOWN: dict[str, tuple[Field, Language]] = {
    _key(header): (field, language)
    for language, headers in ((Language.FR, _FRENCH), (Language.EN, _ENGLISH))
    for field, names in headers.items()
    for header in names
}


def columns(header: Sequence[str]) -> list[Column] | Fault:
    """The columns that a header line names; those it doesn't know are passed over.

    Case, accents, spaces and punctuation make no difference.
    """
    found = []
    for index, name in enumerate(header):
        known = _KNOWN.get(_key(name)) if len(name) <= LONGEST_HEADER else None
        if known is not None:
            found.append(Column(index, name.strip(), *known))
    fields = [column.field for column in found]
    twice = [column.header for column in found if fields.count(column.field) > 1]
    if twice:
        names = ", ".join(f"“{name}”" for name in twice)
        names_fr = ", ".join(f"« {name} »" for name in twice)
        return Fault(
            "COLUMN_TWICE",
            f"these columns mean the same: {names}; keep one of each.",
            f"ces colonnes désignent la même chose : {names_fr} ; gardez-en une de chaque.",
        )
    absent = [field for field in REQUIRED if field not in fields]
    if absent:
        names = ", ".join(f"“{_ENGLISH[field][0]}”" for field in absent)
        names_fr = ", ".join(f"« {_FRENCH[field][0]} »" for field in absent)
        return Fault(
            "COLUMN_MISSING",
            f"the first line names the columns; missing: {names}.",
            f"la première ligne nomme les colonnes ; il manque : {names_fr}.",
        )
    return found
