"""Takes the pictures of the site that the README shows: `python -m tests.browser.pictures`."""

import tempfile
from pathlib import Path

from playwright.sync_api import FloatRect, expect, sync_playwright

from tests.browser.chromium import launch
from tests.browser.serving import ROOT, serving
from tests.browser.teams.managers import new_manager, sign_in
from tests.browser.teams.pages import TeamPages
from tests.browser.teams.rosters import people
from tests.browser.teams.season import make_room
from tests.browser.visitor import Looks, Visitor, visit

DOCS = ROOT / "docs"
LOOKS = Looks("fr", 1280)
GUTTER = 15
"""Pixels that the page leaves for a scroll bar, which a picture has none of."""
QUALITY = 82


def main() -> None:
    """Takes them, in French."""
    DOCS.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        serving(Path(data)) as address,
        sync_playwright() as playwright,
        launch(playwright) as browser,
    ):
        home = visit(browser, address, LOOKS)
        home.open("/")
        _take(home, "home.jpg", 860)

        make_room(sign_in(address, "admin@example.org"))
        editor = visit(browser, address, LOOKS)
        _compose(TeamPages(editor))
        _take(editor, "crew-editor.jpg", 960)


def _compose(team: TeamPages) -> None:
    """A mixed quad that still wants a cox."""
    manager = new_manager(team.visitor.address)
    manager.enters(persons := people(12))
    team.resume(manager)
    team.open("/crews/new")
    team.choose_boat("COXED_QUAD")
    team.fill_seats([persons[0], persons[1], persons[2], persons[5]])
    expect(team.seat(5)).to_have_attribute("aria-current", "true")
    team.choose_race("MM4X+")
    team.settle()


def _take(visitor: Visitor, name: str, height: int) -> None:
    page, width = visitor.page, visitor.looks.width
    page.set_viewport_size({"width": width + GUTTER, "height": height})
    page.evaluate("scrollTo(0, 0)")
    visitor.settle()
    shown: FloatRect = {"x": 0, "y": 0, "width": width, "height": height}
    page.screenshot(path=DOCS / name, type="jpeg", quality=QUALITY, clip=shown)
    visitor.close()


if __name__ == "__main__":
    main()
