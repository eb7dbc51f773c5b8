"""Profiles of managers: cleaned, edited, and what was agreed to."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from resolvers.regatta.fault import Fault
from resolvers.regatta.manager import Consent, Manager
from resolvers.regatta.profile import (
    Profile,
    clean_phone,
    consenting_manager,
    edited_manager,
    language_of,
    new_manager,
    profile,
)
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.vocabulary import ConsentKind, Language

A_DAY = datetime(2027, 3, 19, tzinfo=UTC)
LATER = datetime(2027, 4, 1, tzinfo=UTC)
PRIVACY = Consent(ConsentKind.PRIVACY, "1", A_DAY)
TERMS = Consent(ConsentKind.TERMS, "1", A_DAY)


def person(**given: Any) -> Profile:
    usual = {
        "first_name": "Berthe",
        "last_name": "Morisot",
        "phone": "+33612345678",
        "club": "CN Exemple",
        "language": Language.FR,
    }
    return profile(**(usual | given))


MANAGER = new_manager("sub", "berthe@example.org", person(), A_DAY, (PRIVACY, TERMS))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("+33612345678", "+33612345678", id="as it is kept"),
        pytest.param("+33 (0)6 12.34-56/78", "+33612345678", id="as it is written"),
        pytest.param("0033 6 12 34 56 78", "+33612345678", id="00 for +"),
        pytest.param("+1234567", "+1234567", id="the shortest"),
        pytest.param("+123456789012345", "+123456789012345", id="the longest"),
        pytest.param("+123456", None, id="too short"),
        pytest.param("+1234567890123456", None, id="too long"),
        pytest.param("06 12 34 56 78", None, id="no country"),
        pytest.param("+0612345678", None, id="a country that is none"),
        pytest.param("+33 6 12 34 56 7x", None, id="a letter"),
        pytest.param("+33 ٦12345678", None, id="other digits"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_phone_numbers(text: str, number: str | None) -> None:
    cleaned = clean_phone(text)
    assert cleaned == number if number else isinstance(cleaned, Fault)


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("fr", Language.FR),
        ("en", Language.EN),
        ("en-GB", Language.EN),
        ("EN_us", Language.EN),
        ("de", Language.FR),
        ("", Language.FR),
    ],
)
def test_whoever_speaks_no_english_is_written_to_in_french(locale: str, language: Language) -> None:
    assert language_of(locale) is language


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"first_name": " "}, "firstName", "EMPTY"),
        ({"last_name": "x" * 61}, "lastName", "TOO_LONG"),
        ({"phone": "12"}, "phone", "PHONE"),
        ({"club": "x" * 101}, "club", "TOO_LONG"),
    ],
)
def test_a_wrong_field_is_named(given: dict[str, str], field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        person(**given)
    assert refused.value.info == {"field": field, "code": code}


def test_a_number_may_be_missing() -> None:
    assert person(phone=None).phone is None


def test_an_edit_replaces_what_was_said_and_nothing_else() -> None:
    said = person(first_name="Édouard", last_name="Manet", phone=None, club="RCPM", language=Language.EN)
    edited = edited_manager(replace(MANAGER, version=3), "edouard@example.org", said)
    assert edited == Manager(
        id="sub",
        first_name="Édouard",
        last_name="Manet",
        email="edouard@example.org",
        club="RCPM",
        language=Language.EN,
        consents=(PRIVACY, TERMS),
        created_at=A_DAY,
        version=3,
    )


def test_a_consent_replaces_the_one_of_its_kind() -> None:
    again = consenting_manager(MANAGER, ConsentKind.PRIVACY, " 2 ", LATER)
    assert again.consents == (TERMS, Consent(ConsentKind.PRIVACY, "2", LATER))


@pytest.mark.parametrize(("version", "code"), [(" ", "EMPTY"), ("x" * 21, "TOO_LONG")])
def test_a_version_that_is_none(version: str, code: str) -> None:
    assert consenting_manager(MANAGER, ConsentKind.TERMS, "x" * 20, LATER).consents[-1].version == "x" * 20
    with pytest.raises(Invalid) as refused:
        consenting_manager(MANAGER, ConsentKind.TERMS, version, LATER)
    assert refused.value.info == {"field": "version", "code": code}
