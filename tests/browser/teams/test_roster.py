"""The roster: found and sorted, added to, changed, imported from files of every kind."""

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.teams.managers import Account, new_manager
from tests.browser.teams.pages import TeamPages
from tests.browser.teams.rosters import Person, csv_of, people, xlsx_of
from tests.browser.visitor import Looks

_IMPORT_FOR = """
mutation ($csv: String!, $managerId: ID!) {
  importMembers(csv: $csv, dryRun: false, managerId: $managerId) { created }
}
"""


def test_members_are_found_sorted_and_filtered(year: int, manager: Account, team: TeamPages) -> None:
    persons = people(5)
    persons[0] = persons[0].but(club="Étoile de Seine")
    persons[3] = persons[3].but(born=f"03/05/{year - 16}")
    manager.enters(persons)
    team.open("/roster")
    _lists(team.page, persons)

    team.page.get_by_role("button", name=team.words("entries.columns.name")).click()
    _lists(team.page, persons[::-1])
    header = team.page.get_by_role("columnheader", name=team.words("entries.columns.name"))
    expect(header).to_have_attribute("aria-sort", "descending")

    team.page.get_by_role("searchbox").fill("etoile")
    _lists(team.page, [persons[0]])
    team.button("roster.clear").click()
    team.page.get_by_label(team.words("roster.filters.category")).select_option("J16")
    _lists(team.page, [persons[3]])
    team.button("roster.clear").click()
    team.page.get_by_label(team.words("roster.filters.club")).select_option("Étoile de Seine")
    _lists(team.page, [persons[0]])
    team.button("roster.clear").click()
    team.page.get_by_label(team.words("roster.filters.licence")).select_option("VERIFIED")
    expect(team.page.get_by_role("table")).to_have_count(0)


def test_a_member_is_added_changed_and_deleted(year: int, team: TeamPages) -> None:
    person = people(1)[0]
    team.open("/roster")
    team.button("roster.add").click()
    team.button("roster.form.add").click()
    expect(team.page.get_by_label(team.words("roster.form.lastName"), exact=True)).to_be_focused()
    _fill(team, person, day=f"{year - 13}-05-01")
    team.button("roster.form.add").click()
    day = team.page.get_by_label(team.words("roster.form.dateOfBirth"))
    expect(day).to_have_attribute("aria-invalid", "true")
    expect(day).to_be_focused()
    day.fill("1990-05-01")
    team.button("roster.form.add").click()
    team.told("roster.added", name=person.name)

    _edit(team, person)
    team.page.get_by_label(team.words("roster.form.firstName")).fill("Zélie")
    team.button("common.save").click()
    expect(team.page.get_by_role("rowheader", name=f"{person.last_name} Zélie")).to_be_visible()

    team.page.get_by_role("button", name=f"{team.words('roster.delete.action')} Zélie").click()
    team.page.get_by_role("dialog").get_by_role("button", name=team.words("roster.delete.confirm")).click()
    team.told("roster.empty")


def test_a_licence_that_is_taken_names_the_club_at_its_field(
    address: str, manager: Account, team: TeamPages
) -> None:
    person = people(1)[0]
    new_manager(address).enters([person])
    team.open("/roster")
    team.button("roster.add").click()
    _fill(team, person, day="1990-05-01")
    team.button("roster.form.add").click()
    licence = team.page.get_by_label(team.words("roster.form.licence"), exact=True)
    expect(licence).to_have_attribute("aria-invalid", "true")
    expect(licence).to_be_focused()
    expect(team.page.get_by_role("dialog")).to_contain_text(person.club)


def test_what_was_typed_for_a_member_survives_a_reload(team: TeamPages) -> None:
    team.open("/roster")
    team.button("roster.add").click()
    team.page.get_by_label(team.words("roster.form.lastName"), exact=True).fill("Caillebotte")
    team.page.reload()
    team.button("roster.add").click()
    expect(team.page.get_by_label(team.words("roster.form.lastName"), exact=True)).to_have_value(
        "Caillebotte"
    )


