"""The API suite runs on each emulator of AWS in turn, but for tests marked `concurrent` or `once`."""

from collections.abc import Iterator

import pytest

from local.account.on_ministack import ministack_account
from local.account.on_moto import moto_account
from tests.api.leaving import Leaving, leaving_from
from tests.api.regatta import Regatta, open_regatta


def pytest_configure(config: pytest.Config) -> None:
    """Registers the marks of tests that run on one emulator."""
    config.addinivalue_line("markers", "concurrent: sends requests side by side, which moto can't take")
    config.addinivalue_line("markers", "once: runs on ministack alone when both are asked for")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs each test that needs the regatta once an emulator."""
    if "regatta" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("account")
        once = metafunc.definition.get_closest_marker("once")
        both = ["ministack"] if once else ["moto", "ministack"]
        emulators = both if wanted == "both" else [wanted]
        if metafunc.definition.get_closest_marker("concurrent"):
            emulators = [name for name in emulators if name == "ministack"]
        metafunc.parametrize("regatta", emulators, indirect=True, scope="module")


@pytest.fixture(scope="module")
def regatta(request: pytest.FixtureRequest) -> Iterator[Regatta]:
    """The API on an account that tests share: each makes its own managers, so nothing is cleaned up."""
    if request.param == "ministack":
        yield request.getfixturevalue("regatta_on_ministack")
        return
    # One a module, as moto's reads of an index grow slow with the table.
    with moto_account() as account:
        yield open_regatta(account)


@pytest.fixture(scope="package")
def regatta_on_ministack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Regatta]:
    """One for all modules, as the emulator takes a second to start."""
    with ministack_account(tmp_path_factory.mktemp("account")) as account:
        yield open_regatta(account)


@pytest.fixture(scope="module")
def past(regatta: Regatta) -> int:
    """The year of an edition that is over."""
    return regatta.another_edition().year


@pytest.fixture
def leaving(regatta: Regatta, past: int) -> Leaving:
    """A manager with members and crews in this edition and in a past one, none entered any more."""
    return leaving_from(regatta, past)
