"""The pages for everybody: how they look, what axe says of them, and what the home page does."""

import re

import httpx
import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit
from tests.browser.teams.words import Words
from tests.browser.visitor import Looks, Visitor

PAGES = {
    "/": "home",
    "/regulations": "regulations",
    "/privacy": "privacy",
    "/terms": "terms",
    "/sign-up": "sign-up",
    "/sign-in": "sign-in",
    "/confirm": "confirm",
    "/password": "password",
    "/nowhere": "not-found",
}


@pytest.mark.parametrize(("path", "page"), PAGES.items(), ids=PAGES.values())
def test_a_page_is_whole_in_every_look(visitor: Visitor, path: str, page: str) -> None:
    words = Words(visitor.looks.language)
    visitor.open(path)
    expect(visitor.page.locator("h1")).to_have_text(words(f"{page}.title"))
    assert words(f"{page}.title") in visitor.page.title()
    assert visitor.page.locator("html").get_attribute("lang") == visitor.looks.language
    visitor.screenshot(page)
    assert visitor.barriers() == []
    assert not visitor.is_wider_than_window()
    assert visitor.layout_shift() == 0


def test_search_engines_read_what_the_page_is(new_window: Visit) -> None:
    visitor = new_window(Looks("en"))
    visitor.open("/regulations")
    head = visitor.page.locator("head")
    description = head.locator("meta[name=description]").get_attribute("content")
    assert description == Words("en")("regulations.description")
    assert head.locator("link[rel=canonical]").get_attribute("href") == f"{visitor.address}/regulations"
    assert head.locator("link[hreflang=fr]").get_attribute("href") == f"{visitor.address}/regulations?lang=fr"
    assert "Disallow" not in httpx.get(f"{visitor.address}/robots.txt").text


def test_home_tells_phase_prices_and_programme(visitor: Visitor) -> None:
    words = Words(visitor.looks.language)
    visitor.open("/")
    before, _, after = words("home.phase.REGISTRATION").partition("{day}")
    expect(visitor.page.locator(".phase p")).to_contain_text(before.strip())
    expect(visitor.page.locator(".phase p")).to_contain_text(after.strip())
    participation = visitor.page.get_by_role("row").filter(has_text=words("home.prices.participationUnit"))
    expect(participation.get_by_role("cell")).to_contain_text("20")
    expect(visitor.page.locator("#programme ~ .programme li")).to_have_count(55)


@pytest.mark.parametrize(
    ("looked_for", "found"), [("yolette mixte", 1), ("SH1X", 1), ("épreuve inconnue", 0)]
)
def test_races_are_found(new_window: Visit, looked_for: str, found: int) -> None:
    visitor = new_window(Looks("fr"))
    visitor.open("/")
    visitor.page.get_by_label(Words("fr")("home.programme.search")).fill(looked_for)
    expect(visitor.page.locator(".programme li")).to_have_count(found)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("part", ["programme", "prices", "contact"])
def test_the_head_leads_to_the_parts_of_the_home_page(new_window: Visit, part: str, width: int) -> None:
    visitor = new_window(Looks("fr", width))
    words = Words("fr")
    visitor.open("/")
    menu = visitor.page.get_by_role("button", name=words("common.menu"), exact=True)
    if menu.is_visible():
        menu.click()
    head = visitor.page.locator("header")
    head.get_by_role("link", name=words(f"common.pages.{part}"), exact=True).click()
    expect(visitor.page).to_have_url(re.compile(f"#{part}$"))
    expect(visitor.page.locator(f"#{part}")).to_be_in_viewport(ratio=1)


def test_the_language_is_switched_anywhere_and_remembered(new_window: Visit) -> None:
    visitor = new_window(Looks("fr"))
    visitor.open("/terms")
    visitor.page.get_by_role("button", name="English").click()
    expect(visitor.page.locator("h1")).to_have_text(Words("en")("terms.title"))
    visitor.open("/privacy")
    expect(visitor.page.locator("h1")).to_have_text(Words("en")("privacy.title"))
    assert visitor.page.locator("html").get_attribute("lang") == "en"


def test_the_language_is_switched_once_the_connection_is_back(new_window: Visit) -> None:
    visitor = new_window(Looks("fr", 390))
    visitor.open("/terms")
    visitor.context.set_offline(True)
    menu = visitor.page.get_by_role("button", name=Words("fr")("common.menu"), exact=True)
    menu.click()
    visitor.page.get_by_role("button", name="English").click()
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(visitor.page.get_by_text(Words("fr")("common.connectionLost"))).to_be_visible()
    visitor.context.set_offline(False)
    expect(visitor.page.locator("h1")).to_have_text(Words("en")("terms.title"))