def test_what_was_cancelled_is_forgotten(manager: Account, team: TeamPages) -> None:
    person = people(1)[0]
    manager.enters([person])
    team.open("/roster")
    first_name = team.page.get_by_label(team.words("roster.form.firstName"))
    for button in ("common.cancel", "common.close", None):
        _edit(team, person)
        first_name.fill("Zélie")
        if button:
            team.button(button).click()
        else:
            team.page.keyboard.press("Escape")
        expect(team.page.get_by_role("dialog")).to_have_count(0)
        _edit(team, person)
        expect(first_name).to_have_value(person.first_name)
        team.button("common.cancel").click()


def test_a_conflict_is_told_again_to_whoever_cancelled_or_reloaded(manager: Account, team: TeamPages) -> None:
    person = people(1)[0]
    manager.enters([person])
    team.open("/roster")
    first_name = team.page.get_by_label(team.words("roster.form.firstName"))
    _edit(team, person)
    first_name.fill("Zélie")
    _changes(manager, person.but(club="Étoile de Seine"))
    team.button("common.save").click()
    fields = ", ".join(team.words(f"roster.form.{field}") for field in ("firstName", "club"))
    team.told("roster.form.overtaken", fields=fields)

    team.page.reload()
    _edit(team, person)
    expect(first_name).to_have_value("Zélie")
    team.button("common.save").click()
    team.told("roster.form.overtaken", fields=fields)

    team.button("common.cancel").click()
    _edit(team, person)
    club = team.page.get_by_role("dialog").get_by_label(team.words("roster.form.club"), exact=True)
    expect(club).to_have_value("Étoile de Seine")


def test_a_dialog_stays_until_what_it_does_is_done(manager: Account, team: TeamPages) -> None:
    person = people(1)[0]
    manager.enters([person])
    team.open("/roster")
    held: list[Route] = []
    team.page.route(
        "**/graphql",
        lambda route: (
            held.append(route) if "deleteMember" in str(route.request.post_data) else route.continue_()
        ),
    )
    team.page.get_by_role("button", name=f"{team.words('roster.delete.action')} {person.name}").click()
    dialog = team.page.get_by_role("dialog")
    with team.page.expect_request(lambda request: "deleteMember" in str(request.post_data)):
        dialog.get_by_role("button", name=team.words("roster.delete.confirm")).click()
    expect(dialog.get_by_role("button", name=team.words("common.cancel"))).to_be_disabled()
    team.page.keyboard.press("Escape")
    dialog.get_by_role("button", name=team.words("common.close")).click(force=True)
    expect(dialog).to_be_visible()
    held[0].continue_()
    team.told("roster.deleted", name=person.name)
    team.told("roster.empty")


def test_a_day_that_is_none_is_told_from_an_empty_field(team: TeamPages) -> None:
    team.open("/roster")
    team.button("roster.add").click()
    day = team.page.get_by_label(team.words("roster.form.dateOfBirth"))
    day.fill("1980-02-29")
    day.focus()
    # the year is the last part, and 1981 has no such day
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        day.press(key)
    expect(day).to_have_value("")
    team.button("roster.form.add").click()
    team.told("refusals.invalid.DATE")
    day.fill("1980-02-29")
    expect(day).not_to_have_attribute("aria-invalid", "true")


def test_a_long_name_leaves_a_phone_its_width(new_window: Visit, manager: Account) -> None:
    person = people(1)[0].but(last_name="Wolfeschlegelsteinhausenbergerdorffklmnopq")
    manager.enters([person])
    crew = manager.composes("SKIFF", [person])
    team = TeamPages(new_window(phone := Looks("fr", 390)))
    team.resume(manager)
    for path in ("/crews", f"/crews/{crew['id']}", f"/crews/{crew['id']}/edit", "/roster"):
        team.open(path)
        team.settle()
        assert not team.visitor.is_wider_than_window(), path
    delete = team.page.get_by_role("button", name=f"{team.words('roster.delete.action')} {person.name}")
    place = delete.bounding_box()
    assert place
    assert place["x"] + place["width"] <= phone.width
    delete.click()
    assert team.page.get_by_role("dialog").evaluate("(it) => it.scrollWidth <= it.clientWidth")


