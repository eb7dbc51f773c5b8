"""The whole way of a club manager: from signing up to crews entered, changed and withdrawn."""

import pytest
from playwright.sync_api import expect

from local.account.people import PASSWORD
from tests.browser.teams.managers import CLUB, fresh_email, mailed_code
from tests.browser.teams.pages import TeamPages
from tests.browser.teams.rosters import Person, csv_of, people
from tests.browser.visitor import Visitor


@pytest.mark.usefixtures("admin")
def test_from_signing_up_to_a_withdrawal(address: str, visitor: Visitor) -> None:
    team = TeamPages(visitor)
    persons = people(22)
    email = fresh_email()

    _sign_up(team, email)
    expect(team.heading("confirm.title")).to_be_visible()
    _confirm(team, mailed_code(address, email))
    team.told("team.steps.import")
    _import(team, persons)

    women, men = persons[0::2], persons[1::2]
    _compose(team, "SKIFF", women[:1], "MWB1X")
    quad = [*women[1:4], men[0]]
    _compose_after_a_refusal(team, quad, persons[21])
    _compose(team, "EIGHT", men[1:9] + women[4:5], "MM8+")

    _substitute(team, quad, women[5])
    _withdraw(team, women[0])

    team.open("/crews")
    expect(team.page.locator("article")).to_have_count(3)
    team.open("/team")
    expect(team.page.get_by_text(team.opening("team.steps.pay"))).to_be_visible()


def _sign_up(team: TeamPages, email: str) -> None:
    page, words = team.page, team.words
    team.open("/sign-up")
    fields = {"firstName": "Andrée", "lastName": "Chatoux", "email": email, "phone": "06 12 34 56 78"}
    for field, value in fields.items():
        page.get_by_label(words(f"account-fields.{field}"), exact=True).fill(value)
    page.get_by_label(words("account-fields.password"), exact=True).fill(PASSWORD)
    page.get_by_label(words("account-fields.club"), exact=True).fill(CLUB)
    page.keyboard.press("Tab")
    for box in page.get_by_role("checkbox").all():
        box.check()
    team.button("sign-up.send").click()


def _confirm(team: TeamPages, code: str) -> None:
    team.page.get_by_label(team.words("confirm.code")).fill(code)
    team.button("confirm.send").click()


def _import(team: TeamPages, persons: list[Person]) -> None:
    """Two rows are bad: a day that is none, and a licence that is too short."""
    spoilt = [*persons]
    spoilt[3] = persons[3].but(born="31/02/1990")
    spoilt[8] = persons[8].but(licence="12")
    team.button("team.steps.toImport").click()
    team.paste(csv_of(spoilt, team.words.language))
    team.told("roster-import.wrong", 2)
    team.cell(5, "dateOfBirth").fill(persons[3].born)
    team.cell(10, "licence").fill(persons[8].licence)
    expect(team.page.get_by_text(team.words("roster-import.mended"))).to_have_count(2)
    team.button("roster-import.import", 22).click()
    expect(team.heading("roster.title")).to_be_visible()
    expect(team.page.get_by_role("rowheader")).to_have_count(22)


def _compose(team: TeamPages, boat_class: str, persons: list[Person], race: str) -> None:
    team.open("/crews")
    team.button("crews.new").click()
    team.choose_boat(boat_class)
    team.fill_seats(persons)
    team.choose_race(_shown(team, race))
    team.save_crew()
    team.told("crews.complete")


def _compose_after_a_refusal(team: TeamPages, rowers: list[Person], cox: Person) -> None:
    """The race that three women chose does not allow the man who joins them."""
    team.open("/crews/new")
    team.choose_boat("COXED_QUAD")
    team.fill_seats(rowers[:3])
    team.choose_race(_shown(team, "MW4X+"))
    team.fill_seat(4, rowers[3])
    team.fill_seat(5, cox)
    team.told("crew-editor.mend.GENDER")
    team.told("crew-editor.next.RACE_NOT_ALLOWED")
    team.choose_race(_shown(team, "MX4X+"))
    team.told("crew-editor.next.save")
    team.save_crew()
    team.told("crews.complete")


def _substitute(team: TeamPages, quad: list[Person], coming: Person) -> None:
    """For the only man she would break the mixed crew; for a woman she does not."""
    _open_crew_of(team, quad[0])
    team.button("crews.substitute.action").click()
    dialog = team.page.get_by_role("dialog")
    for position, verdict in ((4, "crews.substitute.breaks"), (1, "crews.substitute.fits")):
        dialog.get_by_label(team.words("crews.substitute.position")).select_option(str(position))
        dialog.get_by_role("combobox", name=team.words("crews.substitute.who")).fill(coming.last_name)
        dialog.get_by_role("option", name=coming.name).click()
        expect(dialog).to_contain_text(team.words(verdict).split("{")[0])
    dialog.get_by_role("button", name=team.words("crews.substitute.confirm"), exact=True).click()
    team.told("crews.substitute.done", name=coming.name)
    expect(team.page.get_by_role("cell", name=coming.name)).to_be_visible()


def _withdraw(team: TeamPages, rower: Person) -> None:
    """What it means is said first."""
    _open_crew_of(team, rower)
    team.button("crews.withdraw.action").click()
    dialog = team.page.get_by_role("dialog")
    expect(dialog).to_contain_text(team.opening("crews.withdraw.dropped"))
    expect(dialog).to_contain_text(team.words("crews.withdraw.freed", names=rower.name))
    dialog.get_by_role("button", name=team.words("crews.withdraw.confirm")).click()
    team.told("crews.withdrawn")


def _open_crew_of(team: TeamPages, person: Person) -> None:
    team.open("/crews")
    team.page.get_by_role("article").filter(has_text=person.name).get_by_role("link").click()
    team.settle()


def _shown(team: TeamPages, code: str) -> str:
    """A race's code in the language of the page; men and women differ in French."""
    if team.words.language == "en":
        return code
    age, gender, boat = code[0], code[1], code[2:]
    rest = {"W": "F", "X": "M", "M": "H"}
    return f"{age}{rest[gender]}{boat}"
