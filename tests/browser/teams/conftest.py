"""Managers in front of the pages of their teams, each with an account of his own."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.teams.managers import Account, new_manager, sign_in
from tests.browser.teams.pages import TeamPages
from tests.browser.teams.season import make_room
from tests.browser.visitor import Looks


@pytest.fixture(scope="package")
def admin(address: str) -> Account:
    """An organiser, who has made room for all that the tests enter."""
    account = sign_in(address, "admin@example.org")
    make_room(account)
    return account


@pytest.fixture(scope="package")
def year(admin: Account) -> int:
    """Of the current edition."""
    return int(admin.ask("{ edition { year } }")["edition"]["year"])


@pytest.fixture
def manager(address: str, admin: Account) -> Account:
    """A manager who has just signed up."""
    return new_manager(address)


@pytest.fixture
def team(new_window: Visit, manager: Account) -> TeamPages:
    """The manager's pages, in French, on a desk."""
    pages = TeamPages(new_window(Looks()))
    pages.resume(manager)
    return pages