def test_a_roster_is_printed_without_what_can_be_pressed(manager: Account, team: TeamPages) -> None:
    manager.enters(people(2))
    team.open("/roster")
    team.page.emulate_media(media="print")
    expect(team.page.get_by_role("searchbox")).to_be_hidden()
    expect(team.page.locator("main").get_by_role("button").filter(visible=True)).to_have_count(6)


def test_two_people_who_change_one_member_lose_nothing(manager: Account, team: TeamPages) -> None:
    person = people(1)[0]
    manager.enters([person])
    team.open("/roster")
    _edit(team, person)
    _changes(manager, person.but(club="Étoile de Seine"))
    team.page.get_by_label(team.words("roster.form.firstName")).fill("Zélie")
    team.button("common.save").click()
    fields = ", ".join(team.words(f"roster.form.{field}") for field in ("firstName", "club"))
    team.told("roster.form.overtaken", fields=fields)
    team.button("common.save").click()
    expect(team.page.get_by_role("rowheader", name="Zélie")).to_be_visible()


def test_who_is_seated_is_not_deleted_and_his_crew_is_judged_again(manager: Account, team: TeamPages) -> None:
    person = people(1)[0]
    manager.enters([person])
    crew = manager.composes("SKIFF", [person], manager.race("MWB1X"))
    assert crew["status"] == "COMPLETE"
    team.open("/roster")
    team.page.get_by_role("button", name=f"{team.words('roster.delete.action')} {person.name}").click()
    expect(team.page.get_by_role("dialog")).to_contain_text(crew["number"])
    team.button("common.cancel").click()

    _edit(team, person)
    team.page.get_by_label(team.words("roster.form.gender")).select_option("MAN")
    team.button("common.save").click()
    missing = team.words("entries.missing.RACE_NOT_ALLOWED")
    team.told("roster.crewBroken", name=person.name, crew=crew["number"], missing=missing)


def test_a_spreadsheet_is_imported(team: TeamPages, tmp_path: Path) -> None:
    persons = people(3)
    team.open("/roster/import")
    _drop(team, tmp_path, "equipe.xlsx", xlsx_of(persons))
    team.told("roster-import.ready", 3)
    team.button("roster-import.import", 3).click()
    team.told("roster-import.created", 3)
    _lists(team.page, persons)


def test_a_file_as_old_windows_programs_write_it_keeps_its_accents(team: TeamPages, tmp_path: Path) -> None:
    person = people(20)[13]
    team.open("/roster/import")
    _drop(team, tmp_path, "equipe.csv", csv_of([person]).encode("cp1252"))
    team.told("roster-import.goodRows", 1)
    expect(team.page.get_by_role("cell", name=person.last_name, exact=True)).to_be_visible()


def test_headers_that_are_not_understood_are_named_by_hand(team: TeamPages) -> None:
    persons = people(2)
    team.open("/roster/import")
    team.paste(csv_of(persons).replace("Nom;", "Patronyme;", 1))
    team.told("roster-import.headersWrong")
    column = team.page.get_by_label(team.words("roster-import.column", n=1))
    column.select_option(team.words("roster-import.headers.lastName"))
    team.button("roster-import.useHeaders").click()
    team.told("roster-import.ready", 2)


def test_the_good_rows_go_in_and_the_bad_ones_stay_through_a_reload(team: TeamPages) -> None:
    persons = people(3)
    persons[1] = persons[1].but(born="31/02/1990")
    team.open("/roster/import")
    team.paste(csv_of(persons))
    team.told("roster-import.wrong", 1)
    team.button("roster-import.import", 2).click()
    team.told("roster-import.created", 2)
    team.page.reload()
    expect(team.cell(2, "lastName")).to_have_value(persons[1].last_name)
    team.row(2).get_by_role("button").click()
    expect(team.button("roster-import.readPasted")).to_be_visible()


def test_a_licence_in_two_rows_is_not_imported(team: TeamPages) -> None:
    persons = people(3)
    persons[1] = persons[1].but(licence=persons[0].licence)
    team.open("/roster/import")
    team.paste(csv_of(persons))
    team.told("roster-import.licenceTwice")
    expect(team.button("roster-import.import", 2)).to_be_disabled()
    team.row(3).get_by_role("button").click()
    team.button("roster-import.import", 2).click()
    team.told("roster-import.created", 2)


