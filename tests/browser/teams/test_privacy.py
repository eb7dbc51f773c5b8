"""What managers do with all that is personal: take it along in a file, and have it erased for good."""

import json
import re

from playwright.sync_api import expect

from local.account.people import PASSWORD
from tests.browser.teams.managers import Account
from tests.browser.teams.pages import TeamPages
from tests.browser.teams.rosters import people
from tests.browser.visitor import Visitor


def test_a_manager_takes_everything_along(manager: Account, visitor: Visitor) -> None:
    team = TeamPages(visitor)
    manager.enters(persons := people(3))
    manager.composes("SKIFF", persons[:1])
    team.resume(manager)
    team.open("/account")

    with team.page.expect_download() as download:
        team.button("account.data.download").click()

    team.told("account.data.saved")
    assert download.value.suggested_filename == "course-des-impressionnistes.json"
    data = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert data.keys() == {"account", "profile", "teams", "history"}
    assert (data["account"]["email"], data["profile"]["email"]) == (manager.email, manager.email)
    ((_, entered),) = data["teams"].items()
    assert (len(entered["members"]), len(entered["crews"])) == (3, 1)


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
