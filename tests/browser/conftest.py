"""The site in a browser: one server and one Chromium for all tests, a window of its own for each."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.browser.chromium import launch
from tests.browser.serving import serving
from tests.browser.visitor import PATIENCE, Looks, Visitor, visit

Visit = Callable[[Looks], Visitor]

EVERY_LOOK = (
    Looks("fr", 1280),
    Looks("fr", 390, dark=True),
    Looks("en", 1280, dark=True),
    Looks("en", 390),
)
"""Both languages, each in both widths, light and dark."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is, with demonstration data. Tests share it: make people of your own in it."""
    with serving(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """What drives browsers; a process can hold one only.

    It keeps an event loop running in this thread, so it ends with this folder: the next one may need its own.
    """
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium."""
    started = launch(playwright)
    yield started
    started.close()


@pytest.fixture
def new_window(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens windows; each must end without an error and without a request to anywhere else."""
    opened: list[Visitor] = []

    def open_window(looks: Looks) -> Visitor:
        opened.append(visit(browser, address, looks))
        return opened[-1]

    yield open_window
    for visitor in opened:
        visitor.close()


@pytest.fixture(params=EVERY_LOOK, ids=str)
def visitor(request: pytest.FixtureRequest, new_window: Visit) -> Visitor:
    """A window in every look."""
    return new_window(request.param)