def test_an_import_says_beforehand_whom_it_will_change(manager: Account, team: TeamPages) -> None:
    persons = people(3)
    manager.enters(persons[:2])
    team.open("/roster/import")
    team.paste(csv_of(persons))
    team.told("roster-import.onRoster", 2)


def test_rows_are_checked_once_the_connection_is_back(team: TeamPages) -> None:
    team.open("/roster/import")
    team.page.route("**/graphql", lambda route: route.abort("internetdisconnected"), times=1)
    team.paste(csv_of(people(2)))
    team.told("common.connectionLost")
    team.told("roster-import.checking")
    team.told("roster-import.ready", 2)


def test_a_check_that_was_refused_can_be_tried_again(team: TeamPages) -> None:
    team.open("/roster/import")
    refusal = {"errors": [{"message": "", "errorType": "Busy", "errorInfo": None}]}
    team.page.route("**/graphql", lambda route: route.fulfill(json=refusal))
    team.paste(csv_of(people(2)))
    team.told("forms.failures.Busy")
    team.page.unroute("**/graphql")
    team.button("common.tryAgain").click()
    team.told("roster-import.ready", 2)


def test_a_file_that_is_none_says_so(team: TeamPages, tmp_path: Path) -> None:
    team.open("/roster/import")
    _drop(team, tmp_path, "photo.xlsx", b"PK\x03\x04 this is no archive")
    team.told("roster-import.unreadable")


def test_a_spreadsheet_chosen_without_a_connection_is_not_called_unreadable(
    team: TeamPages, tmp_path: Path
) -> None:
    team.open("/roster/import")
    team.visitor.context.set_offline(True)
    _drop(team, tmp_path, "equipe.xlsx", xlsx_of(people(1)))
    team.told("roster-import.noReader")


def test_last_years_roster_is_copied(admin: Account, manager: Account, team: TeamPages) -> None:
    persons = people(2)
    year = admin.ask("{ edition { year } }")["edition"]["year"]
    years = [edition["year"] for edition in admin.ask("{ editions { year } }")["editions"]]
    current = "mutation ($year: Int!) { setCurrentEdition(year: $year) { year } }"
    if year - 1 not in years:
        admin.ask("mutation ($year: Int!) { createEdition(year: $year) { year } }", year=year - 1)
    admin.ask(current, year=year - 1)
    try:
        # an organiser may in every phase
        admin.ask(_IMPORT_FOR, csv=csv_of(persons), managerId=manager.id)
    finally:
        admin.ask(current, year=year)
    team.open("/roster")
    team.button("roster.copy.action", year=year - 1).click()
    team.page.get_by_role("dialog").get_by_role("button", name=team.words("roster.copy.confirm")).click()
    team.told("roster.copy.done", 2)
    team.page.get_by_role("dialog").get_by_role("button", name=team.words("common.close")).last.click()
    _lists(team.page, persons)


def _edit(team: TeamPages, person: Person) -> None:
    team.page.get_by_role("button", name=f"{team.words('roster.edit')} {person.name}").click()


def _changes(manager: Account, person: Person) -> None:
    """Saves somebody on the roster differently, as another person of the club would meanwhile."""
    change = "mutation ($csv: String!) { importMembers(csv: $csv, dryRun: false) { updated } }"
    manager.ask(change, csv=csv_of([person]))


def _fill(team: TeamPages, person: Person, *, day: str) -> None:
    form = team.page.get_by_role("dialog")
    form.get_by_label(team.words("roster.form.lastName"), exact=True).fill(person.last_name)
    form.get_by_label(team.words("roster.form.firstName")).fill(person.first_name)
    form.get_by_label(team.words("roster.form.dateOfBirth")).fill(day)
    form.get_by_label(team.words("roster.form.gender")).select_option("WOMAN")
    form.get_by_label(team.words("roster.form.licence"), exact=True).fill(person.licence)


def _drop(team: TeamPages, folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    team.page.locator("input[type=file]").set_input_files(folder / name)


def _lists(page: Page, persons: Sequence[Person]) -> None:
    names = [f"{person.last_name} {person.first_name}" for person in persons]
    expect(page.get_by_role("rowheader")).to_have_text(names)
