"""Particulars of people, members made of them, and names as keys."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.regatta.fault import Fault
from resolvers.regatta.issue import Issue
from resolvers.regatta.names import fold
from resolvers.regatta.people import (
    Particulars,
    checked_licence,
    clean_date,
    clean_licence,
    clean_name,
    copied_member,
    edited_member,
    new_member,
    particulars,
)
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.vocabulary import AgeCategory, Gender, IssueState, LicenceKind, LicenceState

YEAR = 2027
A_DAY = datetime(2027, 4, 1, tzinfo=UTC)
ISSUE = Issue("issue", "No licence of that number.", IssueState.OPEN, A_DAY)


def person(**given: Any) -> Particulars:
    usual = {
        "first_name": "Berthe",
        "last_name": "Morisot",
        "date_of_birth": "2000-01-14",
        "gender": Gender.WOMAN,
        "licence": "ab1234",
        "licence_kind": LicenceKind.FFA,
        "club": "RCPM",
        "upgrade_certificate": True,
    }
    return particulars(**{**usual, **given}, year=YEAR)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(" Anne  Marie ", "Anne Marie", id="spaces"),
        pytest.param("D\u2019Arc\u00a0", "D’Arc", id="no-break space"),
        pytest.param("E\u0301ric", "Éric", id="composed"),
        pytest.param("x" * 60, "x" * 60, id="60 characters"),
        pytest.param("李", "李", id="any script"),
        pytest.param("\n Zoé\t", "Zoé", id="trimmed lines"),
    ],
)
def test_names_are_cleaned(text: str, name: str) -> None:
    assert clean_name(text) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("", "EMPTY", id="empty"),
        pytest.param(" \u00a0 ", "EMPTY", id="spaces alone"),
        pytest.param("x" * 61, "TOO_LONG", id="61 characters"),
        pytest.param("a\x00b", "CONTROL_CHARACTER", id="null"),
        pytest.param("a\nb", "CONTROL_CHARACTER", id="line feed"),
        pytest.param("a\u202eb", "CONTROL_CHARACTER", id="right-to-left override"),
        pytest.param("a\ud800", "CONTROL_CHARACTER", id="lone surrogate"),
    ],
)
def test_names_that_are_refused(text: str, code: str) -> None:
    wrong = clean_name(text)
    assert isinstance(wrong, Fault)
    assert wrong.code == code
    assert wrong.message
    assert wrong.message_fr


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        pytest.param(" ab1234 ", "AB1234", id="trimmed, capitals"),
        pytest.param("12-34/56.78", "12-34/56.78", id="signs"),
        pytest.param("GB 12345", "GB 12345", id="a space"),
        pytest.param("a" * 24, "A" * 24, id="24"),
        pytest.param("a" * 25, None, id="25"),
        pytest.param("12345", None, id="5"),
        pytest.param("", None, id="empty"),
        pytest.param("n° 12(3)", "N° 12(3)", id="as another country writes it"),
        pytest.param("né12345", "NÉ12345", id="accents"),
        pytest.param("１２３４５６", "123456", id="wide digits"),
        pytest.param("     1     ", None, id="spaces do not count"),
        pytest.param("123\n456", None, id="a line break"),
    ],
)
def test_licences(text: str, licence: str | None) -> None:
    cleaned = clean_licence(text)
    assert cleaned == licence if licence else isinstance(cleaned, Fault)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2011-05-03", date(2011, 5, 3)),
        ("1970-01-01Z", date(1970, 1, 1)),
        ("1970-01-01+01:00", date(1970, 1, 1)),
        ("2011-02-30", None),
        ("20110503", None),
        ("2011-W05-1", None),
        ("03/05/2011", None),
        ("0000-01-01", None),
        ("", None),
        ("2011-05-03T00:00:00Z", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    cleaned = clean_date(text)
    assert cleaned == day if day else isinstance(cleaned, Fault)


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"first_name": " "}, "firstName", "EMPTY"),
        ({"last_name": "x" * 61}, "lastName", "TOO_LONG"),
        ({"date_of_birth": "2011-13-01"}, "dateOfBirth", "DATE"),
        ({"date_of_birth": "2014-01-01"}, "dateOfBirth", "TOO_YOUNG"),
        ({"date_of_birth": "2050-01-01"}, "dateOfBirth", "NOT_BORN"),
        ({"date_of_birth": "1900-01-01"}, "dateOfBirth", "TOO_OLD"),
        ({"licence": "123"}, "licence", "LICENCE"),
        ({"club": ""}, "club", "EMPTY"),
        ({"club": "x" * 101}, "club", "TOO_LONG"),
    ],
)
def test_a_wrong_field_is_named(given: dict[str, str], field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        person(**given)
    assert refused.value.info == {"field": field, "code": code}


def test_a_new_member() -> None:
    made = new_member("id", "manager", person(), YEAR)
    assert (made.age, made.category, made.host_club) == (27, AgeCategory.MASTER, True)
    assert (made.licence, made.licence_state, made.crew_id, made.version) == (
        "AB1234",
        LicenceState.PENDING,
        None,
        1,
    )


def test_an_edit_keeps_the_seat_and_the_check_of_the_same_person() -> None:
    checked = checked_licence(
        replace(new_member("id", "manager", person(), YEAR), crew_id="crew", version=4, issues=(ISSUE,)),
        LicenceState.VERIFIED,
        "admin",
        A_DAY,
    )
    moved = edited_member(checked, person(club="CN Exemple", upgrade_certificate=False), YEAR)
    assert (moved.crew_id, moved.version, moved.licence_state) == ("crew", 4, LicenceState.VERIFIED)
    assert (moved.licence_checked_by, moved.licence_checked_at) == ("admin", A_DAY)
    assert moved.issues == (ISSUE,)
    assert (moved.upgrade_certificate, moved.host_club) == (False, False)
    assert edited_member(checked, person(), YEAR) == checked


@pytest.mark.parametrize(
    "change",
    [
        {"licence": "cd1234"},
        {"licence_kind": LicenceKind.FOREIGN},
        {"first_name": "Anna"},
        {"last_name": "Autre"},
        {"date_of_birth": "2010-01-01"},
        {"gender": Gender.MAN},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_check_of_a_licence_was_of_that_licence_and_person(change: dict[str, Any]) -> None:
    checked = checked_licence(
        new_member("id", "manager", person(), YEAR),
        LicenceState.VERIFIED,
        "admin",
        A_DAY,
    )
    other = edited_member(checked, person(**change), YEAR)
    assert (other.licence_state, other.licence_checked_by, other.licence_checked_at) == (
        LicenceState.PENDING,
        None,
        None,
    )


def test_a_member_copied_to_another_year_starts_afresh() -> None:
    old = replace(
        new_member("id", "manager", person(), YEAR), crew_id="crew", licence_state=LicenceState.VERIFIED
    )
    copy = copied_member(old, "new", YEAR + 1)
    assert (copy.id, copy.age, copy.crew_id, copy.upgrade_certificate) == ("new", 28, None, False)
    assert copy.licence_state is LicenceState.PENDING
    with pytest.raises(Invalid):
        copied_member(old, "new", YEAR + 100)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Étoile", "etoile"),
        (" Cœur  d’Alène ", "coeur d'alene"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("ﬁn", "fin"),
        ("ÇA", "ca"),
        ("ñ", "n"),
        ("İstanbul", "istanbul"),
        ("Παππάς", "παππασ"),
        ("ΠΑΠΠΆΣ", "παππασ"),
        ("Æsa Đura Ðóra Þór", "aesa dura dora thor"),
        ("Kırım Kaʼna", "kirim ka'na"),
        ("℡ Ⓡ", "tel r"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aàâäéèêëîïôöùûüçœæ -'ABCXYZ"))
def test_folding_knows_no_case(text: str) -> None:
    assert fold(text.upper()) == fold(text) == fold(text.lower())


@given(st.text())
def test_a_clean_name_stays_clean(text: str) -> None:
    name = clean_name(text)
    if isinstance(name, str):
        assert clean_name(name) == name
        assert 1 <= len(name) <= 60
