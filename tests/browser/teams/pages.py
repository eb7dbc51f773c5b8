"""What a manager does on the pages of the team, by what a person sees there."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.teams.managers import Account
from tests.browser.teams.rosters import Person
from tests.browser.teams.words import Words
from tests.browser.visitor import Visitor

_BEGIN_WITH = """(entries) => {
  if (!sessionStorage.getItem("resumed")) {
    [...entries, ["resumed", "once"]].forEach(([key, value]) => sessionStorage.setItem(key, value));
  }
}"""
WIDE = 960
"""Pixels from which the roster stands beside the boat."""


@dataclass(frozen=True, slots=True)
class TeamPages:
    """The pages in front of one manager."""

    visitor: Visitor

    @property
    def page(self) -> Page:
        """The window."""
        return self.visitor.page

    @property
    def words(self) -> Words:
        """In the language of the window."""
        return Words(self.visitor.looks.language)

    @property
    def wide(self) -> bool:
        """Whether the roster stands beside the boat."""
        return self.visitor.looks.width >= WIDE

    def resume(self, account: Account) -> None:
        """Goes on where somebody has signed in before; the pages for that have their own tests."""
        entries = json.dumps(account.browser_session())
        self.visitor.context.add_init_script(f"({_BEGIN_WITH})({entries})")

    def open(self, path: str) -> None:
        """Goes to an address and waits until what it reads is there."""
        self.visitor.open(path)

    def settle(self) -> None:
        """Waits until nothing is under way any more."""
        self.visitor.settle()

    def button(self, key: str, count: int | None = None, **figures: object) -> Locator:
        """A button, or a link that looks like one."""
        name = self.words(key, count, **figures)
        as_button = self.page.get_by_role("button", name=name, exact=True)
        return as_button.or_(self.page.get_by_role("link", name=name, exact=True))

    def heading(self, key: str) -> Locator:
        """A heading."""
        return self.page.get_by_role("heading", name=self.words(key), exact=True)

    def told(self, key: str, count: int | None = None, **figures: object) -> None:
        """Waits for a sentence."""
        sentence = self.words(key, count, **figures)
        expect(self.page.get_by_text(sentence).filter(visible=True).first).to_be_visible()

    def opening(self, key: str) -> str:
        """A sentence as far as the first figure in it."""
        return self.words(key).split("{")[0].strip()

    def ending(self, key: str) -> str:
        """A sentence from the last figure in it on."""
        return self.words(key).split("}")[-1].strip()

    def looks_right(self, name: str) -> None:
        """Holds the page, as it is, against what every page must be, and keeps how it looks."""
        barriers = self.visitor.barriers()
        assert not barriers, (name, barriers)
        assert not self.visitor.is_wider_than_window(), name
        self.visitor.screenshot(name)

    # the roster from a file

    def paste(self, text: str) -> None:
        """Pastes the rows of a file."""
        self.page.get_by_label(self.words("roster-import.paste")).fill(text)
        self.button("roster-import.readPasted").click()

    def row(self, line: int) -> Locator:
        """A row that is to be mended."""
        return self.page.get_by_role("group", name=self.words("roster-import.line", line=line), exact=True)

    def cell(self, line: int, field: str) -> Locator:
        """A cell of it, under the header of the page's language."""
        return self.row(line).get_by_label(self.words(f"roster-import.headers.{field}"), exact=True)

    # the crew editor

    def choose_boat(self, boat_class: str) -> None:
        """Takes a kind of boat."""
        self.page.get_by_role("button", name=self.words(f"domain.boatClasses.{boat_class}")).click()

    def seat(self, position: int) -> Locator:
        """A seat of the boat, from bow."""
        return self.page.locator(".seats .seat").nth(position - 1)

    def drag(self, moved: Locator, position: int) -> None:
        """Drags somebody, from the roster or from a seat, to a seat."""
        self.settle()
        seat = self.seat(position)
        moved.hover()
        self.page.mouse.down()
        # a browser tells an element that something moves over it from the second move in it on
        for x in (20, 22, 24):
            seat.hover(position={"x": x, "y": 20})
        expect(self.page.locator(".seats > .over")).to_have_count(1)
        self.page.mouse.up()

    def fill_seat(self, position: int, person: Person) -> None:
        """Seats somebody, as a hand would."""
        combobox = self.page.get_by_role("combobox")
        if self.wide or not combobox.is_visible():
            self.seat(position).click()
        combobox.fill(person.last_name)
        self.page.get_by_role("option", name=person.name).click()
        expect(self.seat(position)).to_contain_text(person.name)

    def fill_seats(self, persons: Sequence[Person]) -> None:
        """Seats people from bow, the cox last."""
        for position, person in enumerate(persons, 1):
            self.fill_seat(position, person)
        self.close_sheet()

    def close_sheet(self) -> None:
        """Puts the roster away that covers a phone's screen."""
        dialog = self.page.get_by_role("dialog")
        if dialog.is_visible():
            dialog.get_by_role("button", name=self.words("common.close")).click()
        expect(dialog).to_have_count(0)

    def choose_race(self, code: str) -> None:
        """Takes a race that is allowed."""
        race = self.page.get_by_role("radio", name=re.compile(rf"\s{re.escape(code)}$"))
        expect(race).to_be_visible()
        race.check()

    def save_crew(self, *, finished: bool = True) -> None:
        """Saves the crew, and is led to it."""
        self.button("crew-editor.save" if finished else "crew-editor.saveUnfinished").click()
        self.page.wait_for_url(re.compile(r"/crews/0\w+$"))
        self.settle()
