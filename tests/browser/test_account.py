"""The account: made, confirmed, signed in to with one factor and two, recovered, left alone too long."""

import base64
import hashlib
import hmac
import re
import struct
import time
from dataclasses import dataclass
from secrets import token_hex

import httpx
import pytest
from playwright.sync_api import Page, expect
from tenacity import Retrying, stop_after_delay, wait_fixed

from local.account.people import PASSWORD
from tests.browser.conftest import Visit
from tests.browser.teams.words import Words
from tests.browser.visitor import Looks, Visitor

OTHER_PASSWORD = "Nympheas-Giverny-1899"


@dataclass
class Person:
    """Somebody in front of the account's pages."""

    visitor: Visitor
    email: str

    @property
    def words(self) -> Words:
        return Words(self.visitor.looks.language)

    def fill(self, key: str, text: str) -> None:
        self.visitor.page.get_by_label(self.words(key), exact=True).fill(text)

    def press(self, key: str) -> None:
        main = self.visitor.page.locator("main")
        main.get_by_role("button", name=self.words(key), exact=True).click()

    def told(self, key: str) -> None:
        expect(self.visitor.page.get_by_text(self.words(key))).to_be_visible()

    def mailed_code(self) -> str:
        mails = httpx.get(f"{self.visitor.address}/mail/messages.json", params={"to": self.email}).json()
        found = re.search(r"\b\d{6}\b", mails[0]["text"])
        assert found
        return found[0]

    def sign_up(self) -> None:
        self.visitor.open("/sign-up")
        self.fill("account-fields.firstName", "Andrée")
        self.fill("account-fields.lastName", "Chatoux")
        self.fill("account-fields.club", "Aviron de Chatou")
        self.fill("account-fields.email", self.email)
        self.fill("account-fields.phone", "06 12 34 56 78")
        self.fill("account-fields.password", PASSWORD)
        for box in self.visitor.page.get_by_role("checkbox").all():
            box.check()
        self.press("sign-up.send")
        expect(self.visitor.page).to_have_url(re.compile("/confirm$"))

    def arrive(self) -> None:
        """Makes an account and is signed in to it."""
        self.sign_up()
        self.fill("confirm.code", self.mailed_code())
        self.press("confirm.send")
        expect(self.visitor.page).to_have_url(re.compile("/team$"))

    def sign_out(self) -> None:
        self._menu("common.signOut")
        expect(self.visitor.page).to_have_url(f"{self.visitor.address}/")

    def sign_in(self, password: str) -> None:
        self.visitor.open("/sign-in")
        self.fill("account-fields.email", self.email)
        self.fill("account-fields.password", password)
        self.press("sign-in.send")

    def _menu(self, key: str) -> None:
        menu = self.visitor.page.get_by_role("button", name=self.words("common.menu"), exact=True)
        if menu.is_visible():
            menu.click()
        self.visitor.page.locator("header").get_by_role("button", name=self.words(key), exact=True).click()


@pytest.fixture
def person(visitor: Visitor) -> Person:
    """In every look."""
    return Person(visitor, f"person-{token_hex(4)}@example.org")


@pytest.fixture
def someone(new_window: Visit) -> Person:
    """In one look."""
    return Person(new_window(Looks()), f"someone-{token_hex(4)}@example.org")


def test_an_account_is_made_confirmed_and_left(person: Person) -> None:
    person.sign_up()
    person.visitor.screenshot("confirm-sent")
    person.fill("confirm.code", "000000" if person.mailed_code() != "000000" else "111111")
    person.press("confirm.send")
    person.told("account-fields.refusals.CodeMismatchException")
    assert person.visitor.barriers() == []
    person.fill("confirm.code", person.mailed_code())
    person.press("confirm.send")
    expect(person.visitor.page).to_have_url(re.compile("/team$"))
    person.visitor.open("/account")
    expect(person.visitor.page.get_by_label(person.words("account-fields.phone"))).to_have_value(
        "+33612345678"
    )
    person.visitor.screenshot("account")
    assert person.visitor.barriers() == []
    assert not person.visitor.is_wider_than_window()
    person.sign_out()
    person.visitor.page.goto("/account")
    person.told("sign-in.needed")


def test_a_form_says_what_is_missing_and_keeps_the_rest_through_a_reload(person: Person) -> None:
    page = person.visitor.page
    person.visitor.open("/sign-up")
    person.fill("account-fields.firstName", "Andrée")
    person.fill("account-fields.phone", "12")
    person.press("sign-up.send")
    expect(page.get_by_label(person.words("account-fields.lastName"), exact=True)).to_be_focused()
    person.told("forms.invalid.PHONE")
    person.visitor.screenshot("sign-up-refused")
    assert person.visitor.barriers() == []
    page.reload()
    expect(page.get_by_label(person.words("account-fields.firstName"))).to_have_value("Andrée")


def test_the_conditions_of_a_password_are_met_one_by_one(someone: Person) -> None:
    someone.visitor.open("/sign-up")
    met = someone.visitor.page.locator("li.met")
    for password, count in (("", 0), ("seine", 1), ("Seine", 2), ("Seine1874", 3), ("Seine-1874", 4)):
        someone.fill("account-fields.password", password)
        expect(met).to_have_count(count)
    someone.fill("account-fields.password", "Seine-et-Oise-1874")
    expect(met).to_have_count(5)


