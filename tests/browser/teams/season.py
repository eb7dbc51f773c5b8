"""The season as organisers set it, for all tests that use the same site."""

from datetime import date, timedelta

from tests.browser.teams.managers import Account

PLACES = {"semiMarathon": 5000, "marathon": 1000}
_EDITION = """
{ edition { year version capacity { semiMarathon marathon } calendar { registrationOpens } } }
"""
_UPDATE = """
mutation ($year: Int!, $version: Int!, $input: EditionInput!) {
  updateEdition(year: $year, version: $version, input: $input, confirmed: true) { phase }
}
"""


def change_edition(admin: Account, **settings: object) -> None:
    """Changes the current edition, whatever that touches."""
    edition = admin.ask(_EDITION)["edition"]
    admin.ask(_UPDATE, year=edition["year"], version=edition["version"], input=settings)


def make_room(admin: Account) -> None:
    """Gives both events more places than the tests need: the demonstration leaves next to none."""
    change_edition(admin, capacity=PLACES)


def close_registration(admin: Account) -> None:
    """Ends registration yesterday."""
    yesterday = date.today() - timedelta(days=1)
    change_edition(admin, calendar={"registrationCloses": f"{yesterday}"})
