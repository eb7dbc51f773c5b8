"""Every page of a team in every look: nothing in anybody's way, nothing wider than the window."""

from playwright.sync_api import expect

from tests.browser.teams.managers import Account
from tests.browser.teams.pages import TeamPages
from tests.browser.teams.rosters import csv_of, people
from tests.browser.visitor import Visitor


def test_the_pages_of_a_team_without_anybody(manager: Account, visitor: Visitor) -> None:
    team = TeamPages(visitor)
    team.resume(manager)
    for path in ("/team", "/roster", "/roster/import", "/crews", "/crews/new"):
        team.open(path)
        team.looks_right(f"team-empty{path.replace('/', '-')}")


def test_the_pages_of_a_team_with_crews(manager: Account, visitor: Visitor) -> None:
    persons = people(16)
    manager.enters(persons)
    eight = manager.composes("EIGHT", [*persons[:5], None, None, persons[5]])
    manager.composes("QUAD", persons[6:10])
    team = TeamPages(visitor)
    team.resume(manager)
    for path in ("/team", "/roster", "/crews", f"/crews/{eight['id']}", f"/crews/{eight['id']}/edit"):
        team.open(path)
        team.looks_right(f"team{path.replace('/', '-').replace('-' + eight['id'], '-one')}")


def test_the_editor_with_a_refusal(year: int, manager: Account, visitor: Visitor) -> None:
    persons = people(4)
    persons[3] = persons[3].but(born=f"03/05/{year - 17}")
    manager.enters(persons)
    team = TeamPages(visitor)
    team.resume(manager)
    team.open("/crews/new")
    team.choose_boat("QUAD")
    if not team.wide:
        team.seat(1).click()
        expect(team.page.get_by_role("dialog")).to_be_visible()
        team.looks_right("team-editor-sheet")
        team.close_sheet()
    team.fill_seats(persons)
    team.told("crew-editor.mend.JUNIOR_IN_MASTER")
    team.looks_right("team-editor-refusal")


def test_a_file_with_bad_rows(manager: Account, visitor: Visitor) -> None:
    persons = people(6)
    persons[2] = persons[2].but(born="31/02/1990")
    team = TeamPages(visitor)
    team.resume(manager)
    team.open("/roster/import")
    team.paste(csv_of(persons, team.words.language))
    team.told("roster-import.wrong", 1)
    team.looks_right("team-import-rows")


def test_the_dialogs(manager: Account, visitor: Visitor) -> None:
    persons = people(5)
    manager.enters(persons)
    crew = manager.composes("QUAD", persons[:4])
    team = TeamPages(visitor)
    team.resume(manager)
    team.open("/roster")
    team.button("roster.add").click()
    team.button("roster.form.add").click()
    team.looks_right("team-dialog-member")
    team.open(f"/crews/{crew['id']}")
    for action in ("substitute", "withdraw", "delete"):
        team.button(f"crews.{action}.action").click()
        expect(team.page.get_by_role("dialog")).to_be_visible()
        team.settle()
        team.looks_right(f"team-dialog-{action}")
        team.page.get_by_role("dialog").get_by_role("button", name=team.words("common.close")).click()
