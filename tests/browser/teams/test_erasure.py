"""Erasing all that is personal: refused while crews are entered, meant, and then gone for good."""

import re

from playwright.sync_api import expect

from local.account.people import PASSWORD
from tests.browser.teams.managers import Account
from tests.browser.teams.pages import TeamPages
from tests.browser.teams.rosters import people
from tests.browser.visitor import Visitor


def test_a_manager_is_erased_once_no_crew_is_entered(manager: Account, visitor: Visitor) -> None:
    team = TeamPages(visitor)
    manager.enters(persons := people(2))
    manager.composes("SKIFF", persons[:1])
    team.resume(manager)
    team.open("/account")
    team.button("account.erase.ask").click()
    address = team.page.get_by_label(team.words("account.erase.confirmation"))
    expect(address).to_be_focused()

    address.fill("somebody-else@example.org")
    team.button("account.erase.confirm").click()
    team.told("refusals.invalid.CONFIRMATION")
    expect(address).to_be_focused()
    address.fill(manager.email.upper())
    team.button("account.erase.confirm").click()
    team.told("account.erase.inUse", 1)
    team.looks_right("account-erase-refused")

    team.page.get_by_role("link", name=team.words("account.erase.toCrews")).click()
    team.page.get_by_role("article").get_by_role("link").click()
    team.button("crews.delete.action").click()
    dialog = team.page.get_by_role("dialog")
    dialog.get_by_role("button", name=team.words("crews.delete.confirm"), exact=True).click()
    team.told("crews.none")

    team.open("/account")
    team.button("account.erase.ask").click()
    address.fill(manager.email)
    team.button("account.erase.confirm").click()
    expect(team.page).to_have_url(re.compile("/farewell$"))
    expect(team.heading("farewell.title")).to_be_visible()
    team.looks_right("farewell")

    team.open("/account")
    team.told("sign-in.needed")
    team.page.get_by_label(team.words("account-fields.email"), exact=True).fill(manager.email)
    team.page.get_by_label(team.words("account-fields.password"), exact=True).fill(PASSWORD)
    form = team.page.locator("main")
    form.get_by_role("button", name=team.words("sign-in.send"), exact=True).click()
    team.told("account-fields.refusals.WrongPassword")
