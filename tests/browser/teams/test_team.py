"""The page of a team: what is to do, what the organisers said; and what a phase forbids."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.serving import serving
from tests.browser.teams.managers import Account, new_manager, sign_in
from tests.browser.teams.pages import TeamPages
from tests.browser.teams.rosters import people
from tests.browser.teams.season import close_registration, make_room
from tests.browser.visitor import Looks, visit


def test_a_new_team_is_led_from_roster_to_crew(manager: Account, team: TeamPages) -> None:
    team.open("/team")
    team.told("team.steps.roster")
    manager.enters(people(1))
    team.open("/team")
    team.told("team.steps.crew")
    team.button("team.steps.toCrew").click()
    expect(team.heading("crew-editor.title")).to_be_visible()


def test_a_crew_that_lacks_something_is_one_press_away(manager: Account, team: TeamPages) -> None:
    manager.enters(persons := people(2))
    crew = manager.composes("QUAD", persons)
    team.open("/team")
    team.button("team.steps.finish").click()
    team.page.wait_for_url(f"**/crews/{crew['id']}/edit")


def test_what_the_organisers_say_is_read_once(admin: Account, manager: Account, team: TeamPages) -> None:
    admin.ask(
        'mutation ($managerId: ID!) { grantAccess(managerId: $managerId, reason: "Panne d’hier") { id } }',
        managerId=manager.id,
    )
    team.open("/team")
    expect(team.page.get_by_text("Panne d’hier")).to_be_visible()
    team.button("team.markRead").click()
    expect(team.button("team.markRead")).to_have_count(0)


@pytest.fixture(scope="module")
def closed_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Account]]:
    """A site on which registration ends, and its organiser."""
    with serving(tmp_path_factory.mktemp("closed")) as address:
        admin = sign_in(address, "admin@example.org")
        make_room(admin)
        yield address, admin


def test_after_closing_the_pages_say_what_is_over_and_what_is_not(
    closed_site: tuple[str, Account], browser: Browser
) -> None:
    address, admin = closed_site
    manager = new_manager(address)
    persons = people(9)
    manager.enters(persons)
    rowers, cox, others, single = persons[:4], persons[4], persons[5:8], persons[8]
    skiff = manager.composes("SKIFF", [single], manager.race("MWB1X"))
    crew = manager.composes("COXED_QUAD", [*rowers, cox], manager.race("MX4X+"))
    manager.composes("QUAD", [None])
    close_registration(admin)

    visitor = visit(browser, address, Looks())
    team = TeamPages(visitor)
    team.resume(manager)
    team.open("/roster")
    expect(team.page.get_by_text(team.words("domain.actions.EDIT_ROSTER"))).to_be_visible()
    expect(team.button("roster.import")).to_have_count(0)
    expect(team.button("roster.add")).to_be_visible()

    team.open(f"/crews/{crew['id']}")
    expect(team.button("crews.edit")).to_have_count(0)
    # a woman for a woman, a man for a man: two of four may change, not a third
    for position, coming in ((1, others[1]), (2, others[0])):
        _substitute(team, position, coming.last_name)
        team.told("crews.substitute.done", name=coming.name)
    _substitute(team, 3, others[2].last_name)
    kept = team.words("refusals.types.TooManySubstitutions", needed=2, kept=1)
    expect(team.page.get_by_role("dialog")).to_contain_text(kept)
    team.button("common.cancel").click()

    team.button("crews.withdraw.action").click()
    expect(team.page.get_by_role("dialog")).to_contain_text("100")
    team.button("crews.withdraw.keep").click()

    # its one rower must stay
    team.open(f"/crews/{skiff['id']}")
    expect(team.button("crews.withdraw.action")).to_be_visible()
    expect(team.button("crews.substitute.action")).to_have_count(0)

    team.open("/team")
    team.told("team.steps.incompleteForGood", crew=team.words("domain.boatClasses.QUAD"))
    # 20 € for each of five in the quad and for the sculler; nobody sits in the other quad
    expect(team.page.get_by_role("listitem").filter(has=team.button("team.steps.toCrews"))).to_contain_text(
        "120"
    )
    visitor.close()


def _substitute(team: TeamPages, position: int, last_name: str) -> None:
    team.button("crews.substitute.action").click()
    dialog = team.page.get_by_role("dialog")
    expect(dialog).to_contain_text(team.words("crews.substitute.limit", needed=2))
    dialog.get_by_label(team.words("crews.substitute.position")).select_option(str(position))
    dialog.get_by_role("combobox", name=team.words("crews.substitute.who")).fill(last_name)
    team.page.keyboard.press("Enter")
    dialog.get_by_role("button", name=team.words("crews.substitute.confirm"), exact=True).click()