def test_a_wrong_password_is_refused_in_words(someone: Person) -> None:
    someone.sign_in("Not-the-password-1")
    someone.told("account-fields.refusals.WrongPassword")
    # the one line that the browser writes in its console by itself
    assert len(someone.visitor.refusals) == 1


def test_a_forgotten_password_is_chosen_again(someone: Person) -> None:
    someone.arrive()
    someone.sign_out()
    someone.visitor.open("/password")
    someone.fill("account-fields.email", someone.email)
    someone.press("password.ask")
    someone.fill("password.code", "")
    someone.fill("password.code", someone.mailed_code())
    someone.fill("account-fields.newPassword", OTHER_PASSWORD)
    someone.press("password.choose")
    someone.told("sign-in.passwordChanged")
    someone.sign_in(OTHER_PASSWORD)
    expect(someone.visitor.page).to_have_url(re.compile("/team$"))


def test_a_second_factor_is_turned_on_and_asked_for(person: Person) -> None:
    page = person.visitor.page
    person.arrive()
    person.visitor.open("/account/second-factor")
    expect(page.get_by_role("img", name=person.words("second-factor.qr"))).to_be_visible()
    person.visitor.screenshot("second-factor")
    assert person.visitor.barriers() == []
    page.get_by_text(person.words("second-factor.byHand")).click()
    secret = page.locator("code").inner_text()
    person.fill("second-factor.code", totp(secret))
    person.press("second-factor.turnOn")
    person.told("second-factor.turnedOn")
    person.sign_out()
    person.sign_in(PASSWORD)
    person.fill("sign-in.code", totp(secret))
    assert person.visitor.barriers() == []
    person.press("sign-in.send")
    expect(page).to_have_url(re.compile("/team$"))


def test_whoever_is_idle_is_warned_then_signed_out(someone: Person) -> None:
    page = someone.visitor.page
    someone.arrive()
    page.clock.install()
    someone.visitor.open("/account")
    page.clock.fast_forward("28:30")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(someone.words("common.session.title"))
    assert someone.visitor.barriers() == []
    dialog.get_by_role("button", name=someone.words("common.session.idleStay")).click()
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("30:30")
    someone.told("sign-in.ended.IDLE")


def test_a_session_that_was_over_before_a_reload_says_why_and_leaves_no_token(someone: Person) -> None:
    page = someone.visitor.page
    someone.arrive()
    page.evaluate("""() => {
      const session = JSON.parse(sessionStorage.getItem('session'));
      sessionStorage.setItem('session', JSON.stringify({ ...session, activeAt: Date.now() - 31 * 60000 }));
    }""")
    page.reload()
    someone.told("sign-in.ended.IDLE")
    # the page's own policy forbids Playwright's wait_for_function, which evaluates a text
    for attempt in Retrying(stop=stop_after_delay(10), wait=wait_fixed(0.1), reraise=True):
        with attempt:
            kept: list[str] = page.evaluate("Object.keys(sessionStorage)")
            assert not [key for key in kept if key == "session" or "Cognito" in key]


def _copy_of(someone: Person) -> Page:
    """A copy of the tab: a window opened by a page begins with what that keeps, as a duplicated tab does."""
    with someone.visitor.context.expect_page() as opened:
        someone.visitor.page.evaluate("window.open('/account')")
    copy = opened.value
    expect(copy.get_by_label(someone.words("account-fields.club"))).to_be_visible()
    return copy


def test_signing_out_ends_the_copies_of_the_tab(someone: Person) -> None:
    someone.arrive()
    copy = _copy_of(someone)
    someone.sign_out()
    expect(copy).to_have_url(f"{someone.visitor.address}/")


def test_whoever_is_there_in_one_copy_of_a_tab_is_there_in_all(someone: Person) -> None:
    page = someone.visitor.page
    someone.arrive()
    page.clock.install()
    someone.visitor.open("/account")
    copy = _copy_of(someone)
    page.clock.fast_forward("20:00")
    page.keyboard.press("Shift")
    page.clock.fast_forward("20:00")
    expect(copy.get_by_role("button", name=someone.words("common.signOut"))).to_be_visible()
    expect(copy.get_by_role("dialog")).to_have_count(0)


def test_a_session_ends_after_five_hours(someone: Person) -> None:
    page = someone.visitor.page
    someone.arrive()
    page.clock.install()
    someone.visitor.open("/account")
    page.evaluate("""() => {
      const session = JSON.parse(sessionStorage.getItem('session'));
      const begun = Date.now() - (5 * 60 - 1) * 60000;
      sessionStorage.setItem('session', JSON.stringify({ ...session, startedAt: begun }));
    }""")
    page.reload()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name=someone.words("common.session.longestStay")).click()
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("01:10")
    someone.told("sign-in.ended.TOO_LONG")


def test_a_changed_profile_is_kept(someone: Person) -> None:
    someone.arrive()
    someone.visitor.open("/account")
    someone.fill("account-fields.club", "Société nautique de Bougival")
    club = someone.visitor.page.get_by_label(someone.words("account-fields.club"))
    someone.visitor.page.reload()
    expect(club).to_have_value("Société nautique de Bougival")
    someone.press("common.save")
    someone.told("account.profile.saved")
    someone.visitor.page.reload()
    expect(club).to_have_value("Société nautique de Bougival")


def totp(secret: str) -> str:
    """The code that an authenticator application shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
