"""Rosters entered at once: from a file, as clubs have it, and from another edition."""

import base64
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any

import pytest

from resolvers.registration import _roster_entry
from resolvers.table import keys
from resolvers.table.table import Changed, Table
from resolvers.table.transaction import Transaction
from tests.api import given, organising
from tests.api.client import Answer, Client, Refusal
from tests.api.given import new_id
from tests.api.leaving import Leaving
from tests.api.organising import calendar, current_edition, history_of, member_input
from tests.api.regatta import Regatta

RESULT = "rows created updated errors { line column read code message messageFr } resumeAt"
IMPORT = f"""
mutation($csv: String!, $dryRun: Boolean!, $managerId: ID) {{
  importMembers(csv: $csv, dryRun: $dryRun, managerId: $managerId) {{ {RESULT} }}
}}
"""
COPY = f"mutation($year: Int!) {{ copyRoster(fromYear: $year) {{ {RESULT} }} }}"
ROSTER = """
query($nextToken: String) { team { members(limit: 500, nextToken: $nextToken) { nextToken items {
  id firstName lastName dateOfBirth gender age licence licenceKind club upgradeCertificate crewId version
} } } }
"""
CREWS = "{ team { crews { items { id status missing version seats { memberId lastName } } } } }"
HEADERS = "Nom;Prénom;Date de naissance;Sexe;Licence"


def person(year: int, licence: str, name: str = "Doncieux", age: int = 24) -> str:
    """A row of a file."""
    return f"{name};Camille;03/05/{year - age};F;{licence}"


def people(year: int, licences: Iterable[str], name: str = "Doncieux") -> str:
    """A file of women of 24."""
    return "\n".join([HEADERS, *(person(year, licence, name) for licence in licences)])


def some_licences(count: int) -> list[str]:
    """Licences that nobody has."""
    return [new_id()[-12:] for _ in range(count)]


def roster(manager: Client) -> list[dict[str, Any]]:
    """The team's members, in the order of entry."""
    pages = manager.pages(ROSTER, "team", "members")
    return [member for page in pages for member in page]


def result(rows: int, created: int = 0, updated: int = 0, **more: Any) -> dict[str, Any]:
    """What an import answers when nothing is wrong."""
    return {
        "rows": rows,
        "created": created,
        "updated": updated,
        "errors": [],
        "resumeAt": None,
        **more,
    }


def test_good_rows_are_entered_and_bad_ones_reported(regatta: Regatta) -> None:
    manager, holder = regatta.as_manager(club="Encou"), regatta.as_manager()
    year = regatta.year
    good, taken = some_licences(2)
    holder.execute(IMPORT, csv=people(year, [taken]), dryRun=False)
    file = "\n".join(
        [
            HEADERS,
            person(year, good.lower(), name="Morisot"),
            "",
            "Manet;Julie;31/02/2001;F;ABC",
            person(year, taken),
        ]
    )

    answer = manager.execute(IMPORT, csv=file, dryRun=False).value

    assert (answer["rows"], answer["created"], answer["updated"]) == (3, 1, 0)
    assert [(one["line"], one["column"], one["read"], one["code"]) for one in answer["errors"]] == [
        (4, "Date de naissance", "31/02/2001", "DATE"),
        (4, "Licence", "ABC", "LICENCE"),
        (5, "Licence", taken, "LICENCE_TAKEN"),
    ]
    assert "Aviron de Meulan" in answer["errors"][2]["message"]
    assert "Aviron de Meulan" in answer["errors"][2]["messageFr"]
    (member,) = roster(manager)
    assert (member["lastName"], member["licence"], member["club"]) == ("Morisot", good, "Encou")
    assert (member["age"], member["version"]) == (24, 1)
    (change,) = history_of(regatta.as_admin(), member["id"])
    assert (change["action"], change["actorId"]) == ("importMembers", manager.sub)


