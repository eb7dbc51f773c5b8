"""A visitor of the site: a browser window that notes whatever must not happen in it."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

ROOT = Path(__file__).parents[2]
SCREENSHOTS = Path(__file__).parent / "screenshots"
HEIGHTS = {390: 844, 1280: 860}
PATIENCE = 30_000
"""Milliseconds until what does not come is given up: the machine may be busy with other tests."""

_NOTE_SHIFTS = """
window.layoutShift = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  if (!entry.hadRecentInput) window.layoutShift += entry.value;
})).observe({ type: 'layout-shift', buffered: true });
"""
# what is on its way, as the pages say it to everybody
_UNDER_WAY = ".progress, .under-way, [aria-busy=true], button[aria-disabled=true]"
_TRANSITIONS = """() => Promise.allSettled(
  document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime < Infinity)
    .map((one) => one.finished)
)"""
# a part that loads when it comes near does so then
_TWO_FRAMES = "() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))"
_VIOLATIONS = """async () => (await axe.run()).violations.map(
  ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`
)"""
_SIGN_IN = "/cognito/"


@dataclass(frozen=True, slots=True)
class Looks:
    """How a visitor's window is: language `fr` or `en`, width in pixels, light or dark."""

    language: str = "fr"
    width: int = 1280
    dark: bool = False

    def __str__(self) -> str:
        return f"{self.language}-{self.width}{'-dark' if self.dark else ''}"


@dataclass
class Visitor:
    """One window; `close` fails when there was an error or a request to anywhere else.

    Cognito refuses with a status of 400. A browser reports that in its console by itself, and no page can
    avoid the line: `refusals` has them.
    """

    address: str
    looks: Looks
    context: BrowserContext
    page: Page
    troubles: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Goes to a page and waits until all of it is there."""
        self.page.goto(path)
        self.page.locator("main h1").wait_for()
        self.settle()

    def settle(self) -> None:
        """Waits until the page does not say any more that something is under way."""
        expect(self.page.locator(_UNDER_WAY)).to_have_count(0)

    def screenshot(self, name: str) -> None:
        """Keeps how the whole page looks, in a window as high as the page.

        What sticks to the foot of the window would stand across it, and what is far below is not drawn.
        """
        SCREENSHOTS.mkdir(exist_ok=True)
        height: int = self.page.evaluate("document.documentElement.scrollHeight")
        width, least = self.looks.width, HEIGHTS[self.looks.width]
        self.page.set_viewport_size({"width": width, "height": max(height, least)})
        self.page.evaluate(_TWO_FRAMES)
        self.settle()
        self.page.screenshot(path=SCREENSHOTS / f"{name}-{self.looks}.png", full_page=True)
        self.page.set_viewport_size({"width": width, "height": least})

    def barriers(self) -> list[str]:
        """What axe finds wrong with the page: the rule, and where."""
        # a transition that is under way has colours of its own
        self.page.evaluate(_TRANSITIONS)
        self.page.evaluate(_axe())
        found: list[str] = self.page.evaluate(_VIOLATIONS)
        return found

    def layout_shift(self) -> float:
        """How much has moved by itself since the page opened."""
        moved: float = self.page.evaluate("window.layoutShift")
        return moved

    def is_wider_than_window(self) -> bool:
        """Whether the page must be scrolled sideways."""
        root: dict[str, Any] = self.page.evaluate(
            "({ all: document.documentElement.scrollWidth, seen: document.documentElement.clientWidth })"
        )
        return bool(root["all"] > root["seen"])

    def close(self) -> None:
        """Ends the visit."""
        self.context.close()
        assert not self.troubles, self.troubles


def visit(browser: Browser, address: str, looks: Looks) -> Visitor:
    """Opens a window; nothing is remembered from another one."""
    context = browser.new_context(
        base_url=address,
        locale={"fr": "fr-FR", "en": "en-GB"}[looks.language],
        viewport={"width": looks.width, "height": HEIGHTS[looks.width]},
        color_scheme="dark" if looks.dark else "light",
        timezone_id="Europe/Paris",
    )
    context.set_default_timeout(PATIENCE)
    context.add_init_script(_NOTE_SHIFTS)
    visitor = Visitor(address, looks, context, context.new_page())
    _note_troubles(visitor)
    return visitor


def _note_troubles(visitor: Visitor) -> None:
    def on_console(message: ConsoleMessage) -> None:
        refused = "status of 400" in message.text and message.location["url"].endswith(_SIGN_IN)
        # only a test takes a window off the network
        offline = "ERR_INTERNET_DISCONNECTED" in message.text
        if refused:
            visitor.refusals.append(message.text)
        elif message.type == "error" and not offline:
            visitor.troubles.append(f"console: {message.text} {message.location['url']}")

    def on_request(url: str) -> None:
        if not url.startswith((f"{visitor.address}/", "data:", "blob:")):
            visitor.troubles.append(f"elsewhere: {url}")

    visitor.context.on("console", on_console)
    visitor.context.on("weberror", lambda error: visitor.troubles.append(f"error: {error.error}"))
    visitor.context.on("request", lambda request: on_request(request.url))


@cache
def _axe() -> str:
    return (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text()
