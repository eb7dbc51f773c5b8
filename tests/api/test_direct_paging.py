"""Lists that come in pages: exact to the last item, within their limits, no token of another list taken."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from resolvers.regatta.club import Club
from resolvers.table import keys
from tests.api import given
from tests.api.client import Client, Refusal
from tests.api.regatta import Regatta

FOREIGN_TOKEN = Refusal("Invalid", {"field": "nextToken", "code": "UNKNOWN_TOKEN"})
LIMIT_OUT_OF_RANGE = Refusal("Invalid", {"field": "limit", "code": "OUT_OF_RANGE"})
ITEMS = 7


@dataclass(frozen=True, slots=True)
class Listing:
    """Somebody who reads a list of seven items.

    Attributes:
        document: takes `$limit` and `$nextToken`.
        path: fields from the root to the page.
        expected: what `identity` gives of each item, in order.
    """

    reader: Client
    document: str
    path: tuple[str, ...]
    expected: list[str]
    identity: str = "id"

    def read(self, **variables: Any) -> Any:
        """One page."""
        page: Any = self.reader.execute(self.document, **variables).data
        for name in self.path:
            page = page[name]
        return page

    def refusal(self, **variables: Any) -> Refusal:
        """Why a page is refused."""
        return self.reader.execute(self.document, **variables).refusal


def team_list(field: str, rows: Callable[[Regatta, str], list[Any]]) -> Callable[[Regatta], Listing]:
    """A list of a manager's team; `rows` makes its items, in the order of the list."""

    def arrange(regatta: Regatta) -> Listing:
        manager = regatta.as_manager()
        made = rows(regatta, manager.sub)
        regatta.has(*made)
        document = f"""query($limit: Int, $nextToken: String) {{
            team {{ {field}(limit: $limit, nextToken: $nextToken) {{ items {{ id }} nextToken }} }}
        }}"""
        return Listing(manager, document, ("team", field), [row.entity.id for row in made])

    return arrange


def edition_list(field: str, rows: Callable[[int, str], list[Any]]) -> Callable[[Regatta], Listing]:
    """A list of an edition; `rows` makes its items, in the order of the list."""

    def arrange(regatta: Regatta) -> Listing:
        edition = regatta.another_edition()
        made = rows(edition.year, str(uuid4()))
        regatta.has(*reversed(made))
        document = f"""query($limit: Int, $nextToken: String) {{
            edition(year: {edition.year}) {{
                {field}(limit: $limit, nextToken: $nextToken) {{ items {{ id }} nextToken }}
            }}
        }}"""
        return Listing(regatta.as_admin(), document, ("edition", field), [row.entity.id for row in made])

    return arrange


def clubs(regatta: Regatta) -> Listing:
    prefix = uuid4().hex
    names = [f"{prefix} {place}" for place in range(ITEMS)]
    regatta.has(*(keys.club_row(Club(name, host_club=False)) for name in names))
    document = f"""query($limit: Int, $nextToken: String) {{
        clubs(startsWith: "{prefix}", limit: $limit, nextToken: $nextToken) {{ items {{ name }} nextToken }}
    }}"""
    return Listing(regatta.anonymous(), document, ("clubs",), names, "name")


def managers(regatta: Regatta) -> Listing:
    prefix = uuid4().hex
    people = [regatta.as_manager(last_name=f"{prefix} {place}") for place in range(ITEMS)]
    document = f"""query($limit: Int, $nextToken: String) {{
        managers(startsWith: "{prefix}", limit: $limit, nextToken: $nextToken) {{ items {{ id }} nextToken }}
    }}"""
    return Listing(regatta.as_admin(), document, ("managers",), [person.sub for person in people])


def history(regatta: Regatta) -> Listing:
    manager = regatta.as_manager()
    member_id = given.new_id()
    changes = [given.change(member_id, manager.sub) for _ in range(ITEMS)]
    regatta.has(*(keys.change_row(change) for change in changes))
    document = f"""query($limit: Int, $nextToken: String) {{
        history(entityId: "{member_id}", limit: $limit, nextToken: $nextToken) {{ items {{ id }} nextToken }}
    }}"""
    return Listing(manager, document, ("history",), sorted((change.id for change in changes), reverse=True))


