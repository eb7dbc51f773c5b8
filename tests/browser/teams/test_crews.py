"""A crew that is entered: deleted, and its place from the queue declined, each after a question."""

import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.teams.managers import Account
from tests.browser.teams.pages import TeamPages
from tests.browser.teams.rosters import Person, people
from tests.browser.teams.season import PLACES, change_edition


def test_a_crew_is_deleted_and_its_members_are_free_again(manager: Account, team: TeamPages) -> None:
    person, *_ = persons = people(1)
    manager.enters(persons)
    crew = manager.composes("SKIFF", persons)
    team.open(f"/crews/{crew['id']}")
    team.button("crews.delete.action").click()
    dialog = team.page.get_by_role("dialog")
    expect(dialog).to_contain_text(team.words("crews.delete.text"))
    _answer(team, "common.cancel")
    expect(dialog).to_have_count(0)
    expect(team.page.get_by_role("cell", name=person.name)).to_be_visible()

    team.button("crews.delete.action").click()
    _answer(team, "crews.delete.confirm")
    expect(team.page).to_have_url(re.compile("/crews$"))
    team.told("crews.delete.done", crew=team.words("domain.boatClasses.SKIFF"))
    team.told("crews.none")
    team.open("/roster")
    expect(team.page.get_by_role("row").filter(has_text=person.last_name)).to_contain_text(
        team.words("roster.free")
    )


def test_a_place_given_from_the_queue_is_declined(admin: Account, manager: Account, team: TeamPages) -> None:
    persons = people(1)
    manager.enters(persons)
    change_edition(admin, capacity={"marathon": 0})
    try:
        crew = manager.composes("SKIFF", persons, manager.race("MWB1X"))
        team.open(f"/crews/{crew['id']}")
        team.told("crews.waiting")
    finally:
        # places that a larger capacity brings go to the queue first
        change_edition(admin, capacity=PLACES)
    team.open(f"/crews/{crew['id']}")
    team.told("crews.complete")
    expect(team.page.get_by_text(team.opening("crews.placeGiven"))).to_be_visible()

    team.button("crews.decline.action").click()
    expect(team.page.get_by_role("dialog")).to_contain_text(team.words("crews.decline.text"))
    _answer(team, "crews.decline.confirm")
    team.told("crews.decline.done", crew=crew["number"])
    team.told("crews.withdrawn")
    expect(team.page.get_by_text(team.opening("crews.placeGiven"))).to_have_count(0)
    expect(team.button("crews.decline.action")).to_have_count(0)


def test_a_substitute_whom_the_race_refuses_is_told_also_while_a_seat_is_empty(
    year: int, manager: Account, team: TeamPages
) -> None:
    persons = [one.but(gender="F", born=f"03/05/{year - 16}") for one in people(5)]
    senior = persons[4] = persons[4].but(born=f"03/05/{year - 26}")
    manager.enters(persons)
    raced = manager.composes("COXED_QUAD", [*persons[:3], None, None], manager.race("J16W4X+"))
    dialog = team.page.get_by_role("dialog")
    _propose(team, raced, senior)
    expect(dialog).to_contain_text(team.words("crews.substitute.breaks"))
    expect(dialog).not_to_contain_text(team.words("crews.substitute.fits"))
    team.button("crews.substitute.another").click()
    _choose(team, persons[3])
    expect(dialog).to_contain_text(team.words("crews.substitute.fits"))


def test_of_a_substitute_in_a_crew_without_a_race_only_the_price_is_said(
    manager: Account, team: TeamPages
) -> None:
    persons = people(3)
    manager.enters(persons)
    _propose(team, manager.composes("QUAD", persons[:2]), persons[2])
    dialog = team.page.get_by_role("dialog")
    expect(dialog).to_contain_text(team.ending("crews.substitute.due"))
    expect(dialog).not_to_contain_text(team.words("crews.substitute.fits"))


def _propose(team: TeamPages, crew: Any, person: Person) -> None:
    """Asks what the crew would be with somebody else in its first seat."""
    team.open(f"/crews/{crew['id']}")
    team.button("crews.substitute.action").click()
    _choose(team, person)


def _choose(team: TeamPages, person: Person) -> None:
    team.page.get_by_role("combobox", name=team.words("crews.substitute.who")).fill(person.last_name)
    team.page.keyboard.press("Enter")


def _answer(team: TeamPages, key: str) -> None:
    button: Locator = team.page.get_by_role("dialog").get_by_role("button", name=team.words(key), exact=True)
    button.click()