def test_a_file_of_windows_comes_as_its_bytes(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    text = people(regatta.year, some_licences(1), name="Lefèvre-Œuf").encode("cp1252")
    file = f"data:text/csv;base64,{base64.b64encode(text).decode()}"

    assert manager.execute(IMPORT, csv=file, dryRun=False).value == result(1, created=1)

    assert [member["lastName"] for member in roster(manager)] == ["Lefèvre-Œuf"]


def test_a_dry_run_says_the_same_and_writes_nothing(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    first, second = some_licences(2)
    manager.execute(IMPORT, csv=people(regatta.year, [first]), dryRun=False)
    before = roster(manager)
    file = people(regatta.year, [first, second, "ABC"], name="Morisot")

    dry = manager.execute(IMPORT, csv=file, dryRun=True).value
    after_dry = roster(manager)
    real = manager.execute(IMPORT, csv=file, dryRun=False).value

    assert after_dry == before
    assert dry == real
    assert (real["rows"], real["created"], real["updated"], len(real["errors"])) == (3, 1, 1, 1)


def test_a_member_with_the_licence_is_as_the_file_says_and_not_written_if_he_was_already(
    regatta: Regatta,
) -> None:
    manager, admin = regatta.as_manager(), regatta.as_admin()
    licences = some_licences(2)
    manager.execute(IMPORT, csv=people(regatta.year, licences), dryRun=False)
    file = "\n".join(
        [HEADERS, person(regatta.year, licences[0], name="Morisot"), person(regatta.year, licences[1])]
    )

    answer = manager.execute(IMPORT, csv=file, dryRun=False).value

    assert answer == result(2, updated=2)
    assert [(one["lastName"], one["version"]) for one in roster(manager)] == [("Morisot", 2), ("Doncieux", 1)]
    newest = history_of(admin, roster(manager)[0]["id"])[0]
    assert newest["after"] == {"lastName": "Morisot", "version": 2}


def test_what_the_file_has_no_column_for_stays(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    (licence,) = some_licences(1)
    input_ = member_input(
        regatta.year, licence=licence, club="Encou", upgradeCertificate=True, licenceKind="FOREIGN"
    )
    manager.execute(organising.CREATE_MEMBER, input=input_)

    answer = manager.execute(IMPORT, csv=people(regatta.year, [licence], name="Morisot"), dryRun=False)

    assert answer.value == result(1, updated=1)
    (member,) = roster(manager)
    assert (member["lastName"], member["club"]) == ("Morisot", "Encou")
    assert (member["upgradeCertificate"], member["licenceKind"]) == (True, "FOREIGN")


def test_the_crews_of_changed_members_are_judged_again(regatta: Regatta) -> None:
    manager, admin = regatta.as_manager(), regatta.as_admin()
    with current_edition(regatta) as year:
        licences = [f"QUAD-{number}" for number in range(5)]
        manager.execute(IMPORT, csv=people(year, licences), dryRun=False)
        seats = [
            {"position": position, "memberId": member["id"]}
            for position, member in enumerate(roster(manager)[:4], start=1)
        ]
        crew = {"boatClass": "QUAD", "seats": seats, "raceId": "038"}
        entered = manager.execute(organising.CREATE_CREW, input=crew).value
        men = people(year, licences, name="Monet").replace(";F;", ";H;")

        answer = manager.execute(IMPORT, csv=men, dryRun=False).value
        (judged,) = manager.execute(CREWS).value["crews"]["items"]
        changes = [change["action"] for change in history_of(admin, entered["id"])]

    assert entered["status"] == "COMPLETE"
    assert answer == result(5, updated=5)
    assert (judged["status"], judged["missing"]) == ("INCOMPLETE", ["RACE_NOT_ALLOWED"])
    # Four members of one crew are one write of that crew.
    assert (judged["version"], changes) == (2, ["importMembers", "createCrew"])
    assert {seat["lastName"] for seat in judged["seats"]} == {"Monet"}


def test_the_order_of_the_file_is_the_order_of_entry(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    licences = some_licences(100)

    manager.execute(IMPORT, csv=people(regatta.year, licences), dryRun=False)

    assert [member["licence"] for member in roster(manager)] == licences


def test_what_time_did_not_allow_is_resumed_with_the_same_file(
    regatta: Regatta, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = regatta.as_manager()
    file = people(regatta.year, some_licences(70))
    with monkeypatch.context() as hurry:
        hurry.setattr(_roster_entry, "RESERVE", 60.0)
        first = manager.execute(IMPORT, csv=file, dryRun=False).value
    entered = len(roster(manager))

    second = manager.execute(IMPORT, csv=file, dryRun=False).value

    assert first == result(70, created=33, resumeAt=35)
    assert entered == 33
    assert second == result(70, created=37, updated=33)
    assert len(roster(manager)) == 70


TOO_MUCH = {
    "1 MB": (lambda: "é" * 500_001, "TOO_LONG"),
    "5,001 rows": (lambda: "\n".join([HEADERS, *["A;B;C;D;E"] * 5001]), "TOO_MANY_ROWS"),
}


@pytest.mark.parametrize(("file", "code"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_file_has_its_limits(regatta: Regatta, file: Any, code: str) -> None:
    manager = regatta.as_manager()

    answer = manager.execute(IMPORT, csv=file(), dryRun=False)

    assert answer.refusal == Refusal("Invalid", {"field": "csv", "code": code})


def test_a_file_that_is_none_is_an_error_of_its_first_line(regatta: Regatta) -> None:
    manager = regatta.as_manager()

    answer = manager.execute(IMPORT, csv="hello", dryRun=False).value

    assert (answer["rows"], answer["created"]) == (0, 0)
    assert [(one["line"], one["column"], one["code"]) for one in answer["errors"]] == [
        (1, None, "COLUMN_MISSING")
    ]


def test_errors_beyond_what_an_answer_holds_are_counted(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    file = "\n".join([HEADERS, *["A;B;C;D;E"] * 2000])

    errors = manager.execute(IMPORT, csv=file, dryRun=True).value["errors"]

    assert len(errors) == 5001
    assert errors[-1]["code"] == "MORE_ERRORS"
    assert errors[-1]["message"].startswith("1000 more")


@pytest.mark.parametrize("document", [IMPORT, COPY], ids=["importMembers", "copyRoster"])
def test_a_roster_is_for_the_time_of_registration(regatta: Regatta, document: str) -> None:
    manager = regatta.as_manager()
    with current_edition(regatta, calendar=calendar(*organising.CLOSED_TO_ENTRIES)) as year:
        arguments = (
            {"csv": people(year, ["LATE-1"]), "dryRun": False}
            if document is IMPORT
            else {"year": regatta.year}
        )
        answer = manager.execute(document, **arguments)

    assert answer.refusal.type == "PhaseForbids"
    assert answer.refusal.info["action"] == "EDIT_ROSTER"


def test_an_organiser_imports_for_a_manager(regatta: Regatta) -> None:
    manager, admin = regatta.as_manager(), regatta.as_admin()
    file = people(regatta.year, some_licences(1))

    assert admin.execute(IMPORT, csv=file, dryRun=False, managerId=manager.sub).value["created"] == 1

    (member,) = roster(manager)
    assert history_of(admin, member["id"])[0]["onBehalfOf"] == manager.sub


def test_a_row_that_is_always_overtaken_is_reported_and_the_others_are_entered(
    regatta: Regatta, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = regatta.as_manager()
    licences = some_licences(40)
    contested = keys.licence(regatta.year, licences[20])
    write = Table.write

    def overtaken(table: Table, transaction: Transaction) -> None:
        if any(key == contested for key in transaction.keys):
            raise Changed([contested])
        write(table, transaction)

    monkeypatch.setattr(Table, "write", overtaken)

    answer = manager.execute(IMPORT, csv=people(regatta.year, licences), dryRun=False).value

    assert [(one["line"], one["code"]) for one in answer["errors"]] == [(22, "BUSY")]
    assert answer["created"] == 39
    assert {member["licence"] for member in roster(manager)} == {*licences} - {licences[20]}


@pytest.mark.once
def test_whoever_is_erased_meanwhile_enters_nobody_any_more(
    leaving: Leaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = leaving.regatta.year
    licences = some_licences(100)
    first, write = keys.licence(year, licences[0]), Table.write
    ask, answers = iter([leaving.asks]), list[Answer]()

    def in_another_tab(table: Table, transaction: Transaction) -> None:
        write(table, transaction)
        if first in transaction.keys and (asks := next(ask, None)):
            with ThreadPoolExecutor(1) as tab:
                answers.append(tab.submit(asks).result())

    monkeypatch.setattr(Table, "write", in_another_tab)
    answer = leaving.client.execute(IMPORT, csv=people(year, licences), dryRun=False)

    (erased,) = answers
    assert not erased.errors
    assert answer.refusal.type == "Unauthorized"
    assert not {member["licence"] for member in roster(leaving.client)} & {*licences}


@pytest.mark.concurrent
def test_imports_of_the_same_people_share_them_out(regatta: Regatta) -> None:
    managers = [regatta.as_manager() for _ in range(6)]
    licences = some_licences(100)
    file = people(regatta.year, licences)

    with ThreadPoolExecutor(6) as threads:
        imports = [threads.submit(partial(m.execute, IMPORT, csv=file, dryRun=False)) for m in managers]
        answers = [one.result().value for one in imports]

    rosters = [roster(manager) for manager in managers]
    assert sorted(member["licence"] for team in rosters for member in team) == sorted(licences)
    assert [answer["created"] for answer in answers] == [len(team) for team in rosters]
    for answer in answers:
        assert {error["code"] for error in answer["errors"]} <= {"LICENCE_TAKEN"}
        assert answer["created"] + len(answer["errors"]) == 100
    for manager, team in zip(managers, rosters, strict=True):
        for member in team:
            marker = regatta.table.get(keys.licence(regatta.year, member["licence"]))
            assert marker is not None
            assert (marker.manager_id, marker.member_id) == (manager.sub, member["id"])


@pytest.mark.concurrent
def test_a_file_sent_twice_at_once_is_entered_once(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    licences = some_licences(100)
    file = people(regatta.year, licences)

    with ThreadPoolExecutor(4) as threads:
        imports = [threads.submit(partial(manager.execute, IMPORT, csv=file, dryRun=False)) for _ in range(4)]
        answers = [one.result().value for one in imports]

    assert sum(answer["created"] for answer in answers) == 100
    assert [answer["errors"] for answer in answers] == [[]] * 4
    assert sorted(member["licence"] for member in roster(manager)) == sorted(licences)


def test_a_roster_is_copied_from_another_edition(regatta: Regatta) -> None:
    manager, other = regatta.as_manager(), regatta.as_manager(club="Encou")
    old = regatta.another_edition()
    free, own, taken = some_licences(3)
    born = date(regatta.year - 30, 5, 1)
    old_roster = [
        given.member(manager.sub, licence=free, age=99, date_of_birth=born, upgrade_certificate=True),
        given.member(manager.sub, licence=own),
        given.member(manager.sub, licence=taken),
        given.member(manager.sub, date_of_birth=date(regatta.year - 13, 1, 1), first_name="Julie"),
        # Erased, then handed over with a crew: nobody whom one could enter again.
        given.member(manager.sub, first_name="", last_name="Anonyme", licence=""),
        given.member(manager.sub, first_name="", last_name="Anonyme", licence=""),
    ]
    regatta.has(*(keys.member_row(old.year, member) for member in old_roster))
    manager.execute(IMPORT, csv=people(regatta.year, [own]), dryRun=False)
    other.execute(IMPORT, csv=people(regatta.year, [taken]), dryRun=False)

    answer = manager.execute(COPY, year=old.year).value
    again = manager.execute(COPY, year=old.year).value

    assert (answer["rows"], answer["created"], answer["updated"]) == (4, 1, 0)
    assert [(one["line"], one["read"], one["code"]) for one in answer["errors"]] == [
        (3, taken, "LICENCE_TAKEN"),
        (4, f"Julie Lefèvre, {regatta.year - 13}-01-01", "TOO_YOUNG"),
    ]
    mine, copied = roster(manager)
    assert (mine["licence"], mine["lastName"], mine["version"]) == (own, "Doncieux", 1)
    assert (copied["licence"], copied["age"], copied["upgradeCertificate"]) == (free, 30, False)
    assert copied["id"] != old_roster[0].id
    assert again == {**answer, "created": 0}


def test_a_roster_is_not_copied_from_the_current_edition(regatta: Regatta) -> None:
    answer = regatta.as_manager().execute(COPY, year=regatta.year)

    assert answer.refusal == Refusal("Invalid", {"field": "fromYear", "code": "SAME_EDITION"})


def test_a_roster_is_not_copied_from_an_edition_that_is_none(regatta: Regatta) -> None:
    answer = regatta.as_manager().execute(COPY, year=1874)

    assert answer.refusal == Refusal("NotFound", {"type": "Edition", "id": "1874"})