def by_id(rows: list[Any], *, newest_first: bool = False) -> list[Any]:
    return sorted(rows, key=lambda row: row.entity.id, reverse=newest_first)


LISTINGS = {
    "Team.members": team_list(
        "members",
        lambda regatta, sub: by_id([keys.member_row(regatta.year, given.member(sub)) for _ in range(ITEMS)]),
    ),
    "Team.crews": team_list(
        "crews",
        lambda regatta, sub: by_id([keys.crew_row(regatta.year, given.crew(sub)) for _ in range(ITEMS)]),
    ),
    "Team.notifications": team_list(
        "notifications",
        lambda _, sub: by_id(
            [keys.notification_row(given.notification(sub)) for _ in range(ITEMS)], newest_first=True
        ),
    ),
    "Edition.members": edition_list(
        "members",
        lambda year, sub: [
            keys.member_row(year, given.member(sub, last_name=name)) for name in "ABCDEFG"[:ITEMS]
        ],
    ),
    "Edition.crews": edition_list(
        "crews",
        lambda year, sub: [
            keys.crew_row(year, given.numbered_crew(sub, given.QUAD_RACE, number))
            for number in range(1, ITEMS + 1)
        ],
    ),
    "Query.clubs": clubs,
    "Query.managers": managers,
    "Query.history": history,
}
MOST = {"Team.notifications": 200, "Query.history": 200}
USUAL = {"Team.notifications": 50, "Query.history": 50}

each_listing = pytest.mark.parametrize("name", LISTINGS)


@each_listing
@pytest.mark.parametrize("limit", [1, 3, ITEMS - 1])
def test_pages_hold_every_item_once_and_in_order(regatta: Regatta, name: str, limit: int) -> None:
    listing = LISTINGS[name](regatta)

    pages = listing.reader.pages(listing.document, *listing.path, limit=limit)

    assert [item[listing.identity] for page in pages for item in page] == listing.expected
    assert all(len(page) <= limit for page in pages)
    assert len(pages) >= ITEMS // limit


@each_listing
def test_without_a_limit_a_page_is_of_the_usual_size(regatta: Regatta, name: str) -> None:
    listing = LISTINGS[name](regatta)

    with regatta.calls() as calls:
        page = listing.read()

    assert [item[listing.identity] for item in page["items"]] == listing.expected
    assert page["nextToken"] is None
    assert calls[-1].parameters["Limit"] == USUAL.get(name, 100)


@each_listing
def test_a_page_has_no_more_than_the_field_allows(regatta: Regatta, name: str) -> None:
    listing = LISTINGS[name](regatta)

    with regatta.calls() as calls:
        page = listing.read(limit=1_000_000)

    assert len(page["items"]) == ITEMS
    assert calls[-1].parameters["Limit"] == MOST.get(name, 500)


@each_listing
def test_a_page_of_nothing_is_refused(regatta: Regatta, name: str) -> None:
    listing = LISTINGS[name](regatta)

    for limit in (0, -1):
        assert listing.refusal(limit=limit) == LIMIT_OUT_OF_RANGE


@each_listing
def test_a_forged_token_is_refused(regatta: Regatta, name: str) -> None:
    listing = LISTINGS[name](regatta)
    token = listing.read(limit=2)["nextToken"]
    changed = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")

    for forged in (changed, token[:20], "eyJQSyI6IkNMVUJTIn0=", ""):
        assert listing.refusal(limit=2, nextToken=forged) == FOREIGN_TOKEN


@pytest.fixture(scope="module")
def tokens(regatta: Regatta) -> dict[str, str]:
    """A good token of each list, of somebody's."""
    return {name: arrange(regatta).read(limit=2)["nextToken"] for name, arrange in LISTINGS.items()}


@each_listing
def test_a_token_of_another_list_or_of_somebody_else_is_refused(
    regatta: Regatta, tokens: dict[str, str], name: str
) -> None:
    listing = LISTINGS[name](regatta)

    for token in tokens.values():
        assert listing.refusal(limit=2, nextToken=token) == FOREIGN_TOKEN