def test_the_language_that_is_chosen_wins_over_that_of_the_address(new_window: Visit) -> None:
    visitor = new_window(Looks("fr"))
    visitor.open("/terms?lang=fr")
    visitor.page.get_by_role("button", name="English").click()
    title = visitor.page.locator("h1")
    expect(title).to_have_text(Words("en")("terms.title"))
    visitor.page.reload()
    expect(title).to_have_text(Words("en")("terms.title"))


def test_a_page_whose_files_did_not_come_is_loaded_anew(new_window: Visit) -> None:
    visitor = new_window(Looks("fr"))
    loads: list[str] = []

    def lose_the_first(route: Route) -> None:
        if len(loads) == 1:
            route.abort()
        else:
            route.continue_()

    visitor.page.on("request", lambda request: loads.extend([request.url] * request.is_navigation_request()))
    visitor.page.route("**/assets/TermsPage*.js", lose_the_first)
    visitor.page.goto(f"{visitor.address}/terms")
    expect(visitor.page.locator("h1")).to_have_text(Words("fr")("terms.title"))
    assert len(loads) == 2
    # the browser's own words for a file that did not come
    assert all("TermsPage" in trouble for trouble in visitor.troubles), visitor.troubles
    visitor.troubles.clear()


def test_a_message_reaches_the_organisers_and_its_writer(visitor: Visitor) -> None:
    words = Words(visitor.looks.language)
    email = f"question-{visitor.looks}@example.org"
    visitor.open("/#contact")
    send = visitor.page.get_by_role("button", name=words("home.contact.send"))
    send.click()
    name = visitor.page.get_by_label(words("home.contact.name"))
    expect(name).to_be_focused()
    assert visitor.barriers() == []
    name.fill("Un club curieux")
    visitor.page.get_by_label(words("home.contact.email")).fill(email)
    visitor.page.get_by_label(words("home.contact.subject")).fill("Yolettes")
    visitor.page.reload()
    visitor.page.get_by_label(words("home.contact.message"), exact=True).fill("Combien en louez-vous ?")
    send.click()
    expect(visitor.page.get_by_text(words("home.contact.sent", email=email))).to_be_visible()
    everything = httpx.get(f"{visitor.address}/mail/messages.json").json()
    received = next(mail for mail in everything if mail["replyTo"] == [email])
    assert "Yolettes" in received["subject"]
    assert "Combien en louez-vous ?" in received["text"]
    assert any(mail["to"] == [email] for mail in everything)


def test_too_many_messages_are_said_and_what_was_written_stays(new_window: Visit) -> None:
    visitor, words, email = new_window(Looks("fr", 390)), Words("fr"), "insistent@example.org"
    visitor.open("/#contact")
    send = visitor.page.get_by_role("button", name=words("home.contact.send"))
    for number in range(6):
        if number:
            visitor.page.reload()
        for field, text in {"name": "Un club", "email": email, "subject": "Yolettes"}.items():
            visitor.page.get_by_label(words(f"home.contact.{field}")).fill(text)
        message = visitor.page.get_by_label(words("home.contact.message"), exact=True)
        message.fill(f"Question {number}")
        send.click()
        said = "busy" if number == 5 else "sent"
        expect(visitor.page.get_by_text(words(f"home.contact.{said}", email=email))).to_be_visible()
    expect(message).to_have_value("Question 5")
    assert visitor.barriers() == []


def test_a_lost_connection_is_said_and_survived(new_window: Visit) -> None:
    visitor = new_window(Looks("fr"))
    words = Words("fr")
    visitor.open("/privacy")
    visitor.context.set_offline(True)
    expect(visitor.page.get_by_text(words("common.connectionLost"))).to_be_visible()
    assert visitor.barriers() == []
    # at the foot of the window it would cover what saves
    visitor.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    box = visitor.page.get_by_role("alert").bounding_box()
    assert box is not None
    assert box["y"] == 0
    visitor.page.get_by_role("link", name=words("common.pages.terms")).click()
    visitor.context.set_offline(False)
    expect(visitor.page.get_by_text(words("common.connectionLost"))).to_be_hidden()
    expect(visitor.page.locator("h1")).to_have_text(words("terms.title"))
