"""Texts that would take the square of their length to normalize are refused before anybody does."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.organising import member_input
from tests.api.regatta import Regatta
from tests.api.test_import import IMPORT
from tests.api.test_message import SEND, message
from tests.api.test_profile import CONSENT, UPDATE, profile

ACCENTS = "a" + "\u0301\u0323" * 50_000
"""Three seconds of work for whoever puts its accents in order; the longest cell that CSV has."""

MOST_LOOKED_AT = 10_000
"""Characters, of which the worst are put in order in a tenth of a second."""

CREATE_MEMBER = "mutation($input: MemberInput!) { createMember(input: $input) { id } }"
SAVE_CLUB = "mutation($name: String!) { saveClub(name: $name) { name } }"

Arguments = Callable[[int], dict[str, Any]]

TEXTS: dict[str, tuple[str, Arguments]] = {
    "a visitor's name": (SEND, lambda _: {"input": message(name=ACCENTS)}),
    "a subject": (SEND, lambda _: {"input": message(subject=ACCENTS)}),
    "a message": (SEND, lambda _: {"input": message(message=ACCENTS)}),
    "a first name": (UPDATE, lambda _: {"input": profile(firstName=ACCENTS)}),
    "a last name": (UPDATE, lambda _: {"input": profile(lastName=ACCENTS)}),
    "a manager's club": (UPDATE, lambda _: {"input": profile(club=ACCENTS)}),
    "the version of a text": (CONSENT, lambda _: {"kind": "TERMS", "version": ACCENTS}),
    "a member's name": (CREATE_MEMBER, lambda year: {"input": {**member_input(year), "lastName": ACCENTS}}),
    "a licence": (CREATE_MEMBER, lambda year: {"input": {**member_input(year), "licence": ACCENTS}}),
    "a club": (SAVE_CLUB, lambda _: {"name": ACCENTS}),
}


@pytest.fixture(autouse=True)
def looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    normalize = unicodedata.normalize

    def measured(form: Any, text: str) -> str:
        assert len(text) <= MOST_LOOKED_AT
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", measured)


@pytest.mark.parametrize(("document", "arguments"), TEXTS.values(), ids=TEXTS)
def test_a_text_far_too_long_is_refused(regatta: Regatta, document: str, arguments: Arguments) -> None:
    caller = regatta.as_admin() if document == SAVE_CLUB else regatta.as_manager()

    refusal = caller.execute(document, **arguments(regatta.year)).refusal

    assert refusal.type == "Invalid"
    assert refusal.info["code"] in ("TOO_LONG", "LICENCE")


@pytest.mark.parametrize("column", range(8))
def test_so_is_a_cell_of_a_file(regatta: Regatta, column: int) -> None:
    header = "Nom,Prénom,Date de naissance,Sexe,Licence,Club,Surclassement,Type de licence"
    cells = ["Morisot", "Berthe", f"{regatta.year - 30}-01-14", "F", "FR000001", "", "", ""]
    cells[column] = ACCENTS

    answer = regatta.as_manager().execute(IMPORT, csv=f"{header}\n{','.join(cells)}", dryRun=True)

    (error,) = answer.value["errors"]
    assert (error["line"], error["code"]) == (2, "TOO_LONG")


@pytest.mark.parametrize("header", [ACCENTS, "(" * 130_000], ids=["accents", "brackets"])
def test_a_header_far_too_long_names_no_column(regatta: Regatta, header: str) -> None:
    answer = regatta.as_manager().execute(IMPORT, csv=f"{header},{header}\nx,x", dryRun=True)

    assert [error["code"] for error in answer.value["errors"]] == ["COLUMN_MISSING"]
